"""The forms of the front doors: logging in, filters, an official's own settings."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phuong.kernel.notices.api import Channel, State
from phuong.kernel.text.words import Words
from phuong.kernel.ui.forms import AddressForm, CodeField, FilterForm, RefusableForm, UploadField


class LogInForm(FilterForm):
    """Who logs in. Nothing here keeps a password manager from filling it in."""

    login = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("Mật khẩu"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class LookUpForm(FilterForm):
    """The code of a dossier, asked for on the home page and answered by `/tra-cuu/`."""

    ma = CodeField(help_text=_("In trên giấy hẹn, ví dụ PM-261122-0147"))


class CheckForm(FilterForm):
    """What stands in the code of a receipt, as a phone shows it."""

    code = forms.CharField(
        label=_("Nội dung mã QR"),
        help_text=_("Cả địa chỉ mà mã QR dẫn tới, kể cả phần sau dấu #."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocapitalize": "none"}),
    )


class CheckResultForm(RefusableForm):
    """A result as a PDF."""

    file = UploadField(
        label=_("Tệp PDF kết quả"), help_text=_("Tệp tải từ trang hồ sơ, không phải ảnh chụp.")
    )


class NewPasswordForm(RefusableForm):
    """A new password; it is typed twice, so that a slip of the hand is seen."""

    new = forms.CharField(
        label=_("Mật khẩu mới"),
        help_text=_("Ít nhất 10 ký tự. Một câu dài dễ nhớ hơn nhiều ký hiệu."),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Nhập lại mật khẩu mới"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse two new passwords that differ."""
        given = super().clean() or {}
        if given.get("new") and given.get("again") and given["new"] != given["again"]:
            self.add_error("again", _("Hai lần nhập mật khẩu mới chưa giống nhau."))
        return given


class PasswordForm(NewPasswordForm):
    """A new password by somebody who knows the one in use."""

    old = forms.CharField(
        label=_("Mật khẩu đang dùng"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    field_order = ("old", "new", "again")


class SearchForm(FilterForm):
    """The search of officials."""

    q = forms.CharField(
        label=_("Mã hồ sơ, họ tên hoặc số điện thoại"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "data-search": "", "class": "p-w-30"}),
    )


class WorkFilter(AddressForm):
    """The filters above a worklist."""

    WRITTEN = {"field": "linh-vuc", "state": "trang-thai", "due": "han"}

    q = forms.CharField(
        label=_("Tìm"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "data-search": ""}),
    )
    field = forms.ChoiceField(label=_("Lĩnh vực"), required=False)
    state = forms.ChoiceField(label=_("Trạng thái"), required=False)
    due = forms.ChoiceField(label=_("Hạn"), required=False)

    def __init__(
        self, data: Any, *, offered: Mapping[str, Sequence[tuple[str, Words]]], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        for name in ("field", "state", "due"):
            if name in offered:
                self.fields[name].choices = [("", _("Tất cả")), *offered[name]]  # type: ignore[attr-defined]
            else:
                del self.fields[name]


class OverviewFilter(AddressForm):
    """The filters of the overview: they stay in the address, so that a link can be sent."""

    WRITTEN = {"period": "ky", "field": "linh-vuc"}

    period = forms.ChoiceField(label=_("Kỳ"), required=False)
    field = forms.ChoiceField(label=_("Lĩnh vực"), required=False)

    def __init__(
        self,
        data: Any,
        *,
        periods: Sequence[tuple[str, Words]],
        fields: Sequence[tuple[str, Words]],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.fields["period"].choices = periods  # type: ignore[attr-defined]
        self.fields["field"].choices = [("", _("Tất cả")), *fields]  # type: ignore[attr-defined]


class BehindForm(forms.Form):
    """Which messages that stayed behind are sent again, or no more."""

    channel = forms.ChoiceField(choices=Channel)
    state = forms.ChoiceField(choices=State)
    reason = forms.CharField(required=False, max_length=60)
    what = forms.ChoiceField(choices=[("again", "again"), ("enough", "enough")])
