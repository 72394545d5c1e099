"""Which unit settles which field, for the page on which the ward says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from phuong.areas.dossiers.models import Route
from phuong.areas.office import api as office
from phuong.areas.procedures import api as procedures
from phuong.kernel.people.models import Unit


@dataclass(frozen=True, slots=True)
class FieldRoute:
    """A field with procedures in force, the unit that settles it, and what is wrong with that."""

    code: str
    name: str
    procedures: int
    unit: Unit | None
    suggested: UUID | None
    ended: bool

    @property
    def is_open(self) -> bool:
        """Whether nobody settles it: no unit was named, or the one named is no more."""
        return self.unit is None or self.ended


def field_routes(ward_id: int, on: date) -> list[FieldRoute]:
    """Return every field of the ward's procedures on a day: three statements."""
    units = {one.id: one for one in Unit.objects.of(ward_id)}
    routed = dict(Route.objects.of(ward_id).values_list("field", "unit_id"))
    by_code = {one.code: one.id for one in units.values() if _stands(one, on)}
    suggestion = office.template()
    found = []
    for field in procedures.fields(ward_id, on):
        unit = units.get(routed[field.code]) if field.code in routed else None
        found.append(
            FieldRoute(
                field.code,
                field.name,
                len(field.procedures),
                unit,
                by_code.get(suggestion.unit_of(field.code)),
                ended=unit is not None and not _stands(unit, on),
            )
        )
    return found


def standing_units(ward_id: int, on: date) -> Sequence[Unit]:
    """Return the units to which a field may be given on a day."""
    return list(Unit.objects.of(ward_id).on(on).order_by("name", "id"))


def _stands(unit: Unit, on: date) -> bool:
    return unit.valid_from <= on and (unit.valid_to is None or on <= unit.valid_to)
