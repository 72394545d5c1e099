"""The forms of the catalogue: finding, filtering, confirming."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from phuong.areas.procedures.models import LimitUnit
from phuong.areas.procedures.queries import FieldInfo
from phuong.areas.procedures.rules.confirming import LONGEST_LIMIT, LONGEST_NOTE, SHORTEST_NOTE
from phuong.kernel.ui.forms import AmountField, FilterForm, RefusableForm

LARGEST_FEE = 100_000_000


class SearchForm(FilterForm):
    """Find a procedure by any words."""

    q = forms.CharField(
        label=_("Ông/bà cần làm thủ tục gì?"),
        help_text=_("Gõ vài từ, có dấu hay không dấu đều được. Ví dụ: khai sinh cho con"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "data-search": ""}),
    )


class ReviewFilter(FilterForm):
    """What of the catalogue an administrator looks at."""

    q = forms.CharField(label=_("Tìm"), required=False, max_length=200)
    field = forms.ChoiceField(label=_("Lĩnh vực"), required=False)
    doubtful = forms.BooleanField(label=_("Chỉ thủ tục cần rà soát"), required=False)

    def __init__(self, data: Any = None, *, fields: Sequence[FieldInfo], **kwargs: Any) -> None:
        """Offer the fields that have procedures."""
        super().__init__(data, **kwargs)
        choices = [("", gettext("Tất cả")), *((each.code, each.name) for each in fields)]
        self.fields["field"] = forms.ChoiceField(
            label=_("Lĩnh vực"), required=False, choices=choices
        )


class ConfirmForm(RefusableForm):
    """A limit that the ward stands by, where it was found, and perhaps the fee."""

    limit_unit = forms.ChoiceField(
        label=_("Thời hạn tính theo"), choices=LimitUnit, widget=forms.RadioSelect
    )
    limit_n = forms.IntegerField(
        label=_("Số"),
        help_text=_("Bỏ trống nếu trả trong ngày."),
        required=False,
        min_value=1,
        max_value=LONGEST_LIMIT,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "p-w-8"}),
    )
    fee_amount = AmountField(
        label=_("Phí, lệ phí một lần làm (đồng)"),
        help_text=_("Chỉ nhập nếu đã đối chiếu mức thu; 0 là không thu. Bỏ trống thì giữ như cũ."),
        required=False,
        max_value=LARGEST_FEE,
    )
    note = forms.CharField(
        label=_("Căn cứ"),
        help_text=_("Số văn bản, điều, khoản hoặc trang đã tra cứu."),
        min_length=SHORTEST_NOTE,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a number where the unit counts something, and for none where it does not."""
        cleaned = super().clean() or {}
        unit, n = cleaned.get("limit_unit"), cleaned.get("limit_n")
        if "limit_n" in self.errors or not unit:
            return cleaned
        if unit == LimitUnit.SAME_DAY and n is not None:
            self.add_error("limit_n", ValidationError(gettext("Trả trong ngày thì bỏ trống ô này")))
        elif unit != LimitUnit.SAME_DAY and n is None:
            self.add_error("limit_n", ValidationError(gettext("Nhập số của thời hạn")))
        return cleaned
