"""The national index of service quality: law says what counts how much, measures say how it stands.

What this installation cannot measure is said to be so, and never scored as if it were full.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import get_script_prefix
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from phuong.kernel.access.api import Occasion
from phuong.kernel.law import api as law
from phuong.kernel.measures import api as measures
from phuong.kernel.measures.api import Ask, Window
from phuong.kernel.ui import display

RECORDS = "lanh-dao/ho-so/"
INDICATOR = "service_index.indicator."
YESTERDAY, PERIOD = "yesterday", "period"


@dataclass(frozen=True, slots=True)
class Made:
    """Of which measures an indicator is made here: parts over wholes, each over its days."""

    parts: tuple[tuple[str, str], ...]
    wholes: tuple[tuple[str, str], ...]


# An indicator that is not here cannot be measured here.
MADE: Mapping[str, Made] = {
    "dossiers_on_time": Made(
        (("dossiers.on_time", PERIOD),),
        (("dossiers.finished", PERIOD), ("dossiers.running", YESTERDAY)),
    ),
    "online_dossiers": Made(
        (("dossiers.received_online", PERIOD),), (("dossiers.received", PERIOD),)
    ),
    "electronic_results": Made(
        (("dossiers.electronic", PERIOD),), (("dossiers.finished", PERIOD),)
    ),
    "digitised_dossiers": Made((("dossiers.digitised", PERIOD),), (("dossiers.received", PERIOD),)),
    "reused_data": Made((("dossiers.reused", PERIOD),), (("dossiers.received", PERIOD),)),
}
# What the ward counts besides, for itself: no points of the law.
OWN: Mapping[str, Made] = {
    "apologies": Made((("dossiers.apologised", PERIOD),), (("dossiers.unkept", PERIOD),)),
}
GROUPS = {
    "publicity": gettext_noop("Công khai, minh bạch"),
    "progress": gettext_noop("Tiến độ giải quyết"),
    "online": gettext_noop("Dịch vụ trực tuyến"),
    "satisfaction": gettext_noop("Mức độ hài lòng"),
    "digitisation": gettext_noop("Số hoá hồ sơ"),
}
BANDS = (
    ("excellent", gettext_noop("Xuất sắc")),
    ("good", gettext_noop("Tốt")),
    ("fair", gettext_noop("Khá")),
    ("average", gettext_noop("Trung bình")),
)


@dataclass(frozen=True, slots=True)
class Counted:
    """One number of an indicator: its name, formula, value, and the address of its records."""

    name: str
    formula: str
    value: int
    url: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: what the law says of it, and how it stands here."""

    code: str
    name: str
    formula: str
    points: float | None
    citation: str
    needs_review: bool
    parts: tuple[Counted, ...] = ()
    wholes: tuple[Counted, ...] = ()

    @property
    def is_measured(self) -> bool:
        """Whether this installation has the records that it needs."""
        return bool(self.wholes)

    @property
    def share(self) -> float | None:
        """The part in hundredths of the whole; nothing where there is no whole."""
        whole = sum(one.value for one in self.wholes)
        return sum(one.value for one in self.parts) / whole * 100 if whole else None

    @property
    def score(self) -> float | None:
        """The points reached; nothing where the share or the points are not known."""
        if self.share is None or self.points is None:
            return None
        return self.points * self.share / 100

    @property
    def told(self) -> str:
        """The points reached as people read them."""
        return display.number(self.score or 0, 1)


@dataclass(frozen=True, slots=True)
class Group:
    """One group of indicators with the points that the law gives it."""

    name: str
    points: float
    indicators: tuple[Indicator, ...]

    @property
    def measured(self) -> float:
        """The points of what was measured."""
        return sum(one.points or 0 for one in self.indicators if one.score is not None)

    @property
    def score(self) -> float:
        """The points reached among what was measured."""
        return sum(one.score or 0 for one in self.indicators)

    @property
    def told(self) -> str:
        """The points reached as people read them."""
        return display.number(self.score, 1)


