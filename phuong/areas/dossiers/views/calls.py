"""The list to call: who cannot be reached in writing, and what is read out to them."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from phuong.areas.dossiers import actions, policy
from phuong.areas.dossiers.cards import KIND
from phuong.areas.dossiers.forms.calls import CallForm
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.states import Can
from phuong.kernel.access.api import Request, door
from phuong.kernel.audit import api as audit
from phuong.kernel.errors import NotVisible, WrongState
from phuong.kernel.notices import api as notices
from phuong.kernel.ui.pages import render_page
from phuong.kernel.ui.sentences import sentence

SHOWN = 100
DONE = {
    notices.Outcome.CALLED: gettext_lazy("Đã ghi: đã gọi được."),
    notices.Outcome.NOT_REACHED: gettext_lazy(
        "Đã ghi: chưa liên lạc được. Hồ sơ trở lại danh sách sau."
    ),
    notices.Outcome.GIVEN_UP: gettext_lazy("Đã ghi: thôi gọi. Tin vẫn ở trang tra cứu."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One person to call: their dossier, and what to say."""

    call: notices.Call
    dossier: Dossier


@require_GET
@door(Can.RECEIVE)
def calls(request: Request) -> HttpResponse:
    """Show whom to call and what to read out, the longest waiting first."""
    occasion = request.occasion
    found = notices.calls_to_make(request.ward, occasion.now, kind=KIND.code, size=SHOWN)
    rows = policy.readable(occasion.actor).filter(id__in=[call.subject_id for call in found])
    dossiers = {dossier.id: dossier for dossier in rows.select_related("applicant")}
    audit.note_reading(occasion, dossiers, "dossiers.calls")
    context = {
        "lines": [
            Line(call, dossiers[call.subject_id]) for call in found if call.subject_id in dossiers
        ],
        "caller": notices.sender_of(request.ward),
        "now": occasion.now,
        "trail": [(_("Quầy"), reverse("dossiers:desk")), (_("Danh sách gọi điện"), "")],
    }
    return render_page(request, "dossiers/staff/calls.html", context)


@require_POST
@door(Can.RECEIVE)
def settle(request: Request, code: str, notice_id: UUID) -> HttpResponse:
    """Write down how a call ended."""
    dossier = policy.get(request.occasion.actor, code)
    form = CallForm(request.POST)
    if not form.is_valid():
        raise NotVisible
    outcome = notices.Outcome(form.cleaned_data["outcome"])
    try:
        actions.settle_call(request.occasion, dossier, notice_id, outcome)
    except WrongState as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, f"{dossier.code}: {DONE[outcome]}")
    return redirect("dossiers:calls")
