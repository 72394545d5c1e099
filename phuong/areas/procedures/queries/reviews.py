"""What a ward's administrator sees of the catalogue: what is doubtful, why, and who confirmed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from phuong.areas.procedures.models import CertaintyWord, Version
from phuong.areas.procedures.queries import shelves
from phuong.areas.procedures.queries.values import VersionInfo
from phuong.kernel.people.models import Person


@dataclass(frozen=True, slots=True)
class Review:
    """One procedure with its doubts."""

    info: VersionInfo
    certainty_code: str
    certainty_time: str
    certainty_fee: str
    why: str
    note: str
    confirmed_at: datetime | None
    confirmed_by: str
    source_changed: bool

    @property
    def needs_review(self) -> bool:
        """Whether it should be looked at: it is doubtful, or its source is another by now."""
        return self.info.needs_review or self.source_changed


def review(ward_id: int, on: date, *, slug: str = "") -> tuple[Review, ...]:
    """Return the procedures in force in a ward on a day, or the one of an address."""
    infos = [info for info in shelves.catalogue(ward_id, on) if not slug or info.slug == slug]
    rows = {
        row.pk: row
        for row in Version.objects.filter(pk__in=[info.id for info in infos]).select_related(
            "based_on"
        )
    }
    newest = _newest_shared(infos)
    names = _names(ward_id, rows.values())
    return tuple(_review(info, rows[info.id], newest, names) for info in infos)


def _review(
    info: VersionInfo, row: Version, newest: Mapping[UUID, int], names: Mapping[UUID, str]
) -> Review:
    base = row.based_on
    return Review(
        info=info,
        certainty_code=str(CertaintyWord(row.certainty_code).label),
        certainty_time=str(CertaintyWord(row.certainty_time).label),
        certainty_fee=str(CertaintyWord(row.certainty_fee).label),
        why=row.review_note,
        note=row.note,
        confirmed_at=row.confirmed_at,
        confirmed_by=names.get(row.confirmed_by, "") if row.confirmed_by else "",
        source_changed=base is not None and newest.get(row.procedure_id, 0) > base.number,
    )


def _newest_shared(infos: Iterable[VersionInfo]) -> dict[UUID, int]:
    ids = [info.procedure_id for info in infos if info.ward_id is not None]
    rows = Version.objects.filter(ward__isnull=True, procedure_id__in=ids).order_by("number")
    return dict(rows.values_list("procedure_id", "number"))


def _names(ward_id: int, rows: Iterable[Version]) -> dict[UUID, str]:
    ids = {row.confirmed_by for row in rows if row.confirmed_by}
    return dict(Person.objects.of(ward_id).filter(id__in=ids).values_list("id", "name"))
