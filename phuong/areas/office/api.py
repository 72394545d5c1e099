"""What upper storeys import from the ward's own settings."""

from phuong.areas.office.actions.changing import change
from phuong.areas.office.policy import check
from phuong.areas.office.queries import details_of, has_begun, is_empty, is_open, set_up_code
from phuong.areas.office.rules.template import template
from phuong.areas.office.states import ORGANISATION, Can

__all__ = [
    "ORGANISATION",
    "Can",
    "change",
    "check",
    "details_of",
    "has_begun",
    "is_empty",
    "is_open",
    "set_up_code",
    "template",
]
