"""Forms that speak our sentences, keep what was typed, and can be refused by a rule."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from phuong.kernel import text
from phuong.kernel.errors import RuleBroken
from phuong.kernel.ui.dates import DateField3, DateParts, PartialDate
from phuong.kernel.ui.fields import (
    AmountField,
    CodeField,
    IdNumberField,
    PersonNameField,
    PhoneField,
    RequestIdField,
    UploadField,
    UploadsField,
)
from phuong.kernel.ui.sentences import sentence, speak

__all__ = [
    "AddressForm",
    "AmountField",
    "CodeField",
    "DateField3",
    "DateParts",
    "DayFilter",
    "FilterForm",
    "IdNumberField",
    "PartialDate",
    "PersonNameField",
    "PhoneField",
    "RefusableForm",
    "RequestIdField",
    "UploadField",
    "UploadsField",
]


def _nfc(value: Any) -> Any:
    """Return a string in Unicode NFC, anything else as it is."""
    return text.nfc(value) if isinstance(value, str) else value


def normalised(data: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Return typed data with every string in NFC; phones and some keyboards send NFD."""
    if data is None:
        return None
    if isinstance(data, MultiValueDict):
        fresh: MultiValueDict[str, Any] = (
            QueryDict(mutable=True) if isinstance(data, QueryDict) else MultiValueDict()
        )
        for key, values in data.lists():
            fresh.setlist(key, [_nfc(value) for value in values])
        return fresh
    return {key: _nfc(value) for key, value in data.items()}


class FilterForm(forms.Form):
    """The filters above a list: sent by GET, nothing required, nothing marked optional."""

    use_required_attribute = False
    mark_optional = False

    def __init__(self, data: Any = None, files: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(normalised(data), files, *args, **kwargs)
        for name, field in self.fields.items():
            speak(field, name)

    def add(self, name: str, field: forms.Field) -> None:
        """Add a field that the page at hand calls for; it speaks like the others."""
        self.fields[name] = field
        speak(field, name)

    def anchor(self, name: str) -> str:
        """Return the id of the control that a link about this field should land on."""
        bound: BoundField = self[name]
        widget = bound.field.widget
        if isinstance(widget, forms.MultiWidget):
            return f"{bound.auto_id}_{self._wrong_part(name)}"
        if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            return f"{bound.auto_id}_0"
        return bound.id_for_label or bound.auto_id

    def _wrong_part(self, name: str) -> int:
        for error in self.errors.as_data().get(name, []):
            if error.params and "part" in error.params:
                return int(error.params["part"])
        return 0

    def complaints(self) -> list[tuple[str, str]]:
        """Return (id of the control or nothing, sentence) of everything to mend, in field order."""
        found = [("", str(words)) for words in self.errors.get(NON_FIELD_ERRORS, [])]
        for name in self.fields:
            found += [(self.anchor(name), str(words)) for words in self.errors.get(name, [])]
        return found


class AddressForm(FilterForm):
    """Filters whose names in the address are Vietnamese words, as all addresses are."""

    WRITTEN: ClassVar[Mapping[str, str]] = {}

    def add_prefix(self, field_name: str) -> str:
        """Return the name of a filter as it stands in the address."""
        return self.WRITTEN.get(field_name, field_name)

    def chosen(self, name: str) -> str:
        """Return what a filter asks for; what the list does not offer counts as nothing."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")


class DayFilter(FilterForm):
    """The day of a page that shows one: today until another was chosen, and always said."""

    ngay = forms.DateField(
        label=_("Ngày"),
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, data: Mapping[str, Any], today: date) -> None:
        super().__init__(data if data.get("ngay") else {**data, "ngay": f"{today:%Y-%m-%d}"})
        self._today = today

    def day(self) -> date:
        """Return the day that was chosen, today where none was or what was typed is none."""
        chosen: date | None = self.cleaned_data.get("ngay") if self.is_valid() else None
        return chosen or self._today


class RefusableForm(FilterForm):
    """A form that is sent once, and that a rule may refuse after it was understood.

    `cleaned_data["request_id"]` is the id that the page made: the same id is the same act.
    """

    mark_optional = True

    request_id = RequestIdField()

    def refuse(self, refusal: RuleBroken) -> None:
        """Put the rule's sentence beside its field, or on top where it names none."""
        field = refusal.field if refusal.field in self.fields else None
        # The words are whole; a per cent sign in them is no place to fill.
        self.add_error(field, ValidationError(sentence(refusal), code=refusal.code))

    @property
    def warnings(self) -> dict[str, str]:
        """Return what was taken but should be looked at again, by field."""
        if not self.is_bound:
            return {}
        found = {}
        for name, field in self.fields.items():
            warn = getattr(field, "warning_for", None)
            if warn and (words := warn(self.cleaned_data.get(name) or "")):
                found[name] = words
        return found
