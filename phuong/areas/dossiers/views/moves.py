"""One page a move: what will happen, what is needed, one button. After it: what comes next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phuong.areas.dossiers import actions, policy, queries
from phuong.areas.dossiers.actions.intake import GivenFile
from phuong.areas.dossiers.forms import staff as forms
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.states import (
    ASK_AT_INTAKE,
    ASK_SUPPLEMENT,
    ASSIGN,
    HAND_OVER,
    NOT_ACCEPT,
    RECEIVE,
    SEND_BACK,
    SIGN,
    STOP,
    SUBMIT,
    TAKE_SUPPLEMENT,
    TAKE_UP,
    Can,
    State,
)
from phuong.areas.dossiers.views.workspace import READERS
from phuong.areas.procedures.api import VersionInfo
from phuong.kernel.access.api import Occasion, Request, door
from phuong.kernel.audit import api as audit
from phuong.kernel.documents import api as documents
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.law import api as law
from phuong.kernel.ui.forms import RefusableForm
from phuong.kernel.ui.pages import render_page
from phuong.kernel.workflow.machine import Move


@dataclass(frozen=True, slots=True)
class Moving:
    """A request to make a move: who, on what, under which version."""

    request: Request
    occasion: Occasion
    dossier: Dossier
    version: VersionInfo

    def form_data(self) -> tuple[Any, Any]:
        """Return what was posted, if anything was."""
        if self.request.method != "POST":
            return None, None
        return self.request.POST, self.request.FILES


Make = Callable[[Moving], RefusableForm]
Do = Callable[[Moving, Any], Dossier]


@dataclass(frozen=True, slots=True)
class Page:
    """How a move is asked for and carried out."""

    move: Move[State]
    make: Make
    do: Do
    template: str = "dossiers/staff/move.html"
    then_print: str = ""


def _plain(form_class: type[RefusableForm]) -> Make:
    return lambda moving: form_class(*moving.form_data())


def _with_version(form_class: type[Any]) -> Make:
    def make(moving: Moving) -> RefusableForm:
        form: RefusableForm = form_class(*moving.form_data(), version=moving.version)
        return form

    return make


def _papers_form(moving: Moving) -> RefusableForm:
    """Begin with what the applicant said is there; the official sees the papers themselves."""
    given = {forms.paper_field_of(paper.code): paper.form for paper in moving.dossier.papers.all()}
    return forms.PapersForm(*moving.form_data(), version=moving.version, initial=given)


def _assign_form(moving: Moving) -> RefusableForm:
    unit_id = moving.dossier.unit_id
    people = (
        queries.handlers(moving.occasion.ward_id, unit_id, moving.occasion.today) if unit_id else []
    )
    return forms.AssignForm(*moving.form_data(), people=people)


def _submit_form(moving: Moving) -> RefusableForm:
    return forms.SubmitForm(*moving.form_data(), initial={"kind": moving.version.result})


def _receive(moving: Moving, form: forms.PapersForm) -> Dossier:
    return actions.receive(moving.occasion, moving.dossier, moving.version, form.papers())


def _ask(moving: Moving, form: forms.AskForm, *, at_intake: bool) -> Dossier:
    today = moving.occasion.today
    act = actions.ask_at_intake if at_intake else actions.ask_supplement
    allowed = "dossiers.supplements.intake" if at_intake else "dossiers.supplements.processing"
    return act(
        moving.occasion,
        moving.dossier,
        form.asked(),
        moving.version,
        days=law.number("dossiers.supplement_answer_limit", today),
        allowed=law.number(allowed, today),
    )


def _assign(moving: Moving, form: forms.AssignForm) -> Dossier:
    handler_id = UUID(form.cleaned_data["handler"])
    return actions.assign(moving.occasion, moving.dossier, handler_id)


def _submit(moving: Moving, form: forms.SubmitForm) -> Dossier:
    files = received_files(form.cleaned_data.get("attached"))
    return actions.submit(
        moving.occasion,
        moving.dossier,
        kind=form.cleaned_data["kind"],
        summary=form.cleaned_data["summary"],
        files=files,
    )


def _reasons(form: RefusableForm) -> dict[str, str]:
    return {name: form.cleaned_data[name] for name in ("reason", "basis", "next_step")}


def received_files(uploads: Any) -> list[GivenFile]:
    """Receive uploads before the act: streamed, sniffed, hashed, refused with a sentence."""
    return [
        GivenFile("", upload.name or "", documents.receive(upload, field="attached"))
        for upload in uploads or []
    ]


PAGES: Mapping[str, Page] = {
    page.move.slug: page
    for page in (
        Page(
            RECEIVE,
            _papers_form,
            _receive,
            "dossiers/staff/receive.html",
            "giay-hen",
        ),
        Page(
            ASK_AT_INTAKE,
            _with_version(forms.AskForm),
            lambda moving, form: _ask(moving, form, at_intake=True),
            "dossiers/staff/ask.html",
            "phieu-bo-sung",
        ),
        Page(
            NOT_ACCEPT,
            _plain(forms.ReasonForm),
            lambda moving, form: actions.not_accept(
                moving.occasion, moving.dossier, **_reasons(form)
            ),
            then_print="phieu-tu-choi",
        ),
        Page(ASSIGN, _assign_form, _assign),
        Page(
            TAKE_UP,
            _plain(forms.ConfirmForm),
            lambda moving, _form: actions.take_up(moving.occasion, moving.dossier),
        ),
        Page(SUBMIT, _submit_form, _submit),
        Page(
            ASK_SUPPLEMENT,
            _with_version(forms.AskForm),
            lambda moving, form: _ask(moving, form, at_intake=False),
            "dossiers/staff/ask.html",
            "phieu-bo-sung",
        ),
        Page(
            TAKE_SUPPLEMENT,
            _plain(forms.ConfirmForm),
            lambda moving, _form: actions.take_supplement(moving.occasion, moving.dossier),
            then_print="giay-hen",
        ),
        Page(
            SIGN,
            _plain(forms.ConfirmForm),
            lambda moving, _form: actions.sign(
                moving.occasion, moving.request.ward, moving.dossier
            ),
        ),
        Page(
            SEND_BACK,
            _plain(forms.SendBackForm),
            lambda moving, form: actions.send_back(
                moving.occasion, moving.dossier, reason=form.cleaned_data["reason"]
            ),
        ),
        Page(
            HAND_OVER,
            _plain(forms.HandOverForm),
            lambda moving, form: actions.hand_over(
                moving.occasion,
                moving.dossier,
                receiver_kind=form.cleaned_data["receiver_kind"],
                receiver_name=form.cleaned_data["receiver_name"],
                receiver_paper=form.cleaned_data["receiver_paper"],
            ),
        ),
        Page(
            STOP,
            _plain(forms.ReasonForm),
            lambda moving, form: actions.stop(moving.occasion, moving.dossier, **_reasons(form)),
            then_print="thong-bao-dung",
        ),
    )
}


@require_http_methods(["GET", "POST"])
@door(*READERS)
def move(request: Request, code: str, slug: str) -> HttpResponse:
    """Make a move on a dossier that the actor may read."""
    page = PAGES.get(slug)
    if page is None:
        raise NotVisible
    dossier = policy.get(request.occasion.actor, code)
    return carry_out(request, dossier, page)


@require_http_methods(["GET", "POST"])
@door(Can.RECEIVE)
def prepared(request: Request, token: str, slug: str) -> HttpResponse:
    """Receive or refuse what was prepared at home: its QR, shown at the desk, is the proof."""
    page = PAGES.get(slug)
    if page is None or page.move not in (RECEIVE, NOT_ACCEPT):
        raise NotVisible
    dossier = policy.by_token(request.occasion.ward_id, token)
    if dossier.state == State.DRAFT:
        raise NotVisible  # Nobody but its writer sees a draft, whatever token is held.
    return carry_out(request, dossier, page)


def carry_out(request: Request, dossier: Dossier, page: Page) -> HttpResponse:
    """Show the page of a move, or carry it out and say what comes next."""
    # A form sent twice meets a dossier that has moved on: the act itself knows its own request.
    policy.check_actor(request.occasion.actor, dossier.id, dossier.unit_id, page.move)
    if request.method != "POST":
        policy.check(request.occasion.actor, dossier, page.move)
        audit.note_reading(request.occasion, [dossier.id], "dossiers.move")
    moving = Moving(request, request.occasion, dossier, queries.version(dossier))
    form = page.make(moving)
    if form.is_valid():
        occasion = request.occasion.under(form.cleaned_data["request_id"])
        try:
            done = page.do(Moving(request, occasion, dossier, moving.version), form)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            return after(request, done, page.then_print, str(page.move.label))
    context = {
        "form": form,
        "dossier": dossier,
        "version": moving.version,
        "move": page.move,
        "result": dossier.results.first() if page.move in (SIGN, SEND_BACK) else None,
        "back": _back(dossier),
        "trail": [(_("Việc của tôi"), "/can-bo/viec/"), (dossier.code, _back(dossier))],
    }
    return render_page(request, page.template, context, status=422 if form.errors else 200)


def after(request: Request, dossier: Dossier, then_print: str, label: str) -> HttpResponse:
    """Go on to the slip or the dossier, and say what comes next, who does it, and by when."""
    messages.success(request, done_sentence(dossier, request.occasion, label))
    if then_print:
        return redirect("dossiers:print", dossier.code, then_print)
    if policy.readable(request.occasion.actor).filter(id=dossier.id).exists():
        return redirect("dossiers:workspace", dossier.code)
    return redirect("/can-bo/viec/")


def done_sentence(dossier: Dossier, occasion: Occasion, label: str) -> str:
    """Return "done", and the next step with who and by when."""
    done = _("Xong: %(what)s, hồ sơ %(code)s.") % {"what": label, "code": dossier.code}
    step = queries.next_step(dossier, occasion.today)
    if step is None:
        return f"{done} {_('Hồ sơ đã khép lại, không còn việc gì phải làm.')}"
    return f"{done} {_('Việc tiếp theo:')} {step.words}."


def _back(dossier: Dossier) -> str:
    if dossier.state == State.PREPARED:
        return reverse("dossiers:desk")
    return reverse("dossiers:workspace", args=[dossier.code])
