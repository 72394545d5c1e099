"""What every act on a number does alike: lock, policy, change, event."""

from collections.abc import Callable, Mapping
from uuid import UUID

from phuong.areas.hall import policy
from phuong.areas.hall.models import Ticket
from phuong.areas.hall.states import State
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Event, Fact
from phuong.kernel.errors import NotVisible
from phuong.kernel.numbering import api as numbering
from phuong.kernel.wards.api import Ward
from phuong.kernel.workflow.machine import Move

VISITS = "hall-visit"
Change = Callable[[Ticket], Mapping[str, Fact]]


def series_of(letter: str) -> str:
    """Return the series of the day's numbers under a letter."""
    return f"hall-{letter.lower()}"


def draw(ward: Ward, letter: str, occasion: Occasion) -> int:
    """Return the next number under a letter today; it begins anew each day."""
    drawn = numbering.draw(ward, series_of(letter), occasion.today)
    return int(drawn.rpartition("-")[2])


def again(occasion: Occasion) -> Callable[[Event], Ticket]:
    """Return how the second sending of a form finds what the first made."""
    return lambda event: fetch(occasion.ward_id, event.subject_id)


def fetch(ward_id: int, ticket_id: UUID) -> Ticket:
    """Return a ticket with its group and counter."""
    rows = Ticket.objects.of(ward_id).select_related("group", "counter")
    found = rows.filter(id=ticket_id).first()
    if found is None:
        raise NotVisible("hall.no-ticket")
    return found


def make(occasion: Occasion, ticket_id: UUID, move: Move[State], change: Change) -> Ticket:
    """Make a move within the transaction at hand."""
    subject = audit.lock(occasion.ward_id, ticket_id)
    ticket = fetch(occasion.ward_id, ticket_id)
    policy.check(occasion.actor, ticket, move)
    facts = change(ticket)
    ticket.state = move.leads_to(State(ticket.state))
    ticket.save()
    audit.record(occasion, subject, f"hall.{move.name}", **facts)
    return ticket


def act(occasion: Occasion, ticket: Ticket, move: Move[State], change: Change) -> Ticket:
    """Make a move once a request, in a transaction of its own."""
    return audit.once(occasion, lambda: make(occasion, ticket.id, move, change), again(occasion))
