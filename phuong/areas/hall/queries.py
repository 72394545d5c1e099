"""What stands on the board, who is next, how long one waits, and which times can be booked."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q
from django.utils.translation import gettext

from phuong.areas.hall import policy, rules
from phuong.areas.hall.models import (
    CounterGroup,
    QueueGroup,
    ServiceCounter,
    Ticket,
    TicketQuerySet,
)
from phuong.areas.hall.rules import Estimate, Place
from phuong.areas.hall.states import AT_COUNTER, OPEN, State
from phuong.kernel.access.api import HERE, Actor, Occasion
from phuong.kernel.law import api as law
from phuong.kernel.measures.api import Spread, spread
from phuong.kernel.wards.remembered import Remembered
from phuong.kernel.workdays import WorkCalendar, local

MOST_WAITING, MOST_SHOWN, MEASURED, MOST_BOOKED = 500, 100, 50, 2000


def number(name: str, on: date) -> int:
    """Return one of the hall's values in force on a day."""
    return law.number(f"hall.{name}", on)


def priorities(on: date) -> list[str]:
    """Return in words whom the law of a day puts first."""
    found = {one.key: one.value for one in law.in_force_under("hall.priority.", on)}
    words = ((f"hall.priority.{name}", said) for name, said in rules.FIRST.items())
    return [gettext(said) % {"value": found[key]} for key, said in words if key in found]


@dataclass(frozen=True, slots=True)
class Call:
    """One line of the board: it names nobody."""

    shown: str
    counter: int
    calls: int
    state: str
    at: datetime
    letter: str
    number: int

    @property
    def is_missed(self) -> bool:
        """Whether the turn was missed."""
        return self.state == State.MISSED

    @property
    def spoken(self) -> str:
        """The sentence that is read aloud."""
        return rules.spoken(self.letter, self.number, self.counter)


def board(ward_id: int, day: date, most: int, counter: int | None = None) -> list[Call]:
    """Return the last calls of the day, of the hall or of one counter: one statement."""
    rows = Ticket.objects.of(ward_id).of_day(day).on_board().filter(counter__isnull=False)
    if counter is not None:
        rows = rows.filter(counter__number=counter, state__in=AT_COUNTER)
    names = ("letter", "number", "counter__number", "calls", "state", "called_at")
    return [
        Call(rules.shown(letter, drawn), at_counter, calls, state, called_at, letter, drawn)
        for letter, drawn, at_counter, calls, state, called_at in rows.values_list(*names)[:most]
    ]


def version_of(calls: Sequence[Call]) -> str:
    """Return what changes whenever a screen has something new to show."""
    said = [[one.shown, one.counter, one.calls, one.state, one.at.isoformat()] for one in calls]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def counter_of(actor: Actor, on: date) -> ServiceCounter | None:
    """Return the counter at which an official sits today."""
    if actor.person_id is None:
        return None
    mine = policy.counters(actor.ward_id)
    return mine.filter(staffed_by_id=actor.person_id, staffed_on=on).first()


def groups_at(ward_id: int, counter_id: UUID) -> list[QueueGroup]:
    """Return the groups that a counter serves."""
    return list(policy.groups(ward_id).filter(served_at__counter_id=counter_id))


def at_counter(ward_id: int, day: date, counter_id: UUID) -> Ticket | None:
    """Return who is called to, or served at, a counter."""
    mine = Ticket.objects.of(ward_id).of_day(day)
    rows = mine.filter(counter_id=counter_id, state__in=AT_COUNTER)
    return rows.select_related("group").order_by("-called_at").first()


def held(occasion: Occasion) -> Ticket | None:
    """Return who is called to, or served at, the counter of an official."""
    counter = counter_of(occasion.actor, occasion.today)
    return at_counter(occasion.ward_id, occasion.today, counter.id) if counter else None


@dataclass(frozen=True, slots=True)
class Seat:
    """What an official sees from their counter: who is there, and how many wait for it."""

    counter: ServiceCounter
    ticket: Ticket | None
    waiting: int

    @property
    def many(self) -> str:
        """How many wait, counted as far as one looks."""
        return f"{self.waiting}" if self.waiting < MOST_SHOWN else f"{MOST_SHOWN - 1}+"


