"""What is typed in the express lane, and which lines of the books to show."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.forms.registry import day_field
from phuong.areas.dossiers.models import Book, Standing
from phuong.areas.dossiers.queries.certifying import Lines, common_papers
from phuong.areas.dossiers.rules import certifying as rules
from phuong.kernel.errors import RuleBroken
from phuong.kernel.ui.forms import AddressForm, RefusableForm
from phuong.kernel.ui.sentences import sentence

NUMBER = {"class": "p-w-4", "inputmode": "numeric"}
LIST = "giay-to-thuong-gap"


def _count(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=1, initial=1, widget=forms.NumberInput(attrs=NUMBER)
    )


class LineForm(RefusableForm):
    """What a line of the book says of what was certified."""

    document = forms.CharField(
        label=_("Giấy tờ, văn bản"),
        help_text=_("Gõ tên, hoặc chữ đầu của loại thường gặp: btn là bằng tốt nghiệp."),
        max_length=300,
        widget=forms.TextInput(attrs={"list": LIST, "autocomplete": "off", "class": "p-w-30"}),
    )
    copies = _count(_("Số bản"))
    pages = _count(_("Số trang mỗi bản"))

    of_book = Book.COPY.value
    papers = property(lambda self: common_papers())
    list_id = LIST

    def clean_document(self) -> str:
        """Return what the paper is called, by its name or by its first letters."""
        book = self.cleaned_data.get("book") or self.of_book
        return rules.paper_named(book, self.cleaned_data["document"])


class ExpressForm(LineForm):
    """A certification while somebody waits: five fields, everything else is known."""

    book = forms.ChoiceField(
        label=_("Chứng thực"), choices=Book, initial=Book.COPY, widget=forms.RadioSelect
    )
    who = forms.CharField(
        label=_("Người yêu cầu"),
        help_text=_(
            "Gõ họ tên, rồi số giấy tờ tuỳ thân nếu chứng thực chữ ký; hoặc quét mã trên thẻ."
        ),
        max_length=400,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "class": "p-w-30"}
        ),
    )
    signer = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ("book", "who", "document", "copies", "pages", "signer", "request_id")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin where the first thing is typed."""
        super().__init__(*args, **kwargs)
        first = "document" if self.initial.get("who") and not self.is_bound else "who"
        if self.is_bound:
            first = next((name for name in self.fields if name in self.errors), "who")
        self.fields[first].widget.attrs["autofocus"] = True

    def clean_who(self) -> tuple[str, str]:
        """Return name and number of identity."""
        try:
            return rules.requester(self.cleaned_data["who"])
        except RuleBroken as refusal:
            raise forms.ValidationError(sentence(refusal), code=refusal.code) from refusal

    def clean(self) -> dict[str, Any]:
        """Show a scanned card as name and number, where something else is still to be typed."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("who"):
            shown = QueryDict(mutable=True)
            shown.update({**dict(self.data.items()), "who": " ".join(values["who"]).strip()})
            self.data = shown
        return values


class VoidForm(RefusableForm):
    """Why a number of the book is void."""

    reason = forms.CharField(
        label=_("Vì sao huỷ"),
        help_text=_("Câu này ghi vào sổ bên cạnh số bị huỷ."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
    )


class BookFilter(AddressForm):
    """Which lines of the books to show."""

    WRITTEN: ClassVar = {
        "text": "so", "book": "loai", "first": "tu", "last": "den", "standing": "hieu-luc",
    }  # fmt: skip

    text = forms.CharField(
        label=_("Số chứng thực, họ tên, hoặc mã hồ sơ"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "class": "p-w-16"}),
    )
    book = forms.ChoiceField(
        label=_("Loại"), required=False, choices=[("", _("Tất cả")), *Book.choices]
    )
    first = day_field(_("Từ ngày"))
    last = day_field(_("Đến ngày"))
    standing = forms.ChoiceField(
        label=_("Hiệu lực"), required=False, choices=[("", _("Tất cả")), *Standing.choices]
    )

    def clean(self) -> dict[str, Any]:
        """Ask for days in their order."""
        values: dict[str, Any] = super().clean() or {}
        first, last = values.get("first"), values.get("last")
        if first and last and last < first:
            self.add_error("last", _("Ngày cuối phải từ ngày đầu trở đi"))
        return values

    def wanted(self) -> Lines:
        """Return what is asked for; what is no day counts as nothing."""
        self.is_valid()
        days: dict[str, date | None] = {
            name: self.cleaned_data.get(name) for name in ("first", "last")
        }
        return Lines(
            text=self.chosen("text"),
            book=self.chosen("book"),
            standing=self.chosen("standing"),
            **days,
        )
