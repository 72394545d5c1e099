"""Telling who booked a time that it cannot be kept: in writing, else by a voice from the desk."""

from uuid import UUID

from phuong.areas.hall import policy, queries
from phuong.areas.hall.actions.acts import fetch
from phuong.areas.hall.models import Ticket
from phuong.areas.hall.notices import CLOSED
from phuong.areas.hall.states import Can
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.notices import api as notices
from phuong.kernel.notices.api import Applicant, Channel, Contact


def tell_closed(occasion: Occasion, ticket_id: UUID) -> bool:
    """Tell the holder of a booking, once a booked time, that the hall is closed then."""

    def act() -> Ticket:
        subject = audit.lock(occasion.ward_id, ticket_id)
        ticket = fetch(occasion.ward_id, ticket_id)
        if not queries.is_broken(ticket, occasion) or ticket.told_for == ticket.booked_for:
            return ticket
        ticket.told_for = ticket.booked_for
        ticket.save(update_fields=["told_for"])
        audit.record(occasion, subject, "hall.tell_closed", booked_for=ticket.booked_for)
        if ticket.phone and ticket.booked_for is not None:
            to = Applicant((Contact(Channel.SMS, ticket.phone),))
            notices.tell(occasion, subject, CLOSED, to=[to], params={"at": ticket.booked_for})
        told.append(ticket)
        return ticket

    told: list[Ticket] = []
    audit.once(occasion, act, lambda _event: fetch(occasion.ward_id, ticket_id))
    return bool(told)


def settle_call(
    occasion: Occasion, ticket: Ticket, notice_id: UUID, outcome: notices.Outcome
) -> None:
    """Write down how the desk's call to the holder of a booking ended."""
    policy.check_capability(occasion.actor, Can.SERVE)
    notices.settle_call(occasion, ticket.id, notice_id, outcome)
