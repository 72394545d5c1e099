"""What is typed of a legal value."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phuong.areas.office.rules import NewValue, parse_value
from phuong.kernel.errors import RuleBroken
from phuong.kernel.law.api import Certainty
from phuong.kernel.ui.forms import DateField3, FilterForm, RefusableForm
from phuong.kernel.ui.sentences import sentence


class ValuesFilter(FilterForm):
    """What of the values somebody looks for."""

    q = forms.CharField(label=_("Tìm"), required=False, max_length=100)
    doubtful = forms.BooleanField(label=_("Chỉ trị số cần rà soát"), required=False)


class ValueForm(RefusableForm):
    """The new value, its first day, and the act that says so."""

    value = forms.CharField(label=_("Trị số mới"), max_length=2000)
    first = DateField3(label=_("Có hiệu lực từ ngày"))
    act = forms.CharField(
        label=_("Số, ký hiệu văn bản"),
        max_length=60,
        help_text=_("Như trên văn bản, đủ số, năm và loại."),
    )
    act_title = forms.CharField(
        label=_("Tên văn bản"),
        max_length=300,
        required=False,
        help_text=_("Nhập khi văn bản chưa có trong gói luật."),
    )
    article = forms.CharField(label=_("Điều, khoản"), max_length=100, required=False)
    certainty = forms.ChoiceField(
        label=_("Mức chắc chắn"), choices=Certainty.choices, initial=Certainty.SOURCED.value
    )
    why = forms.CharField(
        label=_("Vì sao sửa"),
        max_length=1000,
        min_length=5,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, before: Any, **kwargs: Any) -> None:
        """Keep what kind of value it is."""
        super().__init__(*args, **kwargs)
        self._before, self._value = before, None

    def clean(self) -> dict[str, Any]:
        """Read the value by the kind that it was."""
        given = super().clean() or {}
        if given.get("value"):
            try:
                self._value = parse_value(given["value"], self._before)
            except RuleBroken as refusal:
                self.add_error("value", sentence(refusal))
        return given

    def given(self) -> NewValue:
        """Return what was typed."""
        names = ("first", "act_title", "article", "certainty", "why")
        rest = {name: self.cleaned_data[name] for name in names}
        return NewValue(value=self._value, act=self.cleaned_data["act"].strip(), **rest)