def seat(actor: Actor, on: date) -> Seat | None:
    """Return the counter at which an official sits, and what it has to do: two statements."""
    served = CounterGroup.objects.of(actor.ward_id).filter(
        counter__staffed_by_id=actor.person_id,
        counter__staffed_on=on,
        counter__retired_at__isnull=True,
    )
    rows = list(served.select_related("counter")) if actor.person_id else []
    if not rows:
        return None
    counter, groups = rows[0].counter, [row.group_id for row in rows]
    mine = Q(counter=counter, state__in=AT_COUNTER) | Q(group__in=groups, state=State.WAITING)
    tickets = Ticket.objects.of(actor.ward_id).of_day(on).filter(mine).select_related("group")
    # Who is at the counter has been called, and stands before all who were not.
    found = list(tickets.order_by(F("called_at").desc(nulls_last=True))[:MOST_SHOWN])
    here = next((one for one in found if one.state in AT_COUNTER), None)
    return Seat(counter, here, sum(one.state == State.WAITING for one in found))


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits: what decides the turn, and in which group."""

    id: UUID
    group_id: UUID
    place: Place


def line(ward_id: int, day: date, now: datetime) -> list[Waiting]:
    """Return everybody who waits today in the order in which they are called: one statement."""
    rows = Ticket.objects.of(ward_id).of_day(day).waiting()
    names = ("id", "group_id", "priority", "queued_at", "booked_for", "number")
    found = [
        Waiting(id_, group_id, Place(*rest))
        for id_, group_id, *rest in rows.values_list(*names)[:MOST_WAITING]
    ]
    return sorted(found, key=lambda one: rules.turn(one.place, now))


def next_ids(ward_id: int, day: date, now: datetime, counter_id: UUID) -> list[UUID]:
    """Return who may be called to a counter, the next one first: two statements."""
    served = CounterGroup.objects.of(ward_id).filter(counter_id=counter_id)
    groups = set(served.values_list("group_id", flat=True))
    return [one.id for one in line(ward_id, day, now) if one.group_id in groups]


def durations(ward_id: int, group_id: UUID) -> list[int]:
    """Return how many seconds the last services of a group took, those of former days too."""
    rows = Ticket.objects.of(ward_id).filter(
        group_id=group_id, state=State.SERVED, started_at__isnull=False
    )
    times = rows.order_by("-ended_at").values_list("started_at", "ended_at")[:MEASURED]
    return [int((ended - started).total_seconds()) for started, ended in times if started and ended]


def staffed(ward_id: int, day: date) -> dict[UUID, set[UUID]]:
    """Return which groups are served now, by counter at which somebody sits."""
    found: dict[UUID, set[UUID]] = {}
    rows = CounterGroup.objects.of(ward_id).filter(
        counter__staffed_on=day,
        counter__staffed_by__isnull=False,
        counter__retired_at__isnull=True,
    )
    for counter_id, group_id in rows.values_list("counter_id", "group_id"):
        found.setdefault(counter_id, set()).add(group_id)
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands: how many wait before them in their group, and about how long."""

    ahead: int
    estimate: Estimate


