"""What is typed to say which unit settles which field."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from phuong.kernel.ui.forms import RefusableForm

NONE = ("", _("Chưa có bộ phận"))


class RoutesForm(RefusableForm):
    """One list of units for each field."""

    mark_optional = False

    def __init__(
        self,
        data: Any,
        *,
        fields: Sequence[tuple[str, str, str, UUID | None]],
        units: Sequence[tuple[str, str]],
    ) -> None:
        """Lay out code, name, hint and first choice of each field."""
        super().__init__(data)
        self._codes = [code for code, *_rest in fields]
        for code, name, hint, first in fields:
            self.add(
                code,
                forms.ChoiceField(
                    label=name,
                    help_text=hint,
                    required=False,
                    choices=[NONE, *units],
                    initial=str(first or ""),
                ),
            )

    def chosen(self) -> dict[str, UUID | None]:
        """Return the unit chosen for each field."""
        given = {code: self.cleaned_data.get(code) for code in self._codes}
        return {code: UUID(unit) if unit else None for code, unit in given.items()}
