"""From when the time counts of what comes in on a day, or at an hour, that does not."""

from datetime import date

from phuong.areas.dossiers.models import Dossier
from phuong.areas.procedures.api import VersionInfo
from phuong.kernel.access.api import HERE, Occasion
from phuong.kernel.workdays import Clock, Reason, Unit, WorkCalendar, evaluate

# Of these a day off, or an hour too late, moves where counting begins.
COUNTING = (Unit.WORKING_DAY, Unit.WORKING_HOUR, Unit.SAME_DAY)


def counting_day(occasion: Occasion, version: VersionInfo) -> date | None:
    """Return from which day time counts of what is received now, where today does not count."""
    if version.limit is None:
        return None
    return _later_start(Clock(occasion.now, version.limit), occasion.calendar)


def counted_from(dossier: Dossier, calendar: WorkCalendar) -> date | None:
    """Return from which day the time of a dossier counts, where it came on one that does not."""
    clock = dossier.clock([])
    return _later_start(clock, calendar) if clock is not None else None


def _later_start(clock: Clock, calendar: WorkCalendar) -> date | None:
    """Return the first day that counts, if the day of coming is none or its hour was too late."""
    if clock.limit.unit not in COUNTING:
        return None
    came_on = clock.start.astimezone(HERE).date()
    days = evaluate(clock, calendar, narrate=True).days
    late = any(day.date == came_on and day.reason is Reason.AFTER_LINE for day in days)
    if calendar.is_working_day(came_on) and not late:
        return None
    return next(
        (d.date for d in days if d.date > came_on and calendar.is_working_day(d.date)), None
    )
