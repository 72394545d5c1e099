"""The national index of service quality: law says what counts how much, measures say how it stands.

What this installation cannot measure is said to be so, with the reason, and never scored as if it
were full; what another system measured may be entered, and shows as entered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext as _

from phuong.areas.statistics import policy
from phuong.areas.statistics.queries import editions
from phuong.areas.statistics.queries.indicators import (
    CLOSE,
    Counted,
    Group,
    Index,
    Indicator,
    Outside,
)
from phuong.areas.statistics.queries.made import (
    BANDS,
    BY_RATINGS,
    GROUP,
    GROUPS,
    HOW,
    INDICATOR,
    MADE,
    OWN,
    UNTIL,
    WHY_NOT,
    WORST,
    YESTERDAY,
    Made,
)
from phuong.areas.statistics.queries.sets import kind_of
from phuong.kernel.access.api import Occasion
from phuong.kernel.law import api as law
from phuong.kernel.measures import api as measures
from phuong.kernel.measures.api import Ask, Window

RECORDS = "lanh-dao/ho-so/"
POINTS, SHARED, SAID = "service_index.points", "service_index.shared", "service_index.bands"
WHOLE = 100.0


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


def things(on: date) -> list[tuple[str, str]]:
    """Return what a figure may be entered for: each group and its indicators, with their names."""
    told = law.in_force_under(INDICATOR, on)
    found = []
    for code in law.in_force(POINTS, on).value:
        found.append((f"{GROUP}{code}", _("Cả nhóm: %(group)s") % {"group": _(GROUPS[code])}))
        mine = [one for one in told if one.value["group"] == code]
        found += [(one.key.removeprefix(INDICATOR), str(one.value["name"])) for one in mine]
    return found


def most(of: str, on: date) -> float | None:
    """Return the most that a figure can be: per cent, or a group's points; nothing if unknown."""
    if of.startswith(GROUP):
        points: Mapping[str, float] = law.in_force(POINTS, on).value
        return points.get(of.removeprefix(GROUP))
    return WHOLE if of in {one.key.removeprefix(INDICATOR) for one in _indicators(on)} else None


def _indicators(on: date) -> Sequence[law.Legal]:
    return law.in_force_under(INDICATOR, on)


def index(occasion: Occasion, period: Period) -> Index:
    """Return the index over a period: three statements."""
    on = occasion.today
    points, said = law.in_force(POINTS, on), law.in_force(SAID, on)
    told, own = _indicators(on), {code: one for code, one in OWN.items() if one.is_offered}
    made = {code: one for code, one in MADE.items() if one.is_offered}
    counter = _Counter(occasion, period, [*made.values(), *own.values()])
    outside, shared = _outside(occasion, period), _shared(on)
    by_group: dict[str, list[Indicator]] = {code: [] for code in points.value}
    for one in told:
        code = one.key.removeprefix(INDICATOR)
        found = replace(_indicator(one, shared), outside=outside.get(code))
        if code in made:
            found = counter.fill(found, made[code])
        elif code == BY_RATINGS:
            found = _rated(found, occasion, period)
        by_group[one.value["group"]].append(found)
    groups = tuple(
        Group(code, _(GROUPS[code]), float(worth), tuple(by_group[code]), outside.get(GROUP + code))
        for code, worth in points.value.items()
    )
    ours = tuple(counter.fill(_own(code), one) for code, one in own.items())
    review = points.needs_review or said.needs_review
    return _banded(Index(groups, ours, _cited(points), review, ""), said.value)


def _banded(found: Index, bands: Mapping[str, Any]) -> Index:
    """Name the class only where all of it is known: a part of an index has none."""
    if found.measured < found.points - CLOSE:
        return found
    name = next((name for code, name in BANDS if found.score >= bands[code]), WORST)
    return replace(found, band=_(name))


def _cited(value: law.Legal) -> str:
    return f"{value.act}, {value.article}" if value.article else value.act


