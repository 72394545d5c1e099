"""Calling, calling again, missing, serving: the acts of whoever sits at a counter."""

from collections.abc import Mapping
from uuid import UUID

from phuong.areas.hall import policy, queries, rules
from phuong.areas.hall.actions.acts import act, again, make
from phuong.areas.hall.models import ServiceCounter, Ticket
from phuong.areas.hall.states import (
    CALL,
    CALL_AGAIN,
    FINISH,
    MISS,
    PUT_BACK,
    START,
    Can,
    State,
)
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Fact
from phuong.kernel.errors import RuleBroken, WrongState
from phuong.kernel.errors import gettext_noop as _


def call_next(occasion: Occasion) -> Ticket:
    """Call the next to the counter at which the official sits; the one served there is done.

    The counter is locked first, the number after it: of two counters that want the same number the
    second finds it called when its turn comes, and takes the one after.
    """
    policy.check_capability(occasion.actor, Can.SERVE)

    def call() -> Ticket:
        counter = _seat(occasion)
        audit.lock(occasion.ward_id, counter.id)
        held = queries.at_counter(occasion.ward_id, occasion.today, counter.id)
        if held is not None:
            rules.check_nobody_called(held.shown if held.state == State.CALLED else "")
        called = _call_first(occasion, counter)
        if held is not None:
            make(occasion, held.id, FINISH, lambda found: _end(occasion, found))
        return called

    return audit.once(occasion, call, again(occasion))


def _seat(occasion: Occasion) -> ServiceCounter:
    counter = queries.counter_of(occasion.actor, occasion.today)
    if counter is None:
        raise RuleBroken(
            "hall.call.no-counter", _("Chọn quầy đang ngồi trước khi mời số."), field="counter"
        )
    return counter


def _call_first(occasion: Occasion, counter: ServiceCounter) -> Ticket:
    for ticket_id in queries.next_ids(occasion.ward_id, occasion.today, occasion.now, counter.id):
        try:
            return call(occasion, ticket_id, counter)
        except WrongState:
            # Another counter was quicker, or the person left: the next one then.
            continue
    raise RuleBroken("hall.call.nobody", _("Không còn ai chờ ở quầy này."))


def call(occasion: Occasion, ticket_id: UUID, counter: ServiceCounter) -> Ticket:
    """Call one number to a counter, within the transaction at hand."""

    def change(found: Ticket) -> Mapping[str, Fact]:
        found.counter, found.calls, found.called_at = counter, 1, occasion.now
        found.first_called_at = found.first_called_at or occasion.now
        return {"counter": counter.id}

    return make(occasion, ticket_id, CALL, change)


def call_again(occasion: Occasion, ticket: Ticket) -> Ticket:
    """Call the same number once more: it comes to the top of the board and is read again."""

    def change(found: Ticket) -> Mapping[str, Fact]:
        found.calls, found.called_at = found.calls + 1, occasion.now
        return {"calls": found.calls}

    return act(occasion, ticket, CALL_AGAIN, change)


def miss(occasion: Occasion, ticket: Ticket) -> Ticket:
    """Let a number miss its turn that was called often enough and did not come."""

    def change(found: Ticket) -> Mapping[str, Fact]:
        least = queries.number("calls_before_missed", occasion.today)
        rules.check_called_enough(found.calls, least)
        found.missed_at = occasion.now
        return {"calls": found.calls}

    return act(occasion, ticket, MISS, change)


def put_back(occasion: Occasion, ticket: Ticket) -> Ticket:
    """Take a call back that was a slip of the hand: the number stands where it stood."""

    def change(found: Ticket) -> Mapping[str, Fact]:
        if found.first_called_at == found.called_at:
            found.first_called_at = None
        found.counter, found.called_at, found.calls = None, None, 0
        return {}

    return act(occasion, ticket, PUT_BACK, change)


def start(occasion: Occasion, ticket: Ticket) -> Ticket:
    """Begin to serve whoever came to the counter."""

    def change(found: Ticket) -> Mapping[str, Fact]:
        found.started_at = occasion.now
        return {}

    return act(occasion, ticket, START, change)


def finish(occasion: Occasion, ticket: Ticket) -> Ticket:
    """Be done with whoever was served."""
    return act(occasion, ticket, FINISH, lambda found: _end(occasion, found))


def _end(occasion: Occasion, found: Ticket) -> Mapping[str, Fact]:
    found.ended_at = occasion.now
    return {}
