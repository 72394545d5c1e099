"""The forms by which an official looks after their own account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from phuong.kernel.ui.forms import FilterForm, RefusableForm


class CodeForm(FilterForm):
    """A code of the telephone, or one from paper."""

    code = forms.CharField(
        label=_("Mã xác nhận"),
        help_text=_("6 số đang hiện trong ứng dụng trên điện thoại, hoặc một mã dự phòng."),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "p-w-15",
            }
        ),
    )


class FirstCodeForm(RefusableForm):
    """The first code of a telephone that was just shown the key."""

    code = forms.CharField(
        label=_("6 số đang hiện trong ứng dụng"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "p-w-10"}
        ),
    )


class PasskeyForm(RefusableForm):
    """What the browser answered, and what its owner calls the key."""

    name = forms.CharField(
        label=_("Gọi khoá này là"),
        help_text=_("Để nhận ra về sau, ví dụ: Máy ở quầy, Điện thoại."),
        max_length=60,
    )
    answer = forms.CharField(required=False, max_length=20000, widget=forms.HiddenInput)


class SureForm(RefusableForm):
    """The password in use, so that nobody changes anything at a machine left open."""

    password = forms.CharField(
        label=_("Mật khẩu đang dùng"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: object, asked: bool = True, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not asked:
            # Whoever comes in by another house's log-in may have no password here.
            del self.fields["password"]


class MailForm(RefusableForm):
    """Where an official's letters go."""

    address = forms.EmailField(
        label=_("Địa chỉ thư điện tử"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class ComfortForm(FilterForm):
    """How an official sees the pages, and whether single keys do anything: kept on the account."""

    theme = forms.ChoiceField(
        label=_("Nền trang"),
        choices=[("light", _("Sáng")), ("dark", _("Tối")), ("auto", _("Theo máy"))],
        widget=forms.RadioSelect,
    )
    size = forms.ChoiceField(
        label=_("Cỡ chữ"),
        choices=[("normal", _("Vừa")), ("large", _("To"))],
        widget=forms.RadioSelect,
    )
    density = forms.ChoiceField(
        label=_("Bảng"),
        choices=[("dense", _("Gọn, nhiều dòng")), ("roomy", _("Thoáng"))],
        widget=forms.RadioSelect,
    )
    shortcuts = forms.ChoiceField(
        label=_("Phím tắt"),
        choices=[("on", _("Bật")), ("off", _("Tắt"))],
        widget=forms.RadioSelect,
    )
