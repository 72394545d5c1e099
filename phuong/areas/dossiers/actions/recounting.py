"""What follows from dossiers and their ratings, worked out anew; writes nothing."""

from collections.abc import Iterator
from datetime import datetime

from phuong.areas.dossiers import queries, rules
from phuong.areas.dossiers.actions.acts import counted
from phuong.areas.dossiers.actions.ratings import RATED, SATISFIED
from phuong.areas.dossiers.models import Dossier, Rating
from phuong.kernel.access.api import HERE
from phuong.kernel.measures.api import Derived, Item, Recount

BATCH = 500


def _dossiers(ward_id: int, now: datetime) -> Iterator[Derived]:
    today = now.astimezone(HERE).date()
    for dossier in Dossier.objects.of(ward_id).order_by("id").iterator(BATCH):
        is_open = queries.who_next(dossier, today) is not None
        due_at = dossier.target_at if dossier.is_running else None
        yield Derived(
            dossier.id,
            rules.cells(counted(dossier)),
            Item(dossier.state, due_at) if is_open else None,
        )


def _ratings(ward_id: int, _now: datetime) -> Iterator[Derived]:
    for one in Rating.objects.of(ward_id).order_by("id").iterator(BATCH):
        codes = (RATED, SATISFIED) if one.satisfied else (RATED,)
        cells = frozenset((code, one.field, one.unit_id, one.month) for code in codes)
        yield Derived(one.dossier_id, cells)


RECOUNTS = (Recount("dossiers", _dossiers, kind="dossier"), Recount("ratings", _ratings))
