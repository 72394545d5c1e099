"""What a citizen does with a dossier that was sent: answers a request, or takes it back."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from phuong.areas.dossiers import actions, policy, queries
from phuong.areas.dossiers.actions.given import GivenFile
from phuong.areas.dossiers.forms import tracking as forms
from phuong.areas.dossiers.models import Dossier, SupplementItem
from phuong.areas.dossiers.queries import AskingItem
from phuong.areas.dossiers.queries import stories as parts
from phuong.areas.dossiers.states import RECEIVE_ONLINE, WITHDRAW, State
from phuong.areas.dossiers.views import proof, standing
from phuong.kernel.access.api import Occasion
from phuong.kernel.access.doors import PUBLIC, Request, door
from phuong.kernel.documents import api as documents
from phuong.kernel.errors import RuleBroken
from phuong.kernel.ui.pages import INVALID, render_page
from phuong.kernel.ui.sentences import sentence

Answer = SupplementItem.Answer


@require_http_methods(["GET", "POST"])
@door(PUBLIC)
@proof.proved
def supplement(request: Request, dossier: Dossier, when: Occasion) -> HttpResponse:
    """Take what was asked for, thing by thing: files, or the word that it will be brought."""
    asking = queries.story(dossier, (parts.REQUESTS,)).open_request
    if asking is None or dossier.state not in (State.SUPPLEMENT, State.SUPPLEMENT_INTAKE):
        return redirect("dossiers:supplemented", code=dossier.code)
    left = [item for item in asking.items if item.answer not in (Answer.FILE, Answer.BROUGHT)]
    form = forms.SupplementForm(
        request.POST or None,
        request.FILES or None,
        items=left,
        initial={forms.bring_name(item): item.answer == Answer.BRING for item in left},
    )
    if form.is_bound:
        form.is_valid()
        files = _received(form, left)
        answers = _answers(form, left, files)
        if not form.errors:
            try:
                _answer(when.under(form.cleaned_data["request_id"]), dossier, answers, files)
            except RuleBroken as refusal:
                form.refuse(refusal)
            else:
                return redirect("dossiers:supplemented", code=dossier.code)
        elif files:
            # What came whole stays, so that only what was refused is chosen again.
            actions.keep_supplement(when, dossier, answers, files)
            asking = queries.story(dossier, (parts.REQUESTS,)).open_request or asking
    context = {
        "form": form,
        "dossier": dossier,
        "version": queries.version(dossier),
        "asking": asking,
        "pauses": dossier.state == State.SUPPLEMENT,
        "items": [_shown(form, item) for item in asking.items],
        "back": reverse("dossiers:status", args=[dossier.code]),
    }
    status = INVALID if form.errors else 200
    return render_page(request, "dossiers/citizen/supplement.html", context, status=status)


def _received(form: forms.SupplementForm, items: Sequence[AskingItem]) -> list[GivenFile]:
    """Receive every file before any transaction; what is refused is told beside its slot."""
    good = []
    for item in items:
        name = forms.file_name(item)
        for upload in form.cleaned_data.get(name) or ():
            try:
                stored = documents.receive(upload, field=name)
            except RuleBroken as refusal:
                form.add_error(name, f"{documents.clean_name(upload.name)}: {sentence(refusal)}")
            else:
                good.append(GivenFile(_slot(item), stored.name, stored))
    return good


def _slot(item: AskingItem) -> str:
    """Return where the files of a thing are kept: with its paper, or under its number."""
    return item.paper_code[:40] or f"muc-{item.position}"


def _answers(
    form: forms.SupplementForm, items: Sequence[AskingItem], files: Sequence[GivenFile]
) -> dict[UUID, str]:
    given = {file.paper_code for file in files}
    answers: dict[UUID, str] = {}
    for item in items:
        name = forms.file_name(item)
        if _slot(item) in given and name not in form.errors:
            answers[item.id] = Answer.FILE
        elif form.cleaned_data.get(forms.bring_name(item)):
            answers[item.id] = Answer.BRING
        elif name not in form.errors:
            form.add_error(name, _("Chọn ảnh hoặc tệp, hoặc đánh dấu “Tôi sẽ mang đến quầy”"))
    return answers


def _answer(
    when: Occasion, dossier: Dossier, answers: dict[UUID, str], files: Sequence[GivenFile]
) -> None:
    if dossier.state == State.SUPPLEMENT_INTAKE:
        actions.answer_intake(when, dossier, answers, files)
    elif all(answer == Answer.FILE for answer in answers.values()):
        actions.answer_supplement(when, dossier, answers, files)
    else:
        actions.keep_supplement(when, dossier, answers, files)


def _shown(form: forms.SupplementForm, item: AskingItem) -> dict[str, object]:
    is_open = forms.file_name(item) in form.fields and item.answer != Answer.FILE
    return {
        "item": item,
        "file": form[forms.file_name(item)] if is_open else None,
        "bring": form[forms.bring_name(item)] if is_open else None,
    }


@require_GET
@door(PUBLIC)
@proof.proved
def supplemented(request: Request, dossier: Dossier, when: Occasion) -> HttpResponse:
    """Say what came of a supplement: the new date beside the old, or what is still missing."""
    story = queries.story(dossier, (parts.REQUESTS, parts.EVENTS))
    if not story.requests:
        return redirect("dossiers:status", code=dossier.code)
    asking = story.open_request
    if asking is not None and all(item.answer == Answer.NONE for item in asking.items):
        return redirect("dossiers:supplement", code=dossier.code)
    context = {
        "dossier": dossier,
        "version": queries.version(dossier),
        "to_bring": [item for item in asking.items if item.answer != Answer.FILE] if asking else [],
        "waits": asking is not None,
        "stands_still": dossier.is_paused,
        "promise": standing.promise(dossier, when),
        "upcoming": standing.upcoming(dossier, story, when),
    }
    return render_page(request, "dossiers/citizen/supplemented.html", context)


@require_http_methods(["GET", "POST"])
@door(PUBLIC)
@proof.proved
def receive_online(request: Request, dossier: Dossier, when: Occasion) -> HttpResponse:
    """Ask once more, then give the signed file: this moment is the handing over."""
    if dossier.state == State.RETURNED:
        return redirect("dossiers:status", code=dossier.code)
    policy.check(when.actor, dossier, RECEIVE_ONLINE)
    result = queries.latest(dossier)
    if result is None or result.file_id is None:
        return redirect("dossiers:status", code=dossier.code)
    form = forms.ReceiveForm(request.POST or None)
    if form.is_valid():
        try:
            actions.receive_online(when.under(form.cleaned_data["request_id"]), dossier)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            return redirect("dossiers:status", code=dossier.code)
    context = {
        "form": form,
        "dossier": dossier,
        "version": queries.version(dossier),
        "question": _("Nhận bản điện tử?"),
        "back": reverse("dossiers:status", args=[dossier.code]),
    }
    status = INVALID if form.errors else 200
    return render_page(request, "dossiers/citizen/receive_online.html", context, status=status)


@require_http_methods(["GET", "POST"])
@door(PUBLIC)
@proof.proved
def withdraw(request: Request, dossier: Dossier, when: Occasion) -> HttpResponse:
    """Ask once more, then take the dossier back."""
    if dossier.state == State.WITHDRAWN:
        return redirect("dossiers:status", code=dossier.code)
    policy.check(when.actor, dossier, WITHDRAW)
    form = forms.WithdrawForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.withdraw(when.under(form.cleaned_data["request_id"]), dossier, reason=reason)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            return redirect("dossiers:status", code=dossier.code)
    context = {
        "form": form,
        "dossier": dossier,
        "version": queries.version(dossier),
        "question": _("Rút hồ sơ này?"),
        "back": reverse("dossiers:status", args=[dossier.code]),
    }
    status = INVALID if form.errors else 200
    return render_page(request, "dossiers/citizen/withdraw.html", context, status=status)
