"""What waits to be handed over to a unit, what a hand-over list holds, and what its paper says."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import override

from phuong.areas.dossiers import policy
from phuong.areas.dossiers.models import (
    NOON,
    Dossier,
    DossierQuerySet,
    HalfDay,
    HandedDossier,
    Ledger,
    Paper,
)
from phuong.areas.dossiers.queries.ledgers import (
    check_length,
    local,
    received,
    register,
    shown,
)
from phuong.areas.dossiers.queries.printed import issuer_of
from phuong.areas.dossiers.states import State
from phuong.areas.procedures import api as procedures
from phuong.kernel.access.api import HERE, Actor
from phuong.kernel.documents.official import api as official
from phuong.kernel.documents.official.api import Facts, Printed, in_force
from phuong.kernel.people.models import Unit
from phuong.kernel.text import show_date, show_time
from phuong.kernel.wards.api import Ward

HANDOVER = "handover"
# How far back a page looks for what was forgotten.
LOOK_BACK = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many dossiers of a half day wait to be handed over to a unit."""

    day: date
    half_day: HalfDay
    unit: Unit
    count: int


def to_hand_over(actor: Actor, day: date) -> list[Waiting]:
    """Return what was received on a day and stands on no list yet, by unit and half day."""
    return _waiting(actor, _on_no_list(received(actor, day, day)))


def forgotten(actor: Actor, before: date) -> list[Waiting]:
    """Return what was received earlier, stands on no list, and nobody has taken up."""
    earlier = received(actor, before - LOOK_BACK, before - timedelta(days=1))
    return _waiting(actor, _on_no_list(earlier.filter(state=State.RECEIVED)))


def _on_no_list(rows: DossierQuerySet) -> DossierQuerySet:
    listed = HandedDossier.objects.filter(
        ward_id=OuterRef("ward_id"), dossier_id=OuterRef("pk"), holds=True
    )
    return rows.filter(~Exists(listed), unit__isnull=False).exclude(state=State.WITHDRAWN)


def _waiting(actor: Actor, rows: DossierQuerySet) -> list[Waiting]:
    moments = rows.order_by().values_list("received_at", "unit_id")
    counted = Counter(
        (at.astimezone(HERE).date(), half_of(at), unit_id) for at, unit_id in moments if at
    )
    wanted = {unit_id for _day, _half, unit_id in counted}
    units = Unit.objects.of(actor.ward_id).filter(id__in=wanted).order_by("name")
    found = [
        Waiting(day, half, unit, count)
        for unit in units
        for (day, half, unit_id), count in counted.items()
        if unit_id == unit.id
    ]
    halves = list(HalfDay)
    return sorted(found, key=lambda one: (one.day, halves.index(one.half_day)))


def half_of(at: datetime) -> HalfDay:
    """Return the half of the local day in which a moment lies."""
    return HalfDay.MORNING if at.astimezone(HERE).time() < NOON else HalfDay.AFTERNOON


def waiting_for(actor: Actor, unit: Unit, day: date, half_day: HalfDay) -> DossierQuerySet:
    """Return the dossiers that a new list of a unit, a day and a half of it would hold."""
    noon = datetime.combine(day, NOON, HERE)
    rows = _on_no_list(received(actor, day, day)).filter(unit=unit)
    if half_day is HalfDay.MORNING:
        return rows.filter(received_at__lt=noon)
    return rows.filter(received_at__gte=noon)


def proposed(
    actor: Actor, ward: Ward, unit: Unit, day: date, half_day: HalfDay, *, today: date
) -> Printed:
    """Return what a list would say that nobody has made yet."""
    rows = waiting_for(actor, unit, day, half_day)
    check_length(rows)
    list_ = Ledger(form=HANDOVER, unit=unit, first_on=day, last_on=day, half_day=half_day)
    return _printed(ward, list_, list(_with_columns(rows)), today)


