"""What the code of a receipt says of a dossier: the facts of the moment in which it was received.

A dossier's receipt says the same however often it is printed, until it is corrected: the new one
names the event of the correction, so that the two can be told apart.
"""

from typing import Final

from phuong.areas.dossiers.models import Dossier, Paper
from phuong.kernel.audit.api import Event, Receipt

# One small number for the form in which each paper was taken; 0 is for one that was not.
FORMS: Final = {
    form.value: number
    for number, form in enumerate(
        (
            Paper.Form.ORIGINAL,
            Paper.Form.COPY,
            Paper.Form.PHOTO,
            Paper.Form.MISSING,
            Paper.Form.HELD,
        ),
        start=1,
    )
}
RECEIPTS = ("dossiers.take_in", "dossiers.receive", "dossiers.correct")


def receipt(dossier: Dossier) -> Receipt | None:
    """Return the facts of the receipt, papers in the order of the procedure: two statements.

    None before receipt, and where the history does not tell of it.
    """
    head = receipt_head(dossier)
    if dossier.received_at is None or dossier.first_promise_at is None or head is None:
        return None
    taken = dict(Paper.objects.filter(dossier=dossier).values_list("position", "form"))
    return Receipt(
        code=dossier.code,
        version=dossier.version_id,
        received_at=dossier.received_at,
        promised_at=dossier.first_promise_at,
        papers=tuple(
            FORMS.get(taken.get(place, ""), 0) for place in range(1, max(taken, default=0) + 1)
        ),
        head=head,
    )


def receipt_head(dossier: Dossier) -> str | None:
    """Return the hash that the receipt names which holds now."""
    events = Event.objects.of(dossier.ward_id).filter(subject_id=dossier.id, verb__in=RECEIPTS)
    return events.order_by("-seq").values_list("hash", flat=True).first()
