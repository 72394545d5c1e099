"""What an applicant is asked about how they were served."""

from django import forms
from django.utils.translation import gettext_lazy as _

from phuong.kernel.text.words import Words
from phuong.kernel.ui.forms import RefusableForm

MARKS = (
    (5, _("Rất hài lòng")),
    (4, _("Hài lòng")),
    (3, _("Bình thường")),
    (2, _("Không hài lòng")),
    (1, _("Rất không hài lòng")),
)
LONGEST = 1000


def _mark(label: Words) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=MARKS,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn một trong năm mức.")},
    )


class MarksForm(RefusableForm):
    """Three questions of five levels each."""

    attitude = _mark(_("Thái độ phục vụ của cán bộ"))
    guidance = _mark(_("Hướng dẫn có dễ hiểu không"))
    time = _mark(_("Thời gian giải quyết"))

    @property
    def marks(self) -> dict[str, int]:
        """The three marks."""
        return {name: self.cleaned_data[name] for name in ("attitude", "guidance", "time")}


class RatingForm(MarksForm):
    """The questions, and words if somebody has them."""

    words = forms.CharField(
        label=_("Điều gì nên làm khác?"),
        help_text=_("Không cần ghi tên, số điện thoại."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class KioskForm(RefusableForm):
    """What stands on the receipt: its QR code, or its code with something that proves it."""

    code = forms.CharField(
        label=_("Mã trên giấy hẹn"),
        max_length=600,
        help_text=_("Quét mã QR, hoặc gõ mã hồ sơ."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    proof = forms.CharField(
        label=_("4 số cuối điện thoại, hoặc mã bí mật in trên giấy hẹn"),
        help_text=_("Chỉ cần khi gõ mã hồ sơ."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"class": "p-w-8", "autocomplete": "off"}),
    )


class CallBackForm(RefusableForm):
    """Nothing but the wish to be called."""


class EraseForm(RefusableForm):
    """Nothing but the will to erase."""
