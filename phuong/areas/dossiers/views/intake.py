"""Taking in whoever comes, whatever way: find the procedure, then one short form."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phuong.areas.dossiers import actions, queries, rules
from phuong.areas.dossiers.forms.intake import WalkInForm, known
from phuong.areas.dossiers.models import Dossier, Visit
from phuong.areas.dossiers.states import ASK_AT_INTAKE, NOT_ACCEPT, Can
from phuong.areas.dossiers.views import holding
from phuong.areas.dossiers.views.moves import after
from phuong.areas.dossiers.views.moving import received_files
from phuong.areas.procedures import api as procedures
from phuong.areas.procedures.api import VersionInfo
from phuong.kernel.access.api import Occasion, Request, door
from phuong.kernel.audit import api as audit
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.text import fold
from phuong.kernel.ui.pages import INVALID, render_page, sending

VISIT, PROCEDURE = "luot", "thu-tuc"
SLUGS: Mapping[str, str] = {"guide": ASK_AT_INTAKE.slug, "refuse": NOT_ACCEPT.slug}


@require_http_methods(["GET", "POST"])
@door(Can.RECEIVE)
def walk_in(request: Request) -> HttpResponse:
    """Take in the person at the counter, or what came by letter, from home, from elsewhere."""
    slug = request.GET.get(PROCEDURE, "")
    version = procedures.current(request.ward.pk, slug, request.occasion.today) if slug else None
    if version is None:
        return _choose(request)
    if request.method != "POST":
        return _shown(request, version, _form(request, version, _visit(request)))
    occasion = sending(request)
    made = actions.sent_before(occasion)
    if made is not None:
        return _taken(request, made, SLUGS.get(request.POST.get("outcome", "")))
    form = _form(request, version)
    if form.is_valid():
        try:
            return _take(request, version, form, _came(occasion, form))
        except RuleBroken as refusal:
            form.refuse(refusal)
    return _shown(request, version, form)


def _form(request: Request, version: VersionInfo, first: Dossier | None = None) -> WalkInForm:
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = WalkInForm(
        *data,
        version=version,
        systems=queries.systems(),
        strict=request.POST.get("outcome", "receive") != "refuse",
        initial=known(first.applicant) if first else {"system": version.external_system},
    )
    if first is not None:
        form.offer(holding.words(holding.held(request.occasion, first.applicant, version)))
    return form


def _shown(request: Request, version: VersionInfo, form: WalkInForm) -> HttpResponse:
    first = _visit(request)
    counts_from = queries.counting_day(request.occasion, version)
    context = {
        "form": form,
        "version": version,
        "counts_from": counts_from,
        "closed": procedures.closed(request.ward.pk).get(version.procedure_id),
        "visit": first.visit if first else None,
        "who": first.applicant.name if first else "",
        "came_with": queries.matters(request.occasion.actor, first.visit)
        if first and first.visit
        else [],
        "sealed": _sealed(request, first) if first else "",
        "trail": [
            (_("Quầy"), reverse("dossiers:desk")),
            (_("Tiếp nhận tại quầy"), reverse("dossiers:walk-in")),
            (version.name, ""),
        ],
    }
    status = INVALID if form.errors else 200
    return render_page(request, "dossiers/staff/walk_in.html", context, status=status)


def _visit(request: Request) -> Dossier | None:
    """Return the first matter of the visit that the address names, with who came."""
    code = request.GET.get(VISIT, "")
    if not code:
        return None
    visit = queries.get_visit(request.occasion.actor, code)
    first = next(iter(queries.matters(request.occasion.actor, visit)), None)
    if first is None:
        raise NotVisible
    first.visit = visit
    audit.note_reading(request.occasion, [first.id], "dossiers.visit")
    return first


def _signer(request: Request) -> Signer:
    return Signer(salt=f"phuong.dossiers.visit.{request.ward.pk}")


def _sealed(request: Request, first: Dossier) -> str:
    """Return the visit and who came as the form carries them: the act need not look them up."""
    name = fold(first.applicant.name)
    return _signer(request).sign_object([first.visit_id.hex if first.visit_id else "", name])


def _opened(request: Request, name: str) -> UUID | None:
    """Return the visit that a form carries; another person's matter does not belong to it."""
    sealed = request.POST.get("visit", "")
    if not sealed:
        return None
    try:
        visit, known_name = _signer(request).unsign_object(sealed)
    except BadSignature:
        raise NotVisible from None
    rules.check_same_person(known_name, fold(name))
    return UUID(hex=visit)


