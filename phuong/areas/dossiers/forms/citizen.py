"""What citizens are asked on the way to a dossier, page by page."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.forms.ways import check_way, mail_field, tell_by_field
from phuong.areas.dossiers.models import ForWhom, ReturnMethod
from phuong.areas.procedures.api import PaperInfo
from phuong.kernel.errors import RuleBroken
from phuong.kernel.text import parse_phone, show_phone
from phuong.kernel.ui.forms import (
    IdNumberField,
    PersonNameField,
    PhoneField,
    RefusableForm,
    UploadsField,
)
from phuong.kernel.ui.sentences import sentence

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


class SlotField(UploadsField):
    """The files of one paper; `documents.receive` looks into each by itself, not the form."""

    def __init__(self, **kwargs: Any) -> None:
        """Take as many files as one paper may have."""
        super().__init__(max_files=MOST_FILES, required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files as they came, unless there are too many."""
        given = [one for one in data or [] if one] if isinstance(data, list | tuple) else []
        if len(given) > self.max_files:
            raise self.too_many()
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
