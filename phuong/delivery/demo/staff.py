"""Who acts in the stories: the officials of the ward, as they are found in it."""

from dataclasses import dataclass
from datetime import datetime
from random import Random
from uuid import UUID

from phuong.areas.dossiers import api as dossiers
from phuong.delivery.demo.pack import House
from phuong.kernel.access.api import Actor, Occasion, Role
from phuong.kernel.access.queries import actor_of_person
from phuong.kernel.people.models import Appointment, Person
from phuong.kernel.wards.api import Ward
from phuong.kernel.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class Official:
    """A person in a post."""

    person: Person
    actor: Actor
    post_code: str
    fields: tuple[str, ...]


class Staff:
    """The officials by role and unit, and the occasions on which anybody acts."""

    def __init__(self, ward: Ward, house: House, calendar: WorkCalendar, now: datetime) -> None:
        """Read everybody once: in the ward of the stories nobody comes or goes."""
        self._ward_id = ward.pk
        self._calendar = calendar
        roles = {post.code: (post.role, post.fields) for post in house.posts}
        self._by_role: dict[Role, list[Official]] = {}
        held = Appointment.objects.of(ward).select_related("person", "post").order_by("id")
        for appointment in held:
            role, fields = roles[appointment.post.code]
            actor = actor_of_person(appointment.person, now)
            official = Official(appointment.person, actor, appointment.post.code, fields)
            self._by_role.setdefault(role, []).append(official)

    def reception(self, rng: Random) -> Official:
        """Return one of the two at the desk."""
        return rng.choice(self._by_role[Role.RECEPTION])

    def desk(self) -> list[Official]:
        """Return everybody at the desk, in the order of their appointments."""
        return self._by_role[Role.RECEPTION]

    def administrator(self) -> Official:
        """Return who sets the program up."""
        return self._by_role[Role.ADMINISTRATOR][0]

    def leader(self, rng: Random, vice_signs: int) -> Official:
        """Return the chair, or in so many of a hundred cases the vice-chair."""
        chair, *vices = self._by_role[Role.LEADER]
        return rng.choice(vices) if vices and rng.randrange(100) < vice_signs else chair

    def head(self, unit_id: UUID | None) -> Official:
        """Return the head of a unit."""
        return self._of_unit(Role.UNIT_HEAD, unit_id)[0]

    def specialist(self, dossier: dossiers.Dossier) -> Official:
        """Return who settles a dossier: whoever the field belongs to, else the first."""
        found = self._of_unit(Role.SPECIALIST, dossier.unit_id)
        return next((one for one in found if dossier.field in one.fields), found[0])

    def by_person(self, person_id: UUID | None) -> Official:
        """Return the official that a person is."""
        everybody = (one for group in self._by_role.values() for one in group)
        return next(one for one in everybody if one.person.id == person_id)

    def _of_unit(self, role: Role, unit_id: UUID | None) -> list[Official]:
        return [one for one in self._by_role[role] if unit_id in one.actor.units(role)]

    def occasion(self, official: Official, now: datetime) -> Occasion:
        """Return the occasion on which an official acts."""
        return self._occasion(official.actor, now)

    def visitor(self, now: datetime) -> Occasion:
        """Return the occasion of a citizen who begins."""
        return self._occasion(Actor.citizen(self._ward_id), now)

    def owner(self, dossier: dossiers.Dossier, now: datetime) -> Occasion:
        """Return the occasion of the citizen whose dossier it is."""
        return self.visitor(now).proving(dossier.id)

    def clock(self, now: datetime) -> Occasion:
        """Return the occasion of time itself."""
        return self._occasion(Actor.clock(self._ward_id), now)

    def _occasion(self, actor: Actor, now: datetime) -> Occasion:
        return Occasion(actor, now, self._calendar.as_known_at(now))
