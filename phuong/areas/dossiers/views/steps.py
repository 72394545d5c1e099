"""One question a page, each kept by its own POST, so that leaving loses nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phuong.areas.dossiers import actions, queries
from phuong.areas.dossiers.actions.given import GivenFile
from phuong.areas.dossiers.forms import citizen as forms
from phuong.areas.dossiers.forms.questions import QuestionForm
from phuong.areas.dossiers.models import Applicant
from phuong.areas.dossiers.queries import drafts
from phuong.areas.dossiers.views import telling
from phuong.areas.dossiers.views.draft import Draft, draft_at
from phuong.areas.procedures.api import PaperInfo, QuestionInfo
from phuong.kernel.access.doors import PUBLIC, Request, door
from phuong.kernel.documents import api as documents
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.ui.forms import RefusableForm
from phuong.kernel.ui.pages import INVALID, render_page
from phuong.kernel.ui.parts import Uploaded
from phuong.kernel.ui.sentences import sentence

CHANGING = "sua"


@dataclass(frozen=True, slots=True)
class Asked:
    """One page: what it asks, its form, and what is kept of it."""

    question: str
    form: RefusableForm
    template: str = "dossiers/citizen/question.html"
    more: Mapping[str, Any] = field(default_factory=dict)

    def kept(self) -> dict[str, Any]:
        """Return what `actions.save_draft` keeps of the fields that could be read."""
        given = {
            name: value for name, value in self.form.cleaned_data.items() if name != "request_id"
        }
        if isinstance(self.form, forms.ReturnForm):
            return given
        if isinstance(self.form, QuestionForm):
            if "answer" not in given:
                return {}
            return {"answers": {str(self.more["code"]): self.form.answer}}
        return {"values": given}


@require_http_methods(["GET", "POST"])
@door(PUBLIC)
def step(request: Request, token: str, step: str) -> HttpResponse:
    """Ask one step of a draft and keep the answer."""
    draft = draft_at(request, token)
    if isinstance(draft, HttpResponse):
        return draft
    if step not in draft.progress.steps:
        raise NotVisible
    if step == drafts.PAPERS:
        return _papers(request, draft)
    asked = _asked(request, draft, step)
    later = "save_later" in request.POST
    if asked.form.is_valid() or (later and asked.form.is_bound):
        try:
            actions.save_draft(
                draft.occasion,
                draft.dossier,
                step=step if asked.form.is_valid() else "",
                **asked.kept(),
            )
        except RuleBroken as refusal:
            asked.form.refuse(refusal)
        else:
            return _onward(request, draft, step)
    context = _frame(request, draft, step) | {
        "form": asked.form, "question": asked.question, **asked.more
    }  # fmt: skip
    status = INVALID if asked.form.errors else 200
    return render_page(request, asked.template, context, status=status)


def _asked(request: Request, draft: Draft, step: str) -> Asked:
    """Return the page of a step, filled with what is known already."""
    data, person = request.POST or None, draft.dossier.applicant
    if step == drafts.FOR_WHOM:
        known = {"for_whom": person.for_whom} if step in draft.progress.done else {}
        form: RefusableForm = forms.ForWhomForm(data, initial=known)
        return Asked(_("Ông/bà nộp cho ai?"), form, more={"alone": True})
    if step == drafts.WHO:
        known = _known(person, "name", "phone", "id_number", "email", "tell_by", "address")
        needed = draft.progress.is_sent_from_home
        form = forms.WhoForm(data, initial=known, phone_required=needed)
        return Asked(_("Người nộp"), form)
    if step == drafts.OTHER:
        form = forms.OtherForm(data, initial=_known(person, "other_name", "relation"))
        return Asked(_("Ông/bà nộp cho người nào?"), form)
    if step == drafts.RETURN:
        known = {"return_method": draft.dossier.return_method}
        form = forms.ReturnForm(data, initial=known)
        return Asked(_("Ông/bà muốn nhận kết quả thế nào?"), form, more={"alone": True})
    return _question(data, draft, step)


def _question(data: Any, draft: Draft, step: str) -> Asked:
    code = step.removeprefix(drafts.QUESTION)
    question: QuestionInfo = next(one for one in draft.version.questions if one.code == code)
    answer = draft.dossier.applicant.answers.get(code, "")
    form = QuestionForm(data, question=question, answer=answer)
    label = question.label
    if not question.required:
        label = _("%(question)s (không bắt buộc)") % {"question": label}
    return Asked(label, form, more={"alone": True, "code": code})


def _known(person: Applicant, *names: str) -> dict[str, Any]:
    return {name: getattr(person, name) for name in names}


def _frame(request: Request, draft: Draft, step: str) -> dict[str, Any]:
    """Return what stands around the question: where one is, the way back, saving for later."""
    steps = draft.progress.steps
    at = steps.index(step)
    if CHANGING in request.GET:
        back = telling.route("dossiers:check", draft.token)
    elif at and not _begins_part(steps, at):
        back = telling.route("dossiers:step", draft.token, steps[at - 1])
    else:
        back = telling.route("dossiers:draft", draft.token)
    caption = _("%(procedure)s. Bước %(step)s trong %(steps)s") % {
        "procedure": draft.version.name,
        "step": at + 1,
        "steps": len(steps) + 1,
    }
    return {
        "draft": draft,
        "version": draft.version,
        "back_url": back,
        "caption": caption,
        "save_later": True,
        "keeps_query": CHANGING in request.GET,
    }


def _onward(request: Request, draft: Draft, step: str) -> HttpResponse:
    """Go on: to the check from which one came, to the saved page, the next step, or the list."""
    token = draft.token
    if "save_later" in request.POST:
        return redirect("dossiers:saved", token=token)
    person = draft.dossier.applicant
    steps = drafts.steps_of(draft.version, person.for_whom)
    if CHANGING in request.GET and drafts.OTHER not in set(steps) - set(draft.progress.done):
        return redirect("dossiers:check", token=token)
    at = steps.index(step)
    if at + 1 == len(steps):
        return redirect("dossiers:check", token=token)
    if draft.progress.is_long and _begins_part(steps, at + 1):
        return redirect("dossiers:draft", token=token)
    return redirect("dossiers:step", token=token, step=steps[at + 1])


def _begins_part(steps: Sequence[str], at: int) -> bool:
    """Tell whether a step is the first of its part of the list."""

    def part(step: str) -> str:
        if step in (drafts.FOR_WHOM, drafts.WHO, drafts.OTHER):
            return drafts.WHO
        return step.partition("/")[0]

    return at == 0 or part(steps[at]) != part(steps[at - 1])


def _papers(request: Request, draft: Draft) -> HttpResponse:
    """Take the papers: whatever can be kept is kept, also when a file beside it is refused."""
    asked = draft.version.papers
    slots = draft.progress.slots
    form = forms.PapersForm(
        request.POST or None,
        request.FILES or None,
        papers=slots,
        from_home=draft.progress.is_sent_from_home,
    )
    if form.is_bound:
        form.is_valid()
        good = _received(draft, form, slots)
        remove = [one for one in (_id(text) for text in request.POST.getlist("remove")) if one]
        stays = "remove" in request.POST or "add" in request.POST
        only_saving = stays or "save_later" in request.POST
        try:
            actions.save_draft(
                draft.occasion,
                draft.dossier,
                step="" if form.errors or only_saving else drafts.PAPERS,
                files=good,
                remove=remove,
            )
        except RuleBroken as refusal:
            form.refuse(refusal)
        draft = _again(draft)
        if not form.errors and not only_saving:
            for paper in draft.progress.missing:
                words = _("Chọn ảnh hoặc tệp: %(paper)s") % {"paper": paper.name}
                form.add_error(forms.slot_name(paper.code), words)
        if not form.errors:
            if stays:
                return redirect(request.get_full_path())
            return _onward(request, draft, drafts.PAPERS)
    context = _frame(request, draft, drafts.PAPERS) | {
        "form": form,
        "question": _("Giấy tờ"),
        "slots": [_slot(draft, form, paper) for paper in asked],
        "from_home": draft.progress.is_sent_from_home,
    }
    status = INVALID if form.errors else 200
    return render_page(request, "dossiers/citizen/papers.html", context, status=status)


def _received(draft: Draft, form: forms.PapersForm, slots: Sequence[PaperInfo]) -> list[GivenFile]:
    """Receive every file before any transaction; what is refused is told beside its slot."""
    good = []
    for paper in slots:
        name = forms.slot_name(paper.code)
        room = forms.MOST_FILES - len(draft.progress.of(paper.code))
        for upload in form.cleaned_data.get(name) or ():
            if room <= 0:
                form.add_error(name, forms.SlotField().too_many())
                break
            try:
                stored = documents.receive(upload, field=name)
            except RuleBroken as refusal:
                form.add_error(name, f"{documents.clean_name(upload.name)}: {sentence(refusal)}")
            else:
                good.append(GivenFile(paper.code, stored.name, stored))
                room -= 1
    return good


def _again(draft: Draft) -> Draft:
    """Return the draft as it stands after what was just kept."""
    return Draft(draft.occasion, draft.dossier, queries.progress(draft.dossier, draft.version))


def _slot(draft: Draft, form: forms.PapersForm, paper: PaperInfo) -> dict[str, Any]:
    files = [
        Uploaded(paper.name, file.name, file.size, str(file.id))
        for file in draft.progress.of(paper.code)
    ]
    name = forms.slot_name(paper.code)
    return {
        "paper": paper,
        "field": form[name] if name in form.fields else None,
        "files": files,
        "is_held": bool(paper.held_in),
    }


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
