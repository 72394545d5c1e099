"""How each move of a number is tried: who makes it, on what, and what must agree after it."""

from phuong.areas.hall import actions, policy
from phuong.areas.hall.actions.acts import act
from phuong.areas.hall.models import Ticket
from phuong.areas.hall.states import LIFE, MISS, State
from phuong.areas.hall.tests.builders import NINE, call, lead, make_hall
from phuong.kernel.audit.api import Event, Subject
from tests.support.builders import TUESDAY, machine
from tests.support.lives import Lives


def ready(hall, move):
    """Return a number on which a move can be made."""
    ticket = lead(hall, sorted(move.sources)[0])
    return actions.call_again(hall.of(hall.one), ticket) if move is MISS else ticket


def act_of(hall, move, ticket, request_id=None):
    """Return the move as a call, by whoever may make it."""
    by = hall.of(hall.one, request_id=request_id)
    mine = hall.owner(ticket, request_id=request_id)
    on_time = hall.owner(ticket, TUESDAY, request_id=request_id)
    later = {"day": TUESDAY.date(), "start": NINE + 60}
    return {
        "arrive": lambda: actions.arrive(on_time, hall.ward, ticket),
        "move_time": lambda: actions.move_time(mine, ticket, **later),
        "call": lambda: call(hall, request_id=request_id),
        "start": lambda: actions.start(by, ticket),
        "call_again": lambda: actions.call_again(by, ticket),
        "miss": lambda: actions.miss(by, ticket),
        "put_back": lambda: actions.put_back(by, ticket),
        "rejoin": lambda: actions.rejoin(mine, ticket),
        "finish": lambda: actions.finish(by, ticket),
        "leave": lambda: actions.leave(mine, ticket),
        "lapse": lambda: act(machine(hall.ward, TUESDAY), ticket, move, lambda _one: {}),
    }[move.name]


def check_whole(ward):
    """Every number has its chain, and says what its state needs."""
    subjects = Subject.objects.of(ward).filter(kind="hall_ticket")
    assert subjects.count() == Ticket.objects.of(ward).count()
    for subject in subjects:
        chain = list(Event.objects.of(ward).filter(subject_id=subject.id).order_by("seq"))
        assert [event.seq for event in chain] == list(range(1, subject.events + 1))
        assert chain[-1].hash == subject.head
        ticket = Ticket.objects.of(ward).get(id=subject.id)
        if ticket.state in (State.CALLED, State.SERVING, State.SERVED, State.MISSED):
            assert ticket.called_at is not None
            assert ticket.counter_id is not None
        if ticket.state == State.WAITING:
            assert (ticket.counter_id, ticket.calls) == (None, 0)
        assert (ticket.number is None) is (ticket.queued_at is None)
    at_counters = Ticket.objects.of(ward).filter(state__in=("called", "serving"))
    held = list(at_counters.values_list("counter_id", flat=True))
    assert len(held) == len(set(held))


LIVES = Lives(
    life=LIFE,
    make_place=make_hall,
    lead=lead,
    ready=ready,
    act=act_of,
    check_whole=check_whole,
    readable=policy.readable,
    kind="hall_ticket",
    words="",
    by_time=frozenset({"lapse"}),
    shared=frozenset({"call_again"}),
)
