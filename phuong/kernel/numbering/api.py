"""What upper packages import from numbering."""

from phuong.kernel.numbering.draw import (
    check_template,
    completed,
    draw,
    forget_templates,
    numbered,
    offer,
    period_of,
    upcoming,
    void,
)

__all__ = [
    "check_template",
    "completed",
    "draw",
    "forget_templates",
    "numbered",
    "offer",
    "period_of",
    "upcoming",
    "void",
]
