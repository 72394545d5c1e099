"""What citizens type to see a dossier, to answer a request, to take a dossier back."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.forms.citizen import SlotField
from phuong.areas.dossiers.queries import AskingItem
from phuong.kernel.ui.forms import CodeField, RefusableForm


class LookupForm(RefusableForm):
    """A code and what shows that it is one's own."""

    code = CodeField(help_text=_("In trên giấy hẹn, ví dụ PM-261122-0147"))
    proof = forms.CharField(
        label=_("4 số cuối điện thoại, hoặc mã bí mật in trên giấy hẹn"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"class": "p-w-8", "autocomplete": "off", "spellcheck": "false"}
        ),
    )


class ComeInForm(RefusableForm):
    """Where the link to one's own dossiers is sent."""

    address = forms.EmailField(
        label=_("Địa chỉ thư điện tử"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class SupplementForm(RefusableForm):
    """For each thing asked for: files, or the word that it will be brought."""

    mark_optional = False

    def __init__(self, *args: Any, items: Sequence[AskingItem], **kwargs: Any) -> None:
        """Make a slot and a box for each thing that has not come yet."""
        super().__init__(*args, **kwargs)
        for item in items:
            self.fields[file_name(item)] = SlotField(
                label=_of(item, gettext("Ảnh hoặc tệp")),
                help_text=gettext("Chụp đủ bốn góc, chữ rõ"),
            )
            self.fields[bring_name(item)] = forms.BooleanField(
                label=_of(item, gettext("Tôi sẽ mang đến quầy")), required=False
            )


def _of(item: AskingItem, words: str) -> str:
    """Return a label that tells the ear which thing it belongs to; the eye sees its frame."""
    return format_html('{}<span class="visually-hidden">: {}</span>', words, item.name)


def file_name(item: AskingItem) -> str:
    """Return the name of the slot of a thing asked for."""
    return f"tep-{item.position}"


def bring_name(item: AskingItem) -> str:
    """Return the name of the box that says it will be brought."""
    return f"mang-{item.position}"


class ReceiveForm(RefusableForm):
    """Nothing to type: the page says what pressing the button means."""


class WithdrawForm(RefusableForm):
    """A reason that may be given and is not asked for."""

    reason = forms.CharField(
        label=_("Vì sao ông/bà rút hồ sơ?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
