"""What upper packages import from notices."""

from phuong.kernel.notices.calls import Call, Outcome
from phuong.kernel.notices.calls import number as number_to_call
from phuong.kernel.notices.calls import settle as settle_call
from phuong.kernel.notices.calls import to_make as calls_to_make
from phuong.kernel.notices.channels import Answer, Channel, Gateway, Parcel, Undelivered
from phuong.kernel.notices.channels import register as register_gateway
from phuong.kernel.notices.gateways.setting_up import faults as gateway_faults
from phuong.kernel.notices.gateways.setting_up import silent as silent_gateways
from phuong.kernel.notices.inbox import (
    Key,
    Message,
    Page,
    Way,
    for_subject,
    inbox,
    mark_read,
    sender_of,
    unread,
)
from phuong.kernel.notices.jobs import deliver
from phuong.kernel.notices.leading import forget_letters, letter_of, open_letter
from phuong.kernel.notices.leading import token as letter_token
from phuong.kernel.notices.letters import go_out as letters_go_out
from phuong.kernel.notices.models import Notice, State
from phuong.kernel.notices.outbox import (
    Applicant,
    Contact,
    ToPerson,
    ToPost,
    hide,
    letter_under,
    recall,
    release,
    tell,
    tell_address,
    tell_person,
    was_told,
)
from phuong.kernel.notices.stuck import (
    Delivery,
    Group,
    Stuck,
    deliveries,
    give_up,
    stuck,
    try_again,
    try_all_again,
)
from phuong.kernel.notices.templates import Place, Template, UnitName
from phuong.kernel.notices.templates import register as register_templates

__all__ = [
    "Answer",
    "Applicant",
    "Call",
    "Channel",
    "Contact",
    "Delivery",
    "Gateway",
    "Group",
    "Key",
    "Message",
    "Notice",
    "Outcome",
    "Page",
    "Parcel",
    "Place",
    "State",
    "Stuck",
    "Template",
    "ToPerson",
    "ToPost",
    "Undelivered",
    "UnitName",
    "Way",
    "calls_to_make",
    "deliver",
    "deliveries",
    "for_subject",
    "forget_letters",
    "gateway_faults",
    "give_up",
    "hide",
    "inbox",
    "letter_of",
    "letter_token",
    "letter_under",
    "letters_go_out",
    "mark_read",
    "number_to_call",
    "open_letter",
    "recall",
    "register_gateway",
    "register_templates",
    "release",
    "sender_of",
    "settle_call",
    "silent_gateways",
    "stuck",
    "tell",
    "tell_address",
    "tell_person",
    "try_again",
    "try_all_again",
    "unread",
    "was_told",
]
