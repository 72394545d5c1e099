"""One page a move: what will happen, what is needed, one button. After it: what comes next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from phuong.areas.tasks import actions, forms, policy, queries
from phuong.areas.tasks.models import Task
from phuong.areas.tasks.states import (
    ASK_EXTENSION,
    CANCEL,
    CLOSE_UNDONE,
    CONFIRM,
    EXTEND,
    HAND_ON,
    KEEP_DATE,
    REPORT_DONE,
    REPORT_PROGRESS,
    SEND_BACK,
    TAKE_UP,
    Can,
    State,
)
from phuong.areas.tasks.views import words
from phuong.kernel.access.api import Occasion, Request, door
from phuong.kernel.audit import api as audit
from phuong.kernel.documents import api as documents
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.ui.forms import RefusableForm
from phuong.kernel.ui.pages import INVALID, render_page, was_sent
from phuong.kernel.workflow.machine import Move

Do = Callable[[Occasion, Task, Any], Task]


@dataclass(frozen=True, slots=True)
class Page:
    """How a move is asked for and carried out."""

    move: Move[State]
    form: type[RefusableForm]
    do: Do


def _files(form: Any) -> list[documents.StoredFile]:
    """Receive uploads before the act: streamed, sniffed, hashed, refused with a sentence."""
    return documents.receive_all(form.cleaned_data["attached"], field="attached")


def _reporting(act: Callable[..., Task]) -> Do:
    return lambda occasion, task, form: act(
        occasion, task, words=form.cleaned_data["words"], files=_files(form)
    )


def _with_reason(act: Callable[..., Task]) -> Do:
    return lambda occasion, task, form: act(occasion, task, reason=form.cleaned_data["reason"])


def _ask_extension(occasion: Occasion, task: Task, form: Any) -> Task:
    given = form.cleaned_data
    return actions.ask_extension(occasion, task, by=given["by"], reason=given["reason"])


def _hand_on(occasion: Occasion, task: Task, form: Any) -> Task:
    given = form.cleaned_data
    return actions.hand_on(occasion, task, doer_id=UUID(given["doer"]), reason=given["reason"])


PAGES: Mapping[str, Page] = {
    page.move.slug: page
    for page in (
        Page(TAKE_UP, forms.ConfirmForm, lambda when, task, _form: actions.take_up(when, task)),
        Page(REPORT_PROGRESS, forms.WordsForm, _reporting(actions.report_progress)),
        Page(REPORT_DONE, forms.DoneForm, _reporting(actions.report_done)),
        Page(ASK_EXTENSION, forms.ExtensionForm, _ask_extension),
        Page(EXTEND, forms.ConfirmForm, lambda when, task, _form: actions.extend(when, task)),
        Page(KEEP_DATE, forms.ReasonForm, _with_reason(actions.keep_date)),
        Page(
            CONFIRM,
            forms.AcceptForm,
            lambda when, task, form: actions.confirm(when, task, words=form.cleaned_data["words"]),
        ),
        Page(SEND_BACK, forms.ReasonForm, _with_reason(actions.send_back)),
        Page(HAND_ON, forms.HandOnForm, _hand_on),
        Page(CLOSE_UNDONE, forms.ReasonForm, _with_reason(actions.close_undone)),
        Page(CANCEL, forms.ReasonForm, _with_reason(actions.cancel)),
    )
}
LOOKED_AT = (EXTEND, KEEP_DATE, CONFIRM, SEND_BACK)


@require_http_methods(["GET", "POST"])
@door(Can.DO)
def move(request: Request, code: str, slug: str) -> HttpResponse:
    """Make a move on a task that the actor may read."""
    page = PAGES.get(slug)
    if page is None:
        raise NotVisible
    occasion = request.occasion
    task = policy.get(occasion.actor, code)
    # A form sent twice meets a task that has moved on: the act itself knows its own request.
    policy.check_actor(occasion.actor, task, page.move)
    if request.method != "POST":
        policy.check(occasion.actor, task, page.move)
        audit.note_reading(occasion, [task.id], "tasks.move")
    form = _form(request, page, task)
    if form.is_valid():
        try:
            done = page.do(occasion.under(form.cleaned_data["request_id"]), task, form)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, words.done(done, occasion, str(page.move.label)))
            return redirect(words.after(occasion, done))
    elif was_sent(request):
        # Who has it now is not among those to choose from.
        return redirect(words.after(occasion, task))
    context = {
        "form": form,
        "task": task,
        "move": page.move,
        "back": reverse("tasks:task", args=[task.code]),
        "trail": words.trail(str(page.move.label), task=task),
        **(_to_look_at(task) if page.move in LOOKED_AT else {}),
    }
    status = INVALID if form.errors else 200
    return render_page(request, "tasks/move.html", context, status=status)


def _form(request: Request, page: Page, task: Task) -> RefusableForm:
    data: tuple[Any, Any] = (None, None)
    if request.method == "POST":
        data = (request.POST, request.FILES)
    if page.form is forms.HandOnForm:
        people = queries.workers(request.occasion.actor, request.occasion.today)
        named = {task.doer_id, task.assigner_id}
        return forms.HandOnForm(*data, people=[one for one in people if one.person_id not in named])
    return page.form(*data)


def _to_look_at(task: Task) -> dict[str, Any]:
    """Return what one decides about: the last report with its files, or what was asked for."""
    if task.state == State.EXTENSION_ASKED:
        return {"asked": queries.open_extension(task)}
    said = [one for one in queries.inside(task).said if one.remark.move == REPORT_DONE.name]
    return {"report": said[-1] if said else None}
