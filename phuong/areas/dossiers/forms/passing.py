"""What officials type when a dossier passes from unit to unit."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from phuong.kernel.ui.forms import RefusableForm


class PassOnForm(RefusableForm):
    """Which unit goes on with a dossier, and why."""

    to = forms.ChoiceField(label=_("Bộ phận nhận"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Vì sao chuyển, bộ phận nhận làm gì"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )

    def __init__(self, *args: Any, units: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        """Offer the units that settle dossiers."""
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = units  # type: ignore[attr-defined]
