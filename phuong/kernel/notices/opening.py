"""Office hours for what would wake people up. Pure."""

from datetime import date, datetime, timedelta

from phuong.kernel.workdays import ZONE, WorkCalendar, local


def next_opening(calendar: WorkCalendar, moment: datetime) -> datetime:
    """Return the moment itself within office hours, else the start of the next session."""
    at = local(moment)
    minute = at.hour * 60 + at.minute
    for session in calendar.sessions_of(at.date()):
        if minute < session.closes:
            return max(moment, _at(at.date(), session.opens))
    day = calendar.add(at.date(), 1)
    opens = min(session.opens for session in calendar.sessions_of(day))
    return _at(day, opens)


def _at(day: date, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZONE) + timedelta(minutes=minute)
