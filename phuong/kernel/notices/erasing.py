"""Erasing to whom and what was told of a subject: called by the kernel's own act."""

from uuid import UUID

from django.db.models import Q

from phuong.kernel.audit.erasure import Ground
from phuong.kernel.audit.trail import Witness
from phuong.kernel.notices.models import OUTGOING, Notice, State


def erase_words(witness: Witness, subject_id: UUID, _ground: Ground) -> int:
    """Blank addresses and words with their salt; that something was told, and when, stays.

    What still waits to go out, or for somebody to call, goes nowhere any more.
    """
    rows = Notice.objects.of(witness.ward_id).filter(subject_id=subject_id)
    rows.filter(state__in=[*OUTGOING, State.HELD]).update(state=State.RECALLED, next_try_at=None)
    said = rows.exclude(Q(address="") & Q(note="") & Q(body="") & Q(salt=""))
    return said.update(address="", note="", body="", salt="")
