"""Every write to tasks that time can cause; each may run twice or late and changes nothing more."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from phuong.areas.tasks import queries, rules
from phuong.areas.tasks.actions import acts
from phuong.areas.tasks.models import Task
from phuong.areas.tasks.states import State
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.law import api as law
from phuong.kernel.workdays import days_left
from phuong.kernel.workflow.api import items
from phuong.kernel.workflow.schedule import Job

BATCH = 500
RUNNING = (State.GIVEN, State.DOING)


@dataclass(frozen=True, slots=True)
class Moved:
    """A due date that the calendar moved."""

    code: str
    before: datetime
    after: datetime


def remind(occasion: Occasion) -> int:
    """Remind of what is near its day, once, and of what is past it, once, however often it runs."""
    near = law.number(queries.NEAR_DUE, occasion.today)
    until = occasion.calendar.add(occasion.today, near)
    due = Task.objects.of(occasion.ward_id).filter(state__in=RUNNING, due_on__lte=until)
    told = 0
    for task in due.order_by("due_on", "id").prefetch_related("helpers"):
        left = days_left(task.due_at, occasion.today, occasion.calendar)
        for name in rules.reminders(left, near):
            told += _remind(occasion, task, name)
    return told


@transaction.atomic
def _remind(occasion: Occasion, task: Task, name: str) -> int:
    """Remind once a day that is due: whoever writes the name of the reminder sends it."""
    key = f"{name}@{task.due_on.isoformat()}"
    mine = Task.objects.of(occasion.ward_id).filter(id=task.id, state__in=RUNNING)
    if not mine.exclude(reminded=key).update(reminded=key):
        return 0
    acts.tell(occasion, audit.lock(occasion.ward_id, task.id), task, name, key=key)
    return 1


def rebuild_due_dates(occasion: Occasion, *, apply: bool) -> list[Moved]:
    """Work every open clock out again by the calendar of the occasion; tell what moved.

    The day promised first stays what it was: lateness counts against it.
    """
    moved: list[Moved] = []
    for task in _open_clocks(occasion.ward_id):
        due = queries.due(task, queries.extensions_of(task), occasion.calendar)
        if due.at is None or due.at == task.due_at:
            continue
        moved.append(Moved(task.code, task.due_at, due.at))
        if apply:
            _move(occasion, task.id)
    return moved


def _open_clocks(ward_id: int) -> Iterator[Task]:
    """Go through the open clocks page by page, so that a crash loses nothing but the page."""
    after: UUID | None = None
    while True:
        rows = Task.objects.of(ward_id).in_hand().order_by("id")
        page = list(rows.filter(id__gt=after)[:BATCH] if after else rows[:BATCH])
        if not page:
            return
        yield from page
        after = page[-1].id


@transaction.atomic
def _move(occasion: Occasion, task_id: UUID) -> None:
    subject = audit.lock(occasion.ward_id, task_id)
    task = acts.load(occasion.ward_id, task_id)
    due = queries.due(task, queries.extensions_of(task), occasion.calendar)
    if not task.is_open or due.at is None or due.on is None or due.at == task.due_at:
        return
    was, task.due_at, task.due_on = task.due_at, due.at, due.on
    task.save(update_fields=["due_at", "due_on"])
    audit.record(occasion, subject, "tasks.recompute", before=was, due=task.due_at)
    items.move_due(occasion.ward_id, task_id, task.due_at)
    acts.tell(occasion, subject, task, "recompute")


JOBS = (Job("tasks.remind", timedelta(hours=1), remind, label=_("Nhắc người làm nhiệm vụ")),)