def standing(
    ward_id: int, group_id: UUID, day: date, now: datetime, ticket_id: UUID | None = None
) -> Standing:
    """Tell how many wait before a ticket, or before whoever takes a number now.

    Three statements. The counters that serve a group serve others too: everybody whom they would
    call first counts for the time, only one's own group for the number.
    """
    waiting = line(ward_id, day, now)
    place = next((at for at, one in enumerate(waiting) if one.id == ticket_id), len(waiting))
    before = waiting[:place]
    served = {c: groups for c, groups in staffed(ward_id, day).items() if group_id in groups}
    shared = {group_id}.union(*served.values())
    measured = durations(ward_id, group_id)
    guessed = rules.estimate(
        sum(one.group_id in shared for one in before),
        measured,
        len(served),
        number("estimate_fewest", day),
    )
    return Standing(sum(one.group_id == group_id for one in before), guessed)


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many wait in a group now."""

    group: QueueGroup
    waiting: int


def crowds(ward_id: int, day: date) -> list[Crowd]:
    """Return the groups with how many wait in each: two statements."""
    rows = Ticket.objects.of(ward_id).of_day(day).waiting().values_list("group_id")
    counted: dict[Any, int] = dict(rows.annotate(n=Count("id")).order_by())
    return [Crowd(group, counted.get(group.id, 0)) for group in policy.groups(ward_id)]


def of_today(actor: Actor, day: date, state: State) -> list[Ticket]:
    """Return the tickets of today in a state, for whoever may see them."""
    rows = policy.readable(actor).of_day(day).filter(state=state)
    return list(rows.select_related("group", "counter").order_by("booked_for", "queued_at", "id"))


def by_pin(ward_id: int, day: date, pin: str) -> Ticket | None:
    """Return the booking of today with these six digits."""
    rows = Ticket.objects.of(ward_id).of_day(day).filter(pin=pin) if pin else None
    return rows.select_related("group").first() if rows is not None else None


def moment(day: date, minute: int) -> datetime:
    """Return a minute of a local day as a moment."""
    return datetime.combine(day, time.min, tzinfo=HERE) + timedelta(minutes=minute)


def starts(group: QueueGroup, day: date, calendar: WorkCalendar) -> tuple[int, ...]:
    """Return when the slots of a group begin on a day, by the calendar that holds now."""
    if not group.takes_bookings or (group.weekdays and day.weekday() not in group.weekdays):
        return ()
    return rules.slot_starts(calendar.intake_of(day), group.own_hours, group.slot_minutes)


def free(group: QueueGroup, day: date, calendar: WorkCalendar, now: datetime) -> Mapping[int, int]:
    """Return how many places each time of a day still has; what has begun is left out."""
    begins = [at for at in starts(group, day, calendar) if moment(day, at) > now]
    if not begins:
        return {}
    rows = Ticket.objects.of(group.ward_id).filter(
        group=group, day=day, booked_for__isnull=False, state__in=OPEN
    )
    taken: dict[datetime, int] = dict(
        rows.values_list("booked_for").annotate(n=Count("id")).order_by()
    )
    return {at: group.slot_capacity - taken.get(moment(day, at), 0) for at in begins}


def days(group: QueueGroup, calendar: WorkCalendar, now: datetime) -> list[date]:
    """Return the days on which a time of a group can be booked."""
    today = local(now).date()
    ahead = (today + timedelta(days=step) for step in range(number("booking_days", today) + 1))
    return [
        day for day in ahead
        if any(moment(day, at) > now for at in starts(group, day, calendar))
    ]  # fmt: skip


def still_open(ticket: Ticket, calendar: WorkCalendar) -> bool:
    """Tell whether the hall is open at the time that was booked, as the calendar stands now."""
    if ticket.booked_for is None:
        return True
    if ticket.group.retired_at is not None:
        return False
    at = local(ticket.booked_for)
    return (at.hour * 60 + at.minute) in starts(ticket.group, ticket.day, calendar)


def is_broken(ticket: Ticket, occasion: Occasion) -> bool:
    """Tell whether somebody means to come at a time at which the hall is closed."""
    ahead = ticket.booked_for is not None and ticket.booked_for > occasion.now
    return ticket.state == State.BOOKED and ahead and not still_open(ticket, occasion.calendar)


def broken(rows: TicketQuerySet, occasion: Occasion) -> list[Ticket]:
    """Return, out of these, the bookings that cannot be kept as the calendar stands: a statement.

    Whoever booked is told once; who moved to another time that is closed too is told again.
    """
    ahead = rows.filter(state=State.BOOKED, day__gte=occasion.today, booked_for__isnull=False)
    found = ahead.select_related("group").order_by("booked_for", "id")[:MOST_BOOKED]
    return [ticket for ticket in found if is_broken(ticket, occasion)]


@dataclass(frozen=True, slots=True)
class Wait:
    """How long people waited for a group; no minutes where too few did."""

    group: QueueGroup
    called: int
    spread: Spread | None


def waits(rows: TicketQuerySet, groups: Sequence[QueueGroup], least: int) -> list[Wait]:
    """Return by group how many minutes passed from taking a number to the first call."""
    minutes: dict[UUID, list[int]] = {}
    for group_id, queued, called in rows.values_list("group_id", "queued_at", "first_called_at"):
        if queued is not None and called is not None:
            seconds = int((called - queued).total_seconds())
            minutes.setdefault(group_id, []).append(max(0, -(-seconds // 60)))
    found = ((group, minutes.get(group.id, [])) for group in groups)
    return [Wait(group, len(given), spread(given, least)) for group, given in found]


def group_of_field(ward_id: int, field_code: str) -> QueueGroup | None:
    """Return the group in which procedures of a field wait."""
    return next((one for one in policy.groups(ward_id) if field_code in one.fields), None)


def _fields(ward_id: int) -> frozenset[str]:
    return frozenset(code for one in policy.groups(ward_id) for code in one.fields)


# Which fields have a group changes by decision; guides of procedures pay no statement for it.
_served = Remembered(_fields, seconds=30)


def is_queued_for(ward_id: int, field_code: str) -> bool:
    """Tell whether procedures of a field have a group in the hall."""
    return field_code in _served(ward_id)


def forget_groups() -> None:
    """Read anew which fields have groups, after one was changed in this process."""
    _served.forget()


def results_group(ward_id: int) -> QueueGroup | None:
    """Return the group of those who come for a result."""
    return policy.groups(ward_id).filter(gives_results=True).first()
