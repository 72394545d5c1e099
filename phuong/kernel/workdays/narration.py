"""The days of a walk, one by one: what `evaluate` did, told for people.

The legs are written down by `evaluate` itself; here each day between their ends gets a number or a
reason. Nothing here decides a due date.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from phuong.kernel.workdays.calendar import WorkCalendar
from phuong.kernel.workdays.facts import local, micro_of
from phuong.kernel.workdays.limits import Limit, Pause, Unit
from phuong.kernel.workdays.reasons import Day, Reason
from phuong.kernel.workdays.table import MINUTE, within

WHOLE_DAY = 1440 * MINUTE
ONE_DAY = timedelta(days=1)
DAY_BY_DAY = frozenset({Unit.WORKING_DAY, Unit.SAME_DAY, Unit.HANDOVER})
BY_DATE = frozenset({Unit.MONTH, Unit.YEAR})


@dataclass(slots=True)
class Leg:
    """One limit as it was walked: the days after `since` up to `end`, and the pauses that bore.

    `planned` is the end before any pause, `due` the day to which the last leg was moved off a day
    off, `until` the instant of the last day at which hours were used up, `stopped` the open pause
    at which the walk ended.
    """

    limit: Limit
    since: int
    planned: int
    end: int
    pauses: list[Pause] = field(default_factory=list)
    until: int = WHOLE_DAY
    stopped: Pause | None = None
    due: int | None = None


def narrated(start: datetime, legs: list[Leg], calendar: WorkCalendar) -> tuple[Day, ...]:
    """Return the days of the walk in order; an open pause ends it on the day it began."""
    if legs[0].limit.in_hours:
        return tuple(_hours(start, legs[0], calendar))
    days = [_first(start, legs[0], calendar)]
    unit, running = None, 0
    for leg in legs:
        if leg.limit.unit is not unit:
            unit, running = leg.limit.unit, 0
        goal = running + leg.limit.whole
        if leg.limit.unit in BY_DATE:
            days.extend(_by_date(leg, calendar, goal))
        else:
            days.extend(_day_by_day(leg, calendar, running, goal))
        running = goal
    if legs[-1].due is not None:
        _finish(date.fromordinal(legs[-1].due), legs[-1], calendar, days)
    return tuple(days)


def _day(calendar: WorkCalendar, day: date, counted: float | None, reason: Reason | None) -> Day:
    shape = calendar.shape_of(day)
    decision = shape.decision.id if shape.decision else None
    return Day(day, counted, reason or shape.reason, decision)


def _first(start: datetime, leg: Leg, calendar: WorkCalendar) -> Day:
    today = start.date()
    if not leg.limit.is_bare:
        return _day(calendar, today, None, Reason.START)
    if leg.planned == leg.since:
        return _day(calendar, today, 1, Reason.SAME_DAY)
    works = calendar.is_working_day(today)
    return _day(calendar, today, None, Reason.AFTER_LINE if works else None)


def _paused(leg: Leg) -> set[int]:
    """Return the days that stand still: after the day a pause begins, up to the day it ends."""
    still: set[int] = set()
    for pause in leg.pauses:
        if pause.ends is not None:
            begun, resumed = local(pause.begins).toordinal(), local(pause.ends).toordinal()
            still.update(range(begun + 1, min(resumed, leg.end) + 1))
    return still


def _day_by_day(leg: Leg, calendar: WorkCalendar, running: int, goal: int) -> Iterator[Day]:
    """Number the days that count; calendar days count whatever they are."""
    still = _paused(leg)
    by_working = leg.limit.unit in DAY_BY_DAY
    goal = max(goal, 1) if leg.limit.is_bare else goal
    for ordinal in range(leg.since + 1, leg.end + 1):
        day = date.fromordinal(ordinal)
        if by_working and not calendar.is_working_day(day):
            yield _day(calendar, day, None, None)
        elif ordinal in still:
            yield _day(calendar, day, None, Reason.PAUSED)
        elif running < goal:
            running += 1
            yield _day(calendar, day, running, None if by_working else Reason.CALENDAR_DAY)
        else:
            yield _day(calendar, day, None, Reason.MOVED)


def _by_date(leg: Leg, calendar: WorkCalendar, goal: int) -> Iterator[Day]:
    """Tell only the days that matter to a term of months: those that stood still and the last."""
    for ordinal in sorted(_paused(leg) - {leg.end}):
        if ordinal > leg.since:
            yield _day(calendar, date.fromordinal(ordinal), None, Reason.PAUSED)
    if leg.stopped is None:
        yield _day(calendar, date.fromordinal(leg.end), goal, Reason.SAME_DATE)


def _finish(due: date, leg: Leg, calendar: WorkCalendar, days: list[Day]) -> None:
    """Tell the last day: interrupted and resumed, or moved off a day off."""
    place = max((i for i, day in enumerate(days) if day.counted is not None), default=0)
    while days[-1].date < due:
        days.append(_day(calendar, days[-1].date + ONE_DAY, None, None))
    last = due if leg.limit.unit in DAY_BY_DAY else date.fromordinal(leg.end)
    counted = days[place]
    if counted.date != last:
        at = next(i for i, day in enumerate(days) if day.date == last)
        days[at] = replace(days[at], counted=counted.counted, reason=Reason.RESUMED)
        days[place] = replace(counted, counted=None, reason=Reason.INTERRUPTED)
    if last != due:
        at = next(i for i, day in enumerate(days) if day.date == last)
        days[at] = replace(days[at], reason=Reason.ENDS_ON_DAY_OFF)
        days[-1] = replace(days[-1], reason=Reason.MOVED)


def _hours(start: datetime, leg: Leg, calendar: WorkCalendar) -> Iterator[Day]:
    """Tell the hours used up by the end of each day."""
    working = leg.limit.unit is Unit.WORKING_HOUR
    spans = [_span(pause.begins, pause.ends) for pause in leg.pauses if pause.ends]
    total = 0
    for ordinal in range(leg.since, leg.end + 1):
        day = date.fromordinal(ordinal)
        begin = micro_of(start) if ordinal == leg.since else 0
        until = leg.until if ordinal == leg.end else WHOLE_DAY
        paused = 0
        for first, last in spans:
            low, high = max(first - ordinal * WHOLE_DAY, 0), min(last - ordinal * WHOLE_DAY, until)
            if low < high:
                paused += _spent(calendar, day, low, high, working=working)
        spent = _spent(calendar, day, begin, until, working=working) - paused
        total += spent
        counted = _in_hours(total) if spent else None
        yield _day(
            calendar, day, counted, _why_hours(calendar, day, spent, paused, working=working)
        )


def _span(begins: datetime, ends: datetime) -> tuple[int, int]:
    """Return a pause on the scale of microseconds, to the minute as `evaluate` takes it."""
    moments = (local(begins), local(ends))
    first, last = (m.toordinal() * WHOLE_DAY + micro_of(m) // MINUTE * MINUTE for m in moments)
    return first, last


def _spent(calendar: WorkCalendar, day: date, begin: int, until: int, *, working: bool) -> int:
    if not working:
        return until - begin
    sessions = calendar.sessions_of(day)
    return within(sessions, until) - within(sessions, begin)


def _in_hours(micro: int) -> float:
    hours, rest = divmod(micro, 60 * MINUTE)
    return hours if not rest else round(micro / (60 * MINUTE), 4)


def _why_hours(
    calendar: WorkCalendar, day: date, spent: int, paused: int, *, working: bool
) -> Reason | None:
    if not working:
        return Reason.CLOCK_HOURS if spent else Reason.PAUSED
    if spent or not calendar.is_working_day(day):
        return None
    return Reason.PAUSED if paused else Reason.OUTSIDE_HOURS
