"""A visit with several matters: the next one, the receipt of all, and what its QR code tells."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from phuong.areas.dossiers import actions, policy, queries
from phuong.areas.dossiers.models import Dossier, Visit
from phuong.areas.dossiers.states import Can
from phuong.areas.dossiers.views import intake, proof, standing
from phuong.areas.dossiers.views.paper_box import Issued, PaperBox
from phuong.kernel.access.api import Request, door
from phuong.kernel.access.doors import PUBLIC
from phuong.kernel.audit import api as audit
from phuong.kernel.documents import api as documents
from phuong.kernel.documents.official import api as official
from phuong.kernel.documents.official.api import Printed
from phuong.kernel.errors import RuleBroken, WrongState
from phuong.kernel.ui.pages import render_page
from phuong.kernel.ui.sentences import sentence


@require_POST
@door(Can.RECEIVE)
def begin(request: Request, code: str) -> HttpResponse:
    """Open a visit for whoever has one more matter, and go on to it."""
    dossier = policy.get(request.occasion.actor, code)
    try:
        visit = actions.open_visit(request.occasion, dossier)
    except WrongState as refusal:
        messages.error(request, sentence(refusal))
        return redirect("dossiers:workspace", dossier.code)
    return redirect(intake.address_of(visit))


@require_GET
@door(Can.RECEIVE)
def of_dossier(request: Request, code: str) -> HttpResponse:
    """Go to the visit with which a dossier came; one that came alone leads to its own page."""
    dossier = policy.get(request.occasion.actor, code)
    found = queries.visit_of(dossier)
    if found is None:
        return redirect("dossiers:workspace", dossier.code)
    return redirect("dossiers:visit", found.code)


@require_GET
@door(Can.RECEIVE)
def visit(request: Request, code: str) -> HttpResponse:
    """Show the matters of a visit and its receipt."""
    found, dossiers = _found(request, code)
    context = {
        "visit": found,
        "matters": queries.names_of(dossiers),
        "person": dossiers[0].applicant if dossiers else None,
        "paper": _box(found),
        "next_address": intake.address_of(found),
        "trail": [(_("Quầy"), reverse("dossiers:desk")), (found.code, "")],
    }
    return render_page(request, "dossiers/staff/visit.html", context)


@require_GET
@door(Can.RECEIVE)
def preview(request: Request, code: str) -> HttpResponse:
    """Show the receipt of a visit as it would print; it has no number and is kept nowhere."""
    found, _dossiers = _found(request, code)
    try:
        content = official.preview(_printed(request, found))
    except RuleBroken as refusal:
        return _refused(request, refusal, found)
    return documents.respond_made(content, f"{found.code}.pdf", official.PDF)


@require_POST
@door(Can.RECEIVE)
def issue(request: Request, code: str) -> HttpResponse:
    """Issue the receipt of a visit; where it says the same already, that one holds."""
    found, _dossiers = _found(request, code)
    try:
        paper = actions.issue_visit(
            request.occasion,
            request.ward,
            found,
            qr=lambda fresh: _qr(request, fresh),
            lookup=_lookup(request),
        )
    except RuleBroken as refusal:
        return _refused(request, refusal, found)
    messages.success(
        request, _("Đã phát hành bản chính thức số %(number)s.") % {"number": paper.number}
    )
    return redirect("dossiers:visit", found.code)


@require_GET
@door(Can.RECEIVE)
def paper(request: Request, code: str, document_id: UUID) -> HttpResponseBase:
    """Open a receipt that was issued: the very bytes that were printed."""
    found, _dossiers = _found(request, code)
    return documents.respond(official.get(found.ward_id, found.id, document_id), request=request)


@require_GET
@door(PUBLIC)
def by_qr(request: Request, token: str) -> HttpResponse:
    """Show procedure, state and date of each matter to whoever has the receipt: no person."""
    found = queries.visit_by_token(request.ward.pk, token)
    when = proof.occasion(request)
    rows = [
        (dossier, name, standing.tone(dossier), standing.promise(dossier, when))
        for dossier, name in queries.names_of(queries.of_visit(found))
    ]
    return render_page(request, "dossiers/citizen/visit.html", {"rows": rows})


def _found(request: Request, code: str) -> tuple[Visit, list[Dossier]]:
    actor = request.occasion.actor
    found = queries.get_visit(actor, code)
    dossiers = queries.matters(actor, found)
    audit.note_reading(request.occasion, [one.id for one in dossiers], "dossiers.visit")
    return found, dossiers


def _printed(request: Request, found: Visit) -> Printed:
    return queries.visit_printed(
        request.occasion.actor,
        request.ward,
        found,
        qr=_qr(request, found),
        lookup=_lookup(request),
    )


def _qr(request: Request, found: Visit) -> str:
    return proof.public_address(request, f"/luot/{found.token}/")


def _lookup(request: Request) -> str:
    return proof.public_address(request, reverse("dossiers:lookup")).partition("//")[2]


def _box(found: Visit) -> PaperBox:
    papers = [
        Issued(one, reverse("dossiers:visit-paper", args=[found.code, one.id]))
        for one in official.of_subject(found.ward_id, found.id)
    ]
    return PaperBox(
        issue=reverse("dossiers:visit-issue", args=[found.code]),
        holding=next((one for one in reversed(papers) if not one.document.is_superseded), None),
        older=tuple(one for one in papers if one.document.is_superseded),
        preview=reverse("dossiers:visit-preview", args=[found.code]),
    )


def _refused(request: Request, refusal: RuleBroken, found: Visit) -> HttpResponse:
    messages.error(request, sentence(refusal))
    return redirect("dossiers:visit", found.code)
