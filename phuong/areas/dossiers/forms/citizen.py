"""What citizens are asked on the way to a dossier, page by page."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.forms.ways import check_way, mail_field, tell_by_field
from phuong.areas.dossiers.models import ForWhom, ReturnMethod
from phuong.areas.procedures.api import PaperInfo, QuestionInfo
from phuong.kernel.errors import RuleBroken
from phuong.kernel.text import parse_phone, show_phone
from phuong.kernel.ui.forms import (
    DateField3,
    IdNumberField,
    PersonNameField,
    PhoneField,
    RefusableForm,
    UploadsField,
)
from phuong.kernel.ui.sentences import sentence, speak

LONGEST_LINE, LONGEST_TEXT, LARGEST_NUMBER = 500, 5000, 10**12
MOST_FILES = 10


class StartForm(RefusableForm):
    """Nothing but the wish to begin."""


class ResumeForm(RefusableForm):
    """The code of eight letters with which a draft is opened again."""

    code = forms.CharField(
        label=_("Mã 8 ký tự"),
        help_text=_("Mã được báo khi ông/bà bấm “Lưu, làm tiếp sau”"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"class": "p-w-16", "autocomplete": "off", "spellcheck": "false"}
        ),
    )


class ForWhomForm(RefusableForm):
    """For whom the dossier is."""

    for_whom = forms.ChoiceField(
        label=_("Nộp cho ai"), choices=ForWhom.choices, widget=forms.RadioSelect
    )


class WhoForm(RefusableForm):
    """Who hands in: for the receipt, and to be reached."""

    name = PersonNameField()
    phone = PhoneField(help_text=_("Để báo khi có kết quả, và để tra cứu hồ sơ"))
    email = mail_field()
    tell_by = tell_by_field()
    id_number = IdNumberField(required=False, help_text=_("12 chữ số trên thẻ căn cước"))
    address = forms.CharField(
        label=_("Nơi ở hiện nay"),
        help_text=_("Số nhà, đường, khu vực, phường"),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "p-w-30", "autocomplete": "street-address"}),
    )

    def __init__(self, *args: Any, phone_required: bool = True, **kwargs: Any) -> None:
        """Ask for the phone only where nobody meets at the desk before the receipt."""
        super().__init__(*args, **kwargs)
        self.fields["phone"].required = phone_required
        self.initial["phone"] = show_phone(self.initial.get("phone", ""))

    def clean(self) -> dict[str, Any]:
        """Ask for the address of the way that was chosen."""
        values: dict[str, Any] = super().clean() or {}
        check_way(self, values)
        return values

    def clean_phone(self) -> str:
        """Return the number as it is stored."""
        typed = self.cleaned_data["phone"]
        try:
            return parse_phone(typed) if typed else ""
        except RuleBroken as refusal:
            raise ValidationError(sentence(refusal), code=refusal.code) from refusal


class OtherForm(RefusableForm):
    """For whom somebody helps to hand in."""

    other_name = PersonNameField(label=_("Họ, chữ đệm và tên của người đó"))
    relation = forms.CharField(
        label=_("Ông/bà là gì của người đó?"),
        help_text=_("Ví dụ: con, cháu, hàng xóm"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "p-w-30"}),
    )


class QuestionForm(RefusableForm):
    """One question of a procedure; the answer is kept as text."""

    def __init__(self, *args: Any, question: QuestionInfo, **kwargs: Any) -> None:
        """Ask the question in the way its kind asks."""
        answer = kwargs.pop("answer", "")
        super().__init__(*args, **kwargs)
        self.fields["answer"] = _field_of(question)
        speak(self.fields["answer"], "answer")
        self.initial["answer"] = _typed(question, answer)
        self._speak(question)

    def _speak(self, question: QuestionInfo) -> None:
        # A question is a sentence by itself, so that "Nhập Trẻ sinh ngày nào?" would not be one.
        if question.kind == "choice":
            words = gettext("Chọn một câu trả lời")
        elif question.kind == "date":
            words = gettext("Nhập ngày, tháng, năm, ví dụ 27 3 1958")
        elif question.kind == "number":
            words = gettext("Nhập một số, chỉ gồm chữ số")
        else:
            words = gettext("Nhập câu trả lời")
        self.fields["answer"].error_messages["required"] = words

    @property
    def answer(self) -> str:
        """The answer as it is kept."""
        value = self.cleaned_data.get("answer")
        if value is None:
            return ""
        return value.isoformat() if isinstance(value, date) else str(value)


class AskedDateField(DateField3):
    """A date whose label is a whole question."""

    def _ask(self) -> str:
        return gettext("Nhập ngày, tháng, năm, ví dụ 27 3 1958")


def _field_of(question: QuestionInfo) -> forms.Field:
    common: dict[str, Any] = {
        "label": question.label,
        "required": question.required,
        "help_text": question.hint,
    }
    if question.kind == "date":
        return AskedDateField(**common, earliest=date(1850, 1, 1), latest=date(2150, 12, 31))
    if question.kind == "number":
        box = forms.TextInput(attrs={"inputmode": "numeric", "class": "p-w-8"})
        return forms.IntegerField(**common, min_value=0, max_value=LARGEST_NUMBER, widget=box)
    if question.kind == "choice":
        choices = [(choice, choice) for choice in question.choices]
        if not question.required:
            choices.append(("", gettext("Không trả lời")))
        return forms.ChoiceField(**common, choices=choices, widget=forms.RadioSelect)
    if question.kind == "long":
        area = forms.Textarea(attrs={"rows": 5})
        return forms.CharField(**common, max_length=LONGEST_TEXT, widget=area)
    line = forms.TextInput(attrs={"class": "p-w-30"})
    return forms.CharField(**common, max_length=LONGEST_LINE, widget=line)


def _typed(question: QuestionInfo, answer: str) -> Any:
    """Return a kept answer as its field takes it."""
    if question.kind == "date" and answer:
        return date.fromisoformat(answer)
    return answer


class SlotField(UploadsField):
    """The files of one paper; `documents.receive` looks into each by itself, not the form."""

    def __init__(self, **kwargs: Any) -> None:
        """Take as many files as one paper may have."""
        super().__init__(max_files=MOST_FILES, required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files as they came, unless there are too many."""
        given = [one for one in data or [] if one] if isinstance(data, list | tuple) else []
        if len(given) > self.max_files:
            raise ValidationError(
                gettext("Chọn nhiều nhất %(max)s tệp"),
                code="files",
                params={"max": self.max_files},
            )
        return given


class PapersForm(RefusableForm):
    """One slot of files for each paper that no register holds."""

    # What is there already counts too, so that no slot is required by itself; the label says it.
    mark_optional = False

    def __init__(
        self, *args: Any, papers: Sequence[PaperInfo], from_home: bool, **kwargs: Any
    ) -> None:
        """Make the slots."""
        super().__init__(*args, **kwargs)
        for paper in papers:
            label = paper.name
            if from_home and not paper.required:
                label = gettext("%(paper)s (không bắt buộc)") % {"paper": paper.name}
            self.fields[slot_name(paper.code)] = SlotField(
                label=label, help_text=gettext("Chụp đủ bốn góc, chữ rõ")
            )


def slot_name(paper_code: str) -> str:
    """Return the name of the slot of a paper."""
    return f"tep-{paper_code}"


class ReturnForm(RefusableForm):
    """How the result is to be handed over."""

    return_method = forms.ChoiceField(
        label=_("cách nhận kết quả"), choices=ReturnMethod.choices, widget=forms.RadioSelect
    )


class CheckForm(RefusableForm):
    """Nothing but the wish to send, or to have it ready for the desk."""
