"""Taking a number, booking a time, coming, moving it, going: the acts of whoever comes."""

import secrets
from collections.abc import Mapping
from datetime import date

from phuong.areas.hall import policy, queries, rules
from phuong.areas.hall.actions.acts import VISITS, act, again, draw
from phuong.areas.hall.cards import TICKET
from phuong.areas.hall.models import QueueGroup, Ticket
from phuong.areas.hall.states import ARRIVE, LEAVE, MOVE_TIME, REJOIN, Can, State
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Code, Digest, Fact, new_salt
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.numbering import api as numbering
from phuong.kernel.wards.api import Ward
from phuong.kernel.workdays import local

PIN_DIGITS, TRIES = 6, 20


def take(
    occasion: Occasion,
    ward: Ward,
    group: QueueGroup,
    *,
    way: str,
    priority: bool = False,
    procedure: str = "",
) -> Ticket:
    """Take a number of today; whoever is put first by law says so and shows nothing."""
    now = local(occasion.now)
    rules.check_hall_open(
        occasion.calendar.intake_of(occasion.today),
        now.hour * 60 + now.minute,
        queries.number("numbers_before", occasion.today),
    )

    def make() -> Ticket:
        ticket = _new(occasion, ward, group, way=way, day=occasion.today)
        ticket.state, ticket.priority, ticket.procedure = State.WAITING, priority, procedure
        ticket.number, ticket.queued_at = draw(ward, group.letter, occasion), occasion.now
        return _open(occasion, ticket, "hall.take", number=Code(ticket.shown), priority=priority)

    return audit.once(occasion, make, again(occasion))


def book(
    occasion: Occasion,
    ward: Ward,
    group: QueueGroup,
    *,
    day: date,
    start: int,
    way: str,
    priority: bool = False,
    phone: str = "",
    procedure: str = "",
) -> Ticket:
    """Book a time; of those who want the last place one gets it."""

    def make() -> Ticket:
        _hold(occasion, group, day, start)
        ticket = _new(occasion, ward, group, way=way, day=day)
        ticket.state, ticket.priority, ticket.procedure = State.BOOKED, priority, procedure
        ticket.booked_for = queries.moment(day, start)
        ticket.pin = _free_pin(occasion.ward_id, day)
        ticket.phone, ticket.salt = phone, new_salt() if phone else ""
        return _open(
            occasion, ticket, "hall.book", booked_for=ticket.booked_for, priority=priority,
            phone=Digest.of(ticket.salt, phone) if phone else None,
        )  # fmt: skip

    return audit.once(occasion, make, again(occasion))


def arrive(occasion: Occasion, ward: Ward, ticket: Ticket) -> Ticket:
    """Come at the booked time and get a number."""

    def change(found: Ticket) -> Mapping[str, Fact]:
        assert found.booked_for is not None  # noqa: S101  # the table asks for it
        rules.check_arrival(
            found.booked_for,
            occasion.now,
            early=queries.number("booking_early", occasion.today),
            grace=queries.number("booking_grace", occasion.today),
        )
        found.number, found.queued_at = draw(ward, found.letter, occasion), occasion.now
        return {"number": Code(found.shown)}

    return act(occasion, ticket, ARRIVE, change)


def move_time(occasion: Occasion, ticket: Ticket, *, day: date, start: int) -> Ticket:
    """Move a booking to another time; the old place is free at once."""

    def change(found: Ticket) -> Mapping[str, Fact]:
        assert found.booked_for is not None  # noqa: S101  # the table asks for it
        wanted = queries.moment(day, start)
        rules.check_other_time(found.booked_for, wanted)
        _hold(occasion, found.group, day, start)
        if day != found.day:
            found.pin = _free_pin(occasion.ward_id, day)
        before, found.booked_for, found.day = found.booked_for, wanted, day
        return {"before": before, "booked_for": wanted}

    return act(occasion, ticket, MOVE_TIME, change)


def rejoin(occasion: Occasion, ticket: Ticket) -> Ticket:
    """Take a missed number back into the line, at its old place."""

    def change(found: Ticket) -> Mapping[str, Fact]:
        assert found.missed_at is not None  # noqa: S101  # the move that led here set it
        minutes = queries.number("rejoin_minutes", occasion.today)
        rules.check_may_rejoin(found.missed_at, occasion.now, minutes)
        found.missed_at, found.called_at, found.counter, found.calls = None, None, None, 0
        return {}

    return act(occasion, ticket, REJOIN, change)


def leave(occasion: Occasion, ticket: Ticket) -> Ticket:
    """Give a number or a booked time up."""

    def change(found: Ticket) -> Mapping[str, Fact]:
        found.ended_at = occasion.now
        return {}

    return act(occasion, ticket, LEAVE, change)


def _hold(occasion: Occasion, group: QueueGroup, day: date, start: int) -> None:
    """Lock the group, so that nobody takes the same place meanwhile, and look whether it is free.

    Whoever moves a time has locked the ticket before; nobody locks a ticket after a group.
    """
    audit.lock(occasion.ward_id, group.id)
    rules.check_slot(start, queries.free(group, day, occasion.calendar, occasion.now))
    if day not in queries.days(group, occasion.calendar, occasion.now):
        rules.check_slot(start, {})


def _new(occasion: Occasion, ward: Ward, group: QueueGroup, *, way: str, day: date) -> Ticket:
    if group.ward_id != occasion.ward_id or group.retired_at is not None:
        raise NotVisible("hall.no-group")
    if way == Ticket.Way.DESK:
        policy.check_capability(occasion.actor, Can.SERVE)
    return Ticket(
        ward_id=occasion.ward_id,
        code=numbering.draw(ward, VISITS, occasion.today),
        token=secrets.token_urlsafe(16),
        day=day,
        group=group,
        letter=group.letter,
        way=way,
    )


def _open(occasion: Occasion, ticket: Ticket, verb: str, **facts: Fact) -> Ticket:
    subject = audit.open_subject(
        occasion, TICKET, ticket.code, verb,
        subject_id=None, group=ticket.group_id, way=Code(ticket.way), **facts,
    )  # fmt: skip
    ticket.id = subject.id
    ticket.save(force_insert=True)
    return ticket


def _free_pin(ward_id: int, day: date) -> str:
    taken = set(Ticket.objects.of(ward_id).of_day(day).values_list("pin", flat=True))
    for _try in range(TRIES):
        pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}d}"
        if pin not in taken:
            return pin
    raise RuleBroken("hall.book.no-pin", _("Ngày này đã quá nhiều người hẹn. Chọn ngày khác."))
