"""The life of a thing as a table. Pure: no Django models, no clock."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from phuong.kernel.errors import WrongState
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.text.words import Words

S = TypeVar("S", bound=Enum)


class Clock(Enum):
    """What a move does to the legal clock."""

    KEEPS = "keeps"
    STARTS = "starts"
    PAUSES = "pauses"
    RESUMES = "resumes"
    STOPS = "stops"
    REOPENS = "reopens"


class Care(Enum):
    """How a slip of the hand is met: by undoing the move, or by confirming it on its own page.

    Never both. What prints, numbers, signs or sends is confirmed; the rest can be undone.
    """

    UNDO = "undo"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class Look:
    """How officials see a state: short words and their tone."""

    tag: Words
    tone: str


def any_of(*states: S) -> frozenset[S]:
    """Return the states as the sources of a move."""
    return frozenset(states)


# Each move is itself alone: a page asks hundreds of times which one it is.
@dataclass(frozen=True, slots=True, eq=False)
class Move(Generic[S]):
    """One arrow of a life cycle.

    One name everywhere: constant, action, template, audit code; `slug` is its address.
    `capability` is None for what only a citizen does at their own page or time itself causes.
    `target` is None for what leaves the state as it is: an apology, another person, a correction.
    """

    name: str
    sources: frozenset[S]
    target: S | None
    capability: Enum | None
    label: Words
    consequence: Words
    clock: Clock = Clock.KEEPS
    care: Care = Care.CONFIRM
    slug: str = ""
    main: bool = True

    def leads_to(self, state: S) -> S:
        """Return the state after the move."""
        return state if self.target is None else self.target

    def check_from(self, state: S) -> None:
        """Refuse from a state that has no such arrow."""
        if state not in self.sources:
            raise WrongState(
                "workflow.wrong-state",
                _("Việc này vừa được người khác chuyển sang bước khác. Xem bản mới rồi làm tiếp."),
            )


class Machine(Generic[S]):
    """All moves of a kind, checked when the module loads."""

    def __init__(self, states: type[S], *, initial: Iterable[S], moves: Iterable[Move[S]]) -> None:
        """Check that names are unique and that every state can be reached."""
        self.states = states
        self.initial = frozenset(initial)
        self.moves = tuple(moves)
        self._by_name = {move.name: move for move in self.moves}
        if len(self._by_name) != len(self.moves):
            raise ValueError("two moves of one name")
        unreachable = set(states) - self.reachable()
        if unreachable:
            raise ValueError(f"no way leads to {sorted(str(state.value) for state in unreachable)}")

    def reachable(self) -> set[S]:
        """Return the states that some way leads to."""
        found = set(self.initial)
        grown = True
        while grown:
            more = {m.target for m in self.moves if m.target and m.sources & found} - found
            found |= more
            grown = bool(more)
        return found

    def __getitem__(self, name: str) -> Move[S]:
        """Return a move by name."""
        return self._by_name[name]

    def __iter__(self) -> Iterator[Move[S]]:
        """Go through the moves in their order, which is the order in which they are offered."""
        return iter(self.moves)

    def out_of(self, state: S) -> tuple[Move[S], ...]:
        """Return the moves that leave a state."""
        return tuple(move for move in self.moves if state in move.sources)

    @property
    def final(self) -> frozenset[S]:
        """The states that no move leaves."""
        left = {state for move in self.moves if move.target for state in move.sources}
        return frozenset(state for state in self.states if state not in left)
