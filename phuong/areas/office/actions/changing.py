"""How every change of the organisation is made: one at a time in a ward, under one subject."""

from collections.abc import Callable
from datetime import date

from django.db import transaction

from phuong.areas.office import policy
from phuong.areas.office.states import ORGANISATION, ORGANISATION_CODE, Can
from phuong.kernel.access import directory
from phuong.kernel.access.api import Occasion, Role
from phuong.kernel.access.models import Grant
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Facts, Subject
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.people.models import Appointment
from phuong.kernel.wards.api import Ward, uuid7


def change(
    occasion: Occasion,
    verb: str,
    write: Callable[[], Facts],
    capability: Can = Can.ORGANISATION,
) -> None:
    """Write rows and the event that tells of them: all or nothing, once a request.

    The ward's row is locked, so that two changes never pass each other's checks unseen.
    """
    policy.check(occasion.actor, capability)

    def act() -> None:
        Ward.objects.select_for_update(no_key=True).get(pk=occasion.ward_id)
        facts = write()
        mine = Subject.objects.of(occasion.ward_id)
        subject = mine.filter(kind=ORGANISATION, code=ORGANISATION_CODE).first()
        if subject is None:
            kind, code, new_id = ORGANISATION, ORGANISATION_CODE, uuid7()
            audit.open_subject(occasion, kind, code, verb, subject_id=new_id, **facts)
        else:
            audit.record(occasion, audit.lock(occasion.ward_id, subject.id), verb, **facts)
        transaction.on_commit(directory.forget)

    audit.once(occasion, act, lambda _event: None)


def keep_an_administrator(occasion: Occasion, *days: date) -> None:
    """Refuse a change after which nobody could set anything up any more."""
    for day in {occasion.today, *(max(day, occasion.today) for day in days)}:
        roles = Grant.objects.of(occasion.ward_id).on(day).filter(role=Role.ADMINISTRATOR)
        held = Appointment.objects.of(occasion.ward_id).on(day)
        if not held.filter(
            post_id__in=roles.values("post_id"), person__account__is_active=True
        ).exists():
            raise RuleBroken(
                "office.last-administrator",
                _(
                    "Sau việc này phường không còn người quản trị nào. Giao quyền quản trị cho"
                    " người khác trước."
                ),
                field="last",
            )
