"""What is typed to set up a ward."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phuong.areas.office.rules import Details, Founder
from phuong.kernel.text.phones import show_phone
from phuong.kernel.ui.forms import FilterForm, PersonNameField, PhoneField, RefusableForm


class SetUpCodeForm(RefusableForm):
    """The code that the server printed."""

    code = forms.CharField(
        label=_("Mã thiết lập"),
        help_text=_("Máy chủ in mã này khi chạy; xem lại bằng lệnh phuong set-up-code."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class FindUnitForm(FilterForm):
    """The ward's name or code."""

    q = forms.CharField(
        label=_("Tên phường, hoặc mã đơn vị hành chính"),
        help_text=_("Có dấu hay không dấu đều được, ví dụ ninh kieu, hoặc 31135."),
        max_length=100,
    )


class WardForm(RefusableForm):
    """What a ward is called, how it is reached, and how its codes begin."""

    name = forms.CharField(
        label=_("Tên phường"), max_length=200, help_text=_("Ví dụ: Phường Ninh Kiều")
    )
    unit_code = forms.CharField(
        label=_("Mã đơn vị hành chính"),
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "p-w-8"}),
    )
    parent_name = forms.CharField(
        label=_("Cơ quan cấp trên"),
        max_length=200,
        help_text=_("In ở đầu giấy tờ, ví dụ: UBND thành phố Cần Thơ"),
    )
    place = forms.CharField(
        label=_("Địa danh"),
        max_length=100,
        help_text=_("Đứng trước ngày tháng trên giấy tờ, ví dụ: Ninh Kiều"),
    )
    code_prefix = forms.CharField(
        label=_("Tiền tố mã hồ sơ"),
        max_length=16,
        help_text=_("Mọi mã hồ sơ bắt đầu bằng chữ này, ví dụ NK cho NK-261122-0147."),
        widget=forms.TextInput(attrs={"class": "p-w-8", "autocapitalize": "characters"}),
    )
    phone = PhoneField(label=_("Điện thoại của quầy"))
    address = forms.CharField(label=_("Địa chỉ trụ sở"), max_length=300)
    email = forms.EmailField(label=_("Thư điện tử"), max_length=200, required=False)
    host = forms.CharField(
        label=_("Tên máy của trang này"),
        max_length=253,
        required=False,
        help_text=_("Ví dụ motcua.ninhkieu.example. Máy chủ chỉ có một phường thì bỏ trống được."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )

    def details(self) -> Details:
        """Return what was typed."""
        given = self.cleaned_data
        names = ("unit_code", "name", "place", "parent_name", "address", "email")
        return Details(
            # The ward's own number is read from pages and paper, so it is kept as people write it.
            phone=show_phone(given["phone"]),
            **{name: given[name].strip() for name in names},
            code_prefix=given["code_prefix"].strip().upper(),
            host=given["host"].strip().casefold(),
        )


class FoundingForm(WardForm):
    """A ward, and who sets it up."""

    admin_name = PersonNameField(label=_("Họ và tên người quản trị"))
    login = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=30,
        help_text=_("Chữ thường không dấu, ví dụ thanhmai. Mật khẩu đặt ở trang sau."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )

    def founder(self) -> Founder:
        """Return who sets the ward up."""
        return Founder(self.cleaned_data["admin_name"], self.cleaned_data["login"].strip())

    def parts(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return the fields under their two headings."""
        mine = ("admin_name", "login")
        ward = [self[name] for name in WardForm.base_fields if not self[name].is_hidden]
        return [(_("Phường"), ward), (_("Người quản trị đầu tiên"), [self[one] for one in mine])]
