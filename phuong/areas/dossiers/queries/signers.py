"""Who signs a paper of the ward, and in whose place."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from phuong.kernel.access import directory
from phuong.kernel.access.api import Role
from phuong.kernel.people.models import Substitution

OF_THE_WARD = "TM. Ủy ban nhân dân"


@dataclass(frozen=True, slots=True)
class Signing:
    """The three lines of a signature: by what authority, the post, the name."""

    authority: str
    title: str
    name: str


def of_person(ward_id: int, day: date, person_id: UUID | None, name: str) -> Signing:
    """Return how a leader signs on a day: in their own post, or in another's place."""
    held = [
        one for one in directory.holders(ward_id, day, Role.LEADER) if one.person_id == person_id
    ]
    if not held:
        return Signing(OF_THE_WARD, "", name)
    place = (
        Substitution.objects.of(ward_id)
        .on(day)
        .filter(post_id=held[0].post_id)
        .select_related("for_post")
        .first()
    )
    if place is None:
        return Signing(OF_THE_WARD, held[0].title, name)
    return Signing(f"{place.formula} {place.for_post.title}", held[0].title, name)


def of_leader(ward_id: int, day: date) -> Signing:
    """Return the line for a paper that time or the applicant has caused: nobody has signed yet."""
    held = directory.holders(ward_id, day, Role.LEADER)
    return Signing(OF_THE_WARD, held[0].title if held else "", "")
