"""Working days of some years, counted once, so that a due date is a look-up.

Days are proleptic ordinals (`date.toordinal`), instants within a day microseconds after midnight.
A table never changes; when a question reaches beyond it, it raises `Short` and the calendar hands
out a longer one.
"""

from bisect import bisect_left
from collections.abc import Iterable
from datetime import datetime, timedelta

from phuong.kernel.workdays.facts import ZONE, Session

MINUTE = 60_000_000


class Short(Exception):
    """The question reaches beyond this table; no answer to a person."""


_FIRST_MIDNIGHT = datetime(1, 1, 1, tzinfo=ZONE)


def instant(ordinal: int, micro: int) -> datetime:
    """Return the moment so many microseconds after the local midnight of a day."""
    return _FIRST_MIDNIGHT + timedelta(ordinal - 1, 0, micro)


def within(sessions: Iterable[Session], micro: int) -> int:
    """Return how many microseconds of these sessions lie before this instant of the day."""
    spent = 0
    for session in sessions:
        opens = session.opens * MINUTE
        if micro <= opens:
            break
        spent += min(micro, session.closes * MINUTE) - opens
    return spent


class Table:
    """Prefix counts over the days from `first` to `last`."""

    __slots__ = ("_closings", "days", "first", "last", "ranks", "sessions", "worked")

    def __init__(self, first: int, sessions_by_day: Iterable[tuple[Session, ...]]) -> None:
        self.first = first
        self.ranks: list[int] = []
        self.days: list[int] = []
        self.sessions: list[tuple[Session, ...]] = []
        self.worked: list[int] = [0]
        lengths: dict[tuple[Session, ...], int] = {}
        ranks, days, kept, worked = self.ranks, self.days, self.sessions, self.worked
        count = total = 0
        for ordinal, sessions in enumerate(sessions_by_day, first):
            if sessions:
                count += 1
                days.append(ordinal)
                kept.append(sessions)
                length = lengths.get(sessions)
                if length is None:
                    length = lengths[sessions] = within(sessions, 1440 * MINUTE)
                total += length
                worked.append(total)
            ranks.append(count)
        self.last = first + len(ranks) - 1
        self._closings: list[datetime | None] = [None] * count

    def rank(self, ordinal: int) -> int:
        """Return the number of working days from the first day up to and including this one."""
        if ordinal > self.last:
            raise Short
        return self.ranks[ordinal - self.first]

    def nth(self, rank: int) -> int:
        """Return the day that has this rank."""
        if rank > len(self.days):
            raise Short
        return self.days[rank - 1]

    def is_working(self, ordinal: int) -> bool:
        """Tell whether the day has an open session that counts."""
        rank = self.rank(ordinal)
        return rank > 0 and self.days[rank - 1] == ordinal

    def working_from(self, ordinal: int) -> int:
        """Return this day if it is a working day, else the next one."""
        rank = self.rank(ordinal)
        if rank and self.days[rank - 1] == ordinal:
            return ordinal
        return self.nth(rank + 1)

    def sessions_on(self, ordinal: int) -> tuple[Session, ...]:
        """Return the sessions that count on this day."""
        rank = self.rank(ordinal)
        if rank and self.days[rank - 1] == ordinal:
            return self.sessions[rank - 1]
        return ()

    def closing(self, ordinal: int) -> datetime:
        """Return the end of the last session of a working day."""
        place = self.ranks[ordinal - self.first] - 1
        found = self._closings[place]
        if found is None:
            found = instant(ordinal, self.sessions[place][-1].closes * MINUTE)
            self._closings[place] = found
        return found

    def opening(self, ordinal: int) -> datetime:
        """Return the beginning of the first session of a working day."""
        return instant(ordinal, self.sessions_on(ordinal)[0].opens * MINUTE)

    def used(self, ordinal: int, micro: int) -> int:
        """Return the working microseconds from the first day up to this instant."""
        rank = self.rank(ordinal)
        if rank and self.days[rank - 1] == ordinal:
            return self.worked[rank - 1] + within(self.sessions[rank - 1], micro)
        return self.worked[rank]

    def when_used(self, total: int) -> tuple[int, int]:
        """Return the earliest instant at which so many working microseconds are used up."""
        if total > self.worked[-1]:
            raise Short
        place = bisect_left(self.worked, total) - 1
        rest = total - self.worked[place]
        for session in self.sessions[place]:
            length = (session.closes - session.opens) * MINUTE
            if rest <= length:
                break
            rest -= length
        return self.days[place], session.opens * MINUTE + rest
