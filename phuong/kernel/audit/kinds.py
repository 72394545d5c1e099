"""The kinds of subject that the installed areas own: how each is addressed, shown and read."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from phuong.kernel.text.words import Words

CardsOf = Callable[[Any, Sequence[UUID]], Mapping[UUID, "Card"]]
Find = Callable[[Any, str, int], Sequence["Card"]]
# Querysets of the ids of subjects that an actor may read, the most urgent first.
Some = Callable[[Any], Sequence[Any]]
# A queryset of the ids of readable subjects whose words match; part of a larger statement.
Matching = Callable[[Any, str], Any]


@dataclass(frozen=True, slots=True)
class Card:
    """What a list of mixed subjects shows of one: made by its area, through its `readable`.

    `mark` stands where the days left would, once nothing is left to count. `near_action` is
    offered beside the next action only when the due day is near. `subject_id` is for the read
    log: a card that names a person carries it. `closed_at` is when it came to its end.
    """

    code: str
    title: str
    who: str
    state: str
    tag: str
    tone: str
    address: str
    next_action: str
    next_address: str
    handler: str = ""
    paused: bool = False
    due_at: datetime | None = None
    mark: str = ""
    mark_tone: str = "muted"
    near_action: str = ""
    near_address: str = ""
    subject_id: UUID | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stranded:
    """What somebody has in hand who is away or left, and the page on which another is chosen."""

    card: Card
    hand_on: str


@dataclass(frozen=True, slots=True)
class Queue:
    """A part of the worklist by state: its address, its words, and whom it concerns."""

    slug: str
    label: Words
    states: tuple[str, ...]
    capabilities: tuple[Enum, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: its word, its page by code, and the cards an actor may read.

    `states` says in words what stands in its work items, `queues` how these are sorted for work.
    `takes` is the page on which an offer of another subject, by its id, is taken up or declined.
    `find` and `matching` search among what the actor may read; `waiting` says what the actor
    began and others must finish, `came_back` what the actor asked for and has not looked at: both
    as querysets of ids, so that a page asks all kinds at once and fetches each card once.
    `stranded` is what those hold who are away or left on a day, where the actor may hand it on.
    """

    code: str
    label: Words
    address: Callable[[str], str]
    cards: CardsOf
    states: Mapping[str, Words] = field(default_factory=dict)
    queues: tuple[Queue, ...] = ()
    takes: Callable[[UUID], str] | None = None
    find: Find | None = None
    matching: Matching | None = None
    waiting: Some | None = None
    came_back: Some | None = None
    stranded: Callable[[Any, date], Sequence[Stranded]] | None = None


class Shelf:
    """The cards that a page needs: fetched once a kind, however many parts of the page show them.

    Say everything that is wanted first; the first card that is looked at brings all of it.
    """

    def __init__(self, actor: Any) -> None:
        """Begin with nothing."""
        self._actor = actor
        self._wanted: dict[str, list[UUID]] = {}
        self._found: dict[UUID, Card] = {}

    def want(self, wanted: Iterable[tuple[str, UUID]]) -> None:
        """Say which subjects will be shown: (kind, id) each."""
        for kind, subject_id in wanted:
            if subject_id not in self._found:
                self._wanted.setdefault(kind, []).append(subject_id)

    def get(self, subject_id: UUID) -> "Card | None":
        """Return a card that was wanted; nothing where the actor may not read it."""
        for code, ids in self._wanted.items():
            owner = get(code)
            if owner is not None:
                self._found |= owner.cards(self._actor, list(dict.fromkeys(ids)))
        self._wanted = {}
        return self._found.get(subject_id)


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; called once from the area's `AppConfig.ready`."""
    _kinds[kind.code] = kind


def get(code: str) -> Kind | None:
    """Return a kind, or nothing where no installed area owns it."""
    return _kinds.get(code)


def all_kinds() -> tuple[Kind, ...]:
    """Return every kind, in the order of registration."""
    return tuple(_kinds.values())
