"""Time by desk: where a dossier lay from receipt to its end, worked out of its events alone."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.states import CLOSED, State
from phuong.kernel.audit.api import Event
from phuong.kernel.workdays import Change, Share, WorkCalendar, shared, whole
from phuong.kernel.workdays.shares import NONE


class Where(StrEnum):
    """In whose hands a dossier lies."""

    APPLICANT = "applicant"
    QUEUE = "queue"
    UNIT = "unit"
    SIGNER = "signer"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Place:
    """In whose hands, and of a unit which one."""

    where: Where
    unit_id: UUID | None = None

    @property
    def key(self) -> str:
        """The place as it is stored: `unit:<id>`, `queue`."""
        return f"{self.where.value}:{self.unit_id}" if self.unit_id else self.where.value

    @classmethod
    def of_key(cls, key: str) -> "Place":
        """Return the place that was stored under a key."""
        where, _colon, unit = key.partition(":")
        return cls(Where(where), UUID(unit) if unit else None)


@dataclass(frozen=True, slots=True)
class Passage:
    """One event as far as it tells where a dossier lies from then on."""

    at: datetime
    after: str
    unit_id: UUID | None = None
    from_unit_id: UUID | None = None
    verb: str = ""
    agencies: int = 0


@dataclass(frozen=True, slots=True)
class Stay:
    """How long a dossier lay in one place."""

    place: Place
    share: Share


@dataclass(frozen=True, slots=True)
class Stays:
    """Every place with its time, and the whole, which the parts add up to; `until` is its end."""

    parts: tuple[Stay, ...]
    whole: Share
    until: datetime
    has_ended: bool


# The one act that receives without a move from another state.
_BEGINS = {"take_in": State.RECEIVED.value}
# What gives a dossier to a person.
GIVING = frozenset(
    {"dossiers.assign", "dossiers.reassign", "dossiers.take_up", "dossiers.take_over"}
)
# What leaves a dossier in work in a unit where nobody has taken it yet.
PASSING = "dossiers.pass_on"
ENDED = frozenset(str(state.value) for state in CLOSED | {State.READY})


def passage(verb: str, at: datetime, body: str) -> Passage:
    """Read where an event leaves a dossier; "" where it moves nothing."""
    facts: Mapping[str, Any] = json.loads(body)["facts"]
    after = facts.get("after") or _BEGINS.get(verb.removeprefix("dossiers."), "")
    agencies = int(facts.get("agencies") or 0) - int(facts.get("agencies_done") or 0)
    units = _id(facts.get("unit")), _id(facts.get("from_unit"))
    return Passage(at, str(after), *units, verb, agencies)


def hands(body: str) -> tuple[UUID | None, UUID | None]:
    """Read into whose hands an event gave a dossier, and out of whose."""
    facts: Mapping[str, Any] = json.loads(body)["facts"]
    return _id(facts.get("handler")), _id(facts.get("giver"))


def _id(fact: Any) -> UUID | None:
    return UUID(fact) if isinstance(fact, str) else None


def passages(trail: Iterable[Event]) -> list[Passage]:
    """Read a trail."""
    return [passage(event.verb, event.at, event.body) for event in trail]


def stays(
    dossier: Dossier, happened: Sequence[Passage], now: datetime, calendar: WorkCalendar
) -> Stays | None:
    """Share out the time from receipt to the end, or to now; None before receipt."""
    if dossier.received_at is None:
        return None
    since = dossier.received_at
    changes, end = list[Change[Place]](), None
    # What no event tells has not changed.
    first = next((each.from_unit_id for each in happened if each.from_unit_id), None)
    unit_id = first or dossier.unit_id
    waits = waited = False
    state, away = "", 0
    for each in happened:
        unit_id = each.unit_id or unit_id
        waits, waited = _waits(each.verb, waits, waited), waits
        away = max(away + each.agencies, 0)
        told = each.after or (state if each.agencies else "")
        state = each.after or state
        if not told or (not changes and each.at < since):
            continue
        if told in ENDED:
            end, away = end or each.at, 0
        else:
            end = None
            elsewhere = not dossier.is_own or (away > 0 and told == State.IN_WORK)
            place = _place(told, unit_id, waits=waits, elsewhere=elsewhere)
            changes.append(Change(each.at, place))
    until = max(end or now, since)
    parts = shared(since, until, changes or [Change(since, Place(Where.QUEUE))], calendar)
    return Stays(
        tuple(Stay(place, share) for place, share in parts.items() if share != NONE),
        whole(since, until, calendar),
        until,
        end is not None,
    )


def _waits(verb: str, waits: bool, waited: bool) -> bool:
    """Tell whether a dossier lies untaken after an act; taking one back restores what was."""
    if verb == "dossiers.undo":
        return waited
    return verb == PASSING or (waits and verb not in GIVING)


def _place(state: str, unit_id: UUID | None, *, waits: bool, elsewhere: bool) -> Place:
    match state:
        case State.SUPPLEMENT | State.SUPPLEMENT_INTAKE | State.PAYMENT:
            return Place(Where.APPLICANT)
        case _ if elsewhere:
            return Place(Where.AGENCY)
        case State.RECEIVED:
            return Place(Where.QUEUE)
        case State.SIGNING:
            return Place(Where.SIGNER)
        case _ if waits:
            return Place(Where.QUEUE)
    return Place(Where.UNIT, unit_id)
