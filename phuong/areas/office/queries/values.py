"""Legal values as the ward's administrator sees them: in force, by which act, how certain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from phuong.areas.office.rules import show_value
from phuong.kernel.errors import NotVisible
from phuong.kernel.law import api as law
from phuong.kernel.law.models import LegalValue
from phuong.kernel.text import fold
from phuong.kernel.text.words import Words

# The units of the pack in words; hours and weekdays say what they are.
UNITS: dict[str, Words] = {
    "calendar_day": _("ngày"),
    "working_day": _("ngày làm việc"),
    "working_hour": _("giờ làm việc"),
    "month": _("tháng"),
    "year": _("năm"),
    "minute": _("phút"),
    "per_month": _("lần mỗi tháng"),
    "percent": "%",
    "person": _("người"),
    "point": _("điểm"),
    "times": _("lần"),
    "megabyte": "MB",
}


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One version of a value in words."""

    key: str
    value: str
    unit: Words
    act: str
    article: str
    certainty: str
    doubtful: bool
    local: bool
    note: str
    first: date
    last: date | None
    standing: str


def values_in_force(today: date, *, words: str = "", doubtful: bool = False) -> list[ValueRow]:
    """Return the values in force on a day, narrowed by words or to those to look at."""
    wanted = fold(words)
    rows = [_row(one, today) for one in law.values_on(today)]
    return [
        row
        for row in rows
        if (not doubtful or row.doubtful)
        and (not wanted or wanted in fold(f"{row.key} {row.act} {row.note}"))
    ]


def value_versions(key: str) -> list[LegalValue]:
    """Return the versions of a value, the newest first; an unknown key is not there."""
    found = law.versions_of(key)
    if not found:
        raise NotVisible
    return found


def value_history(versions: Sequence[LegalValue], today: date) -> list[ValueRow]:
    """Return every version in words."""
    return [_row(one, today) for one in versions]


def version_on(versions: Sequence[LegalValue], day: date) -> LegalValue | None:
    """Return the version in force on a day."""
    return next(
        (
            one
            for one in versions
            if one.valid_from <= day and (one.valid_to is None or day <= one.valid_to)
        ),
        None,
    )


def _row(one: LegalValue, today: date) -> ValueRow:
    if one.valid_from > today:
        standing = "future"
    else:
        standing = "past" if one.valid_to is not None and one.valid_to < today else "current"
    return ValueRow(
        one.key,
        show_value(one.value),
        UNITS.get(one.unit, ""),
        one.act.number,
        one.article,
        one.get_certainty_display(),
        one.needs_review,
        one.is_local,
        one.note,
        one.valid_from,
        one.valid_to,
        standing,
    )