@dataclass(frozen=True, slots=True)
class Index:
    """The whole index: groups, how much of it was measured, and what was reached of that."""

    groups: tuple[Group, ...]
    own: tuple[Indicator, ...]
    citation: str
    needs_review: bool
    band: str

    @property
    def points(self) -> float:
        """The points that the law gives in all."""
        return sum(one.points for one in self.groups)

    @property
    def measured(self) -> float:
        """The points of what was measured."""
        return sum(one.measured for one in self.groups)

    @property
    def score(self) -> float:
        """The points reached among what was measured."""
        return sum(one.score for one in self.groups)

    @property
    def told(self) -> str:
        """The points reached as people read them."""
        return display.number(self.score, 1)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from and to, with their words and code."""

    code: str
    first: date
    last: date
    label: str


def periods(today: date) -> list[Period]:
    """Return this year, its months so far, and the year before."""
    found = [_year(today.year)]
    for month in range(today.month, 0, -1):
        first = date(today.year, month, 1)
        last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        label = _("Tháng %(month)s/%(year)s") % {"month": month, "year": today.year}
        found.append(Period(f"{first:%Y-%m}", first, last, label))
    return [*found, _year(today.year - 1)]


def _year(year: int) -> Period:
    label = _("Năm %(year)s") % {"year": year}
    return Period(str(year), date(year, 1, 1), date(year, 12, 31), label)


def index(occasion: Occasion, period: Period) -> Index:
    """Return the index over a period: one statement."""
    on = occasion.today
    points, said = law.in_force("service_index.points", on), law.in_force("service_index.bands", on)
    told = law.in_force_under(INDICATOR, on)
    made = [MADE.get(one.key.removeprefix(INDICATOR)) for one in told] + [
        one for one in OWN.values() if _is_offered(one)
    ]
    values = _values(
        occasion, period, [one for one in made if one is not None and _is_offered(one)]
    )
    indicators = [(one.value["group"], _indicator(one, values, occasion, period)) for one in told]
    groups = tuple(
        Group(_(GROUPS[code]), float(worth), tuple(one for of, one in indicators if of == code))
        for code, worth in points.value.items()
    )
    own = tuple(
        _own(code, one, values, occasion, period) for code, one in OWN.items() if _is_offered(one)
    )
    found = Index(groups, own, _cited(points), points.needs_review or said.needs_review, "")
    return _banded(found, said.value)


def _banded(found: Index, bands: Mapping[str, Any]) -> Index:
    """Name the class only where everything was measured: a part of an index has none."""
    if found.measured < found.points:
        return found
    name = next((name for code, name in BANDS if found.score >= bands[code]), gettext_noop("Yếu"))
    return Index(found.groups, found.own, found.citation, found.needs_review, _(name))


def _cited(value: law.Legal) -> str:
    return f"{value.act}, {value.article}" if value.article else value.act


def _is_offered(made: Made) -> bool:
    return all(measures.get(code) is not None for code, _days in (*made.parts, *made.wholes))


def _window(days: str, occasion: Occasion, period: Period) -> Window:
    yesterday = occasion.today - timedelta(days=1)
    if days == YESTERDAY:
        # What is open and late belongs to a period that still lasts; in an older one nothing is.
        return Window(None, min(yesterday, period.last))
    return Window(period.first, period.last)


Values = Mapping[tuple[str, str], int]


def _values(occasion: Occasion, period: Period, made: Sequence[Made]) -> Values:
    wanted = sorted({one for each in made for one in (*each.parts, *each.wholes)})
    asks = [Ask(code, _window(days, occasion, period)) for code, days in wanted]
    answers = measures.totals(occasion.ward_id, asks)
    return {one: sum(found.values()) for one, found in zip(wanted, answers, strict=True)}


def _indicator(told: law.Legal, values: Values, occasion: Occasion, period: Period) -> Indicator:
    code = told.key.removeprefix(INDICATOR)
    made = MADE.get(code)
    given: Mapping[str, Any] = told.value
    points = given.get("points")
    found = Indicator(
        code,
        str(given["name"]),
        str(given["formula"]),
        float(points) if points is not None else None,
        _cited(told),
        told.needs_review,
    )
    if made is None or not _is_offered(made):
        return found
    return _filled(found, made, values, occasion, period)


def _own(code: str, made: Made, values: Values, occasion: Occasion, period: Period) -> Indicator:
    named = {"apologies": (_("Xin lỗi khi trễ hẹn"), _("Đã xin lỗi ÷ phải xin lỗi."))}
    name, formula = named[code]
    return _filled(Indicator(code, name, formula, None, "", False), made, values, occasion, period)


def _filled(
    found: Indicator, made: Made, values: Values, occasion: Occasion, period: Period
) -> Indicator:
    def counted(which: tuple[tuple[str, str], ...]) -> tuple[Counted, ...]:
        return tuple(
            _counted(code, days, values[code, days], _window(days, occasion, period))
            for code, days in which
        )

    return Indicator(
        found.code,
        found.name,
        found.formula,
        found.points,
        found.citation,
        found.needs_review,
        counted(made.parts),
        counted(made.wholes),
    )


def _counted(code: str, days: str, value: int, window: Window) -> Counted:
    measure = measures.get(code)
    assert measure is not None  # noqa: S101  # `_is_offered` has seen it
    asked = {
        "chi-tieu": code,
        "tu": window.first.isoformat() if window.first else "",
        "den": window.last.isoformat() if window.last else "",
    }
    query = urlencode({name: given for name, given in asked.items() if given})
    url = f"{get_script_prefix()}{RECORDS}?{query}"
    name = str(measure.name)
    if days == YESTERDAY:
        name = _("%(name)s, đã quá hạn") % {"name": name}
    return Counted(name, str(measure.formula), value, url)
