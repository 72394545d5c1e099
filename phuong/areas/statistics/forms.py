"""Choosing a month or a period."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phuong.kernel.ui.forms import FilterForm


class MonthFilter(FilterForm):
    """Which month or period is shown; an unknown one shows the newest."""

    month = forms.ChoiceField(label=_("Kỳ"), required=False)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Offer what was published."""
        super().__init__(*args, **kwargs)
        field = self.fields["month"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
        field.choices = list(choices)

    def add_prefix(self, field_name: str) -> str:
        """Name the parameter as people read it in an address."""
        return {"month": "ky"}.get(field_name, field_name)

    def chosen(self) -> str:
        """Return the code that was chosen, or nothing."""
        return str(self.cleaned_data.get("month") or "") if self.is_valid() else ""
