"""What somebody says of themselves and hands in, before it becomes rows."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from uuid import UUID

from phuong.areas.dossiers.models import (
    Applicant,
    ApplicantKind,
    Authority,
    ForWhom,
    Origin,
    TellBy,
    Together,
)
from phuong.areas.dossiers.rules import Mark
from phuong.kernel.audit.api import Digest, new_salt
from phuong.kernel.documents import api as documents
from phuong.kernel.text import fold, person_sort_key


@dataclass(frozen=True, slots=True)
class Given:
    """What the person at the counter or on the phone says of themselves.

    Of an organisation `name` and `id_number` are its own, `representative` is who stands for it.
    """

    name: str
    phone: str = ""
    id_number: str = ""
    email: str = ""
    tell_by: str = TellBy.ALL
    address: str = ""
    for_whom: str = ForWhom.SELF
    other_name: str = ""
    relation: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    kind: str = ApplicantKind.PERSON
    representative: str = ""
    representative_post: str = ""
    authority: str = Authority.NONE
    authority_paper: str = ""
    together: tuple[Together, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """How a dossier comes in, and the visit with which it comes, if it is not alone.

    What was filed on another system has that system and its code there.
    """

    origin: str = Origin.COUNTER
    visit_id: UUID | None = None
    system: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that was received before the transaction, and the paper it is of."""

    paper_code: str
    name: str
    stored: documents.StoredFile

    def of(self, kind: str) -> documents.Paper:
        """Return what the attachments keep: the file and the slot it belongs to."""
        purpose = f"{kind}:{self.paper_code}" if self.paper_code else kind
        return documents.Paper(self.stored, purpose, self.name)


def new_applicant(ward_id: int, given: Given) -> Applicant:
    """Return the row of what a person said of themselves; not saved yet."""
    return Applicant(
        ward_id=ward_id,
        kind=given.kind,
        name=given.name,
        sort_key=person_sort_key(given.name),
        id_number=given.id_number,
        phone=given.phone,
        email=given.email,
        tell_by=given.tell_by,
        address=given.address,
        for_whom=given.for_whom,
        other_name=given.other_name,
        relation=given.relation,
        representative=given.representative,
        representative_post=given.representative_post,
        authority=given.authority,
        authority_paper=given.authority_paper,
        together=[asdict(one) for one in given.together],
        answers=dict(given.answers),
        salt=new_salt(),
    )


def search_text(code: str, applicant: Applicant, external: str = "") -> str:
    """Return the folded text by which a dossier is found."""
    others = [text for one in applicant.others for text in (one.name, one.phone)]
    known = [code, applicant.name, applicant.other_name, applicant.phone, external]
    words = [*known, applicant.representative, *others]
    return fold(" ".join(word for word in words if word))


def files_digest(applicant: Applicant, files: Sequence[GivenFile]) -> Digest | None:
    """Return the digest that an event holds of the files that came with an act."""
    return Digest.of(applicant.salt, *(file.stored.sha256 for file in files)) if files else None


def notes_digest(applicant: Applicant, marks: Mapping[str, Mark]) -> Digest | None:
    """Return the digest that an event holds of what was noted on papers."""
    notes = [
        text for code, mark in sorted(marks.items()) if mark.note for text in (code, mark.note)
    ]
    return Digest.of(applicant.salt, *notes) if notes else None
