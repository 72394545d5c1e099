"""Reminding applicants of what waits for them (acts of the clock)."""

from uuid import UUID

from django.db import transaction

from phuong.areas.dossiers.actions import acts
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.rules import Reminder
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.notices import api as notices
from phuong.kernel.notices.api import Place


@transaction.atomic
def remind(
    occasion: Occasion, dossier: Dossier, due: Reminder, about: UUID, places: dict[str, Place]
) -> bool:
    """Tell one reminder once; one that is told after its day says for which day it was.

    Nothing is told where the dossier has moved on meanwhile. Returns whether it was told.
    """
    subject = audit.lock(occasion.ward_id, dossier.id)
    fresh = Dossier.objects.of(occasion.ward_id).select_related("applicant").get(id=dossier.id)
    if fresh.state != dossier.state or notices.was_told(
        occasion.ward_id, keys_of(dossier.id, due, about)
    ):
        return False
    late = due.on < occasion.today
    acts.tell(
        occasion,
        subject,
        fresh,
        f"{due.template}_late" if late else due.template,
        places | ({"planned": due.on} if late else {}),
        key=key_of(due, about),
    )
    return True


def key_of(due: Reminder, about: UUID) -> str:
    """Return what makes a reminder one of its kind: about what, and which of its times."""
    return f"{about}:{due.turn}"


def keys_of(
    dossier_id: UUID, due: Reminder, about: UUID
) -> tuple[tuple[UUID, str, str], tuple[UUID, str, str]]:
    """Return the reminder as it may have been told: in time or late."""
    code, key = f"dossiers.{due.template}", key_of(due, about)
    return (dossier_id, code, key), (dossier_id, f"{code}_late", key)
