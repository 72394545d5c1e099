"""`evaluate`: the one function that works out due dates, with or without telling how.

Days are ordinals here and instants microseconds after midnight, so that the common case is a few
look-ups in the calendar's table. When a table ends too early the walk begins again on a longer one.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.workdays.calendar import LAST_DAY, WorkCalendar, out_of_years
from phuong.kernel.workdays.facts import local, micro_of
from phuong.kernel.workdays.limits import Clock, Limit, Mode, Pause, Unit
from phuong.kernel.workdays.narration import WHOLE_DAY, Leg, narrated
from phuong.kernel.workdays.reasons import Day
from phuong.kernel.workdays.table import MINUTE, Short, Table, instant

WORKING = Unit.WORKING_DAY


@dataclass(frozen=True, slots=True)
class Due:
    """When a clock runs out: a moment in the ward's zone, or None while `open_pause` lasts."""

    at: datetime | None
    open_pause: Pause | None = None
    days: tuple[Day, ...] = ()

    @property
    def on(self) -> date | None:
        """Return the due day, or None while a pause is open."""
        return None if self.at is None else due_day(self.at)


def due_day(at: datetime) -> date:
    """Return the local day of a due instant; midnight belongs to the day that ends then."""
    return (local(at) - timedelta(microseconds=1)).date()


def evaluate(clock: Clock, calendar: WorkCalendar, *, narrate: bool = False) -> Due:
    """Work out when the clock runs out; `narrate` adds each day and why it counted or did not."""
    limits = (clock.limit,) if not clock.extensions else _extended(clock, calendar)
    return _evaluate(clock, limits, calendar, narrate=narrate)


def _extended(clock: Clock, calendar: WorkCalendar) -> tuple[Limit, ...]:
    """Return the limits one after the other; an extension decided too late is refused."""
    limits: tuple[Limit, ...] = (clock.limit,)
    for extension in clock.extensions:
        so_far = _evaluate(clock, limits, calendar, narrate=False)
        if extension.decided_at and _is_past(so_far, limits[-1], extension.decided_at):
            raise RuleBroken(
                "workdays.extension.late",
                _("Gia hạn phải được quyết định trước khi hết hạn."),
            )
        if extension.mode is Mode.REPLACE_TOTAL:
            limits = (extension.limit,)
            continue
        together = limits[-1].in_hours or extension.limit.in_hours
        if together and extension.limit.unit is not limits[-1].unit:
            raise RuleBroken(
                "workdays.extension.unit-differs",
                _("Gia hạn cộng thêm phải tính cùng đơn vị giờ hoặc ngày với thời hạn."),
            )
        limits = (*limits, extension.limit)
    return limits


def _is_past(due: Due, limit: Limit, moment: datetime) -> bool:
    if due.at is None or due.on is None:
        return False
    if limit.in_hours:
        return local(moment) > local(due.at)
    return local(moment).date() > due.on


def _evaluate(
    clock: Clock, limits: tuple[Limit, ...], calendar: WorkCalendar, *, narrate: bool
) -> Due:
    start = local(clock.start)
    ordinal = start.toordinal()
    table = calendar.covering(ordinal, ordinal)
    while True:
        try:
            if limits[0].in_hours:
                due, legs = _by_hours(clock, limits, start, table)
            else:
                due, legs = _by_days(clock, limits, start, table, calendar.same_day_line)
        except Short:
            table = calendar.longer(table)
        else:
            if not narrate:
                return due
            return Due(due.at, due.open_pause, narrated(start, legs, calendar))


def _by_days(
    clock: Clock, limits: tuple[Limit, ...], start: datetime, table: Table, line: int
) -> tuple[Due, list[Leg]]:
    """Walk leg by leg: the limit, then each extension from the last day before any move."""
    ordinal = end = start.toordinal()
    legs, pauses = [], clock.pauses
    for limit in limits:
        since = end
        if limit.unit is WORKING:
            end = table.nth(table.rank(end) + limit.whole)
        elif limit.is_bare:
            end = _same_day(table, end, micro_of(start), line)
        else:
            end = _calendar_end(end, limit)
        leg = Leg(limit, since, end, end)
        legs.append(leg)
        if pauses:
            pauses = _through_pauses(table, leg, pauses, is_last=len(legs) == len(limits))
            if leg.stopped is not None:
                return Due(None, leg.stopped), legs
            end = leg.end
    end = legs[-1].due = table.working_from(end)
    if limits[0].unit is Unit.HANDOVER and end != ordinal:
        return Due(table.opening(end)), legs
    return Due(table.closing(end)), legs


