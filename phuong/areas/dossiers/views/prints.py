"""Slips for officials to print."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from phuong.areas.dossiers import policy, queries
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.states import Can
from phuong.areas.dossiers.views import paper_box, slips
from phuong.areas.dossiers.views.workspace import CONTROL, READERS, RETURNED_PAPERS
from phuong.kernel.access import api as access
from phuong.kernel.access.api import HERE, Request, door
from phuong.kernel.audit import api as audit
from phuong.kernel.errors import NotVisible
from phuong.kernel.text import speak_moment
from phuong.kernel.ui import display
from phuong.kernel.ui.pages import render_page


@require_GET
@door(*READERS)
def print_slip(request: Request, code: str, form: str) -> HttpResponse:
    """Show a slip as it prints: the applicant's own for the desk, the ward's copy for others.

    The official paper of the form stands beside it.
    """
    dossier = policy.get(request.occasion.actor, code)
    if form == CONTROL:
        return _control(request, dossier)
    if form == RETURNED_PAPERS:
        return _on_paper(request, dossier, form, _("Phiếu trả giấy tờ"))
    at_the_desk = access.has(request.occasion.actor, Can.RECEIVE)
    audit.note_reading(request.occasion, [dossier.id], "dossiers.print")
    around: dict[str, Any] = {
        "paper": paper_box.for_official(request.occasion.actor, dossier, form),
        "after_print": [(_("Xem hồ sơ"), reverse("dossiers:workspace", args=[dossier.code]))],
    }
    if at_the_desk:
        around["after_print"].insert(0, (_("Về quầy"), reverse("dossiers:desk")))
        if form == slips.RECEIPT:
            around |= _with_others(request, dossier)
        if form == slips.RECEIPT and dossier.shown_promise_at and dossier.is_running:
            at = dossier.shown_promise_at
            # What is read aloud is Vietnamese; a page in English tells the moment instead.
            spoken = get_language() == "vi"
            around["aloud"] = _("Nói với người nộp: “Mời ông/bà đến nhận trước %(when)s.”") % {
                "when": speak_moment(at.astimezone(HERE)) if spoken else display.moment(at)
            }
    return slips.render(request, dossier, form, official=not at_the_desk, around=around)


def _with_others(request: Request, dossier: Dossier) -> dict[str, Any]:
    """Return the way to the next matter of whoever came, and from when time counts."""
    visit = queries.visit_of(dossier)
    return {
        "visit": visit,
        "begin_visit": reverse("dossiers:begin-visit", args=[dossier.code]),
        "counts_from": queries.counted_from(dossier, request.occasion.calendar),
    }


def _control(request: Request, dossier: Dossier) -> HttpResponse:
    """Offer the control slip: it goes with the papers from hand to hand and is paper alone."""
    if dossier.received_at is None:
        raise NotVisible
    title = _("Phiếu kiểm soát quá trình giải quyết")
    return _on_paper(request, dossier, CONTROL, title)


def _on_paper(request: Request, dossier: Dossier, form: str, title: str) -> HttpResponse:
    """Offer a form that is paper alone."""
    context = {
        "dossier": dossier,
        "version": queries.version(dossier),
        "paper": paper_box.for_official(request.occasion.actor, dossier, form),
        "paper_title": title,
        "trail": [
            (dossier.code, reverse("dossiers:workspace", args=[dossier.code])),
            (title, ""),
        ],
    }
    return render_page(request, "dossiers/staff/paper.html", context)
