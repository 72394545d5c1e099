"""Papers found not to be needed, and papers asked for although the ward held them."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from phuong.areas.dossiers import policy
from phuong.areas.dossiers.models import SupplementItem, Unneeded
from phuong.areas.procedures import api as procedures
from phuong.kernel.access.api import Actor
from phuong.kernel.wards.querysets import WardQuerySet

MOST = 200


@dataclass(frozen=True, slots=True)
class Found:
    """How often papers of a procedure were not needed, or asked for again, at a desk."""

    slug: str
    name: str
    desk: str
    number: int


def unneeded_rows(actor: Actor) -> WardQuerySet[Unneeded]:
    """Return the papers found not to be needed, of the dossiers that an actor may read."""
    return Unneeded.objects.of(actor.ward_id).filter(dossier__in=policy.readable(actor))


def again_rows(actor: Actor) -> WardQuerySet[SupplementItem]:
    """Return what was asked for although the ward held it, of what an actor may read."""
    rows = SupplementItem.objects.of(actor.ward_id).filter(held_from__isnull=False)
    return rows.filter(request__dossier__in=policy.readable(actor))


def unneeded_by_procedure(actor: Actor) -> list[Found]:
    """Return how often papers were not needed, by procedure and desk, the most often first."""
    return _by_procedure(unneeded_rows(actor), "dossier")


def again_by_procedure(actor: Actor) -> list[Found]:
    """Return how often papers were asked for again, by procedure and desk."""
    return _by_procedure(again_rows(actor), "request__dossier")


def _by_procedure(rows: WardQuerySet[Any], dossier: str) -> list[Found]:
    columns = rows.values_list(f"{dossier}__version_id", f"{dossier}__unit__name")
    counted = Counter(columns.order_by())
    found = []
    for (version_id, desk), number in counted.items():
        version = procedures.version(version_id)
        found.append(Found(version.slug, version.name, desk or "", number))
    return sorted(found, key=lambda one: (-one.number, one.name, one.desk))


def unneeded_records(actor: Actor, slug: str) -> list[Unneeded]:
    """Return the records behind the figures of one procedure, the last first."""
    rows = (
        unneeded_rows(actor).select_related("dossier", "dossier__unit", "found_by").order_by("-id")
    )
    return [row for row in rows[:MOST] if procedures.version(row.dossier.version_id).slug == slug]


def asked_again(actor: Actor) -> list[SupplementItem]:
    """Return what was asked for although the ward held it, each with its reason, the last first."""
    rows = again_rows(actor).select_related("request__dossier", "held_from")
    return list(rows.order_by("-id")[:MOST])