def _choose(request: Request) -> HttpResponse:
    typed = request.GET.get("q", "").strip()
    found = procedures.search(request.ward.pk, typed, request.occasion.today) if typed else ()
    first = _visit(request)
    context = {
        "typed": typed,
        "found": found,
        "common": procedures.common(request.ward.pk, request.occasion.today),
        "visit": first.visit if first else None,
        "who": first.applicant.name if first else "",
        "also": f"&{urlencode({VISIT: first.visit.code})}" if first and first.visit else "",
        "trail": [(_("Quầy"), reverse("dossiers:desk")), (_("Tiếp nhận tại quầy"), "")],
    }
    return render_page(request, "dossiers/staff/choose.html", context)


def _take(
    request: Request, version: VersionInfo, form: WalkInForm, occasion: Occasion
) -> HttpResponse:
    values: dict[str, Any] = form.cleaned_data
    outcome = request.POST.get("outcome", "receive")
    if outcome not in {"receive", *SLUGS}:
        raise NotVisible
    if outcome == "guide":
        # Nobody is asked for papers of what cannot be received; refusing it stays possible.
        procedures.check_offered(occasion.ward_id, version, occasion.now)
    visit_id = _opened(request, values["name"])
    found = _held(occasion, version, form, outcome)
    files = received_files(values.get("attached"))
    take = actions.take_in if outcome == "receive" else actions.register_walk_in
    dossier = take(
        occasion,
        request.ward,
        procedures.current(request.ward.pk, version.slug, occasion.today),
        form.given(),
        form.papers(),
        return_method=values["return_method"],
        files=files,
        marks=holding.sourced(form.papers(), form.marks(), found),
        way=form.way(visit_id),
    )
    return _taken(request, dossier, SLUGS.get(outcome))


def _held(
    occasion: Occasion, version: VersionInfo, form: WalkInForm, outcome: str
) -> Mapping[str, queries.Holding]:
    """Return what the ward holds of who came, looked up where a paper is missing or said held.

    A paper that is missing and held is offered before anything else is said of it.
    """
    papers = form.papers()
    missing = {paper.code: paper.name for paper in rules.missing_papers(version.papers, papers)}
    if outcome == "refuse" or not (missing or "held" in papers.values()):
        return {}
    found = holding.of_given(occasion, version, form.given())
    told = holding.words(found)
    offered = [code for code in missing if code in found]
    if offered and outcome == "receive":
        form.offer(told)
        raise RuleBroken(
            "dossiers.receive.held-here",
            told[offered[0]],
            field=f"paper-{offered[0]}",
        )
    return found


def _came(occasion: Occasion, form: WalkInForm) -> Occasion:
    """Return the occasion on which it came: a letter is received when the ward has it in hand."""
    came_at = form.came_at(occasion.now)
    if came_at is None:
        return occasion
    rules.check_came(came_at, occasion.now)
    earlier = replace(occasion, now=came_at, entered_at=occasion.now)
    earlier.note_new()
    return earlier


def _taken(request: Request, dossier: Dossier, slug: str | None) -> HttpResponse:
    """Lead to the receipt, or to the move that guides or refuses."""
    if slug is None:
        return after(request, dossier, "giay-hen", _("Tiếp nhận"))
    return redirect("dossiers:move", dossier.code, slug)


def address_of(visit: Visit) -> str:
    """Return where the next matter of a visit is taken in."""
    return f"{reverse('dossiers:walk-in')}?{urlencode({VISIT: visit.code})}"
