"""Papers found not to be needed, and papers asked for although the ward held them."""

from collections import Counter
from dataclasses import dataclass

from phuong.areas.dossiers import policy
from phuong.areas.dossiers.models import SupplementItem, Unneeded
from phuong.areas.procedures import api as procedures
from phuong.kernel.access.api import Actor
from phuong.kernel.wards.querysets import WardQuerySet

MOST = 200


@dataclass(frozen=True, slots=True)
class Found:
    """How often papers of a procedure were found unneeded by a desk."""

    slug: str
    name: str
    desk: str
    number: int


def _rows(actor: Actor) -> WardQuerySet[Unneeded]:
    """Return the papers found not to be needed, of the dossiers that an actor may read."""
    return Unneeded.objects.of(actor.ward_id).filter(dossier__in=policy.readable(actor))


def unneeded_by_procedure(actor: Actor) -> list[Found]:
    """Return how often, by procedure and desk, the most often first."""
    columns = _rows(actor).values_list("dossier__version_id", "dossier__unit__name")
    counted = Counter(columns.order_by())
    found = []
    for (version_id, desk), number in counted.items():
        version = procedures.version(version_id)
        found.append(Found(version.slug, version.name, desk or "", number))
    return sorted(found, key=lambda one: (-one.number, one.name, one.desk))


def unneeded_records(actor: Actor, slug: str) -> list[Unneeded]:
    """Return the records behind the figures of one procedure, the last first."""
    rows = _rows(actor).select_related("dossier", "dossier__unit", "found_by").order_by("-id")
    return [row for row in rows[:MOST] if procedures.version(row.dossier.version_id).slug == slug]


def asked_again(actor: Actor) -> list[SupplementItem]:
    """Return what was asked for although the ward held it, each with its reason, the last first."""
    rows = SupplementItem.objects.of(actor.ward_id).filter(held_from__isnull=False)
    mine = rows.filter(request__dossier__in=policy.readable(actor))
    return list(mine.select_related("request__dossier", "held_from").order_by("-id")[:MOST])