def _shared(on: date) -> Mapping[str, float]:
    """Return the points of indicators of which the law's parts are not known: equal shares."""
    clusters: Mapping[str, Any] = law.in_force(SHARED, on).value
    return {
        code: one["points"] / len(one["among"])
        for one in clusters.values()
        for code in one["among"]
    }


def _indicator(told: law.Legal, shared: Mapping[str, float]) -> Indicator:
    code = told.key.removeprefix(INDICATOR)
    given: Mapping[str, Any] = told.value
    points = given.get("points", shared.get(code))
    return Indicator(
        code,
        str(given["name"]),
        str(given["formula"]),
        float(points) if points is not None else None,
        _cited(told),
        told.needs_review,
        shares_points="points" not in given and code in shared,
        why_not=_(WHY_NOT[code]) if code in WHY_NOT else "",
        how=_(HOW[code]) if code in HOW else "",
    )


def _own(code: str) -> Indicator:
    named = {"apologies": (_("Xin lỗi khi trễ hẹn"), _("Đã xin lỗi ÷ phải xin lỗi."))}
    name, formula = named[code]
    return Indicator(code, name, formula, None, "", needs_review=False)


def _outside(occasion: Occasion, period: Period) -> Mapping[str, Outside]:
    """Return what was entered for a period, by what it is of: one statement."""
    rows = policy.entered(occasion.actor).filter(period=period.code, replaced_at__isnull=True)
    return {
        row.of: Outside(
            row.hundredths / 100,
            row.source,
            row.read_on,
            row.entered_at,
            row.entered_by.name if row.entered_by else "",
        )
        for row in rows
    }


def _rated(found: Indicator, occasion: Occasion, period: Period) -> Indicator:
    """Fill in what ratings tell: of whole months, as they were published; one statement."""
    kind = kind_of("danh-gia")
    if kind is None or kind.measure is None or kind.part_measure is None:
        return found
    named = (kind.part_measure, kind.measure)
    rows = policy.readable(occasion.ward_id).filter(month__range=(period.first, period.last))
    read = [
        editions.tree(kind, editions.Month(row.month, row.published_at, row.digest, row.figures))
        for row in rows.order_by("month")
    ]
    told = [one.root for one in read if one.root is not None and one.root.part is not None]
    if not told:
        return found
    url = reverse("statistics:table", args=[kind.slug])
    if len(read) == 1:
        url = f"{url}?ky={read[0].month.code}"
    sums = (sum(one.part or 0 for one in told), sum(one.whole for one in told))
    part, whole = (
        Counted(str(one.name), str(one.formula), n, url) for one, n in zip(named, sums, strict=True)
    )
    return replace(found, parts=(part,), wholes=(whole,))


class _Counter:
    """The values of all measures that the index is made of: one statement."""

    def __init__(self, occasion: Occasion, period: Period, made: Sequence[Made]) -> None:
        self._occasion, self._period = occasion, period
        wanted = sorted({one for each in made for one in (*each.parts, *each.wholes)})
        asks = [Ask(code, self._window(days)) for code, days in wanted]
        answers = measures.totals(occasion.ward_id, asks)
        self._values = {
            one: sum(found.values()) for one, found in zip(wanted, answers, strict=True)
        }

    def fill(self, found: Indicator, made: Made) -> Indicator:
        """Fill in the numbers of an indicator."""
        return replace(
            found,
            parts=tuple(self._counted(*one) for one in made.parts),
            wholes=tuple(self._counted(*one) for one in made.wholes),
        )

    def _window(self, days: str) -> Window:
        period, today = self._period, self._occasion.today
        if days == YESTERDAY:
            # What is open and late belongs to a period that lasts; in an older one it is none.
            return Window(None, min(today - timedelta(days=1), period.last))
        if days == UNTIL:
            return Window(None, min(today, period.last))
        return Window(period.first, period.last)

    def _counted(self, code: str, days: str) -> Counted:
        measure, window = measures.get(code), self._window(days)
        assert measure is not None  # noqa: S101  # `is_offered` has seen it
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
        return Counted(name, str(measure.formula), self._values[code, days], url)
