"""What was published, read back: months, the lines of a table, files, and records."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from phuong.areas.statistics import policy, rules
from phuong.areas.statistics.queries.sets import SETS, Kind, kind_of
from phuong.areas.statistics.rules import REST, Branch, Bundle

# A share of longer ago says nothing of how the ward works now.
NEWEST = 3


@dataclass(frozen=True, slots=True)
class Month:
    """One published month."""

    first: date
    published_at: datetime
    digest: str
    figures: Mapping[str, Any]

    @property
    def code(self) -> str:
        """The month as an address has it: `2026-10`."""
        return f"{self.first:%Y-%m}"

    @property
    def label(self) -> str:
        """The month in words."""
        return _("Tháng %(month)s/%(year)s") % {
            "month": self.first.month,
            "year": self.first.year,
        }


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: which unit, which field, the numbers, and how to open its records."""

    unit: str
    field: str
    level: int
    whole: int
    part: int | None
    query: str

    @property
    def name(self) -> str:
        """The name of what the line is of."""
        return self.field or self.unit

    @property
    def rest(self) -> int | None:
        """What is not the part."""
        return None if self.part is None else self.whole - self.part

    @property
    def share(self) -> float | None:
        """The part in hundredths of the whole."""
        return None if self.part is None else self.part / self.whole * 100


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one set in one month; `root` is missing where they are too few."""

    kind: Kind
    month: Month
    root: Branch | None
    names: Mapping[str, str]

    def lines(self) -> list[Line]:
        """Return the table: the ward, each unit, each of its fields."""
        if self.root is None:
            return []
        found = [Line(_("Cả phường"), "", 0, self.root.whole, self.root.part, "")]
        for unit in self.root.branches:
            named = self._unit(unit.key)
            at = f"&bo-phan={unit.key or 'khac'}"
            found.append(Line(named, "", 1, unit.whole, unit.part, at))
            found += [
                Line(
                    named,
                    self._field(one.key),
                    2,
                    one.whole,
                    one.part,
                    f"{at}&linh-vuc={one.key or 'khac'}",
                )
                for one in unit.branches
            ]
        return found

    def _unit(self, key: str) -> str:
        return _("Các bộ phận khác") if key == REST else self.names.get(key, key)

    def _field(self, key: str) -> str:
        return _("Các lĩnh vực khác") if key == REST else self.names.get(key, key)

    def named(self, bundle: Bundle) -> tuple[str, str, str]:
        """Return unit, field and property of a record in words."""
        record = bundle.record
        unit = _("không nêu") if record.unit is None else self._unit(record.unit)
        field = _("không nêu") if record.field is None else self._field(record.field)
        if record.has_part is None:
            return unit, field, _("không nêu")
        words = self.kind.part_word if record.has_part else self.kind.rest_word
        return unit, field, str(words)


def months(ward_id: int) -> list[Month]:
    """Return what a ward has published, the newest first: one statement."""
    rows = policy.readable(ward_id).order_by("-month")
    return [Month(row.month, row.published_at, row.digest, row.figures) for row in rows[:120]]


@dataclass(frozen=True, slots=True)
class Newest:
    """The share of the newest month in which one may be told."""

    percent: float
    month: str
    formula: str


def newest_share(ward_id: int, slug: str) -> Newest | None:
    """Return the newest published share of a set: one statement."""
    kind = kind_of(slug)
    if kind is None or kind.part_measure is None:
        return None
    for row in policy.readable(ward_id).order_by("-month")[:NEWEST]:
        month = Month(row.month, row.published_at, row.digest, row.figures)
        root = tree(kind, month).root
        if root is not None and root.part is not None:
            return Newest(root.part / root.whole * 100, month.label, str(kind.part_measure.formula))
    return None


def tree(kind: Kind, month: Month) -> Figures:
    """Return the figures of a set in a month."""
    given = month.figures["sets"].get(kind.slug)
    return Figures(kind, month, branch_of(given) if given else None, month.figures["names"])


def branch_of(given: Mapping[str, Any]) -> Branch:
    """Read a number and its shares as they are stored."""
    return Branch(
        given["key"],
        given["whole"],
        given["part"],
        tuple(branch_of(one) for one in given["branches"]),
    )


def stored(branch: Branch) -> dict[str, Any]:
    """Return a number and its shares as they are stored."""
    return {
        "key": branch.key,
        "whole": branch.whole,
        "part": branch.part,
        "branches": [stored(one) for one in branch.branches],
    }


def records(figures: Figures, unit: str, field: str) -> list[Bundle]:
    """Return the records behind a line, like ones bundled; `khac` is what was put together."""
    if figures.root is None:
        return []
    wanted_unit, wanted_field = _key(unit), _key(field)
    return [
        one
        for one in rules.bundles(figures.root)
        if wanted_unit in (None, one.record.unit) and wanted_field in (None, one.record.field)
    ]


def _key(asked: str) -> str | None:
    return None if not asked else REST if asked == "khac" else asked


COLUMNS = ("thang", "bo_so_lieu", "cap", "bo_phan", "linh_vuc", "tong", "phan", "cong_bo_luc")
LEVELS = ("phuong", "bo_phan", "linh_vuc")


def rows_of_file(kind: Kind, published: Iterable[Month]) -> Iterator[Sequence[object]]:
    """Return the rows of a file: every month, every line that a page shows."""
    yield COLUMNS
    for month in published:
        at = month.published_at.isoformat(timespec="seconds")
        for line in tree(kind, month).lines():
            yield (
                month.code,
                kind.slug,
                LEVELS[line.level],
                line.unit if line.level else "",
                line.field,
                line.whole,
                "" if line.part is None else line.part,
                at,
            )


def known_sets() -> tuple[Kind, ...]:
    """Return every set."""
    return tuple(SETS.values())
