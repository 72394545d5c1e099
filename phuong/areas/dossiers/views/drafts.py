"""The pages before sending: begin, the list of parts, go on later, check, send, what comes next."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phuong.areas.dossiers import actions, policy, queries
from phuong.areas.dossiers.forms.citizen import CheckForm, ResumeForm, StartForm
from phuong.areas.dossiers.models import Dossier, Origin
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.views import guessing, proof, telling
from phuong.areas.dossiers.views.draft import Draft, answers_of, draft_at, tasks_of
from phuong.areas.procedures import api as procedures
from phuong.kernel.access.doors import PUBLIC, Request, door
from phuong.kernel.audit import api as audit
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.law import api as law
from phuong.kernel.ui.pages import INVALID, render_page


@require_http_methods(["GET", "POST"])
@door(PUBLIC)
def start(request: Request, slug: str) -> HttpResponse:
    """Say what is needed and how long it takes; POST begins the draft."""
    when = proof.occasion(request)
    version = procedures.current(request.ward.pk, slug, when.today)
    form = StartForm(request.POST or None)
    if form.is_valid():
        try:
            dossier = actions.start_draft(when.under(form.cleaned_data["request_id"]), version)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            steps = queries.progress(dossier, version)
            if steps.is_long:
                return redirect("dossiers:draft", token=dossier.token)
            return redirect("dossiers:step", token=dossier.token, step=steps.steps[0])
    needed = [paper for paper in version.papers if paper.required and not paper.held_in]
    context = {
        "form": form,
        "version": version,
        "closed": procedures.closed(request.ward.pk).get(version.procedure_id),
        "usual": procedures.usual(request.ward.pk, version),
        "needed": needed,
        "others": [paper for paper in version.papers if not paper.required],
        "held": [paper for paper in version.papers if paper.held_in and paper.required],
        "minutes": _minutes(version),
        "days": law.number("dossiers.draft_kept", when.today),
    }
    status = INVALID if form.errors else 200
    return render_page(request, "dossiers/citizen/start.html", context, status=status)


def _minutes(version: procedures.VersionInfo) -> int:
    """Return about how many minutes it takes, in steps of five."""
    papers = sum(1 for paper in version.papers if paper.required and not paper.held_in)
    return max(5, -(-(3 + len(version.questions) + 2 * papers) // 5) * 5)


@require_http_methods(["GET", "POST"])
@door(PUBLIC)
def resume(request: Request) -> HttpResponse:
    """Open a draft again by its eight letters."""
    form = ResumeForm(request.POST or None)
    when = proof.occasion(request)
    if form.is_valid():
        code = policy.normal_code(form.cleaned_data["code"])
        tried = guessing.guess(request, "dossiers.draft", code, when.now)
        try:
            tried.check(request.ward.phone)
            dossier = policy.by_draft_code(request.ward.pk, code)
        except RuleBroken as refusal:
            form.refuse(refusal)
        except NotVisible:
            tried.failed()
            form.add_error("code", _("Không thấy bản nháp với mã này. Xem lại mã đã ghi."))
        else:
            return redirect("dossiers:draft", token=dossier.token)
    status = INVALID if form.errors else 200
    days = law.number("dossiers.draft_kept", when.today)
    context = {"form": form, "question": _("Làm tiếp hồ sơ đang dở"), "days": days}
    return render_page(request, "dossiers/citizen/resume.html", context, status=status)


@require_http_methods(["GET"])
@door(PUBLIC)
def show(request: Request, token: str) -> HttpResponse:
    """List the parts of a draft and how far each is."""
    draft = draft_at(request, token)
    if isinstance(draft, HttpResponse):
        return draft
    context = {"draft": draft, "version": draft.version, "tasks": tasks_of(draft)}
    return render_page(request, "dossiers/citizen/draft.html", context)


@require_http_methods(["GET"])
@door(PUBLIC)
def saved(request: Request, token: str) -> HttpResponse:
    """Give the link and the code with which one goes on later."""
    draft = draft_at(request, token)
    if isinstance(draft, HttpResponse):
        return draft
    days = law.number("dossiers.draft_kept", draft.occasion.today)
    context = {
        "draft": draft,
        "version": draft.version,
        "address": proof.public_address(request, f"/nop/{token}/"),
        "upcoming": telling.saved_next(draft.dossier, days),
    }
    return render_page(request, "dossiers/citizen/saved.html", context)


@require_http_methods(["GET", "POST"])
@door(PUBLIC)
def check(request: Request, token: str) -> HttpResponse:
    """Show everything once more; POST sends it, or has it ready for the desk."""
    draft = draft_at(request, token)
    if isinstance(draft, HttpResponse):
        return draft
    if draft.progress.next_step is not None:
        return redirect("dossiers:draft", token=token)
    form = CheckForm(request.POST or None)
    if form.is_valid():
        try:
            dossier = _hand_in(request, draft, form)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            response = redirect("dossiers:sent", token=token)
            if dossier.state == State.SENT:
                proof.prove(request, response, dossier)
            return response
    context = {
        "form": form,
        "draft": draft,
        "version": draft.version,
        "parts": answers_of(draft),
        "fee": queries.fee_before(
            draft.version,
            Origin.ONLINE if draft.progress.is_sent_from_home else Origin.COUNTER,
            request.ward.pk,
        ),
        "question": (
            _("Kiểm tra lại trước khi gửi")
            if draft.progress.is_sent_from_home
            else _("Kiểm tra lại")
        ),
    }
    status = INVALID if form.errors else 200
    return render_page(request, "dossiers/citizen/check.html", context, status=status)


def _hand_in(request: Request, draft: Draft, form: CheckForm) -> Dossier:
    when = draft.occasion.under(form.cleaned_data["request_id"])
    given = draft.progress.given
    if draft.progress.is_sent_from_home:
        return actions.send(when, request.ward, draft.dossier, draft.version, given)
    return actions.prepare(when, draft.dossier, draft.version, given)


@require_http_methods(["GET"])
@door(PUBLIC)
def sent(request: Request, token: str) -> HttpResponse:
    """Say that it is sent, or ready for the desk: the code, the QR, what happens next.

    The address stays good; it tells nothing of the person.
    """
    dossier = policy.by_token(request.ward.pk, token)
    if dossier.state == State.DRAFT:
        return redirect("dossiers:draft", token=token)
    when = proof.occasion(request)
    version = queries.version(dossier)
    context: dict[str, Any] = {
        "dossier": dossier,
        "version": version,
        "qr": proof.qr_address(request, dossier),
        "tone": telling.panel_tone(version),
        "bring": [paper for paper in version.papers if not paper.held_in],
        "is_open_here": dossier.id in when.actor.proven,
    }
    if dossier.state == State.PREPARED:
        context |= {
            "form": CheckForm(),
            "days": law.number("dossiers.draft_kept", when.today),
            "upcoming": telling.prepared_next(request.ward, when),
        }
        return render_page(request, "dossiers/citizen/prepared.html", context)
    context["upcoming"] = telling.sent_next(dossier, when)
    return render_page(request, "dossiers/citizen/sent.html", context)


@require_http_methods(["POST"])
@door(PUBLIC)
def reopen(request: Request, token: str) -> HttpResponse:
    """Open what was prepared for the desk again, to change it."""
    dossier = policy.by_token(request.ward.pk, token)
    form = CheckForm(request.POST)
    if dossier.state == State.PREPARED and form.is_valid():
        when = proof.occasion(request, dossier.id).under(form.cleaned_data["request_id"])
        actions.reopen(when, dossier)
    return redirect("dossiers:draft", token=token)


@require_http_methods(["GET", "POST"])
@door(PUBLIC)
def discard(request: Request, token: str) -> HttpResponse:
    """Ask whether the draft shall go for good; POST erases it."""
    try:
        dossier = policy.by_token(request.ward.pk, token)
    except NotVisible:
        # Pressed twice: nothing is left of it but that this form discarded it.
        again = CheckForm(request.POST or None)
        if again.is_valid() and audit.already(
            request.occasion.under(again.cleaned_data["request_id"])
        ):
            return redirect("dossiers:discarded")
        raise
    if dossier.state not in (State.DRAFT, State.PREPARED):
        return redirect("dossiers:sent", token=token)
    form = CheckForm(request.POST or None)
    if form.is_valid():
        when = proof.occasion(request, dossier.id).under(form.cleaned_data["request_id"])
        actions.discard(when, dossier)
        return redirect("dossiers:discarded")
    context = {
        "form": form,
        "version": queries.version(dossier),
        "dossier": dossier,
        "question": _("Xoá những gì đã khai?"),
    }
    return render_page(request, "dossiers/citizen/discard.html", context)


@require_http_methods(["GET"])
@door(PUBLIC)
def discarded(request: Request) -> HttpResponse:
    """Say that a draft is gone, and that one may begin anew."""
    context = {"upcoming": telling.discarded_next()}
    return render_page(request, "dossiers/citizen/discarded.html", context)
