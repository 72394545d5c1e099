"""Issued results: the one that holds, and what anybody may learn of one by its file or its code."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from phuong.areas.dossiers.models import Dossier, Result, Standing
from phuong.areas.dossiers.queries.signers import Signing, of_person
from phuong.kernel.access import directory
from phuong.kernel.access.api import Role
from phuong.kernel.documents import api as documents
from phuong.kernel.documents.signing import api as signing
from phuong.kernel.people.models import Person, Post
from phuong.kernel.wards.api import Ward

DRAFT, SIGNED = "result", "result:signed"
PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Issued:
    """What anybody who holds an issued result may learn of it: nothing of the person."""

    id: UUID
    number: str
    signed_at: datetime | None
    kind: str
    signed_as: str
    standing: str
    ended_at: datetime | None
    replaced_by: str
    is_electronic: bool
    sha256: str


@dataclass(frozen=True, slots=True)
class Authority:
    """How a leader signs today: the three lines, and the certificate of the post if it has one."""

    how: Signing
    entry: signing.Entry | None

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines above the name, as a paper has them."""
        return tuple(one.upper() for one in (self.how.authority, self.how.title) if one)

    @property
    def written(self) -> str:
        """The authority in one line, for the register."""
        return ", ".join(one for one in (self.how.authority, self.how.title) if one)


def latest(dossier: Dossier) -> Result | None:
    """Return the result that holds, else the last one there was."""
    mine = dossier.results.select_related("file")
    return mine.filter(standing=Standing.IN_FORCE).first() or mine.order_by("-id").first()


def drafted(dossier: Dossier) -> list[documents.Attachment]:
    """Return the drafted PDFs that can be signed, the last one first."""
    found = documents.of_subject(dossier.ward_id, dossier.id)
    return [one for one in reversed(found) if one.purpose == DRAFT and one.media_type == PDF]


def authority(ward: Ward, day: date, person_id: UUID | None) -> Authority:
    """Return how a leader signs on a day."""
    person = Person.objects.of(ward.pk).filter(id=person_id).first() if person_id else None
    name = person.name if person else ""
    held = [
        one.post_id
        for one in directory.holders(ward.pk, day, Role.LEADER)
        if one.person_id == person_id
    ]
    codes = Post.objects.of(ward.pk).filter(id__in=held).values_list("code", flat=True)
    return Authority(
        of_person(ward.pk, day, person_id, name), signing.entry_for(ward.unit_code, sorted(codes))
    )


def by_marks(ward_id: int, marks: Iterable[str]) -> Issued | None:
    """Return the issued result whose signature one of these is."""
    rows = Result.objects.of(ward_id).issued().filter(mark__in=[one for one in marks if one])
    return _issued(rows.select_related("file").order_by("-id").first())


def by_id(ward_id: int, result_id: UUID) -> Issued | None:
    """Return the issued result whose code somebody holds."""
    rows = Result.objects.of(ward_id).issued().filter(id=result_id)
    return _issued(rows.select_related("file").first())


def _issued(row: Result | None) -> Issued | None:
    if row is None:
        return None
    after = Result.objects.of(row.ward_id).issued().filter(replaces_id=row.id).first()
    return Issued(
        id=row.id,
        number=row.number,
        signed_at=row.signed_at,
        kind=row.kind,
        signed_as=row.signed_as,
        standing=row.standing,
        ended_at=row.ended_at,
        replaced_by=after.number if after else "",
        is_electronic=row.file_id is not None,
        sha256=row.file.sha256 if row.file else "",
    )
