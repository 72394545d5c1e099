"""Signing, replacing and sending results: what is asked for, and how it is carried out."""

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from phuong.areas.dossiers import actions, queries
from phuong.areas.dossiers.actions.issued import Instead
from phuong.areas.dossiers.forms import staff as forms
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.views import proof
from phuong.areas.dossiers.views.moving import Moving, received_files
from phuong.kernel.access.api import Request
from phuong.kernel.errors import RuleBroken
from phuong.kernel.ui.sentences import sentence


def sign_form(moving: Moving) -> forms.SignForm:
    """Offer to sign each drafted PDF; say plainly why it is paper where it is."""
    drafts = queries.drafted(moving.dossier)
    told = _why_on_paper(moving)
    if not told and not drafts:
        told = [_("Hồ sơ chưa có tệp PDF dự thảo: ký trên giấy. Muốn ký số, trả lại để đính kèm.")]
    offered = [] if told else [(str(one.id), one.name) for one in drafts]
    return forms.SignForm(*moving.form_data(), drafts=offered, told=told)


def sign(moving: Moving, form: forms.SignForm) -> Dossier:
    """Sign as was chosen."""
    ward = moving.request.ward
    if form.cleaned_data.get("how") != "electronic":
        return actions.sign(moving.occasion, ward, moving.dossier)
    return actions.sign_electronically(
        moving.occasion,
        ward,
        moving.dossier,
        draft_id=UUID(form.cleaned_data["draft"]),
        address=lambda result_id: check_address(moving.request, result_id),
    )


def replace_form(moving: Moving) -> forms.ReplaceForm:
    """Begin with the name of the result that is wrong."""
    before = queries.latest(moving.dossier)
    return forms.ReplaceForm(
        *moving.form_data(),
        told=_why_on_paper(moving),
        initial={
            "kind": before.kind if before else moving.version.result,
            "replaces": before.id if before else None,
        },
    )


def replace(moving: Moving, form: forms.ReplaceForm) -> Dossier:
    """Replace as was chosen."""
    given = received_files(form.cleaned_data["attached"])
    words = {
        name: form.cleaned_data[name] for name in ("kind", "summary", "reason", "basis", "replaces")
    }
    instead = Instead(**words, file=given[0].stored if given else None)
    ward = moving.request.ward
    if form.cleaned_data.get("how") != "electronic":
        return actions.replace_result(moving.occasion, ward, moving.dossier, instead)
    return actions.replace_electronically(
        moving.occasion,
        ward,
        moving.dossier,
        instead,
        address=lambda result_id: check_address(moving.request, result_id),
    )


def post(moving: Moving, form: forms.PostForm) -> Dossier:
    """Send by post."""
    tracking = form.cleaned_data["tracking"]
    return actions.post_result(moving.occasion, moving.dossier, tracking=tracking)


def check_address(request: Request, result_id: UUID) -> str:
    """Return what the code beside a signature holds: where anybody sees whether it holds."""
    return proof.public_address(request, reverse("delivery:check-issued", args=[result_id]))


def _why_on_paper(moving: Moving) -> Sequence[str]:
    """Say why nothing can be signed by certificate here; nothing where it can."""
    try:
        by = queries.authority(
            moving.request.ward, moving.occasion.today, moving.occasion.actor.person_id
        )
    except RuleBroken as refusal:
        return [sentence(refusal)]
    if by.entry is None:
        return [_("Chức vụ này chưa có chứng thư số: kết quả được ký trên giấy, đóng dấu.")]
    return []
