"""What follows from the rows of the areas: the cells of figures, and the work that is open.

Acts write both beside the rows that they change. An area registers how to work them out anew from
its rows alone, so that `phuong doctor --deep` can compare what stands with what should.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Sum

from phuong.kernel.measures.models import Delta, Summary

Cell = tuple[str, str, UUID | None, date]


@dataclass(frozen=True, slots=True)
class Item:
    """The open work of a subject, without whose it is: that follows from who is in office."""

    state: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Derived:
    """What follows from one row: where it counts, and the main work item of its subject.

    A cell is a measure, a field, a unit and a day.
    """

    subject_id: UUID
    cells: frozenset[Cell]
    item: Item | None = None


@dataclass(frozen=True, slots=True)
class Recount:
    """How an area works its rows out anew.

    `kind` is that of the subjects whose main work items follow from the rows; none where these
    have no work of their own.
    """

    name: str
    rows: Callable[[int, datetime], Iterator[Derived]]
    kind: str = ""


_recounts: dict[str, Recount] = {}


def register_recounts(*recounts: Recount) -> None:
    """Make known how an area recounts; called once from its `AppConfig.ready`."""
    for each in recounts:
        _recounts[each.name] = each


def all_recounts() -> tuple[Recount, ...]:
    """Return every way of recounting."""
    return tuple(_recounts.values())


def stored(ward_id: int) -> dict[Cell, int]:
    """Return every cell of a ward that is not nought, folded and pending together."""
    found: dict[Cell, int] = {}
    for rows, column in ((Summary.objects, "value"), (Delta.objects, "change")):
        cells = rows.of(ward_id).order_by().values_list("measure", "field", "unit_id", "day")
        for measure, field, unit_id, day, value in cells.annotate(n=Sum(column)).iterator():
            cell = (measure, field, unit_id, day)
            found[cell] = found.get(cell, 0) + value
    return {cell: value for cell, value in found.items() if value}
