"""Who may set up what: the only place that decides access."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from phuong.areas.office.models import CalendarEntry
from phuong.areas.office.states import ORGANISATION, Can
from phuong.kernel.access import roles
from phuong.kernel.access.api import Actor, Role
from phuong.kernel.access.models import Grant
from phuong.kernel.audit.api import Subject
from phuong.kernel.errors import NotPermitted, NotVisible
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.people.models import (
    Absence,
    Appointment,
    Person,
    Post,
    Substitution,
    Unit,
    ValidQuerySet,
)
from phuong.kernel.wards.querysets import WardQuerySet

GRANTS: Mapping[Can, Sequence[Role]] = {
    Can.CALENDAR: [Role.ADMINISTRATOR, Role.LEADER],
    Can.ORGANISATION: [Role.ADMINISTRATOR],
    Can.ABSENCE: [Role.ADMINISTRATOR, Role.LEADER, Role.UNIT_HEAD],
}

# What the organisation is made of, and how each is reached from a person's unit.
THINGS: Mapping[str, Any] = {
    "unit": Unit,
    "post": Post,
    "person": Person,
    "appointment": Appointment,
    "grant": Grant,
    "absence": Absence,
    "substitution": Substitution,
}
_OF_UNIT = {
    "person": "appointments__post__unit_id__in",
    "absence": "person__appointments__post__unit_id__in",
}


def readable(actor: Actor) -> "WardQuerySet[CalendarEntry]":
    """Return the entries this actor may see."""
    mine = CalendarEntry.objects.of(actor.ward_id)
    return mine if roles.has(actor, Can.CALENDAR) else mine.none()


def organisation(actor: Actor) -> "WardQuerySet[Subject]":
    """Return the subject of the ward's organisation, if this actor may see it."""
    mine = Subject.objects.of(actor.ward_id).filter(kind=ORGANISATION)
    return mine if roles.has(actor, Can.ORGANISATION) else mine.none()


def things(actor: Actor, name: str) -> ValidQuerySet:
    """Return the units, posts, people and what ties them that this actor may see.

    The administrator sees all; a leader every person and absence, a head those of their unit.
    """
    mine: ValidQuerySet = THINGS[name].objects.of(actor.ward_id)
    if roles.has(actor, Can.ORGANISATION):
        return mine
    if name not in _OF_UNIT or not roles.has(actor, Can.ABSENCE):
        return mine.none()
    if actor.holds(Role.LEADER):
        return mine
    return mine.filter(**{_OF_UNIT[name]: actor.units(Role.UNIT_HEAD)}).distinct()


def thing(actor: Actor, name: str, row_id: UUID) -> Any:
    """Return one of them; absent and hidden look the same."""
    found = things(actor, name).filter(id=row_id).first()
    if found is None:
        raise NotVisible
    return found


def check(actor: Actor, capability: Can = Can.CALENDAR) -> None:
    """Refuse whoever may not do this."""
    if not roles.has(actor, capability):
        raise NotPermitted(
            "office.no-capability", _("Việc này thuộc quản trị hoặc lãnh đạo phường.")
        )


def get(actor: Actor, entry_id: UUID) -> CalendarEntry:
    """Return an entry; absent and hidden look the same."""
    found = readable(actor).filter(id=entry_id).select_related("decision", "entered_by").first()
    if found is None:
        raise NotVisible
    return found
