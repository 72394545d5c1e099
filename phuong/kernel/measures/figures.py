"""Defining figures and reading them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Min, Q

from phuong.kernel.measures.models import Delta, Summary
from phuong.kernel.text.words import Words
from phuong.kernel.wards.prepared import Prepared

SMALLEST = 5
RowsOf = Callable[[Any, "Window"], Any]
CellsOf = Callable[[int, "Window"], Any]
CardsOf = Callable[[Any, Sequence[UUID]], Mapping[UUID, Any]]


@dataclass(frozen=True, slots=True)
class Window:
    """Which cells to add up: days from and to (both included, either open), a field, a unit."""

    first: date | None = None
    last: date | None = None
    field: str = ""
    unit_id: UUID | None = None

    @property
    def given(self) -> dict[str, Any]:
        """What the window asks, by the names of its fields."""
        asked: dict[str, Any] = {"first": self.first, "last": self.last}
        asked |= {"field": self.field or None, "unit_id": self.unit_id}
        return {name: value for name, value in asked.items() if value is not None}

    def condition(self, measure: str) -> Q:
        """Return the condition on delta and summary rows alike."""
        return self._condition(_parts(measure))

    def _condition(self, parts: Sequence[str]) -> Q:
        mine = Q(measure__in=parts) if len(parts) > 1 else Q(measure=parts[0])
        return mine & self.rows("day")

    def rows(self, day: str, *, field: str = "field", unit: str = "unit_id") -> Q:
        """Return the condition on rows of any table that has these columns.

        Rows that know no field, or no unit (an empty name), are of none that is asked for.
        """
        if (self.field and not field) or (self.unit_id is not None and not unit):
            return Q(pk__in=())
        asked = {
            f"{day}__gte": self.first,
            f"{day}__lte": self.last,
            field: self.field or None,
            unit: self.unit_id,
        }
        return Q(**{name: value for name, value in asked.items() if value is not None})


@dataclass(frozen=True, slots=True)
class Measure:
    """A named figure.

    `formula` says in words how it is counted, `day` what its day is; `rows` returns exactly the
    records behind a window, out of the area's own `readable(actor)`: subjects of `kind`, to be
    listed in `order`. `sum_of` names the figures that this one adds up. A `private` one is what
    people said in confidence: no page opens it to its records, nor shows less than its smallest.
    `live` counts at reading what is few and no subject: of a ward and a window the rows as field
    `f`, unit `u`, day `d`, number `n`; `cards` shows such records.
    """

    code: str
    name: Words
    formula: Words
    unit: Words
    day: Words
    rows: RowsOf
    smallest_public: int = SMALLEST
    kind: str = ""
    order: tuple[str, ...] = ("id",)
    sum_of: tuple[str, ...] = ()
    private: bool = False
    live: CellsOf | None = None
    cards: CardsOf | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """One figure wanted: of a measure, over a window, perhaps split by field."""

    measure: str
    window: Window = field(default_factory=Window)
    by_field: bool = False
    by_day: bool = False


_measures: dict[str, Measure] = {}


def register(*measures: Measure) -> None:
    """Make an area's figures known; called once from its `AppConfig.ready`."""
    for measure in measures:
        _measures[measure.code] = measure


def get(code: str) -> Measure | None:
    """Return a figure's definition."""
    return _measures.get(code)


def all_measures() -> tuple[Measure, ...]:
    """Return every figure."""
    return tuple(_measures.values())


def totals(ward_id: int, asks: Sequence[Ask]) -> list[dict[tuple[str, date | None], int]]:
    """Answer several questions in one statement: for each, value by (field, day).

    Without `by_field` the field is "", without `by_day` the day is None. Folded and pending rows
    are added, so that an act shows at once.
    """
    parts: list[str] = []
    params: list[Any] = []
    for number, ask in enumerate(asks):
        field_sql = "f" if ask.by_field else "''"
        # Without its type, PostgreSQL takes the NULL of a first part for a text.
        day_sql = "d" if ask.by_day else "CAST(NULL AS date)"
        for sql, values in _sources(ward_id, ask.measure, ask.window):
            parts.append(
                f"SELECT {number} AS ask, {field_sql} AS f, {day_sql} AS d, SUM(n) AS n"  # noqa: S608
                f" FROM ({sql}) AS cells GROUP BY 1, 2, 3"
            )
            params += values
    answers: list[dict[tuple[str, date | None], int]] = [{} for _ in asks]
    if not parts:
        return answers
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        for number, field_code, day, value in cursor.fetchall():
            if value is None:
                continue
            when = date.fromisoformat(day) if isinstance(day, str) else day
            answer = answers[number]
            answer[field_code, when] = answer.get((field_code, when), 0) + int(value)
    return answers


