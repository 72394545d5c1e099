"""Who hands in: a person or an organisation, alone or with others, for oneself or for another."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.forms.papers import PapersForm
from phuong.areas.dossiers.models import ApplicantKind, Authority, ForWhom, Together
from phuong.kernel.ui.forms import IdNumberField, PersonNameField, PhoneField

MOST_TOGETHER = 2
ORGANISATION_DIGITS = (10, 12, 13)
TOGETHER = ("name", "id", "phone")
WIDE = {"class": "p-w-30", "autocomplete": "off"}


class NumberField(IdNumberField):
    """The number of a person, or the code of an organisation: which, the form knows."""

    def to_python(self, value: Any) -> str:
        """Return the digits alone; how many there must be is asked when all is known."""
        digits = "".join(letter for letter in str(value or "") if letter.isalnum())
        if digits and not (digits.isascii() and digits.isdigit()):
            raise forms.ValidationError(self.error_messages["digits"], code="digits")
        return digits


class PersonsForm(PapersForm):
    """What few have to say of who hands in, and the papers."""

    name = PersonNameField()
    id_number = NumberField(required=False)
    kind = forms.ChoiceField(
        label=_("Người nộp là"),
        choices=ApplicantKind,
        initial=ApplicantKind.PERSON,
        required=False,
        help_text=_("Tổ chức: ghi tên tổ chức ở ô họ tên, mã số ở ô số định danh."),
    )
    representative = PersonNameField(label=_("Người đại diện tổ chức"), required=False)
    representative_post = forms.CharField(
        label=_("Chức vụ người đại diện"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=WIDE),
    )
    address = forms.CharField(
        label=_("Nơi ở, địa chỉ"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs=WIDE),
    )
    for_whom = forms.ChoiceField(label=_("Nộp cho ai"), choices=ForWhom, initial=ForWhom.SELF)
    other_name = PersonNameField(label=_("Họ tên người được nộp thay"), required=False)
    relation = forms.CharField(
        label=_("Quan hệ với người đó"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=WIDE),
    )
    authority = forms.ChoiceField(
        label=_("Giấy tờ nộp thay đã xem"), choices=Authority, required=False
    )
    authority_paper = forms.CharField(
        label=_("Số, ngày, nơi cấp giấy đó"),
        required=False,
        max_length=240,
        widget=forms.TextInput(attrs=WIDE),
    )

    def add_together(self, most: int) -> None:
        """Ask for those who hand in together with the first."""
        self.most_together = most
        for number in range(1, most + 1):
            name, known_by, phone = _together_fields(number)
            label = _("Họ tên người cùng nộp")
            self.add(name, PersonNameField(label=label, required=False))
            label = _("Số định danh người đó")
            self.add(known_by, IdNumberField(label=label, required=False))
            self.add(phone, PhoneField(label=_("Điện thoại người đó"), required=False))

    def check_persons(self, values: Mapping[str, Any]) -> None:
        """Ask for what belongs to what was said of who hands in."""
        if values.get("for_whom") == ForWhom.OTHER and not values.get("other_name"):
            self.add_error("other_name", _("Nhập họ, chữ đệm và tên"))
        if values.get("authority_paper") and not values.get("authority"):
            self.add_error("authority", _("Chọn loại giấy tờ nộp thay đã xem"))
        self._check_kind(values)
        for number in range(1, self.most_together + 1):
            name, *known = _together_fields(number)
            if any(values.get(one) for one in known) and not values.get(name):
                self.add_error(name, _("Nhập họ, chữ đệm và tên"))

    def _check_kind(self, values: Mapping[str, Any]) -> None:
        digits = len(values.get("id_number") or "")
        if values.get("kind") == ApplicantKind.ORGANISATION:
            if digits and digits not in ORGANISATION_DIGITS:
                self.add_error("id_number", _("Nhập mã số tổ chức gồm 10 hoặc 13 chữ số"))
            if not values.get("representative"):
                self.add_error("representative", _("Nhập họ tên người đại diện tổ chức"))
        elif digits and digits not in (9, 12):
            field = self.fields["id_number"]
            self.add_error("id_number", field.error_messages["digits"])

    def together(self) -> tuple[Together, ...]:
        """Return those who hand in together with the first."""
        values = self.cleaned_data
        fields = (_together_fields(number) for number in range(1, self.most_together + 1))
        return tuple(
            Together(values[name], values[known_by], values[phone])
            for name, known_by, phone in fields
            if values[name]
        )


def together_known(others: Sequence[Together]) -> dict[str, str]:
    """Return what a form begins with for those who hand in together."""
    found: dict[str, str] = {}
    for number, one in enumerate(others, start=1):
        fields = _together_fields(number)
        found |= dict(zip(fields, (one.name, one.id_number, one.phone), strict=True))
    return found


def _together_fields(number: int) -> tuple[str, ...]:
    return tuple(f"together_{what}_{number}" for what in TOGETHER)
