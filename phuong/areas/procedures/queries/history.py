"""The versions that a procedure has had in a ward, each with the days on which it held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from phuong.areas.procedures.models import CertaintyWord, Version
from phuong.areas.procedures.rules.versions import in_force
from phuong.kernel.people.models import Person

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Told:
    """One version: when it holds here, whose it is, what it says of time and money, and why."""

    first: date
    last: date | None
    own: bool
    who: str
    limit_text: str
    certainty: str
    fee_text: str
    note: str
    is_current: bool
    is_future: bool


def history(ward_id: int, procedure_id: UUID, today: date) -> Sequence[Told]:
    """Return the versions that held or will hold in a ward, the newest first: two statements.

    A version that a later one of the same beginning took the place of never held, and is left out.
    """
    rows = list(Version.objects.for_ward(ward_id).filter(procedure_id=procedure_id))
    ids = {row.confirmed_by for row in rows if row.confirmed_by}
    names = dict(Person.objects.of(ward_id).filter(id__in=ids).values_list("id", "name"))
    cuts = sorted({row.valid_from for row in rows})
    found = []
    for place, first in enumerate(cuts):
        row = in_force(rows, first)
        if row is None or row.valid_from != first:
            continue
        later = (day for day in cuts[place + 1 :] if (one := in_force(rows, day)) and one != row)
        follows = next(later, None)
        ends = [day for day in (row.valid_to, follows and follows - DAY) if day]
        last = min(ends, default=None)
        found.append(
            Told(
                first,
                last,
                row.ward_id is not None,
                names.get(row.confirmed_by, "") if row.confirmed_by else "",
                row.limit_text,
                str(CertaintyWord(row.certainty_time).label),
                row.fee_text,
                row.note,
                is_current=first <= today and (last is None or today <= last),
                is_future=first > today,
            )
        )
    return found[::-1]
