"""What upper packages import from the law."""

from phuong.kernel.law.deciding import enter_decision
from phuong.kernel.law.load import Summary, load
from phuong.kernel.law.marks import Certainty, Scope
from phuong.kernel.law.memory import changed, forget
from phuong.kernel.law.models import CalendarDecision
from phuong.kernel.law.offices import hours_from
from phuong.kernel.law.queries import (
    Legal,
    NotInForce,
    act_in_force,
    calendar,
    decisions_reaching,
    in_force,
    in_force_under,
    number,
    province_of,
    unit_named,
    value,
)
from phuong.kernel.law.valuing import enter_value, values_on, versions_of

__all__ = [
    "CalendarDecision",
    "Certainty",
    "Legal",
    "NotInForce",
    "Scope",
    "Summary",
    "act_in_force",
    "calendar",
    "changed",
    "decisions_reaching",
    "enter_decision",
    "enter_value",
    "forget",
    "hours_from",
    "in_force",
    "in_force_under",
    "load",
    "number",
    "province_of",
    "unit_named",
    "value",
    "values_on",
    "versions_of",
]
