"""The same rules once more, as slowly and plainly as can be: one day or one minute at a time.

Shares nothing with the engine but the question "which sessions are open on this day".
"""

from datetime import date, datetime, timedelta

from phuong.kernel.workdays import Clock, WorkCalendar

ONE_DAY = timedelta(days=1)
ONE_MINUTE = timedelta(minutes=1)


def stands_still(clock: Clock, day: date) -> bool:
    return any(
        pause.begins.date() < day and (pause.ends is None or day <= pause.ends.date())
        for pause in clock.pauses
    )


def next_working(day: date, calendar: WorkCalendar) -> date:
    while not calendar.sessions_of(day):
        day += ONE_DAY
    return day


def interrupted(clock: Clock, last: date, due: date, calendar: WorkCalendar) -> date | None:
    """Carry a last day over the pauses that begin on it; None when one of them is open."""
    for pause in clock.pauses:
        if last <= pause.begins.date() <= due:
            if pause.ends is None:
                return None
            if pause.ends.date() > pause.begins.date():
                last = pause.ends.date()
                due = next_working(last, calendar)
    return due


def working_days(clock: Clock, calendar: WorkCalendar) -> date | None:
    day, counted = clock.start.date(), 0
    while counted < clock.limit.n:
        if any(pause.ends is None and pause.begins.date() <= day for pause in clock.pauses):
            return None
        day += ONE_DAY
        if calendar.sessions_of(day) and not stands_still(clock, day):
            counted += 1
    return interrupted(clock, day, day, calendar)


def calendar_days(clock: Clock, calendar: WorkCalendar) -> date | None:
    day, counted = clock.start.date(), 0
    while counted < clock.limit.n:
        if any(pause.ends is None and pause.begins.date() <= day for pause in clock.pauses):
            return None
        day += ONE_DAY
        if not stands_still(clock, day):
            counted += 1
    return interrupted(clock, day, next_working(day, calendar), calendar)


def working_hours(clock: Clock, calendar: WorkCalendar) -> datetime | None:
    moment, left = clock.start, clock.limit.minutes
    while left:
        for pause in clock.pauses:
            if pause.begins <= moment and pause.ends is None:
                return None
        day = moment.date()
        minute = moment.hour * 60 + moment.minute
        is_open = any(s.opens <= minute < s.closes for s in calendar.sessions_of(day))
        is_paused = any(
            pause.begins <= moment and pause.ends is not None and moment < pause.ends
            for pause in clock.pauses
        )
        left -= is_open and not is_paused
        moment += ONE_MINUTE
    return moment
