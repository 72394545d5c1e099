"""Working days, limits and clocks: how every due date of the ward is worked out.

Facts go in (`Clock`: start, limit, pauses, extensions; `WorkCalendar`: decisions and office
hours), a moment comes out (`evaluate`), with the days told one by one when asked. Pure: no Django,
no gettext, no present moment. The rules are in `docs/explanation/time.md`; each has a test.
"""

from phuong.kernel.workdays.calendar import WorkCalendar
from phuong.kernel.workdays.engine import Due, evaluate
from phuong.kernel.workdays.facts import ZONE, Decision, Effect, OfficeHours, Session, local
from phuong.kernel.workdays.limits import Clock, Extension, Limit, Mode, Pause, Unit
from phuong.kernel.workdays.reasons import Day, Reason
from phuong.kernel.workdays.shapes import DayShape

__all__ = [
    "ZONE",
    "Clock",
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
    "Reason",
    "Session",
    "Unit",
    "WorkCalendar",
    "evaluate",
    "local",
]
