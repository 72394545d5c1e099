"""A draft at its address, and how its parts are shown: the list, and the answers to check."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from phuong.areas.dossiers import policy, queries
from phuong.areas.dossiers.models import Dossier, ReturnMethod
from phuong.areas.dossiers.queries import drafts
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.views import proof, telling
from phuong.areas.procedures.api import VersionInfo
from phuong.kernel.access.api import Occasion, Request
from phuong.kernel.text import show_phone
from phuong.kernel.ui.parts import Row, Task


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft at its address: the token that is its proof, and how far it is."""

    occasion: Occasion
    dossier: Dossier
    progress: drafts.Progress

    @property
    def version(self) -> VersionInfo:
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


def tasks_of(draft: Draft) -> list[Task]:
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


def answers_of(draft: Draft) -> list[tuple[str, str, list[Row]]]:
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
        row(_("Thư điện tử"), person.email, drafts.WHO),
        row(_("Báo tin bằng"), person.get_tell_by_display(), drafts.WHO),
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
