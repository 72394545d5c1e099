"""The lines of a table of fees as they are typed: how much, for what, by which way, by which text.

A line whose amount is blank is no line; one that the city sets and nobody knows yet may stay so.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from phuong.areas.procedures.forms.catalogue import LARGEST_FEE, ConfirmForm
from phuong.areas.procedures.rules.fee_tables import faults
from phuong.areas.procedures.rules.rows import FeeRow
from phuong.kernel.ui.forms import AmountField
from phuong.kernel.ui.sentences import sentence

NEW: Final = 2
WAYS: Final = (("", _("mọi cách nộp")), ("desk", _("nộp trực tiếp")), ("online", _("trực tuyến")))
PER: Final = (("case", _("một trường hợp")), ("copy", _("một bản")), ("page", _("một trang")))
NAMES: Final = ("amount", "per", "channel", "condition", "basis")
PAGES: Final = ("first_pages", "then", "cap")


class FeeLines(ConfirmForm):
    """The table of fees, each line with its fields."""

    fee_amount = None  # type: ignore[assignment]

    def lay_out_fees(self, known: Sequence[FeeRow]) -> None:
        """Add the fields of the lines that hold now, and of two more."""
        self._fees = tuple(known)
        for place in range(len(known) + NEW):
            fee = known[place] if place < len(known) else None
            for name, field in _fields(place, fee).items():
                self.add(f"{name}_{place}", field)

    def fee_lines(self) -> list[dict[str, Any]]:
        """Return the fields by line; those of pages apart, as few lines have them."""
        lines = []
        for place in range(len(self._fees) + NEW):
            pages = [self[f"{name}_{place}"] for name in PAGES]
            shown = [name for name in ("local", *NAMES) if f"{name}_{place}" in self.fields]
            lines.append(
                {
                    "title": _("Mức thu %(n)d") % {"n": place + 1},
                    "plain": [self[f"{name}_{place}"] for name in shown],
                    "pages": pages,
                    "is_open": any(one.errors or one.value() not in {None, ""} for one in pages),
                }
            )
        return lines

    def fees(self) -> tuple[FeeRow, ...]:
        """Return the table as it was typed."""
        return tuple(fee for fee in self._typed() if fee is not None)

    def clean(self) -> dict[str, Any]:
        """Put what is wrong with the table beside the line that is to be mended."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        typed = self._typed()
        places = [place for place, fee in enumerate(typed) if fee is not None] or [0]
        fees = self.fees()
        if fees == self._fees and (not fees or cleaned.get("channel") == self.initial["channel"]):
            return cleaned
        for place, refusal in faults(fees, cleaned.get("channel", "")):
            wrong = ValidationError(sentence(refusal), code=refusal.code)
            self.add_error(f"amount_{places[place]}", wrong)
        return cleaned

    def _typed(self) -> list[FeeRow | None]:
        return [self._line(place) for place in range(len(self._fees) + NEW)]

    def _line(self, place: int) -> FeeRow | None:
        given: dict[str, Any] = {
            name: self.cleaned_data.get(f"{name}_{place}") for name in (*NAMES, *PAGES)
        }
        line = FeeRow(
            given["amount"] or 0,
            given["per"] or "case",
            given["condition"] or "",
            given["channel"] or "",
            basis=given["basis"] or "",
        )
        if given["amount"] is None:
            return replace(line, local=True) if self.cleaned_data.get(f"local_{place}") else None
        if line.per != "page":
            return line
        first, then, cap = (given[name] for name in PAGES)
        return replace(line, first_pages=first, then=then, cap=cap)


def _fields(place: int, fee: FeeRow | None) -> dict[str, forms.Field]:
    """Return the fields of one line, filled with what holds now."""
    line = fee or FeeRow(0)
    is_known = fee is not None and not fee.local
    found: dict[str, forms.Field] = {
        "amount": AmountField(
            label=_("Số tiền (đồng)"),
            help_text=_("Không thu thì ghi 0. Xoá trống để bỏ dòng này.") if fee else "",
            required=False,
            max_value=LARGEST_FEE,
            initial=line.amount if is_known else None,
        ),
        "per": _choice(_("Thu cho"), PER, line.per),
        "channel": _choice(_("Thu khi"), WAYS, line.channel),
        "condition": forms.CharField(
            label=_("Trường hợp"),
            help_text=_("Chỉ ghi khi có nhiều mức: thu mức này khi nào.") if fee is None else "",
            required=False,
            max_length=200,
            initial=line.condition,
        ),
        "basis": forms.CharField(
            label=_("Theo văn bản"), required=False, max_length=200, initial=line.basis
        ),
        "first_pages": forms.IntegerField(
            label=_("Số trang đầu thu mức trên"),
            required=False,
            min_value=1,
            max_value=999,
            initial=line.first_pages,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "p-w-8"}),
        ),
        "then": AmountField(
            label=_("Mỗi trang sau (đồng)"),
            required=False, max_value=LARGEST_FEE, initial=line.then,
        ),
        "cap": AmountField(
            label=_("Cao nhất một bản (đồng)"),
            required=False, max_value=LARGEST_FEE, initial=line.cap,
        ),
    }  # fmt: skip
    if fee is not None and fee.local:
        found["local"] = forms.BooleanField(
            label=_("Mức của địa phương, chưa biết: giữ nguyên"), required=False, initial=True
        )
    return found


def _choice(label: Any, choices: Any, initial: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, initial=initial)
