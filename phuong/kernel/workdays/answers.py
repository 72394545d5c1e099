"""What people ask of a due date: is it late, how long is left, what was promised."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.workdays.calendar import WorkCalendar
from phuong.kernel.workdays.engine import Due, due_day, evaluate
from phuong.kernel.workdays.facts import local
from phuong.kernel.workdays.limits import Clock, Limit, Unit

MINUTE = timedelta(minutes=1)
_HOURS = frozenset({Unit.WORKING_HOUR, Unit.CLOCK_HOUR})


class Punctuality(StrEnum):
    """How a dossier stands against its due date; `OPEN` is unfinished and not past."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    LATE_OPEN = "late_open"
    OPEN = "open"


def punctuality(
    due: datetime | None, unit: Unit, *, finished: datetime | None, now: datetime
) -> Punctuality:
    """Class a dossier: by the day for limits in days, by the minute for limits in hours.

    `due` is None while a pause is open, and then nothing is late. Late is late even if no working
    day lies between.
    """
    if due is None:
        return Punctuality.OPEN if finished is None else Punctuality.ON_TIME
    if finished is None:
        return Punctuality.LATE_OPEN if _is_after(now, due, unit) else Punctuality.OPEN
    if _is_after(finished, due, unit):
        return Punctuality.LATE
    if unit in _HOURS:
        early = local(due) - local(finished) >= MINUTE
    else:
        early = local(finished).date() < due_day(due)
    return Punctuality.EARLY if early else Punctuality.ON_TIME


def is_on_time(due: datetime | None, finished: datetime, limit: Limit) -> bool:
    """Tell whether what was finished then was finished by its due date."""
    return punctuality(due, limit.unit, finished=finished, now=finished) is not Punctuality.LATE


def _is_after(moment: datetime, due: datetime, unit: Unit) -> bool:
    if unit in _HOURS:
        return local(moment) >= local(due).replace(second=0, microsecond=0) + MINUTE
    return local(moment).date() > due_day(due)


def days_left(due: datetime, today: date, calendar: WorkCalendar) -> int:
    """Return the working days after today up to and including the due day.

    Nought on the day itself; negative when late, also when no working day lies between.
    """
    last = due_day(due)
    if today > last:
        return -max(1, calendar.count(last, today))
    return calendar.count(today, last)


def latest_day_before(event: date, limit: Limit, calendar: WorkCalendar) -> date:
    """Return the last day that lies at least this limit before an event, whose day is day 0."""
    if limit.unit is Unit.WORKING_DAY:
        return calendar.add(event, -limit.whole)
    if limit.unit is Unit.CALENDAR_DAY:
        return event - timedelta(days=limit.whole)
    raise RuleBroken(
        "workdays.before.unit", _("Thời hạn báo trước tính bằng ngày hoặc ngày làm việc.")
    )


def is_at_least_before(day: date, event: date, limit: Limit, calendar: WorkCalendar) -> bool:
    """Tell whether the day lies at least this limit before the event."""
    return day <= latest_day_before(event, limit, calendar)


def promise_at_receipt(clock: Clock, calendar: WorkCalendar) -> Due:
    """Return what the citizen was told: the bare limit by the calendar known at the start."""
    return evaluate(replace(clock, pauses=(), extensions=()), calendar.as_known_at(clock.start))


def service_target(clock: Clock, calendar: WorkCalendar) -> Due:
    """Return the earlier of what the calendar known at receipt gives and what today's gives.

    A calendar decision made after receipt never makes a promise later by itself; pauses and
    extensions, which are acts the citizen was told of, count in both.
    """
    now = evaluate(clock, calendar)
    then = evaluate(clock, calendar.as_known_at(clock.start))
    if now.at is None or then.at is None:
        return now if now.at is None else then
    return then if then.at < now.at else now


def check_reschedule(
    due: datetime,
    *,
    signed_on: date,
    new_due: datetime,
    reschedules_so_far: int,
    before: int,
    calendar: WorkCalendar,
) -> None:
    """Refuse a second apology, one signed too late, and a new day that is not later.

    `before` is how many working days before the promised day the letter is signed at the latest.
    """
    if reschedules_so_far:
        raise RuleBroken("workdays.reschedule.again", _("Chỉ được xin lỗi và hẹn lại một lần."))
    if not is_at_least_before(signed_on, due_day(due), Limit(Unit.WORKING_DAY, before), calendar):
        raise RuleBroken(
            "workdays.reschedule.late",
            _("Thư xin lỗi và hẹn lại phải ký chậm nhất %(days)s ngày làm việc trước ngày hẹn."),
            days=before,
        )
    if local(new_due) <= local(due):
        raise RuleBroken(
            "workdays.reschedule.not-later", _("Ngày hẹn lại phải sau ngày hẹn trả ban đầu.")
        )
