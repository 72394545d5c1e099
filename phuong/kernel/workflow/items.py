"""Writing work items: always inside the transaction of the act that causes them."""

from datetime import datetime
from uuid import UUID

from phuong.kernel.audit.models import Subject
from phuong.kernel.workflow.models import NO_DUE, WorkItem


def put(
    subject: Subject,
    *,
    state: str,
    since: datetime,
    post_id: UUID | None = None,
    person_id: UUID | None = None,
    due_at: datetime | None = None,
    field: str = "",
    slot: str = "main",
    is_new: bool = False,
) -> None:
    """Say who acts next on a subject: one statement for a new item, one for a moved one."""
    values = {
        "post_id": post_id,
        "person_id": person_id,
        "state": state,
        "field": field,
        "due_at": due_at,
        "due_key": due_at or NO_DUE,
        "since": since,
    }
    mine = {"ward_id": subject.ward_id, "subject_id": subject.id, "slot": slot}
    if is_new or not WorkItem.objects.of(subject.ward_id).filter(
        subject_id=subject.id, slot=slot
    ).update(**values):
        WorkItem(**mine, kind=subject.kind, **values).save(force_insert=True)


def drop(subject: Subject, *, slot: str = "main") -> None:
    """Say that nobody needs to act any more."""
    WorkItem.objects.of(subject.ward_id).filter(subject_id=subject.id, slot=slot).delete()


def move_due(
    ward_id: int, subject_id: UUID, due_at: datetime | None, *, slot: str = "main"
) -> None:
    """Write a due instant that was worked out again."""
    WorkItem.objects.of(ward_id).filter(subject_id=subject_id, slot=slot).update(
        due_at=due_at, due_key=due_at or NO_DUE
    )


def readdress_person(ward_id: int, person_id: UUID, to_post_id: UUID) -> int:
    """Give a person's items to a post: the end of an appointment, leave, a new conflict."""
    return (
        WorkItem.objects.of(ward_id)
        .filter(person_id=person_id)
        .update(person_id=None, post_id=to_post_id)
    )
