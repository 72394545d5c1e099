"""What was rated already, and whether there is something to rate."""

from datetime import date, datetime
from uuid import UUID

from phuong.areas.dossiers.models import Dossier, Rating
from phuong.kernel.access import directory
from phuong.kernel.access.api import Role
from phuong.kernel.workdays import Punctuality, punctuality


def is_late(dossier: Dossier, now: datetime) -> bool:
    """Tell whether the promise has passed and the dossier is still in hand."""
    if not dossier.is_running or dossier.target_at is None:
        return False
    how = punctuality(dossier.target_at, dossier.limit.unit, finished=None, now=now)
    return how is Punctuality.LATE_OPEN


def rating_of(dossier: Dossier, after: str) -> Rating | None:
    """Return the rating that was given on an occasion."""
    return Rating.objects.of(dossier.ward_id).filter(dossier=dossier, after=after).first()


def last_rating(dossier: Dossier) -> Rating | None:
    """Return the rating that was given last."""
    return Rating.objects.of(dossier.ward_id).filter(dossier=dossier).order_by("-id").first()


def who_calls(dossier: Dossier, on: date) -> UUID | None:
    """Return who calls back: the head of the unit, else a leader; never who handled it."""
    for role, unit_id in (
        (Role.UNIT_HEAD, dossier.unit_id),
        (Role.LEADER, None),
        (Role.SECRETARY, None),
    ):
        if role is Role.UNIT_HEAD and unit_id is None:
            continue
        for one in directory.holders(dossier.ward_id, on, role, unit_id):
            if one.person_id != dossier.handler_id:
                return one.person_id
    return None
