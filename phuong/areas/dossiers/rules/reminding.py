"""When an applicant is reminded, and whoever waits for an opinion; and of what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from phuong.kernel.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to remind somebody of: its template, which of its times, and for what day."""

    template: str
    turn: str
    on: date


def reminder_of_request(
    asked_on: date, answer_by_day: date, today: date, calendar: WorkCalendar
) -> Reminder | None:
    """Return the reminder of a supplement that is due: at half time and on the eve (time.md §3).

    Of two that were missed only the later one is worth telling; none on a day off, none once the
    last day is over.
    """
    if today > answer_by_day:
        return None
    half = asked_on + (answer_by_day - asked_on) // 2
    planned = [
        Reminder("remind_supplement", turn, _worked(day, asked_on, calendar))
        for turn, day in (("eve", answer_by_day - timedelta(days=1)), ("half", half))
    ]
    return next((each for each in planned if asked_on < each.on <= today), None)


def reminder_of_result(
    ready_on: date, waits: Sequence[int], today: date, calendar: WorkCalendar
) -> Reminder | None:
    """Return the reminder of a waiting result that is due: so many working days after it came."""
    planned = [
        Reminder("remind_result", str(days), calendar.add(ready_on, days))
        for days in sorted(waits, reverse=True)
    ]
    return next((each for each in planned if each.on <= today), None)


def reminder_of_reply(
    asked_on: date, answer_by_day: date, today: date, calendar: WorkCalendar
) -> Reminder | None:
    """Return what whoever asked is reminded of: on the eve of the reply day, and once it is over.

    A reply day that moves is another one to be reminded of.
    """
    if today > answer_by_day:
        return Reminder("reply_late", f"late@{answer_by_day.isoformat()}", answer_by_day)
    eve = _worked(answer_by_day - timedelta(days=1), asked_on, calendar)
    if not asked_on < eve <= today:
        return None
    return Reminder("reply_near", f"eve@{answer_by_day.isoformat()}", eve)


def _worked(day: date, after: date, calendar: WorkCalendar) -> date:
    """Return the day, or the last working day before it."""
    while day > after and not calendar.count(day - timedelta(days=1), day):
        day -= timedelta(days=1)
    return day
