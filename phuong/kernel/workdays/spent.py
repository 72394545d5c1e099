"""How much of a limit was used: the same days and hours that the due date is counted in."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from phuong.kernel.workdays.calendar import WorkCalendar
from phuong.kernel.workdays.facts import local
from phuong.kernel.workdays.limits import Pause, Unit
from phuong.kernel.workdays.shares import whole


class Counted(StrEnum):
    """In what a length of time is told, so that it can stand beside the limit."""

    WORKING_DAY = "working_day"
    WORKING_HOUR = "working_hour"
    CALENDAR_DAY = "calendar_day"
    CLOCK_HOUR = "clock_hour"


_IN = {
    Unit.WORKING_DAY: Counted.WORKING_DAY,
    Unit.SAME_DAY: Counted.WORKING_DAY,
    Unit.HANDOVER: Counted.WORKING_DAY,
    Unit.WORKING_HOUR: Counted.WORKING_HOUR,
    Unit.CLOCK_HOUR: Counted.CLOCK_HOUR,
}


def counted_in(unit: Unit | str) -> Counted:
    """Return in what the use of a limit is told; months and years are told in days."""
    return _IN.get(Unit(unit), Counted.CALENDAR_DAY)


def spent(
    unit: Unit | str,
    started: datetime,
    finished: datetime,
    pauses: Sequence[Pause],
    calendar: WorkCalendar,
) -> int:
    """Return how much was used from start to finish without the pauses; 0 is "the same day".

    Days as the engine counts them: the day of the start is day 0, and of a pause those after its
    first day up to and including its last stand still. Begun hours count as whole ones.
    """
    how = counted_in(unit)
    stood = [(pause.begins, min(pause.ends or finished, finished)) for pause in pauses]
    stood = [(begin, end) for begin, end in stood if begin < end]
    if how in (Counted.WORKING_DAY, Counted.CALENDAR_DAY):

        def days(since: date, until: date) -> int:
            if how is Counted.CALENDAR_DAY:
                return (until - since).days
            return calendar.count(since, until)

        used = days(local(started).date(), local(finished).date())
        return max(0, used - sum(days(local(a).date(), local(b).date()) for a, b in stood))
    spans = [whole(started, finished, calendar), *(whole(a, b, calendar) for a, b in stood)]
    first, *rest = [
        share.working if how is Counted.WORKING_HOUR else share.clock for share in spans
    ]
    return max(0, -(-(first - sum(rest)) // 60))
