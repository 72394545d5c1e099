"""Who may set up what: the only place that decides access."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from phuong.areas.office.models import CalendarEntry
from phuong.areas.office.states import Can
from phuong.kernel.access import roles
from phuong.kernel.access.api import Actor, Role
from phuong.kernel.errors import NotPermitted, NotVisible
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.wards.querysets import WardQuerySet

GRANTS: Mapping[Can, Sequence[Role]] = {Can.CALENDAR: [Role.ADMINISTRATOR, Role.LEADER]}


def readable(actor: Actor) -> "WardQuerySet[CalendarEntry]":
    """Return the entries this actor may see."""
    mine = CalendarEntry.objects.of(actor.ward_id)
    return mine if roles.has(actor, Can.CALENDAR) else mine.none()


def check(actor: Actor) -> None:
    """Refuse whoever may not enter calendar decisions."""
    if not roles.has(actor, Can.CALENDAR):
        raise NotPermitted(
            "office.no-capability", _("Việc này thuộc quản trị hoặc lãnh đạo phường.")
        )


def get(actor: Actor, entry_id: UUID) -> CalendarEntry:
    """Return an entry; absent and hidden look the same."""
    found = readable(actor).filter(id=entry_id).select_related("decision", "entered_by").first()
    if found is None:
        raise NotVisible
    return found
