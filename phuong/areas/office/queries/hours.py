"""The hours of the office and its desks, and which clocks other hours would move."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from phuong.areas.office.queries.calendar import Preview, shown
from phuong.areas.office.rules import Week
from phuong.kernel.access.api import Occasion
from phuong.kernel.errors import NotVisible
from phuong.kernel.law import api as law
from phuong.kernel.people import hours
from phuong.kernel.people.hours import Row
from phuong.kernel.people.models import Unit
from phuong.kernel.workflow.api import clocks


@dataclass(frozen=True, slots=True)
class Hours:
    """The week of the office or of one desk, from a day to a day."""

    unit: Unit | None
    first: date
    last: date | None
    week: Week

    @property
    def label_id(self) -> str:
        """The id of the heading that names the table."""
        whose = self.unit.code if self.unit else "phuong"
        return f"gio-{whose}-{self.first:%Y%m%d}"

    def is_future(self, today: date) -> bool:
        """Whether they have not begun."""
        return self.first > today


def all_hours(ward_id: int) -> list[Hours]:
    """Return the hours of the office, then of each desk, the newest first."""
    units = {one.id: one for one in Unit.objects.of(ward_id)}
    sets: dict[tuple[UUID | None, date, date | None], list[Row]] = {}
    for row in hours.rows_of(ward_id):
        sets.setdefault((row.unit_id, row.valid_from, row.valid_to), []).append(row)
    found = [
        Hours(units[unit_id] if unit_id else None, first, last, _week(rows))
        for (unit_id, first, last), rows in sets.items()
    ]
    found.sort(key=lambda one: one.first, reverse=True)
    return sorted(found, key=lambda one: one.unit.name if one.unit else "")


def beginnings(ward_id: int, unit_id: UUID | None) -> list[date]:
    """Return the days from which hours of the office or a desk begin."""
    return sorted({one.valid_from for one in hours.rows_of(ward_id) if one.unit_id == unit_id})


def usual_week(occasion: Occasion) -> Week:
    """Return the week that holds today, as what to begin with."""
    monday = occasion.today - timedelta(days=occasion.today.weekday())
    shapes = occasion.calendar
    known = [one for one in all_hours(occasion.ward_id) if one.unit is None]
    for one in known:
        if one.first <= occasion.today and (one.last is None or occasion.today <= one.last):
            return one.week
    plain = shapes.sessions
    return tuple(
        plain if (monday + timedelta(days=day)).weekday() in shapes.working_weekdays else ()
        for day in range(7)
    )


def preview_hours(occasion: Occasion, unit_id: UUID | None, week: Week, first: date) -> Preview:
    """Return every clock that new hours would move; nothing is written."""
    would_be = [_ended(row, unit_id, first) for row in hours.rows_of(occasion.ward_id)]
    kept = [row for row in would_be if row is not None]
    rows = [*kept, *rows_from(unit_id, week, first)]
    calendar = law.calendar(occasion.ward_id, hours=hours.built(rows))
    return shown(clocks.preview(Occasion(occasion.actor, occasion.now, calendar)))


def rows_from(unit_id: UUID | None, week: Week, first: date) -> list[Row]:
    """Return the sessions of a week that begins on a day."""
    return [
        Row(unit_id, weekday, session, first, None)
        for weekday, sessions in enumerate(week)
        for session in sessions
    ]


def _ended(row: Row, unit_id: UUID | None, first: date) -> Row | None:
    """Return a session as it is when others begin on a day."""
    if row.unit_id != unit_id or (row.valid_to is not None and row.valid_to < first):
        return row
    last = first - timedelta(days=1)
    if row.valid_from > last:
        return None
    return Row(row.unit_id, row.weekday, row.session, row.valid_from, last)


def _week(rows: Sequence[Row]) -> Week:
    return tuple(
        tuple(sorted(row.session for row in rows if row.weekday == weekday)) for weekday in range(7)
    )


def desk_unit(ward_id: int, unit_id: UUID) -> Unit:
    """Return a unit of the ward; absent and another ward's look the same."""
    found: Unit | None = Unit.objects.of(ward_id).filter(id=unit_id).first()
    if found is None:
        raise NotVisible
    return found


def desk_units(ward_id: int, on: date) -> list[Unit]:
    """Return the units whose desks may keep hours of their own."""
    return list(Unit.objects.of(ward_id).on(on).order_by("name", "id"))
