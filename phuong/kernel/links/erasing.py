"""Erasing what an offer of a subject says; that it was made and answered stays."""

from uuid import UUID

from phuong.kernel.audit.erasure import Ground
from phuong.kernel.audit.trail import Witness
from phuong.kernel.links.models import Referral

# A declined offer has a reason by the table's own rule.
GONE = "–"


def erase_offers(witness: Witness, subject_id: UUID, _ground: Ground) -> int:
    """Blank what was offered and why it was declined, with their salts."""
    offers = Referral.objects.of(witness.ward_id)
    mine = offers.filter(source_id=subject_id) | offers.filter(target_id=subject_id)
    rows = mine.exclude(about="").update(about="", about_salt="")
    return rows + mine.exclude(salt="").update(reason=GONE, salt="")
