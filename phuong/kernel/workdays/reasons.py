"""Why a day counts or does not, as stable codes; the sentences are in `phuong.kernel.text`."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Reason(StrEnum):
    """What the clock says of one day."""

    START = "start"
    WORKING = "working"
    MADE_UP = "made-up"
    PART_DAY = "part-day"
    WEEKLY = "weekly"
    OFF = "off"
    CLOSED = "closed"
    DESK_ONLY = "desk-only"
    NO_SESSION = "no-session"
    PAUSED = "paused"
    INTERRUPTED = "interrupted"
    RESUMED = "resumed"
    CALENDAR_DAY = "calendar-day"
    ENDS_ON_DAY_OFF = "ends-on-day-off"
    MOVED = "moved"
    SAME_DATE = "same-date"
    SAME_DAY = "same-day"
    AFTER_LINE = "after-line"
    OUTSIDE_HOURS = "outside-hours"
    CLOCK_HOURS = "clock-hours"


@dataclass(frozen=True, slots=True)
class Day:
    """One line of the narration.

    `counted` is the running number in the unit of the limit after this day (the third working day
    is 3; hours may be fractions), or None when the day did not count. `decision` is the id of the
    calendar decision that made the day what it is.
    """

    date: date
    counted: float | None
    reason: Reason
    decision: str | None = None
