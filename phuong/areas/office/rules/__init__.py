"""Rules of the ward's own settings: pure functions over values, split by thing."""

from phuong.areas.office.rules.calendar import (
    ChangedDay,
    check_contradiction,
    check_days,
    check_number,
    decisions_of,
)
from phuong.areas.office.rules.founding import (
    Details,
    Founder,
    check_details,
    check_standing,
)
from phuong.areas.office.rules.hours import (
    Week,
    check_hours,
    check_week,
    parse_sessions,
    show_sessions,
)
from phuong.areas.office.rules.spans import (
    Span,
    check_apart,
    check_end,
    check_login,
    check_span,
    check_within,
)
from phuong.areas.office.rules.values import NewValue, check_new, parse_value, show_value

__all__ = [
    "ChangedDay",
    "Details",
    "Founder",
    "NewValue",
    "Span",
    "Week",
    "check_apart",
    "check_contradiction",
    "check_days",
    "check_details",
    "check_end",
    "check_hours",
    "check_login",
    "check_new",
    "check_number",
    "check_span",
    "check_standing",
    "check_week",
    "check_within",
    "decisions_of",
    "parse_sessions",
    "parse_value",
    "show_sessions",
    "show_value",
]
