"""Of which month the register, of which day the hand-over, and what stays on a mended list."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from phuong.kernel.ui.forms import DayFilter, FilterForm, RefusableForm

MONTHS = 36


def month_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of a month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _months(today: date) -> Iterator[tuple[str, str]]:
    day = today
    for _each in range(MONTHS):
        yield f"{day:%Y-%m}", f"{day:%m/%Y}"
        day = day.replace(day=1) - timedelta(days=1)


class MonthForm(FilterForm):
    """The month of a register: one of the last years, or any that an address names."""

    thang = forms.ChoiceField(label=_("Tháng"), required=False)

    def __init__(self, data: Any, today: date) -> None:
        super().__init__(data)
        months = dict(_months(today))
        if (named := _first_of(data.get("thang", ""))) and named <= today:
            months.setdefault(f"{named:%Y-%m}", f"{named:%m/%Y}")
        self.fields["thang"].choices = list(months.items())  # type: ignore[attr-defined]
        self._today = today

    def period(self) -> tuple[date, date]:
        """Return the days of the month that was chosen, of this month where none was."""
        chosen = self.cleaned_data.get("thang", "") if self.is_valid() else ""
        return month_of(_first_of(chosen) or self._today)


class DayForm(DayFilter):
    """The day of a hand-over."""

    def __init__(self, data: Any, today: date) -> None:
        super().__init__(data, today)
        self.fields["ngay"].label = _("Ngày tiếp nhận")


class ReplaceForm(RefusableForm):
    """Which dossiers of a hand-over list stay on the one that takes its place."""

    kept = forms.TypedMultipleChoiceField(
        label=_("Hồ sơ có trong biên bản mới"),
        help_text=_("Bỏ chọn hồ sơ ghi nhầm: hồ sơ đó trở lại danh sách chờ bàn giao."),
        required=False,
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any, dossiers: Sequence[tuple[UUID, str]]) -> None:
        super().__init__(data, initial={"kept": [one for one, _words in dossiers]})
        self.fields["kept"].choices = dossiers  # type: ignore[attr-defined]


def _first_of(month: str) -> date | None:
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError:
        return None
