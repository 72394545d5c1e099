"""The clocks that areas keep: what a new calendar would move, and moving it, some at a time.

An area that keeps clocks registers them, so that whoever enters a calendar decision can see what
it moves without knowing whose clocks they are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from phuong.kernel.access.actors import Occasion


@dataclass(frozen=True, slots=True)
class Moved:
    """A due date that the calendar of an occasion moves, and the promise that was given.

    `told` says whether the citizen hears of it: only where the promise becomes earlier.
    """

    code: str
    before: datetime | None
    after: datetime | None
    promised: datetime | None = None
    told: bool = False
    address: str = ""


Preview = Callable[[Occasion], Sequence[Moved]]
Rebuild = Callable[[Occasion, int], int]


@dataclass(frozen=True, slots=True)
class Clocks:
    """The open clocks of one kind: what would move, and moving the first so many of them."""

    kind: str
    preview: Preview
    rebuild: Rebuild


_clocks: dict[str, Clocks] = {}


def register(*clocks: Clocks) -> None:
    """Make an area's clocks known; called once from its `AppConfig.ready`."""
    for each in clocks:
        _clocks[each.kind] = each


def preview(occasion: Occasion) -> list[Moved]:
    """Return every clock that the calendar of an occasion moves, written by nobody yet."""
    return [moved for each in _clocks.values() for moved in each.preview(occasion)]


def rebuild(occasion: Occasion, most: int) -> int:
    """Move the first so many clocks; what is left is moved by the next call, in any process."""
    done = 0
    for each in _clocks.values():
        if done < most:
            done += each.rebuild(occasion, most - done)
    return done
