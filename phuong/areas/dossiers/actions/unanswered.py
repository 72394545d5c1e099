"""Waiting for nothing more about a dossier that came to its end."""

from phuong.areas.dossiers.models import Dossier, Inquiry
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.workflow.api import items


def end_inquiries(occasion: Occasion, dossier: Dossier) -> None:
    """Take back what nobody has answered; whoever was asked has no work of it any more."""
    mine = Inquiry.objects.of(occasion.ward_id).filter(dossier_id=dossier.id)
    for inquiry in mine.waiting().order_by("id"):
        subject = audit.lock(occasion.ward_id, inquiry.id)
        inquiry.withdrawn_at = occasion.now
        inquiry.save(update_fields=["withdrawn_at"])
        audit.record(occasion, subject, "dossiers.drop_inquiry")
        items.drop(subject)
    dossier.inquiries_open = 0
