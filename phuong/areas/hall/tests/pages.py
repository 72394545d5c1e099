"""What opens the pages of the hall: numbers in every state, groups and counters."""

from collections.abc import Callable
from typing import Any

from phuong.areas.hall import actions
from phuong.areas.hall.models import Ticket
from phuong.areas.hall.states import State
from phuong.areas.hall.tests.builders import book, furnish, lead
from phuong.kernel.access.api import clock
from phuong.kernel.access.roles import Role
from tests.support.builders import THURSDAY, occasion_of
from tests.support.pages import World, sample

STOREY = 2
NOTHING = "00000000-0000-0000-0000-000000000000"


def the(key: Any, attribute: str = "token") -> Callable[[World], str]:
    """Return what looks a value of a ticket up in the world."""
    return lambda world: str(getattr(world.things["hall"][key], attribute))


SAMPLES = {
    "hall:book": [sample(letter="a"), sample(letter="z", status=404)],
    "hall:ticket": [sample(token=the(state)) for state in State],
    "hall:ticket-json": [sample(token=the(state)) for state in (State.WAITING, State.CALLED)],
    "hall:slip": [sample(token=the(state)) for state in (State.WAITING, State.BOOKED)],
    "hall:move-time": [sample(token=the(State.BOOKED))],
    "hall:act": [sample(token=the(State.BOOKED), slug="thoi", status=405)],
    "hall:kiosk": [sample(), sample(query="?xong=1", status=302)],
    "hall:kiosk-take": [sample(), sample(query="?uu-tien=1")],
    "hall:kiosk-ticket": [sample(token=the(State.WAITING))],
    "hall:board": [sample(), sample(query="?doc=1")],
    "hall:board-json": [sample(), sample(query="?quay=1")],
    "hall:counter-screen": [sample(number="1"), sample(number="77", status=404)],
    "hall:waits": [sample(Role.RECEPTION), sample(Role.LEADER)],
    "hall:closed": [sample(Role.RECEPTION)],
    "hall:settle-closed": [
        sample(Role.RECEPTION, ticket_id=the(State.BOOKED, "id"), notice_id=NOTHING, status=405)
    ],
    "hall:queue-act": [sample(Role.RECEPTION, status=405)],
    "hall:set-group": [sample(Role.ADMINISTRATOR, group_id=the("group", "id"))],
    "hall:set-counter": [sample(Role.ADMINISTRATOR, counter_id=the("counter", "id"))],
    "hall:retire": [sample(Role.ADMINISTRATOR, what="nhom", row_id=the("group", "id"), status=405)],
}

FILLED = {
    "hall:add-group": {"letter": "D", "hours": "08:00-10:30"},
    "hall:set-group": {"hours": "08:00-10:30"},
    "hall:kiosk-booked": {"pin": the("booked", "pin")},
    "hall:add-counter": {"number": "7"},
    "hall:settle-closed": {"outcome": "called"},
}


def seed(world: World) -> None:
    """Furnish the hall with the ward's own people, and lead a number into every state."""
    hall = furnish(world.ward, world.people[Role.RECEPTION], world.people[Role.ADMINISTRATOR])
    things = {state: lead(hall, state) for state in (State.LAPSED, *State)}
    things["booked"] = book(hall, day=THURSDAY, start=15 * 60)
    things |= {"group": hall.a, "counter": hall.counters[0]}
    # Whoever was led on stands elsewhere now: those who wait are led there last.
    things[State.WAITING] = lead(hall, State.WAITING)
    for ticket in things.values():
        if isinstance(ticket, Ticket):
            ticket.refresh_from_db()
    world.things["hall"] = things
    actions.sit(occasion_of(hall.one, clock.now()), hall.counters[0].id)
