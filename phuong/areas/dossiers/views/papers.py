"""Official forms on paper: previewed, issued, opened again as they were, edited in Word."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from phuong.areas.dossiers import actions, policy, queries
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.views import paper_box, proof
from phuong.areas.dossiers.views.workspace import READERS
from phuong.kernel.access.api import Occasion, Request, door
from phuong.kernel.access.doors import PUBLIC
from phuong.kernel.audit import api as audit
from phuong.kernel.documents import api as documents
from phuong.kernel.documents.official import api as official
from phuong.kernel.documents.official.api import Printed
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.ui.sentences import sentence


@require_GET
@door(*READERS)
def preview(request: Request, code: str, form: str) -> HttpResponse:
    """Show a form as it would print; it has no number and is kept nowhere."""
    dossier, printed = _wanted(request, code, form)
    try:
        content = official.preview(printed)
    except RuleBroken as refusal:
        return _refused(request, refusal, "dossiers:print", dossier.code, form)
    return documents.respond_made(content, f"{dossier.code} {form}.pdf", official.PDF)


@require_GET
@door(*READERS)
def word(request: Request, code: str, form: str) -> HttpResponse:
    """Give a form as a Word file to edit; what is issued is the PDF."""
    dossier, printed = _wanted(request, code, form)
    if not printed.version.layout.has_word:
        raise NotVisible
    held = official.current(dossier.ward_id, dossier.id, printed.version.form, printed.occurrence)
    sheet = official.sheet_of(printed, held.number if held else "")
    content = official.render_word(sheet)
    return documents.respond_made(content, f"{dossier.code} {form}.docx", official.DOCX)


@require_POST
@door(*policy.ISSUERS)
def issue(request: Request, code: str, form: str) -> HttpResponse:
    """Issue a form, and go back to where it is opened and printed."""
    dossier = policy.get(request.occasion.actor, code)
    return _issue(request, request.occasion, dossier, form, "dossiers:print")


@require_GET
@door(*READERS)
def issued(request: Request, code: str, document_id: UUID) -> HttpResponseBase:
    """Open an issued paper, superseded or not: the very bytes that were printed."""
    occasion = request.occasion
    dossier = policy.get(occasion.actor, code)
    found = official.get(dossier.ward_id, dossier.id, document_id)
    if not policy.may_print(occasion.actor, found.form):
        raise NotVisible
    audit.note_reading(occasion, [dossier.id], "dossiers.paper")
    return documents.respond(found, request=request)


@require_POST
@door(PUBLIC)
@proof.proved
def issue_own(request: Request, dossier: Dossier, when: Occasion, form: str) -> HttpResponse:
    """Issue a form to the owner of a dossier."""
    return _issue(request, when, dossier, form, "dossiers:slip")


@require_GET
@door(PUBLIC)
@proof.proved
def own(request: Request, dossier: Dossier, when: Occasion, form: str) -> HttpResponseBase:
    """Open the paper of a form; where none was issued, go to the slip that offers it."""
    if not policy.may_print(when.actor, queries.FORMS.get(form, "")):
        raise NotVisible
    found = paper_box.holding(dossier, form)
    if found is None:
        return redirect("dossiers:slip", dossier.code, form)
    return documents.respond(found, request=request)


def _wanted(request: Request, code: str, form: str) -> tuple[Dossier, Printed]:
    """Return a readable dossier and what a form says of it, for who may print the form."""
    occasion = request.occasion
    dossier = policy.get(occasion.actor, code)
    if not policy.may_print(occasion.actor, queries.FORMS.get(form, "")):
        raise NotVisible
    audit.note_reading(occasion, [dossier.id], "dossiers.paper")
    printed = queries.printed(
        dossier, request.ward, form, qr=proof.qr_of(request, dossier, form), lookup=_lookup(request)
    )
    return dossier, printed


def _issue(
    request: Request, occasion: Occasion, dossier: Dossier, form: str, back: str
) -> HttpResponse:
    qr: Callable[[Dossier], str] = lambda fresh: proof.qr_of(request, fresh, form)  # noqa: E731
    try:
        paper = actions.issue_form(
            occasion, request.ward, dossier, form, qr=qr, lookup=_lookup(request)
        )
    except RuleBroken as refusal:
        return _refused(request, refusal, back, dossier.code, form)
    messages.success(
        request, _("Đã phát hành bản chính thức số %(number)s.") % {"number": paper.number}
    )
    return redirect(back, dossier.code, form)


def _refused(request: Request, refusal: RuleBroken, *back: str) -> HttpResponse:
    messages.error(request, sentence(refusal))
    return redirect(*back)


def _lookup(request: Request) -> str:
    """Return where a dossier is looked up, as a person types it from paper."""
    return proof.public_address(request, reverse("dossiers:lookup")).partition("//")[2]