def handed(ledger: Ledger) -> list[Dossier]:
    """Return the dossiers of a list, in the order of its paper, whether or not it still holds."""
    mine = Dossier.objects.of(ledger.ward_id).filter(handed__ledger=ledger)
    return list(_with_columns(mine.order_by("handed__position")))


def named_in(actor: Actor, ledger: Ledger) -> list[UUID]:
    """Return the ids of the dossiers that a ledger tells of."""
    if ledger.unit_id is not None:
        return [one.id for one in handed(ledger)]
    rows = received(actor, ledger.first_on, ledger.last_on)
    return list(rows.values_list("id", flat=True))


def _with_columns(rows: DossierQuerySet) -> DossierQuerySet:
    given = Count("papers", filter=~Q(papers__form=Paper.Form.MISSING))
    return rows.select_related("applicant").annotate(given=given)


def of_ledger(actor: Actor, ward: Ward, ledger: Ledger, today: date) -> Printed:
    """Return what a ledger says now."""
    if ledger.form != HANDOVER:
        return register(actor, ward, ledger.first_on, ledger.last_on, today)
    on = local(ledger.given_at) or today
    return _printed(ward, ledger, handed(ledger), on)


def _printed(ward: Ward, ledger: Ledger, dossiers: Sequence[Dossier], on: date) -> Printed:
    table = [_row(place, one) for place, one in enumerate(dossiers, start=1)]
    with override("vi"):
        half_day = str(HalfDay(ledger.half_day).label).lower() if ledger.half_day else ""
    texts = {
        "unit": ledger.unit.name if ledger.unit else "",
        "day": show_date(ledger.first_on),
        "half_day": half_day,
        "count": str(len(table)),
        "giver": ledger.given_by.name if ledger.given_by else "",
        "replaces_words": _replaces(ledger),
    }
    facts = Facts(issuer_of(ward), on, texts, {"dossiers": table})
    return Printed(in_force(HANDOVER, on), facts)


def _replaces(ledger: Ledger) -> str:
    if ledger.replaces is None:
        return ""
    papers = official.of_subject(ledger.ward_id, ledger.replaces.id)
    number = papers[-1].number if papers else ledger.replaces.code
    return f"Biên bản này thay biên bản số {number}."


def _row(place: int, dossier: Dossier) -> list[str]:
    at = dossier.received_at
    return [
        str(place),
        dossier.code,
        procedures.version(dossier.version_id).name,
        dossier.applicant.name,
        str(getattr(dossier, "given", "")),
        show_time(at.astimezone(HERE)) if at else "",
        shown(local(dossier.first_promise_at)),
        "",
    ]


def to_take(actor: Actor, *, taken: bool, limit: int = 25) -> list[Ledger]:
    """Return the lists that hold and that came to the actor's units, the last first."""
    mine = policy.lists_for(actor).filter(replaced_by__isnull=True, taken_at__isnull=not taken)
    return list(mine.select_related(*policy.LEDGER_COLUMNS).order_by("-id")[:limit])


def unit_by_code(ward_id: int, code: str) -> Unit | None:
    """Return the unit of a code."""
    return Unit.objects.of(ward_id).filter(code=code).first()


def list_of(dossier: Dossier) -> Ledger | None:
    """Return the hand-over list that a dossier stands on."""
    lists = Ledger.objects.of(dossier.ward_id).filter(handed__dossier=dossier, handed__holds=True)
    return lists.select_related("unit").first()


def replaced_by(ledger: Ledger) -> Ledger | None:
    """Return the list that took the place of one."""
    return Ledger.objects.of(ledger.ward_id).filter(replaces=ledger).first()


def last_list(ward_id: int, unit: Unit, day: date, half_day: HalfDay) -> Ledger | None:
    """Return the newest list of a unit, a day and a half of it."""
    mine = Ledger.objects.of(ward_id).filter(form=HANDOVER, unit=unit, first_on=day)
    return mine.filter(half_day=half_day).order_by("-id").first()
