"""Taking the last move back for some minutes: what stood before it is kept, and put back exactly.

An area keeps what a move of `Care.UNDO` may change (`keep`, `keep_item`), leaves it behind with the
move's event, and undoes by an act of its own: `find` says what may be taken back, `settle` puts the
work item back. Its messages wait as long as it can be undone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, Field, Model, OuterRef

from phuong.kernel.access.actors import Occasion
from phuong.kernel.audit.models import Event, Reading, Subject
from phuong.kernel.errors import NotPermitted, WrongState
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.law import api as law
from phuong.kernel.workflow import items
from phuong.kernel.workflow.machine import Care, Machine, Move
from phuong.kernel.workflow.models import Undoable, WorkItem

# Where the ward's values are not loaded, what our convention says.
MINUTES = 15
ITEM = ("post", "person", "state", "field", "since", "due_at")
Before = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Takeback:
    """A move that the actor can still take back, and the minutes that are left."""

    move: Move[Any]
    minutes: int


def keep(row: Model, names: Iterable[str]) -> dict[str, str | None]:
    """Return some fields of a row as JSON has them: codes, ids and moments, never typed words."""
    found: dict[str, str | None] = {}
    for name in names:
        field = _field(row, name)
        value = field.value_from_object(row)
        found[name] = None if value is None else field.value_to_string(row)
    return found


def put_back(row: Model, kept: Mapping[str, str | None]) -> None:
    """Write on a row what was kept of it."""
    for name, text in kept.items():
        field = _field(row, name)
        setattr(row, field.attname, None if text is None else field.to_python(text))


def _field(row: Model, name: str) -> "Field[Any, Any]":
    field = row._meta.get_field(name)
    if not isinstance(field, Field):
        raise TypeError(f"{name} is no column")
    return field


def keep_item(ward_id: int, subject_id: UUID) -> dict[str, str | None] | None:
    """Return who has to act on a subject now: one statement."""
    mine = WorkItem.objects.of(ward_id).filter(subject_id=subject_id, slot="main")
    item = mine.first()
    return keep(item, ITEM) if item is not None else None


def stands() -> Exists:
    """Return the condition "the last move of this row's subject can be undone"."""
    return Exists(Undoable.objects.filter(ward_id=OuterRef("ward_id"), subject_id=OuterRef("pk")))


def leave_behind(
    occasion: Occasion, subject: Subject, move: Move[Any], before: Before | None, *, follows: bool
) -> datetime | None:
    """Keep what stood before a move whose event is written; what could be undone before is settled.

    `follows` says that such a move stood, and saves a statement where none did. Return until when
    the messages of this one wait: as long as it can be undone, or not at all.
    """
    if before is None:
        if follows:
            Undoable.objects.of(subject.ward_id).filter(subject=subject).delete()
        return None
    left = {
        "move": move.name,
        "seq": subject.events,
        "at": occasion.now,
        "by_id": occasion.actor.person_id,
        "before": before,
    }
    Undoable.objects.update_or_create(ward_id=subject.ward_id, subject_id=subject.id, defaults=left)
    return occasion.now + timedelta(minutes=minutes_on(occasion.today))


def minutes_on(day: date) -> int:
    """Return for how many minutes a move can be undone."""
    try:
        return law.number("workflow.undo", day)
    except law.NotInForce:
        return MINUTES


def find(occasion: Occasion, subject: Subject) -> Undoable:
    """Return what may be taken back of a locked subject, by who made it and in time; or refuse."""
    last = Undoable.objects.of(subject.ward_id).filter(subject=subject).first()
    if last is None or last.seq != subject.events:
        raise WrongState(
            "workflow.undo.nothing",
            _("Không hoàn tác được: đã có bước tiếp theo. Xem bản mới rồi làm tiếp."),
        )
    if last.by_id != occasion.actor.person_id:
        raise NotPermitted(
            "workflow.undo.not-yours", _("Chỉ người vừa làm bước này mới hoàn tác được.")
        )
    minutes = minutes_on(occasion.today)
    if occasion.now >= last.at + timedelta(minutes=minutes):
        raise WrongState(
            "workflow.undo.too-late",
            _("Đã quá %(minutes)s phút, không hoàn tác được nữa. Dùng bước khác để sửa."),
            minutes=minutes,
        )
    return last


def check_not_printed(last: Undoable, purpose: str) -> None:
    """Refuse to undo what stands on paper already: a print of it was opened since."""
    read = Reading.objects.of(last.ward_id).filter(subject_id=last.subject_id, at__gte=last.at)
    if read.filter(purpose=purpose).exists():
        raise WrongState(
            "workflow.undo.printed",
            _("Đã được in sau bước này nên không hoàn tác được. Dùng bước trả lại."),
        )


def settle(subject: Subject, last: Undoable, item: Mapping[str, str | None] | None) -> None:
    """Say again who had to act, since when and by when; nothing is left to take back."""
    last.delete()
    if item is None:
        items.drop(subject)
        return
    was = WorkItem()
    put_back(was, item)
    items.put(
        subject,
        state=was.state,
        since=was.since,
        post_id=was.post_id,
        person_id=was.person_id,
        due_at=was.due_at,
        field=was.field,
    )


def takeback(
    occasion: Occasion, trail: Sequence[Event], life: Machine[Any], area: str
) -> Takeback | None:
    """Return what the actor can take back, out of a trail that a page has read: no statement."""
    last = trail[-1] if trail else None
    if last is None or last.actor_id is None or last.actor_id != occasion.actor.person_id:
        return None
    name = last.verb.removeprefix(f"{area}.")
    move = next((one for one in life if one.name == name and one.care is Care.UNDO), None)
    if move is None:
        return None
    left = last.at + timedelta(minutes=minutes_on(occasion.today)) - occasion.now
    minutes = -(-int(left.total_seconds()) // 60)
    return Takeback(move, minutes) if minutes > 0 else None
