"""A hall with two counters and two groups, and numbers led into every state by real acts."""

from dataclasses import dataclass
from datetime import timedelta

from phuong.areas.hall import actions, jobs
from phuong.areas.hall.actions import GivenGroup
from phuong.areas.hall.models import QueueGroup, ServiceCounter, Ticket
from phuong.areas.hall.states import State
from phuong.kernel.access.roles import Role
from phuong.kernel.people.models import Person
from phuong.kernel.wards.models import Ward
from tests.support.builders import (
    MONDAY,
    TUESDAY,
    citizen,
    load_law_values,
    machine,
    make_person,
    make_ward,
    occasion_of,
)

PHONE = "+84905123412"
NINE = 9 * 60


@dataclass(frozen=True, slots=True)
class Hall:
    """A ward whose hall has groups A and B, counter 1 for both and counter 2 for A."""

    ward: Ward
    one: Person
    two: Person
    administrator: Person
    leader: Person
    a: QueueGroup
    b: QueueGroup
    counters: tuple[ServiceCounter, ServiceCounter]

    def of(self, person, now=MONDAY, **values):
        """Return the occasion on which a person acts."""
        return occasion_of(person, now, **values)

    def owner(self, ticket, now=MONDAY, **values):
        """Return the occasion of whoever holds a ticket."""
        return citizen(self.ward, now, **values).proving(ticket.id)


def make_hall(prefix="PM", *, host=""):
    """Make a hall; both officials sit at their counters on Monday."""
    load_law_values()
    return furnish(make_ward(prefix, host=host))


def furnish(ward, one=None, administrator=None):
    """Furnish the hall of a ward, with its own people or those given."""
    one = one or make_person(ward, Role.RECEPTION, name="Lê Thị Một")
    two = make_person(ward, Role.RECEPTION, name="Trần Văn Hai", login=f"hai.{ward.code_prefix}")
    administrator = administrator or make_person(ward, Role.ADMINISTRATOR)
    leader = make_person(ward, Role.LEADER, login=f"sanh.{ward.code_prefix}")
    by = occasion_of(administrator)
    booked = {"slot_minutes": 30, "slot_capacity": 2}
    a = actions.set_group(by, GivenGroup("A", "Hộ tịch", ("ho-tich",), **booked))
    b = actions.set_group(by, GivenGroup("B", "Nhận kết quả", gives_results=True))
    counters = (
        actions.set_counter(by, number=1, name="", groups=[a.id, b.id]),
        actions.set_counter(by, number=2, name="Chứng thực", groups=[a.id]),
    )
    for person, counter in zip((one, two), counters, strict=True):
        actions.sit(occasion_of(person), counter.id)
    return Hall(ward, one, two, administrator, leader, a, b, counters)


def take(hall, now=MONDAY, group=None, way="phone", **values):
    """Take a number, by whoever comes."""
    who = citizen(hall.ward, now)
    return actions.take(who, hall.ward, group or hall.a, way=way, **values)


def book(hall, now=MONDAY, day=TUESDAY, start=NINE, **values):
    """Book a time of group A."""
    who = citizen(hall.ward, now)
    given = {"day": day.date(), "start": start, "way": "phone"} | values
    return actions.book(who, hall.ward, hall.a, **given)


def call(hall, now=MONDAY, person=None, **values):
    """Call the next number to the counter of the first official, or of another."""
    return actions.call_next(hall.of(person or hall.one, now, **values))


def lead(hall, state):
    """Lead a new number into a state; whoever waited before has gone."""
    for other in Ticket.objects.of(hall.ward).filter(state=State.WAITING):
        actions.leave(hall.owner(other), other)
    if state == State.BOOKED:
        return book(hall, phone=PHONE)
    ticket = take(hall)
    if state == State.WAITING:
        return ticket
    if state == State.LEFT:
        return actions.leave(hall.owner(ticket), ticket)
    if state == State.LAPSED:
        jobs.close_days(machine(hall.ward, MONDAY + timedelta(days=1)))
        ticket.refresh_from_db()
        return ticket
    return _called(hall, state)


def _called(hall, state):
    # A counter serves one at a time: who sits there is done before, and who was called comes.
    held = Ticket.objects.of(hall.ward).filter(counter=hall.counters[0])
    for other in held.filter(state=State.CALLED):
        actions.put_back(hall.of(hall.one), other)
        actions.leave(hall.owner(other), other)
    for other in held.filter(state=State.SERVING):
        actions.finish(hall.of(hall.one), other)
    ticket, by = call(hall), hall.of(hall.one)
    if state == State.MISSED:
        actions.call_again(by, ticket)
        return actions.miss(by, ticket)
    if state in (State.SERVING, State.SERVED):
        ticket = actions.start(by, ticket)
    return actions.finish(by, ticket) if state == State.SERVED else ticket
