"""Working days, limits and clocks: how every due date of the ward is worked out.

Facts go in (`Clock`: start, limit, pauses, extensions; `WorkCalendar`: decisions and office
hours), a moment comes out (`evaluate`), with the days told one by one when asked. Pure: no Django,
no gettext, no present moment. The rules are in `docs/explanation/time.md`; each has a test.
"""

from phuong.kernel.workdays.answers import (
    Punctuality,
    check_reschedule,
    days_left,
    is_at_least_before,
    is_on_time,
    latest_day_before,
    promise_at_receipt,
    punctuality,
    service_target,
)
from phuong.kernel.workdays.calendar import WorkCalendar
from phuong.kernel.workdays.engine import Due, due_day, evaluate
from phuong.kernel.workdays.facts import ZONE, Decision, Effect, OfficeHours, Session, local
from phuong.kernel.workdays.limits import Clock, Extension, Limit, Mode, Pause, Unit
from phuong.kernel.workdays.reasons import Day, Reason
from phuong.kernel.workdays.shapes import DayShape
from phuong.kernel.workdays.shares import Change, Share, shared, whole
from phuong.kernel.workdays.spent import Counted, counted_in, spent

__all__ = [
    "ZONE",
    "Change",
    "Clock",
    "Counted",
    "Day",
    "DayShape",
    "Decision",
    "Due",
    "Effect",
    "Extension",
    "Limit",
    "Mode",
    "OfficeHours",
    "Pause",
    "Punctuality",
    "Reason",
    "Session",
    "Share",
    "Unit",
    "WorkCalendar",
    "check_reschedule",
    "counted_in",
    "days_left",
    "due_day",
    "evaluate",
    "is_at_least_before",
    "is_on_time",
    "latest_day_before",
    "local",
    "promise_at_receipt",
    "punctuality",
    "service_target",
    "shared",
    "spent",
    "whole",
]