def cells(
    ward_id: int, measures: Sequence[str], first: date, last: date
) -> list[dict[tuple[str, UUID | None], int]]:
    """Return of each figure the value by (field, unit) over some days: one statement."""
    parts: list[str] = []
    params: list[Any] = []
    for number, measure in enumerate(measures):
        for sql, values in _sources(ward_id, measure, Window(first, last)):
            parts.append(
                f"SELECT {number} AS ask, f, u, SUM(n) AS n"  # noqa: S608
                f" FROM ({sql}) AS cells GROUP BY 1, 2, 3"
            )
            params += values
    found: list[dict[tuple[str, UUID | None], int]] = [{} for _ in measures]
    if not parts:
        return found
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        for number, field_code, unit, value in cursor.fetchall():
            unit_id = UUID(unit) if isinstance(unit, str) else unit
            key = (field_code, unit_id)
            found[number][key] = found[number].get(key, 0) + int(value or 0)
    return found


def _sources(ward_id: int, measure: str, window: Window) -> Iterator[tuple[str, Sequence[Any]]]:
    """Go through the statements that give the cells of a figure: counted live, or as stored."""
    found = get(measure)
    # What is known to be empty has no statement.
    with suppress(EmptyResultSet):
        if found is not None and found.live is not None:
            yield _listed(found.live(ward_id, window)).query.sql_with_params()
            return
        parts = _parts(measure)
        values = {f"part{n}": part for n, part in enumerate(parts)} | window.given
        for model, column in ((Summary, "value"), (Delta, "change")):
            made = _stored_cells(model, column, len(parts), frozenset(window.given))
            yield made.statement(ward_id=ward_id, **values)


def _parts(measure: str) -> Sequence[str]:
    """Return the stored figures that a figure adds up: itself, where it adds up no others."""
    found = get(measure)
    return (found.sum_of if found is not None else ()) or (measure,)


def _listed(rows: Any) -> Any:
    return rows.order_by().values_list("f", "u", "d", "n")


@cache
def _stored_cells(
    model: type[Summary | Delta], column: str, parts: int, given: frozenset[str]
) -> Prepared[Any]:
    """Return the statement of stored cells, made once for each shape of a window."""

    def make(ward_id: int, **values: Any) -> Any:
        window = Window(**{name: values[name] for name in given})
        condition = window._condition([values[f"part{n}"] for n in range(parts)])
        rows = model.objects.of(ward_id).filter(condition)
        return _listed(rows.annotate(f=F("field"), u=F("unit_id"), d=F("day"), n=F(column)))

    kinds = {"first": date, "last": date, "field": str, "unit_id": UUID}
    names = {name: kind for name, kind in kinds.items() if name in given}
    return Prepared(make, ward_id=int, **{f"part{n}": str for n in range(parts)}, **names)


def first_day(ward_id: int) -> date | None:
    """Return the first day of which a ward has any figure: one statement."""
    days = [
        model.objects.of(ward_id).order_by().values("ward_id").annotate(d=Min("day")).values("d")
        for model in (Summary, Delta)
    ]
    found = [row["d"] for row in days[0].union(days[1], all=True) if row["d"] is not None]
    return min(found, default=None)


def least(code: str) -> int:
    """Return the smallest number of a figure that may be told to everybody."""
    found = get(code)
    return found.smallest_public if found is not None else SMALLEST


def add(ward_id: int, changes: Sequence[tuple[str, str, UUID | None, date, int]]) -> None:
    """Write changes of figures, (measure, field, unit, day, change) each: one statement."""
    Delta.objects.bulk_create(
        [
            Delta(ward_id=ward_id, measure=measure, field=of, unit_id=unit_id, day=day, change=n)
            for measure, of, unit_id, day, n in changes
            if n
        ]
    )
