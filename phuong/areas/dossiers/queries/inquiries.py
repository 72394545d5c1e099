"""What others were asked: of whom it can be asked, within what time, and who has answered."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from phuong.areas.dossiers.models import Dossier, Inquiry
from phuong.areas.dossiers.queries.desk import Addressee, post_with
from phuong.kernel.access.api import Role
from phuong.kernel.documents import api as documents
from phuong.kernel.law import api as law
from phuong.kernel.workdays import Limit, Unit

AGENCY, OPINION = "dossiers.agency.", "dossiers.opinion"


@dataclass(frozen=True, slots=True)
class AgencyKind:
    """A kind of agency, and within what time it answers."""

    code: str
    name: str
    limit: Limit


def agency_kinds(on: date) -> list[AgencyKind]:
    """Return the kinds of agencies that can be asked, as the legal pack has them."""
    found = law.in_force_under(AGENCY, on)
    kinds = (
        AgencyKind(
            one.key.removeprefix(AGENCY),
            # The note begins with the name of the kind.
            one.note.partition(";")[0],
            Limit(Unit(one.unit), int(one.value)),
        )
        for one in found
    )
    return sorted(kinds, key=lambda kind: kind.name)


def opinion_limit(on: date) -> Limit:
    """Return within what time a unit of the ward answers."""
    found = law.in_force(OPINION, on)
    return Limit(Unit(found.unit), int(found.value))


def inquiries_of(dossier: Dossier) -> list[Inquiry]:
    """Return all that others were asked about a dossier, the first first."""
    mine = Inquiry.objects.of(dossier.ward_id).filter(dossier_id=dossier.id)
    return list(mine.select_related("asked_by", "answered_by").order_by("id"))


def answers_of(
    dossier: Dossier,
) -> list[tuple[Inquiry, list[documents.Attachment]]]:
    """Return all that others were asked, each with the files of its answer: two statements."""
    asked = inquiries_of(dossier)
    answered = [one.id for one in asked if one.answered_at is not None]
    files = documents.of_subjects(dossier.ward_id, answered)
    return [(one, files.get(one.id, [])) for one in asked]


def who_answers(inquiry: Inquiry, on: date) -> Addressee | None:
    """Return whose work an inquiry is: the unit's head; of an agency, whoever asked watches it."""
    if inquiry.unit_id is not None:
        return post_with(inquiry.ward_id, on, Role.UNIT_HEAD, inquiry.unit_id)
    return Addressee(person_id=inquiry.asked_by_id) if inquiry.asked_by_id else None


def open_inquiries(ward_id: int, dossier_id: UUID) -> list[Inquiry]:
    """Return what is still to be answered about a dossier."""
    mine = Inquiry.objects.of(ward_id).filter(dossier_id=dossier_id)
    return list(mine.waiting().order_by("id"))
