"""What the desk types to put a received dossier right."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers import queries, rules
from phuong.areas.dossiers.forms.papers import number_field, paper_field_of
from phuong.areas.dossiers.forms.persons import MOST_TOGETHER, PersonsForm, together_known
from phuong.areas.dossiers.forms.questions import asking, kept, question_field, typed
from phuong.areas.dossiers.forms.ways import check_way, mail_field, tell_by_field
from phuong.areas.dossiers.models import Dossier, Paper, ReturnMethod
from phuong.areas.dossiers.queries import Wanted
from phuong.areas.dossiers.states import State
from phuong.areas.procedures.api import VersionInfo
from phuong.kernel.ui.forms import PhoneField

FIRST = ("name", "id_number", "phone", "email", "tell_by", "address", "return_method")
OF_ORGANISATION = ("kind", "representative", "representative_post")
FOR_ANOTHER = ("for_whom", "other_name", "relation", "authority", "authority_paper")


class CorrectForm(PersonsForm):
    """Everything that the desk wrote down, as it stands: one changes what is wrong and says why."""

    phone = PhoneField(required=False)
    email = mail_field()
    tell_by = tell_by_field()
    return_method = forms.ChoiceField(label=_("Cách nhận kết quả"), choices=ReturnMethod)
    reason = forms.CharField(
        label=_("Lý do đính chính"),
        help_text=_("Sai ở đâu, căn cứ giấy tờ nào. Người nộp đọc được câu này."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)
    confirmed = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, dossier: Dossier, version: VersionInfo, **kwargs: Any) -> None:
        """Begin with what stands; of a signed result only the contact can still be put right."""
        person = dossier.applicant
        kwargs.setdefault(
            "initial",
            {name: queries.fact(dossier, name) for name in queries.FACTS}
            | together_known(person.others)
            | _papers_known(dossier)
            | {"seen": dossier.receipt_turn},
        )
        super().__init__(*args, version=version, **kwargs)
        self.dossier = dossier
        self.is_signed = dossier.state == State.READY
        self.add_together(max(MOST_TOGETHER, len(person.others)))
        self._ask()
        if self.is_signed:
            known = {*rules.CONTACT, "reason", "seen", "confirmed", "request_id"}
            for name in [name for name in self.fields if name not in known]:
                del self.fields[name]

    def _ask(self) -> None:
        """Ask the procedure's questions; what was answered must stay answered."""
        answers = self.dossier.applicant.answers
        for question in self.version.questions:
            answer = str(answers.get(question.code, ""))
            name = answer_field(question.code)
            must = question.required and bool(answer)
            self.add(name, question_field(question, required=must))
            self.fields[name].error_messages["required"] = asking(question)
            self.initial[name] = typed(question, answer)

    def clean(self) -> dict[str, Any]:
        """Ask for what belongs to what was said."""
        values: dict[str, Any] = super().clean() or {}
        self.check_persons(values)
        check_way(self, values)
        return values

    def first(self) -> list[forms.BoundField]:
        """Return what everybody has: the person, and how they are reached."""
        return self._bound(FIRST)

    def more(self) -> list[tuple[Any, list[forms.BoundField], bool]]:
        """Return what few have, in groups: the name, the fields, and whether something is there."""
        person = self.dossier.applicant
        together = [name for name in self.fields if name.startswith("together_")]
        answers = [answer_field(one.code) for one in self.version.questions]
        groups = (
            (_("Tổ chức"), OF_ORGANISATION, person.is_organisation),
            (_("Cùng nộp, ví dụ vợ chồng"), together, bool(person.together)),
            (_("Nộp thay"), FOR_ANOTHER, bool(person.other_name or person.authority)),
            (_("Nội dung khai"), answers, bool(person.answers)),
        )
        found = ((legend, self._bound(names), has) for legend, names, has in groups)
        return [
            (legend, bounds, has or any(bound.errors for bound in bounds))
            for legend, bounds, has in found
            if bounds
        ]

    def _bound(self, names: Any) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    def answers(self) -> dict[str, str]:
        """Return the answers as they are kept, by the code of the question."""
        return {
            question.code: kept(self.cleaned_data.get(answer_field(question.code)))
            for question in self.version.questions
        }

    def changes_answers(self) -> bool:
        """Tell whether an answer is put right: what depends on it is to be looked at again."""
        if self.is_signed or not self.is_valid():
            return False
        return queries.answers_differ(self.dossier, self.answers())

    def wanted(self) -> Wanted:
        """Return how the dossier should have been taken in."""
        values = self.cleaned_data
        facts = {name: values[name] for name in queries.FACTS if name in values}
        if self.is_signed:
            return Wanted(facts=facts, reason=values["reason"], seen=values["seen"])
        return Wanted(
            facts=facts | {"kind": values["kind"] or self.dossier.applicant.kind},
            reason=values["reason"],
            seen=values["seen"],
            papers=self.papers(),
            marks=self.marks(),
            version=self.version,
            together=self.together(),
            answers=self.answers(),
        )


def answer_field(code: str) -> str:
    """Return the name of the field of a question."""
    return f"answer-{code}"


def _papers_known(dossier: Dossier) -> dict[str, Any]:
    """Return in what form each paper is there, and how many where that is not the usual number."""
    found: dict[str, Any] = {}
    for paper in dossier.papers.all():
        found |= _paper_known(paper)
    return found


def _paper_known(paper: Paper) -> dict[str, Any]:
    known: dict[str, Any] = {
        paper_field_of(paper.code): paper.form,
        number_field("note", paper.code): paper.note,
    }
    there = rules.number_there(paper.form, paper.originals, paper.copies)
    if there != rules.usual_number(paper.form):
        known[number_field("originals", paper.code)] = paper.originals
        known[number_field("copies", paper.code)] = paper.copies
    return known
