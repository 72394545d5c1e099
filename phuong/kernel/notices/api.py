"""What upper packages import from notices."""

from phuong.kernel.notices.channels import Channel, Gateway, Parcel, Undelivered
from phuong.kernel.notices.channels import register as register_gateway
from phuong.kernel.notices.inbox import (
    Key,
    Message,
    Page,
    for_subject,
    inbox,
    mark_read,
    unread,
)
from phuong.kernel.notices.jobs import deliver
from phuong.kernel.notices.models import Notice, State
from phuong.kernel.notices.outbox import (
    Applicant,
    Contact,
    ToPerson,
    ToPost,
    erase,
    hide,
    recall,
    release,
    tell,
)
from phuong.kernel.notices.stuck import Delivery, Stuck, deliveries, stuck, try_again
from phuong.kernel.notices.templates import Template
from phuong.kernel.notices.templates import register as register_templates

__all__ = [
    "Applicant",
    "Channel",
    "Contact",
    "Delivery",
    "Gateway",
    "Key",
    "Message",
    "Notice",
    "Page",
    "Parcel",
    "State",
    "Stuck",
    "Template",
    "ToPerson",
    "ToPost",
    "Undelivered",
    "deliver",
    "deliveries",
    "erase",
    "for_subject",
    "hide",
    "inbox",
    "mark_read",
    "recall",
    "register_gateway",
    "register_templates",
    "release",
    "stuck",
    "tell",
    "try_again",
    "unread",
]
