"""A date typed as day, month and year, whole or, on old papers, in part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from phuong.kernel.ui import display
from phuong.kernel.ui.sentences import inline

PARTS: Final = ("day", "month", "year")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which the month or the day may be unknown, as old papers have it."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        """Write the known parts: `1958`, `3/1958` or `27/3/1958`."""
        return "/".join(str(part) for part in (self.day, self.month, self.year) if part)

    @property
    def first(self) -> date:
        """Return the earliest day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """Return the latest day it can mean."""
        if self.day and self.month:
            return date(self.year, self.month, self.day)
        month = self.month or 12
        after = date(self.year + month // 12, month % 12 + 1, 1)
        return after - timedelta(days=1)


class DateParts(forms.MultiWidget):
    """Three number inputs: ngày, tháng, năm. Typed values come back as they were typed."""

    template_name = "ui/forms/date.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None, *, birthday: bool = False) -> None:
        # `inputmode` brings the digits; type="number" would change by the mouse wheel and
        # swallow what it cannot read, so that nobody sees what was typed.
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {}
        for part, width in zip(PARTS, ("2", "2", "4"), strict=True):
            box: dict[str, Any] = {
                "inputmode": "numeric",
                "maxlength": width,
                "class": f"p-w-{width}",
            }
            if birthday:
                box["autocomplete"] = f"bday-{part}"
            boxes[part] = forms.TextInput(attrs=box)
        super().__init__(boxes, attrs)

    def decompress(self, value: Any) -> list[Any]:
        """Return day, month and year of a date, a partial date or nothing."""
        if not value:
            return [None, None, None]
        return [value.day, value.month, value.year]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the words above the three boxes."""
        context = super().get_context(name, value, attrs)
        words = (gettext("Ngày"), gettext("Tháng"), gettext("Năm"))
        for box, word in zip(context["widget"]["subwidgets"], words, strict=True):
            box["word"] = word
        return context


class HiddenDateParts(forms.MultiWidget):
    """The same three boxes, carried along by a page that asks only whether to go on."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = dict.fromkeys(
            PARTS, forms.HiddenInput
        )
        super().__init__(boxes, attrs)

    def decompress(self, value: Any) -> list[Any]:
        """Return day, month and year of a date, a partial date or nothing."""
        return [value.day, value.month, value.year] if value else [None, None, None]


class DateField3(forms.Field):
    """A date in three boxes. `partial=True` answers `PartialDate` and takes a year alone.

    `before` (usually today, set by the view), `earliest` and `latest` limit it.
    """

    widget = DateParts
    hidden_widget = HiddenDateParts
    default_error_messages = {
        "digits": _("Nhập %(part)s bằng chữ số"),
        "year": _("Nhập năm đủ 4 chữ số, ví dụ 1958"),
        "no_such_day": _("Không có ngày %(typed)s. Xem lại ngày và tháng"),
        "month_range": _("Nhập tháng từ 1 đến 12"),
    }

    def __init__(
        self,
        *,
        partial: bool = False,
        birthday: bool = False,
        before: date | None = None,
        earliest: date | None = None,
        latest: date | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("widget", DateParts(birthday=birthday))
        super().__init__(**kwargs)
        self.partial, self.before = partial, before
        self.earliest, self.latest = earliest, latest

    def clean(self, value: Any) -> Any:
        """Return a date (or `PartialDate`), or say which box to look at again."""
        typed = [str(part or "").strip() for part in (value or ("", "", ""))]
        if not any(typed):
            if self.required:
                raise ValidationError(self._ask(), code="required")
            return None
        self._refuse_gaps(typed)
        numbers = [self._number(at, part) for at, part in enumerate(typed)]
        return self._within(self._made(numbers, typed))

    def _ask(self) -> str:
        label = inline(self.label or gettext("ngày"))
        if self.partial:
            words = gettext("Nhập %(label)s, ví dụ 27 3 1958, hoặc chỉ năm 1958")
        else:
            words = gettext("Nhập %(label)s, ví dụ 27 3 1958")
        return words % {"label": label}

    def _refuse_gaps(self, typed: Sequence[str]) -> None:
        day, month, year = typed
        if not year:
            raise self._wrong(gettext("Nhập thêm năm, 4 chữ số"), "incomplete", 2)
        if not month and (day or not self.partial):
            raise self._wrong(gettext("Nhập thêm tháng"), "incomplete", 1)
        if not day and not self.partial:
            raise self._wrong(gettext("Nhập thêm ngày"), "incomplete", 0)

    def _number(self, at: int, typed: str) -> int | None:
        if not typed:
            return None
        if not (typed.isascii() and typed.isdigit()):
            part = (gettext("ngày"), gettext("tháng"), gettext("năm"))[at]
            raise self._wrong(self.error_messages["digits"] % {"part": part}, "digits", at)
        # Python reads no number of thousands of digits; what is too long stays too long.
        return int(typed[:9])

    def _made(self, numbers: Sequence[int | None], typed: Sequence[str]) -> PartialDate:
        day, month, year = numbers
        if year is None or len(typed[2]) != 4 or year == 0:
            raise self._wrong(str(self.error_messages["year"]), "year", 2)
        if month is not None and not 1 <= month <= 12:
            raise self._wrong(str(self.error_messages["month_range"]), "month_range", 1)
        try:
            date(year, month or 1, 1 if day is None else day)
        except ValueError:
            shown = "/".join(part for part in typed if part)
            words = self.error_messages["no_such_day"] % {"typed": shown}
            raise self._wrong(words, "no_such_day", 0) from None
        return PartialDate(year, month, day)

    def _within(self, made: PartialDate) -> date | PartialDate:
        facts = {"label": self.label or gettext("Ngày")}
        if self.before and made.first >= self.before:
            words = gettext("%(label)s phải trước hôm nay") % facts
            raise self._wrong(words, "future", 0)
        if self.earliest and made.last < self.earliest:
            words = gettext("%(label)s phải từ %(day)s trở đi")
            facts["day"] = display.day(self.earliest)
            raise self._wrong(words % facts, "too_early", 0)
        if self.latest and made.first > self.latest:
            words = gettext("%(label)s phải từ %(day)s trở về trước")
            facts["day"] = display.day(self.latest)
            raise self._wrong(words % facts, "too_late", 0)
        return made if self.partial else made.first

    @staticmethod
    def _wrong(words: str, code: str, part: int) -> ValidationError:
        # The sentence is whole already; `part` tells the error summary which box to link to.
        facts: Mapping[str, Any] = {"part": part}
        return ValidationError(words.replace("%", "%%"), code=code, params=dict(facts))
