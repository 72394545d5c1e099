"""Dossiers that are settled elsewhere: naming the system, the steps reported there, their list."""

from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from phuong.areas.dossiers import actions, policy, queries
from phuong.areas.dossiers.forms.following import (
    FollowForm,
    ImportForm,
    ReportForm,
    TakeForOtherForm,
    local_moment,
)
from phuong.areas.dossiers.forms.papers import paper_field_of
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.queries import imports
from phuong.areas.dossiers.states import LOOKS, OPEN, Can, State
from phuong.areas.dossiers.views.moving import Moving
from phuong.kernel.access.api import Occasion, Request, door
from phuong.kernel.audit import api as audit
from phuong.kernel.errors import Refusal, RuleBroken
from phuong.kernel.ui.pages import INVALID, render_page
from phuong.kernel.ui.sentences import sentence

MOST_LISTED = 100


def follow_form(moving: Moving) -> FollowForm:
    """Begin with the system on which this procedure is settled, and the code that came with it."""
    dossier = moving.dossier
    known = {
        "system": dossier.external_system or moving.version.external_system,
        "external_code": dossier.external_code,
    }
    return FollowForm(*moving.form_data(), systems=queries.systems(), initial=known)


def follow(moving: Moving, form: FollowForm) -> Dossier:
    """Follow it there from now on."""
    given = form.cleaned_data
    return actions.follow(
        moving.occasion, moving.dossier, system=given["system"], code=given["external_code"]
    )


def other_form(moving: Moving) -> TakeForOtherForm:
    """Begin with what the applicant said is there."""
    papers = moving.dossier.papers.all()
    given = {paper_field_of(paper.code): paper.form for paper in papers}
    return TakeForOtherForm(*moving.form_data(), version=moving.version, initial=given)


def take_for_other(moving: Moving, form: TakeForOtherForm) -> Dossier:
    """Take it in for whoever is competent."""
    return actions.take_for_other(
        moving.occasion,
        moving.dossier,
        moving.version,
        form.papers(),
        to=form.cleaned_data["settled_by"],
    )


@require_http_methods(["GET", "POST"])
@door(Can.FOLLOW)
def report(request: Request, code: str) -> HttpResponse:
    """Write down the step that was reported of a dossier."""
    occasion = request.occasion
    dossier = policy.get(occasion.actor, code)
    if request.method != "POST":
        policy.check_reports(occasion.actor, dossier)
        audit.note_reading(occasion, [dossier.id], "dossiers.move")
    form = ReportForm(request.POST or None, initial={"at": local_moment(occasion.now)})
    if form.is_valid():
        given = form.cleaned_data
        told = occasion.under(given["request_id"])
        at = min(given["at"], occasion.now) if _same_minute(given["at"], occasion) else given["at"]
        try:
            done = actions.report(told, dossier, given["status"], at=at, note=given["note"])
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            said = _("Đã ghi bước báo về: hồ sơ %(code)s, %(state)s.")
            state = State(done.state).label
            messages.success(request, said % {"code": done.code, "state": state})
            return redirect("dossiers:workspace", done.code)
    back = reverse("dossiers:workspace", args=[dossier.code])
    context = {
        "form": form,
        "dossier": dossier,
        "version": queries.version(dossier),
        "settler": queries.settler(dossier),
        "back": back,
        "trail": [(_("Hồ sơ ở nơi khác"), reverse("dossiers:followed")), (dossier.code, back)],
    }
    status = INVALID if form.errors else 200
    return render_page(request, "dossiers/staff/report.html", context, status=status)


def _same_minute(at: object, occasion: Occasion) -> bool:
    """Whether the page's own minute, which holds no seconds, is meant."""
    return local_moment(occasion.now) == local_moment(at)  # type: ignore[arg-type]


@require_http_methods(["GET", "POST"])
@door(Can.FOLLOW)
def followed(request: Request) -> HttpResponse:
    """List what is settled elsewhere, and take in a list of codes and states: shown, then done."""
    occasion = request.occasion
    form = ImportForm(request.POST or None, request.FILES or None)
    lines: list[imports.Line] = []
    if form.is_valid():
        text = form.cleaned_data["lines"]
        try:
            lines = imports.read(occasion, text)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            if "confirm" in request.POST:
                return _carry_out(request, lines, form.cleaned_data["request_id"])
    rows = policy.followed(occasion.actor).filter(state__in=OPEN | {State.READY})
    found = list(rows.with_list_columns().order_by("target_on", "id")[:MOST_LISTED])
    audit.note_reading(occasion, [one.id for one in found], "dossiers.list")
    context = {
        "form": form,
        "rows": [_row(one) for one in found],
        "lines": [_shown(one) for one in lines],
        "text": form.cleaned_data.get("lines", "") if lines else "",
        "ready": sum(one.changes for one in lines),
        "trail": [(_("Hồ sơ ở nơi khác"), "")],
    }
    status = INVALID if form.errors else 200
    return render_page(request, "dossiers/staff/followed.html", context, status=status)


def _row(dossier: Dossier) -> dict[str, object]:
    return {
        "dossier": dossier,
        "name": queries.version(dossier).name,
        "settler": queries.settler(dossier),
        "look": LOOKS[State(dossier.state)],
    }


def _shown(line: imports.Line) -> dict[str, object]:
    return {
        "line": line,
        "before": State(line.dossier.state).label if line.dossier else "",
        "after": line.wanted.label if line.wanted else "",
        "refusal": sentence(line.refusal) if line.refusal else "",
    }


def _carry_out(request: Request, lines: list[imports.Line], request_id: UUID) -> HttpResponse:
    """Write down every line that can be; each is an act of its own, sent twice done once."""
    done = refused = 0
    for line in lines:
        if not line.changes or line.dossier is None or line.status is None or line.at is None:
            refused += line.refusal is not None
            continue
        told = request.occasion.under(uuid5(request_id, line.code))
        try:
            actions.report(told, line.dossier, line.status, at=line.at, note=line.note)
        except Refusal:
            refused += 1  # Somebody else has moved it since the list was shown.
        else:
            done += 1
    said = ngettext("Đã ghi %(n)s bước báo về.", "Đã ghi %(n)s bước báo về.", done) % {"n": done}
    messages.success(request, said)
    if refused:
        left = ngettext(
            "%(n)s dòng không ghi được; xem lại danh sách.",
            "%(n)s dòng không ghi được; xem lại danh sách.",
            refused,
        )
        messages.warning(request, left % {"n": refused})
    return redirect("dossiers:followed")
