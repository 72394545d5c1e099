"""Keeping that somebody had a changed copy of a result checked."""

from uuid import UUID

from django.db import transaction

from phuong.areas.dossiers.models import Result
from phuong.kernel.access.api import HERE, Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Code, Digest, Event

ALTERED = "dossiers.altered_copy"
# A dossier has its result and those that took its place: more in a day nobody checks.
MOST_RESULTS = 8


@transaction.atomic
def note_altered_copy(occasion: Occasion, result_id: UUID, sha256: str) -> None:
    """Write down, once a day and result, that a changed copy of it was shown for checking.

    Anybody may send such files, and many of them: the chain of the dossier must not grow with them.
    """
    result = Result.objects.of(occasion.ward_id).issued().get(id=result_id)
    subject = audit.lock(occasion.ward_id, result.dossier_id)
    known = Event.objects.of(occasion.ward_id).filter(subject_id=subject.id, verb=ALTERED)
    if any(
        event.at.astimezone(HERE).date() == occasion.today and str(result.id) in event.body
        for event in known.order_by("-seq")[:MOST_RESULTS]
    ):
        return
    audit.record(
        occasion,
        subject,
        ALTERED,
        result=result.id,
        number=Code(result.number),
        file=Digest.of(result.salt, sha256),
    )
