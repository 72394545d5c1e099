"""The counter: who waits, what was sent, walk-ins, and whatever is scanned."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from phuong.areas.dossiers import actions, cards, policy
from phuong.areas.dossiers.actions.intake import Given, GivenFile
from phuong.areas.dossiers.forms.staff import WalkInForm
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.states import ASK_AT_INTAKE, LOOKS, NOT_ACCEPT, Can, State
from phuong.areas.dossiers.views.moves import after
from phuong.areas.procedures import api as procedures
from phuong.areas.procedures.api import VersionInfo
from phuong.kernel.access.api import Request, door
from phuong.kernel.audit import api as audit
from phuong.kernel.documents import api as documents
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.notices import api as notices
from phuong.kernel.text import parse_phone
from phuong.kernel.ui.pages import render_page
from phuong.kernel.workflow.api import worklist

WAITING = (State.SENT, State.SUPPLEMENT_INTAKE, State.READY)
SHOWN = 10


@require_GET
@door(Can.RECEIVE)
def desk(request: Request) -> HttpResponse:
    """Show what waits for reception, and the two ways to begin."""
    actor = request.occasion.actor
    filters = {state.value: worklist.Filter(state=state.value) for state in WAITING}
    pages = [(state, worklist.page(actor, filters[state.value], size=SHOWN)) for state in WAITING]
    context = {
        "waiting": [(LOOKS[state].tag, state.value, page) for state, page in pages],
        "typed": request.GET.get("ma", ""),
        "to_call": notices.number_to_call(request.ward.pk, request.occasion.now),
        "trail": [(_("Quầy"), "")],
    }
    return render_page(request, "dossiers/staff/desk.html", context)


@require_GET
@door(Can.RECEIVE)
def find(request: Request) -> HttpResponse:
    """Go where a scanned or typed code leads: a QR address, a token, a draft, a dossier, a name."""
    typed = request.GET.get("ma", "").strip()
    actor = request.occasion.actor
    found = policy.scanned(actor, typed, request.ward.code_prefix)
    if found is not None and found.state == State.PREPARED:
        return redirect("dossiers:prepared", found.token, "tiep-nhan")
    if found is not None and policy.readable(actor).filter(id=found.id).exists():
        return redirect("dossiers:workspace", found.code)
    named = cards.find(actor, typed, 25)
    audit.note_reading(request.occasion, [dossier.id for dossier in named], "dossiers.find")
    context = {
        "typed": typed,
        "found": named,
        "trail": [(_("Quầy"), reverse("dossiers:desk")), (_("Tìm"), "")],
    }
    return render_page(request, "dossiers/staff/find.html", context)


@require_http_methods(["GET", "POST"])
@door(Can.RECEIVE)
def walk_in(request: Request) -> HttpResponse:
    """Take in the person at the counter: find the procedure, then one short form."""
    slug = request.GET.get("thu-tuc", "")
    version = procedures.current(request.ward.pk, slug, request.occasion.today) if slug else None
    if version is None:
        return _choose(request)
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = WalkInForm(
        *data, version=version, strict=request.POST.get("outcome", "receive") != "refuse"
    )
    if form.is_valid():
        try:
            return _take(request, version, form)
        except RuleBroken as refusal:
            form.refuse(refusal)
    context = {
        "form": form,
        "version": version,
        "trail": [
            (_("Quầy"), reverse("dossiers:desk")),
            (_("Tiếp nhận tại quầy"), reverse("dossiers:walk-in")),
            (version.name, ""),
        ],
    }
    status = 422 if form.errors else 200
    return render_page(request, "dossiers/staff/walk_in.html", context, status=status)


def _choose(request: Request) -> HttpResponse:
    typed = request.GET.get("q", "").strip()
    found = procedures.search(request.ward.pk, typed, request.occasion.today) if typed else ()
    context = {
        "typed": typed,
        "found": found,
        "common": procedures.common(request.ward.pk, request.occasion.today),
        "trail": [(_("Quầy"), reverse("dossiers:desk")), (_("Tiếp nhận tại quầy"), "")],
    }
    return render_page(request, "dossiers/staff/choose.html", context)


def _take(request: Request, version: VersionInfo, form: WalkInForm) -> HttpResponse:
    values: dict[str, Any] = form.cleaned_data
    occasion = request.occasion.under(values["request_id"])
    outcome = request.POST.get("outcome", "receive")
    slugs = {"guide": ASK_AT_INTAKE.slug, "refuse": NOT_ACCEPT.slug}
    if outcome not in {"receive", *slugs}:
        raise NotVisible
    made = actions.sent_before(occasion)
    if made is not None:
        return _taken(request, made, slugs.get(outcome))
    given = Given(
        name=values["name"],
        phone=parse_phone(values["phone"]) if values["phone"] else "",
        id_number=values["id_number"],
        email=values["email"],
        tell_by=values["tell_by"],
        for_whom=values["for_whom"],
        other_name=values["other_name"],
    )
    files = [
        GivenFile("", upload.name or "", documents.receive(upload, field="attached"))
        for upload in values.get("attached") or []
    ]
    take = actions.take_in if outcome == "receive" else actions.register_walk_in
    dossier = take(
        occasion,
        request.ward,
        version,
        given,
        form.papers(),
        return_method=values["return_method"],
        files=files,
    )
    return _taken(request, dossier, slugs.get(outcome))


def _taken(request: Request, dossier: Dossier, slug: str | None) -> HttpResponse:
    """Lead to the receipt, or to the move that guides or refuses."""
    if slug is None:
        return after(request, dossier, "giay-hen", _("Tiếp nhận"))
    return redirect("dossiers:move", dossier.code, slug)
