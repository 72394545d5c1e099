"""How numbers, groups and counters are named among subjects."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phuong.areas.hall import policy
from phuong.areas.hall.models import Ticket
from phuong.areas.hall.states import LOOKS, Can, State
from phuong.kernel.access import roles
from phuong.kernel.access.api import Actor
from phuong.kernel.audit.api import Card, Kind

TICKET, GROUP, COUNTER = "hall_ticket", "hall_group", "hall_counter"


def cards(actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Card]:
    """Return the cards of those tickets that the actor may see."""
    rows = policy.readable(actor).filter(id__in=ids).select_related("group")
    page = "hall:queue" if roles.has(actor, Can.SERVE) else "hall:waits"
    return {ticket.id: _card(ticket, reverse(page)) for ticket in rows}


def _card(ticket: Ticket, address: str) -> Card:
    look = LOOKS[State(ticket.state)]
    return Card(
        code=ticket.code,
        title=ticket.group.name,
        who="",
        state=ticket.state,
        tag=str(look.tag),
        tone=look.tone,
        address=address,
        next_action="",
        next_address="",
        closed_at=ticket.ended_at,
    )


TICKET_KIND = Kind(
    code=TICKET,
    label=_("Lượt chờ"),
    address=lambda code: reverse("hall:queue"),
    cards=cards,
)
GROUP_KIND = Kind(
    code=GROUP,
    label=_("Nhóm thủ tục lấy số"),
    address=lambda code: reverse("hall:setup"),
    cards=lambda actor, ids: {},
)
COUNTER_KIND = Kind(
    code=COUNTER,
    label=_("Quầy"),
    address=lambda code: reverse("hall:setup"),
    cards=lambda actor, ids: {},
)
