"""How one wishes to be told: the same two fields at home and at the counter."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.models import TellBy
from phuong.kernel.ui.forms import RefusableForm

BY_PHONE = (TellBy.SMS, TellBy.ZALO, TellBy.CALL)


def mail_field() -> forms.EmailField:
    """Return the field of the address to which letters go."""
    return forms.EmailField(
        label=_("Thư điện tử"),
        help_text=_("Để trống nếu không dùng."),
        required=False,
        max_length=200,
        widget=forms.EmailInput(attrs={"class": "p-w-30", "autocomplete": "email"}),
    )


def tell_by_field() -> forms.ChoiceField:
    """Return the choice of a way; every message is on the status page too."""
    return forms.ChoiceField(
        label=_("Báo tin bằng"),
        help_text=_("Tin nào cũng có ở trang tra cứu."),
        choices=TellBy,
        required=False,
    )


def check_way(form: forms.Form, values: Mapping[str, Any]) -> None:
    """Refuse a way for which the address is missing, beside the field of that address."""
    way = values.get("tell_by")
    if way == TellBy.EMAIL and not values.get("email") and "email" not in form.errors:
        form.add_error("email", _("Nhập địa chỉ thư điện tử, hoặc chọn cách báo tin khác"))
    if way in BY_PHONE and not values.get("phone") and "phone" not in form.errors:
        form.add_error("phone", _("Nhập số điện thoại, hoặc chọn cách báo tin khác"))


class WayForm(RefusableForm):
    """How somebody who has handed in wishes to be told from now on."""

    tell_by = tell_by_field()
    email = mail_field()
