"""How a stretch of time is shared out among those who held it: parts that add up to the whole."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from phuong.kernel.workdays.calendar import WorkCalendar

H = TypeVar("H", bound=Hashable)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Share:
    """Whole minutes: of the office's open hours, and by the clock, nights and days off included."""

    working: int
    clock: int

    def __add__(self, other: "Share") -> "Share":
        """Return both together."""
        return Share(self.working + other.working, self.clock + other.clock)

    def __sub__(self, other: "Share") -> "Share":
        """Return what is left without the other."""
        return Share(self.working - other.working, self.clock - other.clock)


NONE = Share(0, 0)


@dataclass(frozen=True, slots=True)
class Change(Generic[H]):
    """From this moment somebody else holds the thing."""

    at: datetime
    holder: H


def shared(
    since: datetime, until: datetime, changes: Sequence[Change[H]], calendar: WorkCalendar
) -> Mapping[H, Share]:
    """Return how long each held a thing from `since` to `until`, in the order in which they did.

    The first of the changes tells who held it from the beginning. A part is the difference of two
    readings of one running count, so that the parts add up to the whole to the minute, whatever
    the seconds. A change entered with a moment before that of its forerunner takes no time back.
    """
    found: dict[H, Share] = {}
    read, told = since, NONE
    for number, change in enumerate(changes):
        following = changes[number + 1].at if number + 1 < len(changes) else until
        read = max(read, min(following, until))
        now = whole(since, read, calendar)
        found[change.holder] = found.get(change.holder, NONE) + (now - told)
        told = now
    return found


def whole(since: datetime, until: datetime, calendar: WorkCalendar) -> Share:
    """Return how long it is from one moment to another, both ways of counting; never negative."""
    if until <= since:
        return NONE
    return Share(calendar.working_minutes(since, until), (until - since) // _MINUTE)
