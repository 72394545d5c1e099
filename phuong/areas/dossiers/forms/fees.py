"""What the desk says so that a fee can be worked out."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.queries.fees import rule_words
from phuong.areas.money import api as money
from phuong.areas.procedures.api import Exemption, FeeRow
from phuong.kernel.ui.forms import AmountField, RefusableForm


class FeeForm(RefusableForm):
    """By which rule, how many copies of how many pages, and who pays less."""

    rule = forms.ChoiceField(label=_("Trường hợp"), widget=forms.RadioSelect)
    copies = forms.IntegerField(label=_("Số bản"), min_value=1, initial=1)
    pages = forms.IntegerField(label=_("Số trang của mỗi bản"), min_value=1, initial=1)
    exemption = forms.ChoiceField(
        label=_("Miễn, giảm"),
        help_text=_("Chỉ chọn khi đã xem giấy tờ chứng minh."),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        rules: Sequence[FeeRow],
        exemptions: Sequence[Exemption],
        **kwargs: Any,
    ) -> None:
        """Ask only for what the rules need."""
        super().__init__(*args, **kwargs)
        self.known = {one.code: one for one in exemptions}
        choices = [(str(place), rule_words(rule)) for place, rule in enumerate(rules)]
        self.fields["rule"].choices = choices  # type: ignore[attr-defined]
        if len(rules) <= 1:
            del self.fields["rule"]
        if all(rule.per == "case" for rule in rules):
            del self.fields["copies"]
        if all(rule.per != "page" for rule in rules):
            del self.fields["pages"]
        if not exemptions:
            del self.fields["exemption"]
        else:
            said = [(one.code, _said(one)) for one in exemptions]
            self.fields["exemption"].choices = [("", _("Không")), *said]  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        """Return what `procedures.price` asks for."""
        values = self.cleaned_data
        return {
            "place": int(values.get("rule") or 0),
            "copies": values.get("copies") or 1,
            "pages": values.get("pages") or 1,
            "exemption": self.known.get(values.get("exemption") or ""),
        }


class AskPaymentForm(FeeForm):
    """What is to be paid, where it was not worked out before, and why now."""

    why = forms.CharField(
        label=_("Vì sao phải nộp bây giờ"),
        help_text=_("Viết cho người nộp hiểu; số tiền, mức thu và cách nộp được ghi sẵn."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
    )


class WaiveForm(RefusableForm):
    """Why money is no longer asked for."""

    why = forms.CharField(
        label=_("Vì sao thôi yêu cầu"), widget=forms.Textarea(attrs={"rows": 2}), max_length=500
    )


class PayForm(RefusableForm):
    """The money that was handed over."""

    amount = AmountField(
        label=_("Số tiền đã nhận (đồng)"),
        help_text=_("Gõ số tiền đã đếm; phải đúng bằng khoản phải nộp."),
    )
    how = forms.ChoiceField(
        label=_("Cách nộp"),
        choices=money.Payment.How,
        initial=money.Payment.How.CASH,
        widget=forms.RadioSelect,
    )


class RefundForm(RefusableForm):
    """Why money is given back."""

    reason = forms.CharField(
        label=_("Lý do hoàn trả"), widget=forms.Textarea(attrs={"rows": 2}), max_length=500
    )


def _said(one: Exemption) -> str:
    said = f"{one.name}: {one.percent}% ({one.basis})"
    return f"{said} · {gettext('cần rà soát')}" if one.needs_review else said
