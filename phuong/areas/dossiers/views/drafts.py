"""The pages before sending: begin, the list of parts, go on later, check, send, what comes next."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from phuong.areas.dossiers import actions, policy, queries
from phuong.areas.dossiers.forms.citizen import CheckForm, ResumeForm, StartForm
from phuong.areas.dossiers.models import Dossier, ReturnMethod
from phuong.areas.dossiers.queries import drafts
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.views import guessing, proof, telling
from phuong.areas.procedures import api as procedures
from phuong.kernel.access.api import Occasion
from phuong.kernel.access.doors import PUBLIC, Request, door
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.law import api as law
from phuong.kernel.text import show_phone
from phuong.kernel.ui.pages import INVALID, render_page
from phuong.kernel.ui.parts import Row, Task

Version = procedures.VersionInfo


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft at its address: the token that is its proof, and how far it is."""

    occasion: Occasion
    dossier: Dossier
    progress: drafts.Progress

    @property
    def version(self) -> Version:
        """The procedure it is of."""
        return self.progress.version

    @property
    def token(self) -> str:
        """The secret part of its address."""
        return str(self.dossier.token)


def draft_at(request: Request, token: str) -> Draft | HttpResponse:
    """Return the draft of an address, or the way to what became of it."""
    dossier = policy.by_token(request.ward.pk, token)
    if dossier.state != State.DRAFT:
        return redirect("dossiers:sent", token=token)
    return _draft(request, dossier)


def _draft(request: Request, dossier: Dossier) -> Draft:
    version = queries.version(dossier)
    return Draft(proof.occasion(request, dossier.id), dossier, queries.progress(dossier, version))


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
        "needed": needed,
        "others": [paper for paper in version.papers if not paper.required],
        "held": [paper for paper in version.papers if paper.held_in and paper.required],
        "minutes": _minutes(version),
        "days": law.number("dossiers.draft_kept", when.today),
    }
    status = INVALID if form.errors else 200
    return render_page(request, "dossiers/citizen/start.html", context, status=status)


def _minutes(version: Version) -> int:
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
    context = {"draft": draft, "version": draft.version, "tasks": _tasks(draft)}
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
        "parts": _answers(draft),
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
    dossier = policy.by_token(request.ward.pk, token)
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


def _tasks(draft: Draft) -> list[Task]:
    """Return the parts of the list: who, what is declared, papers, return, check."""
    progress, token = draft.progress, draft.token
    questions = [step for step in progress.steps if step.startswith(drafts.QUESTION)]
    who = [step for step in progress.steps if step in (drafts.FOR_WHOM, drafts.WHO, drafts.OTHER)]
    count = len(questions)
    parts = [
        (_("Người nộp"), who, ""),
        (
            _("Nội dung khai"),
            questions,
            ngettext("%(n)s câu hỏi", "%(n)s câu hỏi", count) % {"n": count},
        ),
        (
            _("Giấy tờ"),
            [step for step in progress.steps if step == drafts.PAPERS],
            _papers_hint(progress),
        ),
        (_("Cách nhận kết quả"), [drafts.RETURN], ""),
    ]
    tasks = [_task(draft, title, steps, hint) for title, steps, hint in parts if steps]
    title = _("Kiểm tra và gửi") if progress.is_sent_from_home else _("Kiểm tra lại")
    state: Any = "todo" if progress.next_step is None else "blocked"
    hint = "" if state == "todo" else _("Làm được khi các phần trên đã xong")
    return [*tasks, Task(title, telling.route("dossiers:check", token), state, hint)]


def _papers_hint(progress: drafts.Progress) -> str:
    have = len({file.paper_code for file in progress.files})
    if have:
        return ngettext("Đã có %(n)s giấy tờ", "Đã có %(n)s giấy tờ", have) % {"n": have}
    return (
        "" if progress.is_sent_from_home else _("Không bắt buộc: mang bản giấy đến quầy cũng được")
    )


def _task(draft: Draft, title: str, steps: list[str], hint: str) -> Task:
    done = [step for step in steps if draft.progress.is_done(step)]
    begun = done or any(step in draft.progress.done for step in steps)
    first = next((step for step in steps if step not in done), steps[0])
    state: Any = "done" if len(done) == len(steps) else "doing" if begun else "todo"
    return Task(title, telling.route("dossiers:step", draft.token, first), state, hint)


def _answers(draft: Draft) -> list[tuple[str, str, list[Row]]]:
    """Return what was declared, part by part, each answer with the page that changes it."""
    dossier, progress = draft.dossier, draft.progress
    person = dossier.applicant

    def row(label: str, value: object, step: str) -> Row:
        address = telling.route("dossiers:step", draft.token, step) + "?sua=1"
        return Row(label, value or _("(để trống)"), address)

    who = [
        row(_("Nộp cho ai"), person.get_for_whom_display(), drafts.FOR_WHOM),
        row(_("Họ, chữ đệm và tên"), person.name, drafts.WHO),
        row(_("Số điện thoại"), show_phone(person.phone), drafts.WHO),
        row(_("Số định danh"), person.id_number, drafts.WHO),
        row(_("Nơi ở hiện nay"), person.address, drafts.WHO),
    ]
    if drafts.OTHER in progress.steps:
        who += [
            row(_("Nộp cho (họ tên)"), person.other_name, drafts.OTHER),
            row(_("Quan hệ"), person.relation, drafts.OTHER),
        ]
    declared = [
        row(
            question.label,
            telling.answer_text(question, person.answers.get(question.code, "")),
            f"{drafts.QUESTION}{question.code}",
        )
        for question in progress.version.questions
    ]
    papers = [
        row(paper.name, telling.paper_text(progress, paper), drafts.PAPERS)
        for paper in progress.version.papers
    ]
    back = [row(_("Cách nhận"), ReturnMethod(dossier.return_method).label, drafts.RETURN)]
    parts = [
        (_("Người nộp"), "nguoi", who),
        (_("Nội dung khai"), "khai", declared),
        (_("Giấy tờ"), "giay", papers),
        (_("Kết quả"), "ket-qua", back),
    ]
    return [part for part in parts if part[2]]
