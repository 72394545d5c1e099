"""What is typed about money."""

from django import forms
from django.utils.translation import gettext_lazy as _

from phuong.kernel.ui.forms import AmountField, RefusableForm


class CloseForm(RefusableForm):
    """The cash that was counted at the end of a day."""

    counted = AmountField(
        label=_("Tiền mặt đếm được (đồng)"),
        help_text=_("Chỉ tiền mặt; chuyển khoản không đếm."),
    )
    note = forms.CharField(
        label=_("Vì sao lệch"),
        help_text=_("Để trống nếu khớp với sổ."),
        required=False,
        max_length=500,
    )


class AccountForm(RefusableForm):
    """The account into which transfers go."""

    bank = forms.CharField(
        label=_("Mã ngân hàng"), help_text=_("6 chữ số, ví dụ 970415 của VietinBank."), max_length=6
    )
    number = forms.CharField(label=_("Số tài khoản"), max_length=19)
    holder = forms.CharField(label=_("Tên tài khoản"), max_length=120)
