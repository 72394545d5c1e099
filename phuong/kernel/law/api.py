"""What upper packages import from the law."""

from phuong.kernel.law.load import Summary, load
from phuong.kernel.law.memory import changed, forget
from phuong.kernel.law.queries import (
    Legal,
    NotInForce,
    act_in_force,
    calendar,
    in_force,
    in_force_under,
    number,
    province_of,
    unit_named,
    value,
)

__all__ = [
    "Legal",
    "NotInForce",
    "Summary",
    "act_in_force",
    "calendar",
    "changed",
    "forget",
    "in_force",
    "in_force_under",
    "load",
    "number",
    "province_of",
    "unit_named",
    "value",
]
