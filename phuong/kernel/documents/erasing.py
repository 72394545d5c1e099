"""Erasing the files of a subject: called by the kernel's own act; the sweep removes contents."""

from uuid import UUID

from phuong.kernel.audit.erasure import Ground
from phuong.kernel.audit.trail import Witness
from phuong.kernel.documents.models import Attachment, IssuedDocument

KEPT_ON_REQUEST = "result"


def erase_files(witness: Witness, subject_id: UUID, ground: Ground) -> int:
    """Remove what was handed in; what was issued only when the time of keeping it is over."""
    rows = Attachment.objects.of(witness.ward_id).filter(subject_id=subject_id)
    if ground is not Ground.RETENTION:
        return rows.exclude(purpose__startswith=KEPT_ON_REQUEST).delete()[0]
    removed = rows.delete()[0]
    # The oldest first: each points to the one that took its place.
    papers = IssuedDocument.objects.of(witness.ward_id).filter(subject_id=subject_id)
    for issued in papers.order_by("id"):
        issued.delete()
        removed += 1
    return removed
