"""Numbers, dates and moments written for people, in the language of the page."""

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from phuong.kernel.access.api import HERE
from phuong.kernel.text import show_date, show_number, show_time

Number = int | float | Decimal

WEEKDAYS: Final = (
    _("Thứ Hai"),
    _("Thứ Ba"),
    _("Thứ Tư"),
    _("Thứ Năm"),
    _("Thứ Sáu"),
    _("Thứ Bảy"),
    _("Chủ nhật"),
)


def number(value: Number, places: int = 0) -> str:
    """Write a number with the marks of the language: `1.250` and `96,4` in Vietnamese.

    >>> number(1250)
    '1.250'
    """
    exact = Decimal(str(value))
    return f"{exact:,.{places}f}" if _in_english() else show_number(exact, places)


def _in_english() -> bool:
    return (get_language() or "vi").startswith("en")


def percent(value: Number, places: int = 1) -> str:
    """Write a value that already counts in hundredths: 96.4 becomes `96,4%`."""
    return f"{number(value, places)}%"


def dong(value: int) -> str:
    """Write an amount of money in whole đồng."""
    return gettext("%(amount)s đồng") % {"amount": number(value)}


def local(moment: datetime) -> datetime:
    """Return the moment on the ward's clock; a naive one is taken as local already."""
    return moment.astimezone(HERE) if timezone.is_aware(moment) else moment


def day(value: date) -> str:
    """Write a day as on official papers: `25/11/2026`."""
    value = local(value) if isinstance(value, datetime) else value
    return show_date(value)


def short_day(value: date) -> str:
    """Write a day of this year without the year: `25/11`."""
    return day(value)[:5]


def long_day(value: date) -> str:
    """Write a day with its weekday: `Thứ Tư 25/11/2026`."""
    value = local(value) if isinstance(value, datetime) else value
    return f"{gettext(WEEKDAYS[value.weekday()])} {day(value)}"


def clock(value: datetime) -> str:
    """Write the hour of a moment: `15:00`."""
    return show_time(local(value))


def moment(value: datetime) -> str:
    """Write a moment in full: `15:00, Thứ Tư 25/11/2026`."""
    return f"{clock(value)}, {long_day(value)}"


def short_moment(value: datetime) -> str:
    """Write a moment without the weekday: `15:00, 25/11/2026`."""
    return f"{clock(value)}, {day(value)}"


def file_size(size: int) -> str:
    """Write the size of a file: `180 KB`, `2,4 MB`."""
    if size < 1024 * 1024:
        return f"{number(max(1, round(size / 1024)))} KB"
    return f"{number(size / 1024 / 1024, 1)} MB"
