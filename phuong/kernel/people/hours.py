"""The sessions of an office and of its desks, as the working calendar takes them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from phuong.kernel.people.models import OfficeSession
from phuong.kernel.workdays import OfficeHours, Session

DAY = timedelta(days=1)
WEEKDAYS = range(7)


@dataclass(frozen=True, slots=True)
class Row:
    """One session of one weekday, of the office or of a desk, from a day on."""

    unit_id: UUID | None
    weekday: int
    session: Session
    valid_from: date
    valid_to: date | None

    def holds(self, day: date) -> bool:
        """Tell whether it is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def rows_of(ward_id: int) -> list[Row]:
    """Return every session of a ward: one statement."""
    found = OfficeSession.objects.of(ward_id).order_by("valid_from", "weekday", "opens")
    return [
        Row(
            one.unit_id,
            one.weekday,
            Session.of(one.opens, one.closes),
            one.valid_from,
            one.valid_to,
        )
        for one in found
    ]


def of_ward(ward_id: int) -> tuple[OfficeHours, ...]:
    """Return the hours of a ward's office."""
    return built(rows_of(ward_id))


def built(rows: Sequence[Row]) -> tuple[OfficeHours, ...]:
    """Make hours of sessions: the office's count, the desks' say when papers are taken in.

    Where the office has hours of its own, a weekday without a session is closed. Hours of desks
    alone change nothing: what is open is then what is open everywhere.
    """
    made: list[OfficeHours] = []
    for first, last in _periods(rows):
        now = [row for row in rows if row.holds(first)]
        office = [row for row in now if row.unit_id is None]
        desks = [row for row in now if row.unit_id is not None]
        for weekday in WEEKDAYS if office else ():
            taken = _union(row.session for row in desks if row.weekday == weekday)
            hours = OfficeHours(
                (weekday,),
                _union(row.session for row in office if row.weekday == weekday),
                taken if desks else None,
                valid_from=first,
                valid_to=last,
            )
            made.append(hours)
    return tuple(made)


def _periods(rows: Sequence[Row]) -> list[tuple[date, date | None]]:
    """Cut time wherever a session begins or ends."""
    if not rows:
        return []
    cuts = {row.valid_from for row in rows}
    cuts |= {row.valid_to + DAY for row in rows if row.valid_to is not None}
    ordered = sorted(cuts)
    ends: list[date | None] = [*(cut - DAY for cut in ordered[1:]), None]
    return list(zip(ordered, ends, strict=True))


def _union(sessions: Iterable[Session]) -> tuple[Session, ...]:
    """Put together what overlaps or touches."""
    found: list[Session] = []
    for one in sorted(sessions):
        if found and one.opens <= found[-1].closes:
            found[-1] = Session(found[-1].opens, max(found[-1].closes, one.closes))
        else:
            found.append(one)
    return tuple(found)
