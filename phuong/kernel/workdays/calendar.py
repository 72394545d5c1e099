"""`WorkCalendar`: which days are worked and which sessions are open, as an immutable value."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.workdays.facts import (
    DEFAULT_LINE,
    DEFAULT_SESSIONS,
    DEFAULT_WEEKDAYS,
    Decision,
    OfficeHours,
    Session,
    check_weekdays,
    checked_sessions,
    local,
    micro_of,
)
from phuong.kernel.workdays.shapes import DayShape, Shapes
from phuong.kernel.workdays.table import MINUTE, Table

FIRST_YEAR, LAST_YEAR = 1900, 2199
FIRST_DAY = date(FIRST_YEAR, 1, 1).toordinal()
LAST_DAY = date(LAST_YEAR, 12, 31).toordinal()


@dataclass(slots=True)
class _Memory:
    """What a calendar has worked out so far; no part of its value.

    Each entry is made whole and then put in place, so that threads may share a calendar.
    """

    table: Table | None = None
    shapes: Shapes | None = None
    # From when on every decision is known: what nearly every question about the past is after.
    complete: datetime | None = None
    earlier: dict[frozenset[int], "WorkCalendar"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The working calendar of one office, made from decisions and office hours.

    `sessions` and `working_weekdays` hold where no office hours are set; `same_day_line` is in
    minutes after midnight.
    """

    decisions: tuple[Decision, ...] = ()
    hours: tuple[OfficeHours, ...] = ()
    sessions: tuple[Session, ...] = DEFAULT_SESSIONS
    working_weekdays: tuple[int, ...] = DEFAULT_WEEKDAYS
    same_day_line: int = DEFAULT_LINE
    _memory: _Memory = field(default_factory=_Memory, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        check_weekdays(self.working_weekdays)
        object.__setattr__(self, "decisions", tuple(self.decisions))
        object.__setattr__(self, "hours", tuple(self.hours))
        object.__setattr__(self, "sessions", checked_sessions(self.sessions))
        object.__setattr__(self, "working_weekdays", tuple(sorted(set(self.working_weekdays))))

    def is_working_day(self, day: date) -> bool:
        """Tell whether the day has an open session that counts."""
        ordinal = day.toordinal()
        return self.covering(ordinal, ordinal).is_working(ordinal)

    def sessions_of(self, day: date) -> tuple[Session, ...]:
        """Return the sessions that count on this day."""
        ordinal = day.toordinal()
        return self.covering(ordinal, ordinal).sessions_on(ordinal)

    def intake_of(self, day: date) -> tuple[Session, ...]:
        """Return when the desk takes in papers on this day; not the hours that count."""
        return self.shape_of(day).intake

    def takes_in(self, moment: datetime) -> bool:
        """Tell whether the desk takes in papers at this moment."""
        at = local(moment)
        minute = at.hour * 60 + at.minute
        return any(s.opens <= minute < s.closes for s in self.intake_of(at.date()))

    def decision_on(self, day: date) -> Decision | None:
        """Return the decision that made this day what it is, if any did."""
        return self._shapes().decided.get(day.toordinal())

    def shape_of(self, day: date) -> DayShape:
        """Return what the day is and why."""
        return self._shapes().on(day.toordinal())

    def count(self, since: date, until: date) -> int:
        """Return the working days after `since` up to and including `until`; negative backwards."""
        first, last = since.toordinal(), until.toordinal()
        table = self.covering(min(first, last), max(first, last))
        return table.rank(last) - table.rank(first)

    def add(self, day: date, n: int) -> date:
        """Return the n-th working day after the day, before it when n is negative."""
        ordinal = day.toordinal()
        if n == 0:
            return day
        table = self.covering(ordinal, ordinal)
        while True:
            rank = table.rank(ordinal)
            goal = rank + n if n > 0 else rank + n + (not table.is_working(ordinal))
            if 1 <= goal <= len(table.days):
                return date.fromordinal(table.nth(goal))
            table = self.longer(table) if goal > 0 else self._earlier(table)

    def on_or_after(self, day: date) -> date:
        """Return this day if it is a working day, else the next one."""
        return day if self.is_working_day(day) else self.add(day, 1)

    def working_minutes(self, since: datetime, until: datetime) -> int:
        """Return the whole working minutes in [since, until); negative backwards."""
        if local(until) < local(since):
            return -self.working_minutes(until, since)
        begin, end = local(since), local(until)
        first, last = begin.toordinal(), end.toordinal()
        table = self.covering(first, last)
        return (table.used(last, micro_of(end)) - table.used(first, micro_of(begin))) // MINUTE

    def as_known_at(self, moment: date | datetime) -> "WorkCalendar":
        """Return the calendar without the decisions that became known only later."""
        if isinstance(moment, datetime):
            limit = local(moment)
        else:
            limit = datetime.combine(moment, time.max)
        complete = self._memory.complete
        if complete is None:
            known = (each.known_since() for each in self.decisions)
            complete = self._memory.complete = max(
                known, default=datetime.combine(date.min, time.min)
            )
        if complete <= limit:
            return self
        unknown = frozenset(
            place for place, each in enumerate(self.decisions) if each.known_since() > limit
        )
        found = self._memory.earlier.get(unknown)
        if found is None:
            found = self._deciding(
                tuple(d for place, d in enumerate(self.decisions) if place not in unknown)
            )
            self._memory.earlier[unknown] = found
        return found

    def with_decisions(self, *decisions: Decision) -> "WorkCalendar":
        """Return this calendar with more decisions."""
        return self._deciding((*self.decisions, *decisions))

    def covering(self, first: int, last: int) -> Table:
        """Return a table that holds these days (ordinals), made longer if need be."""
        table = self._memory.table
        if table is not None and table.first <= first and last <= table.last:
            return table
        if first < FIRST_DAY or last > LAST_DAY:
            raise out_of_years()
        start = date(date.fromordinal(first).year, 1, 1).toordinal()
        stop = date(date.fromordinal(last).year, 12, 31).toordinal()
        if table is not None:
            start, stop = min(start, table.first), max(stop, table.last)
        made = Table(start, self._shapes().between(start, stop))
        self._memory.table = made
        return made

    def longer(self, table: Table) -> Table:
        """Return a table that ends later: twice the days, so that far dates stay cheap."""
        if table.last >= LAST_DAY:
            raise out_of_years()
        reach = table.last + max(300, table.last - table.first)
        return self.covering(table.first, min(reach, LAST_DAY))

    def _earlier(self, table: Table) -> Table:
        if table.first <= FIRST_DAY:
            raise out_of_years()
        reach = table.first - max(300, table.last - table.first)
        return self.covering(max(reach, FIRST_DAY), table.last)

    def _shapes(self) -> Shapes:
        found = self._memory.shapes
        if found is None:
            found = Shapes(self.decisions, self.hours, self.sessions, self.working_weekdays)
            self._memory.shapes = found
        return found

    def _deciding(self, decisions: tuple[Decision, ...]) -> "WorkCalendar":
        return WorkCalendar(
            decisions, self.hours, self.sessions, self.working_weekdays, self.same_day_line
        )


def out_of_years() -> RuleBroken:
    """Refuse a day that no calendar of ours reaches."""
    return RuleBroken(
        "workdays.out-of-years",
        _("Ngày phải từ năm %(first)s đến năm %(last)s, và lịch phải có ngày làm việc."),
        first=FIRST_YEAR,
        last=LAST_YEAR,
    )
