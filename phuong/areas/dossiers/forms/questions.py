"""The questions of a procedure: each asked as its kind asks, each answer kept as text."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext

from phuong.areas.procedures.api import QuestionInfo
from phuong.kernel.ui.forms import DateField3, RefusableForm
from phuong.kernel.ui.sentences import speak

LONGEST_LINE, LONGEST_TEXT, LARGEST_NUMBER = 500, 5000, 10**12


class QuestionForm(RefusableForm):
    """One question of a procedure; the answer is kept as text."""

    def __init__(self, *args: Any, question: QuestionInfo, **kwargs: Any) -> None:
        """Ask the question in the way its kind asks."""
        answer = kwargs.pop("answer", "")
        super().__init__(*args, **kwargs)
        self.fields["answer"] = question_field(question, required=question.required)
        speak(self.fields["answer"], "answer")
        self.initial["answer"] = typed(question, answer)
        self.fields["answer"].error_messages["required"] = asking(question)

    @property
    def answer(self) -> str:
        """The answer as it is kept."""
        return kept(self.cleaned_data.get("answer"))


class AskedDateField(DateField3):
    """A date whose label is a whole question."""

    def _ask(self) -> str:
        return gettext("Nhập ngày, tháng, năm, ví dụ 27 3 1958")


def asking(question: QuestionInfo) -> str:
    """Return what is said where an answer is missing.

    A question is a sentence by itself, so that "Nhập Trẻ sinh ngày nào?" would not be one.
    """
    if question.kind == "choice":
        return gettext("Chọn một câu trả lời")
    if question.kind == "date":
        return gettext("Nhập ngày, tháng, năm, ví dụ 27 3 1958")
    if question.kind == "number":
        return gettext("Nhập một số, chỉ gồm chữ số")
    return gettext("Nhập câu trả lời")


def kept(value: Any) -> str:
    """Return what was typed as it is kept."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def question_field(question: QuestionInfo, *, required: bool) -> forms.Field:
    """Return the field in which a question is answered."""
    common: dict[str, Any] = {
        "label": question.label,
        "required": required,
        "help_text": question.hint,
    }
    if question.kind == "date":
        return AskedDateField(**common, earliest=date(1850, 1, 1), latest=date(2150, 12, 31))
    if question.kind == "number":
        box = forms.TextInput(attrs={"inputmode": "numeric", "class": "p-w-8"})
        return forms.IntegerField(**common, min_value=0, max_value=LARGEST_NUMBER, widget=box)
    if question.kind == "choice":
        choices = [(choice, choice) for choice in question.choices]
        if not required:
            choices.append(("", gettext("Không trả lời")))
        return forms.ChoiceField(**common, choices=choices, widget=forms.RadioSelect)
    if question.kind == "long":
        area = forms.Textarea(attrs={"rows": 5})
        return forms.CharField(**common, max_length=LONGEST_TEXT, widget=area)
    line = forms.TextInput(attrs={"class": "p-w-30"})
    return forms.CharField(**common, max_length=LONGEST_LINE, widget=line)


def typed(question: QuestionInfo, answer: str) -> Any:
    """Return a kept answer as its field takes it."""
    if question.kind == "date" and answer:
        return date.fromisoformat(answer)
    return answer
