"""Reminding applicants of what waits for them, and askers of replies (acts of the clock)."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from phuong.areas.dossiers.actions import acts
from phuong.areas.dossiers.models import Dossier, Inquiry
from phuong.areas.dossiers.rules import Reminder, reminder_of_reply
from phuong.kernel.access.api import HERE, Occasion
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


def remind_askers(occasion: Occasion) -> int:
    """Remind whoever asked for an opinion: before its reply day and after it, each time once."""
    near = occasion.calendar.add(occasion.today, 1) - occasion.today + timedelta(days=2)
    waiting = Inquiry.objects.of(occasion.ward_id).waiting()
    rows = waiting.filter(due_at__lte=occasion.now + near, asked_by__isnull=False)
    told = 0
    for row in rows.order_by("due_at", "id"):
        asked_on, by_day = (at.astimezone(HERE).date() for at in (row.asked_at, row.due_at))
        due = reminder_of_reply(asked_on, by_day, occasion.today, occasion.calendar)
        told += due is not None and remind_asker(occasion, row, due)
    return told


@transaction.atomic
def remind_asker(occasion: Occasion, inquiry: Inquiry, due: Reminder) -> bool:
    """Tell whoever asked, once, that a reply is near its day or past it, while it still waits."""
    subject = audit.lock(occasion.ward_id, inquiry.id)
    fresh = Inquiry.objects.of(occasion.ward_id).waiting().filter(id=inquiry.id).first()
    code = f"dossiers.{due.template}"
    if fresh is None or fresh.asked_by_id is None or fresh.due_at != inquiry.due_at:
        return False
    who = notices.ToPerson(fresh.asked_by_id)
    if notices.was_told(occasion.ward_id, [(inquiry.id, code, due.turn)], to=who):
        return False
    places: dict[str, Place] = {"code": audit.Code(fresh.code), "due": fresh.due_at}
    notices.tell(occasion, subject, code, to=[who], params=places, key=due.turn)
    return True
