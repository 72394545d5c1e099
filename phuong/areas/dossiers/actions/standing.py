"""What stood before a move that can be undone: kept, and put back exactly."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from phuong.areas.dossiers import queries
from phuong.areas.dossiers.models import Dossier, Undoable
from phuong.areas.dossiers.states import State
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit.api import Subject
from phuong.kernel.notices import api as notices
from phuong.kernel.workflow.api import Move, WorkItem, items

# What an undoable move may change of a dossier; figures follow from these.
KEPT = ("state", "origin")
KEPT_IDS = ("unit_id", "handler_id")
KEPT_MOMENTS = ("due_at", "target_at", "shown_promise_at", "sent_at")
KEPT_DAYS = ("due_on", "target_on")


def snapshot(dossier: Dossier) -> dict[str, Any]:
    """Return what stands before an undoable move, as JSON has it: one statement."""
    item = WorkItem.objects.of(dossier.ward_id).filter(subject_id=dossier.id, slot="main").first()
    return {
        **{name: str(getattr(dossier, name)) for name in KEPT},
        **{name: _text(getattr(dossier, name)) for name in KEPT_IDS},
        **{name: _moment(getattr(dossier, name)) for name in KEPT_MOMENTS},
        **{name: _text(getattr(dossier, name)) for name in KEPT_DAYS},
        "item": {
            "post_id": _text(item.post_id),
            "person_id": _text(item.person_id),
            "state": item.state,
            "field": item.field,
            "since": _moment(item.since),
            "due_at": _moment(item.due_at),
        }
        if item is not None
        else None,
    }


def leave_behind(
    occasion: Occasion,
    subject: Subject,
    dossier: Dossier,
    move: Move[State],
    before: dict[str, Any] | None,
) -> datetime | None:
    """Let the last move stand for good, and keep what stood before this one if it can be undone.

    Return until when its messages wait: as long as it can be undone, or not at all.
    """
    if getattr(dossier, "can_be_undone", False):
        notices.release(occasion, subject)
        if before is None:
            Undoable.objects.of(dossier.ward_id).filter(dossier=dossier).delete()
    if before is None:
        return None
    Undoable.objects.update_or_create(
        ward_id=dossier.ward_id,
        dossier=dossier,
        defaults={
            "move": move.name,
            "seq": subject.events,
            "at": occasion.now,
            "by_id": occasion.actor.person_id,
            "before": before,
        },
    )
    return undo_until(occasion)


def restore(dossier: Dossier, before: Mapping[str, Any]) -> None:
    """Write on a dossier what stood before."""
    for name in KEPT:
        setattr(dossier, name, before[name])
    for name in KEPT_IDS:
        setattr(dossier, name, UUID(before[name]) if before[name] else None)
    for name in KEPT_MOMENTS:
        setattr(dossier, name, _at(before[name]))
    for name in KEPT_DAYS:
        value = before[name]
        setattr(dossier, name, date.fromisoformat(value) if value else None)


def restore_item(subject: Subject, item: Mapping[str, Any] | None) -> None:
    """Say again who had to act, since when and by when."""
    if item is None:
        items.drop(subject)
        return
    since = _at(item["since"])
    assert since is not None  # noqa: S101  # a work item always has it
    items.put(
        subject,
        state=item["state"],
        since=since,
        post_id=UUID(item["post_id"]) if item["post_id"] else None,
        person_id=UUID(item["person_id"]) if item["person_id"] else None,
        due_at=_at(item["due_at"]),
        field=item["field"],
    )


def undo_until(occasion: Occasion) -> datetime:
    """Return until when what is done now can be undone."""
    return occasion.now + timedelta(minutes=queries.undo_minutes(occasion.today))


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _moment(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat()


def _at(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
