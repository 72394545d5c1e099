"""Pure rules of tasks: values in, an answer or a refusal out; no Django."""

from phuong.areas.tasks.rules.series import (
    Pattern,
    Planned,
    check_pattern,
    coming,
    outcome,
    planned,
)
from phuong.areas.tasks.rules.tasks import (
    Counted,
    cells,
    check_given,
    check_may_extend,
    check_people,
    check_said,
    is_kept,
    limit_until,
    reminders,
)

__all__ = [
    "Counted",
    "Pattern",
    "Planned",
    "cells",
    "check_given",
    "check_may_extend",
    "check_pattern",
    "check_people",
    "check_said",
    "coming",
    "is_kept",
    "limit_until",
    "outcome",
    "planned",
    "reminders",
]