def _through_pauses(
    table: Table, leg: Leg, pauses: tuple[Pause, ...], *, is_last: bool
) -> tuple[Pause, ...]:
    """Take in the pauses that begin while the leg runs; return those that begin later."""
    for place, pause in enumerate(pauses):
        begun = local(pause.begins).toordinal()
        # The whole term runs until the day to which a last day off moves it.
        if begun > (table.working_from(leg.end) if is_last else leg.end):
            return pauses[place:]
        if pause.ends is None:
            leg.end, leg.stopped = begun, pause
            return ()
        leg.pauses.append(pause)
        resumed = local(pause.ends).toordinal()
        if begun != resumed:
            leg.end = _given_back(table, leg.limit, leg.end, begun, resumed)
    return ()


def _given_back(table: Table, limit: Limit, end: int, begun: int, resumed: int) -> int:
    """Return the last day after a pause over (begun, resumed]."""
    if begun >= end:
        # The last day had begun and not run out: it ends on the day on which time runs again.
        return resumed
    if limit.unit is WORKING or limit.is_bare:
        return table.nth(table.rank(end) + table.rank(resumed) - table.rank(begun))
    return end + resumed - begun


def _same_day(table: Table, ordinal: int, micro: int, line: int) -> int:
    """Return the day itself up to the line, the next working day after it."""
    sessions = table.sessions_on(ordinal)
    if sessions and micro <= line * MINUTE and micro < sessions[-1].closes * MINUTE:
        return ordinal
    return table.nth(table.rank(ordinal) + 1)


def _calendar_end(ordinal: int, limit: Limit) -> int:
    """Return the last day of a calendar term before any move off a day off."""
    if limit.unit is Unit.CALENDAR_DAY:
        return ordinal + limit.whole
    day = date.fromordinal(ordinal)
    months = limit.whole * (12 if limit.unit is Unit.YEAR else 1)
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > date.max.year - 1:
        raise out_of_years()
    after = date(year + (month == 11), (month + 1) % 12 + 1, 1).toordinal()
    return min(date(year, month + 1, 1).toordinal() + day.day, after) - 1


def _by_hours(
    clock: Clock, limits: tuple[Limit, ...], start: datetime, table: Table
) -> tuple[Due, list[Leg]]:
    """Add the hours up; a pause that begins before they are used up gives its own hours back."""
    working = limits[0].unit is Unit.WORKING_HOUR
    position = table.used if working else _on_the_clock
    ordinal = start.toordinal()
    leg = Leg(limits[0], ordinal, ordinal, ordinal)
    goal = position(ordinal, micro_of(start))
    for limit in limits:
        goal += limit.minutes * MINUTE
    for pause in clock.pauses:
        begins, begin_micro = _to_the_minute(pause.begins)
        begun = position(begins, begin_micro)
        if begun >= goal:
            break
        if pause.ends is None:
            leg.end, leg.until, leg.stopped = begins, begin_micro, pause
            return Due(None, pause), [leg]
        leg.pauses.append(pause)
        goal += position(*_to_the_minute(pause.ends)) - begun
    leg.end, leg.until = table.when_used(goal) if working else divmod(goal, WHOLE_DAY)
    if leg.end > LAST_DAY:
        raise out_of_years()
    return Due(instant(leg.end, leg.until)), [leg]


def _on_the_clock(ordinal: int, micro: int) -> int:
    return ordinal * WHOLE_DAY + micro


def _to_the_minute(moment: datetime) -> tuple[int, int]:
    at = local(moment)
    return at.toordinal(), (at.hour * 60 + at.minute) * MINUTE
