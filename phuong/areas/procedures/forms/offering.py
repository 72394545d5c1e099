"""The switches of the procedures that a ward takes in."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from phuong.areas.procedures.queries import FieldInfo
from phuong.areas.procedures.rules.offering import LONGEST_WHERE, Closed
from phuong.kernel.ui.forms import RefusableForm


class OfferForm(RefusableForm):
    """One box a procedure, by field, and where people are to go for what is not taken in."""

    mark_optional = False

    where = forms.CharField(
        label=_("Nơi nhận thay phường"),
        help_text=_(
            "Chỉ ghi khi bỏ chọn thủ tục: người dân được chỉ đến đây. Ví dụ: Trung tâm Phục vụ"
            " hành chính công thành phố, số 2 Hoà Bình."
        ),
        required=False,
        max_length=LONGEST_WHERE,
    )

    def __init__(
        self, data: Any, *, fields: Sequence[FieldInfo], closed: Mapping[UUID, Closed]
    ) -> None:
        """Lay out the procedures by field, ticked where they are taken in now."""
        super().__init__(data)
        self._known = {one.slug for field in fields for one in field.procedures}
        shut = [
            one.slug for field in fields for one in field.procedures if one.procedure_id in closed
        ]
        hidden = forms.CharField(required=False, widget=forms.HiddenInput, initial=" ".join(shut))
        self.add("seen", hidden)
        self._groups = [f"of_{place}" for place in range(len(fields))]
        for name, field in zip(self._groups, fields, strict=True):
            offered = [one.slug for one in field.procedures if one.procedure_id not in closed]
            choices = [
                (one.slug, _said(one.name, closed.get(one.procedure_id)))
                for one in field.procedures
            ]
            boxes = forms.MultipleChoiceField(
                label=field.name,
                choices=choices,
                required=False,
                initial=offered,
                widget=forms.CheckboxSelectMultiple,
            )
            self.add(name, boxes)

    def groups(self) -> list[forms.BoundField]:
        """Return the boxes by field."""
        return [self[name] for name in self._groups]

    def changes(self) -> dict[str, list[str]]:
        """Return what was switched against what the page showed, not against what is now."""
        chosen = {slug for name in self._groups for slug in self.cleaned_data[name]}
        seen = set(self.cleaned_data["seen"].split()) & self._known
        return {
            "stop": sorted(self._known - chosen - seen),
            "resume": sorted(seen & chosen),
        }


def _said(name: str, closed: Closed | None) -> Any:
    if closed is None:
        return name
    return _("%(name)s (không nhận; nơi nhận: %(where)s)") % {"name": name, "where": closed.where}
