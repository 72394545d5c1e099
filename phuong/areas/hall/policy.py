"""Who may see and do what in the hall: the only place that decides access."""

from collections.abc import Mapping, Sequence
from enum import Enum

from phuong.areas.hall.models import QueueGroup, ServiceCounter, Ticket, TicketQuerySet
from phuong.areas.hall.states import LAPSE, LIFE, OF_HOLDER, Can, State
from phuong.kernel.access import roles
from phuong.kernel.access.api import Actor, Role
from phuong.kernel.errors import NotPermitted, NotVisible, Refusal
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.wards.querysets import WardQuerySet
from phuong.kernel.workflow.machine import Move

GRANTS: Mapping[Can, Sequence[Role]] = {
    Can.SERVE: [Role.RECEPTION],
    Can.SEE: [Role.RECEPTION, Role.LEADER, Role.SECRETARY],
    Can.SET_UP: [Role.ADMINISTRATOR],
}


def readable(actor: Actor) -> TicketQuerySet:
    """Return the tickets this actor may see. Views start here, never at `Ticket.objects`.

    The desk sees all, and who oversees it, for the figures; whoever holds a ticket sees that one,
    by its address.
    """
    mine = Ticket.objects.of(actor.ward_id)
    if roles.has(actor, Can.SEE):
        return mine
    return mine.filter(id__in=actor.proven) if actor.proven else mine.none()


def by_token(ward_id: int, token: str) -> Ticket:
    """Return the ticket whose own address this is; the address is the proof."""
    rows = Ticket.objects.of(ward_id).filter(token=token).select_related("group", "counter")
    found = rows.first()
    if found is None:
        raise NotVisible("hall.no-ticket")
    return found


def groups(ward_id: int) -> WardQuerySet[QueueGroup]:
    """Return the groups in use, in the order of their letters; they are everybody's."""
    return QueueGroup.objects.of(ward_id).filter(retired_at__isnull=True).order_by("letter")


def counters(ward_id: int) -> WardQuerySet[ServiceCounter]:
    """Return the counters in use, in their order; they are everybody's."""
    rows = ServiceCounter.objects.of(ward_id).filter(retired_at__isnull=True)
    return rows.select_related("staffed_by").order_by("number")


def check_capability(actor: Actor, capability: Enum) -> None:
    """Refuse whoever may not."""
    if not roles.has(actor, capability):
        raise NotPermitted(
            "hall.no-capability", _("Việc này thuộc người khác. Nhờ phụ trách phân công lại.")
        )


def check(actor: Actor, ticket: Ticket, move: Move[State]) -> None:
    """Refuse unless the state allows the move and this actor may make it."""
    if ticket.ward_id != actor.ward_id:
        raise NotVisible("hall.no-ticket")
    if move.capability is not None:
        check_capability(actor, move.capability)
    elif move is LAPSE:
        if not actor.machine:
            raise NotPermitted("hall.time-alone", _("Chỉ hết ngày mới khép số lại."))
    elif move.name in OF_HOLDER and ticket.id not in actor.proven:
        check_capability(actor, Can.SERVE)
    move.check_from(State(ticket.state))


def open_moves(actor: Actor, ticket: Ticket) -> list[Move[State]]:
    """List the moves to offer on screen, decided by `check` itself."""
    return [move for move in LIFE if _allows(actor, ticket, move)]


def _allows(actor: Actor, ticket: Ticket, move: Move[State]) -> bool:
    try:
        check(actor, ticket, move)
    except Refusal:
        return False
    return True
