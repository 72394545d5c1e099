"""The periods of figures: months and the year so far, each with the one before it."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Period:
    """Days from and to, with the words for them and for the period before."""

    code: str
    first: date
    last: date
    label: str
    before: str


def month(year: int, number: int) -> Period:
    """Return a month; numbers below one and above twelve reach into other years."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    last = date(year, number, monthrange(year, number)[1])
    earlier = date(year, number, 1) - timedelta(days=1)
    return Period(
        f"{year}-{number:02}",
        last.replace(day=1),
        last,
        _("Tháng %(month)s/%(year)s") % {"month": number, "year": year},
        _("tháng %(month)s") % {"month": earlier.month},
    )


def year_of(day: date) -> Period:
    """Return the year of a day."""
    year = day.year
    words = {"label": _("Năm %(year)s"), "before": _("năm %(year)s")}
    return Period(
        str(year),
        date(year, 1, 1),
        date(year, 12, 31),
        words["label"] % {"year": year},
        words["before"] % {"year": year - 1},
    )


def offered(today: date) -> list[Period]:
    """Return this month and the eleven before it, then this year and the last."""
    return [*reversed(last_months(today)), year_of(today), year_of(date(today.year - 1, 1, 1))]


def last_months(today: date, number: int = 12) -> list[Period]:
    """Return so many months up to the one of a day, the first first."""
    return [month(today.year, today.month - back) for back in range(number - 1, -1, -1)]


def previous(period: Period) -> Period:
    """Return the period before: of a month the month, of a year the year."""
    if period.code.isdigit():
        return year_of(period.first - timedelta(days=1))
    return month(period.first.year, period.first.month - 1)
