"""Erasing what a dossier says of persons, once it is closed: called by the kernel's own act."""

from uuid import UUID

from phuong.areas.dossiers.models import (
    Apology,
    Applicant,
    Certification,
    Correction,
    Dossier,
    Inquiry,
    Note,
    Paper,
    Rating,
    Result,
    SupplementItem,
    SupplementRequest,
    Unneeded,
)
from phuong.areas.dossiers.states import CLOSED
from phuong.areas.money import api as money
from phuong.kernel.audit.api import Ground, Witness
from phuong.kernel.documents import api as documents
from phuong.kernel.errors import NotVisible, WrongState
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.text import fold

BLANK_APPLICANT = {
    "name": "", "sort_key": "", "id_number": "", "phone": "", "email": "", "address": "",
    "other_name": "", "relation": "", "representative": "", "representative_post": "",
    "authority_paper": "", "together": [], "answers": {}, "steps": [], "salt": "",
}  # fmt: skip


def erase_values(witness: Witness, dossier_id: UUID, ground: Ground) -> int:
    """Blank names, answers and reasons with their salt; the result's own words only with time."""
    dossier = Dossier.objects.of(witness.ward_id).filter(id=dossier_id).first()
    if dossier is None:
        raise NotVisible
    if dossier.state not in CLOSED:
        raise WrongState(
            "dossiers.still-open", _("Hồ sơ chưa kết thúc: còn cần thông tin này để giải quyết.")
        )
    ward = witness.ward_id
    requests = SupplementRequest.objects.of(ward).filter(dossier=dossier).exclude(salt="")
    items = SupplementItem.objects.of(ward).filter(request__in=requests)
    rows = items.update(name="", why="", basis="", how="", again="")
    rows += Paper.objects.of(ward).filter(dossier=dossier).exclude(note="").update(note="")
    unneeded = Unneeded.objects.of(ward).filter(dossier=dossier).exclude(salt="")
    rows += unneeded.update(reason="", salt="")
    applicants = Applicant.objects.of(ward).filter(id=dossier.applicant_id).exclude(salt="")
    rows += applicants.update(**BLANK_APPLICANT)
    rows += requests.update(salt="")
    notes = Note.objects.of(ward).filter(dossier=dossier).exclude(salt="")
    rows += notes.update(reason="", next_step="", salt="")
    corrections = Correction.objects.of(ward).filter(dossier=dossier).exclude(salt="")
    rows += corrections.update(reason="", changes=[], salt="")
    rows += money.erase_reasons(ward, dossier.id)
    ratings = Rating.objects.of(ward).filter(dossier=dossier).exclude(salt="", words="")
    rows += ratings.update(words="", salt="")
    apologies = Apology.objects.of(ward).filter(dossier=dossier).exclude(salt="")
    rows += apologies.update(reason="", salt="")
    inquiries = Inquiry.objects.of(ward).filter(dossier=dossier).exclude(salt="")
    for inquiry_id in list(inquiries.values_list("id", flat=True)):
        rows += documents.erase(ward, inquiry_id)
    rows += inquiries.update(question="", answer="", salt="")
    if ground is Ground.RETENTION:
        Certification.objects.of(ward).filter(dossier=dossier).update(document="")
        results = Result.objects.of(ward).filter(dossier=dossier).exclude(salt="")
        rows += results.update(
            summary="", receiver_name="", receiver_paper="", tracking="", salt=""
        )
    Dossier.objects.of(ward).filter(id=dossier.id).update(search=fold(dossier.code))
    return rows
