"""Choosing a month or a period; what is typed of a figure that another system measured."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phuong.areas.statistics.actions import Given
from phuong.kernel.ui.forms import DateField3, FilterForm, RefusableForm


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


class OutsideForm(RefusableForm):
    """Of what, over which period, how much, read where and when."""

    of = forms.ChoiceField(label=_("Chỉ số hoặc nhóm"))
    period = forms.ChoiceField(label=_("Kỳ"))
    value = forms.CharField(
        label=_("Giá trị"),
        max_length=6,
        help_text=_("Chỉ số: phần trăm, ví dụ 87,5. Nhóm: số điểm đạt."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "p-w-8"}),
    )
    source = forms.CharField(
        label=_("Đọc ở đâu"),
        max_length=200,
        help_text=_("Trang hoặc văn bản, ví dụ: Cổng Dịch vụ công quốc gia, trang chỉ số."),
    )
    read_on = DateField3(label=_("Đọc ngày nào"))

    def __init__(
        self,
        *args: Any,
        things: Sequence[tuple[str, str]],
        periods: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        """Offer what the index is made of and the periods it is shown for."""
        super().__init__(*args, **kwargs)
        for name, choices in (("of", things), ("period", periods)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
            field.choices = list(choices)

    def clean_value(self) -> Decimal:
        """Read a number with a comma or a point; at most two places count."""
        typed = str(self.cleaned_data["value"]).replace(",", ".")
        try:
            number = Decimal(typed)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or number != round(number, 2):
            raise forms.ValidationError(_("Ghi một số, nhiều nhất hai chữ số sau dấu phẩy."))
        return number

    def given(self) -> Given:
        """Return what was typed."""
        values = self.cleaned_data
        return Given(
            of=values["of"],
            period=values["period"],
            hundredths=int(values["value"] * 100),
            source=values["source"],
            read_on=values["read_on"],
        )
