"""What dossiers cost, by rule or by what was worked out, and what of it was paid how."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Value

from phuong.areas.dossiers.models import Dossier, DossierQuerySet, Origin
from phuong.areas.dossiers.queries.fees import fixed_due
from phuong.areas.dossiers.states import State
from phuong.areas.money import api as money
from phuong.areas.procedures import api as procedures
from phuong.kernel.wards.remembered import Remembered

# Who took a dossier back, or was refused, owes nothing more for it.
ENDED = (State.STOPPED, State.WITHDRAWN, State.NOT_ACCEPTED)
ONE = Value(1, output_field=IntegerField())


def _load_fixed(_key: str) -> dict[str, tuple[Any, ...]]:
    """Return the versions with one certain fee for everybody, by way of handing in."""
    known = [
        procedures.version(id)
        for id in procedures.Version.objects.order_by("id").values_list("id", flat=True)
    ]
    return {
        way: tuple(one.id for one in known if fixed_due(one, way) is not None)
        for way in (Origin.COUNTER.value, Origin.ONLINE.value)
    }


_fixed = Remembered(_load_fixed, seconds=60)


def _usual(rows: DossierQuerySet) -> Q:
    """Return which dossiers cost what everybody pays, where nothing else was worked out."""
    fixed = _fixed("all")
    online = Q(origin=Origin.ONLINE)
    return (online & Q(version_id__in=fixed[Origin.ONLINE.value])) | (
        ~online & Q(version_id__in=fixed[Origin.COUNTER.value])
    )


def _charged(ward_id: int, standings: Iterable[str]) -> Exists:
    charges = money.Charge.objects.of(ward_id).filter(subject_id=OuterRef("id"))
    return Exists(charges.filter(standing__in=list(standings)))


def unpaid(ward_id: int, rows: DossierQuerySet) -> DossierQuerySet:
    """Keep received dossiers whose fee is due: worked out, or the usual one nobody paid yet."""
    due = Q(_charged(ward_id, [money.Charge.Standing.DUE]))
    usual = _usual(rows) & ~Q(_charged(ward_id, money.Charge.Standing.values))
    return rows.filter(received_on__isnull=False).exclude(state__in=ENDED).filter(due | usual)


def payable(ward_id: int, rows: DossierQuerySet) -> DossierQuerySet:
    """Keep received dossiers that cost something: paid, or still to be paid."""
    paid = rows.filter(_charged(ward_id, [money.Charge.Standing.PAID]), received_on__isnull=False)
    return unpaid(ward_id, rows) | paid


def paid_without_cash(ward_id: int, rows: DossierQuerySet) -> DossierQuerySet:
    """Keep dossiers whose fee was paid by transfer and not given back."""
    payments = money.Payment.objects.of(ward_id).filter(
        charge__subject_id=OuterRef("id"),
        charge__standing=money.Charge.Standing.PAID,
        kind=money.Payment.Kind.TAKEN,
        how=money.Payment.How.TRANSFER,
    )
    return rows.filter(Exists(payments), received_on__isnull=False)


def cells(rows: DossierQuerySet) -> QuerySet[Dossier, Any]:
    """Return rows as the cells of a figure that is counted at reading, by day of receipt."""
    return rows.order_by().values(f=F("field"), u=F("unit_id"), d=F("received_on"), n=ONE)
