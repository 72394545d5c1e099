"""Every write to tasks that time can cause; each may run twice or late and changes nothing more."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phuong.areas.tasks import actions, queries, rules
from phuong.areas.tasks.actions import acts
from phuong.areas.tasks.models import Task
from phuong.areas.tasks.states import State
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.law import api as law
from phuong.kernel.workdays import days_left
from phuong.kernel.workflow.api import items
from phuong.kernel.workflow.clocks import Clocks, Moved
from phuong.kernel.workflow.schedule import Job

BATCH = 500
RUNNING = (State.GIVEN, State.DOING)


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
    # The subject first, as in every act: two who lock crosswise would stop each other.
    subject = audit.lock(occasion.ward_id, task.id)
    mine = Task.objects.of(occasion.ward_id).filter(id=task.id, state__in=RUNNING)
    if not mine.exclude(reminded=key).update(reminded=key):
        return 0
    acts.tell(occasion, subject, task, name, key=key)
    return 1


def rebuild_due_dates(occasion: Occasion, *, apply: bool, most: int | None = None) -> list[Moved]:
    """Work every open clock out again by the calendar of the occasion; tell what moved.

    The day promised first stays what it was: lateness counts against it. Stopped after `most`, or
    in the middle, it goes on where it was: what is moved already is not found again.
    """
    moved: list[Moved] = []
    for task in _open_clocks(occasion.ward_id):
        asked = sorted(task.extensions.all(), key=lambda one: one.asked_at)
        due = queries.due(task, asked, occasion.calendar)
        if due.at is None or due.at == task.due_at:
            continue
        page = reverse("tasks:task", args=[task.code])
        moved.append(Moved(task.code, task.due_at, due.at, address=page))
        if apply:
            _move(occasion, task.id)
        if most is not None and len(moved) >= most:
            break
    return moved


def _open_clocks(ward_id: int) -> Iterator[Task]:
    """Go through the open clocks page by page, so that a crash loses nothing but the page."""
    after: UUID | None = None
    while True:
        rows = Task.objects.of(ward_id).in_hand().order_by("id").prefetch_related("extensions")
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


def rebuild(occasion: Occasion) -> int:
    """Move what a calendar decision moves and nobody has moved yet."""
    return len(rebuild_due_dates(occasion, apply=True))


def give_regular(occasion: Occasion) -> int:
    """Give what comes again and is due: each planned day once, whoever runs this and how often."""
    settled = 0
    for series_id in queries.due_series(occasion.ward_id, occasion.today):
        while actions.give_next(occasion, series_id):
            settled += 1
    return settled


CLOCKS = Clocks(
    "task",
    preview=lambda occasion: rebuild_due_dates(occasion, apply=False),
    rebuild=lambda occasion, most: len(rebuild_due_dates(occasion, apply=True, most=most)),
)
JOBS = (
    Job("tasks.remind", timedelta(hours=1), remind, label=_("Nhắc người làm nhiệm vụ")),
    Job(
        "tasks.rebuild_due_dates",
        timedelta(minutes=10),
        rebuild,
        label=_("Tính lại hạn nhiệm vụ theo quyết định về lịch"),
    ),
    Job(
        "tasks.give_regular",
        timedelta(minutes=15),
        give_regular,
        label=_("Giao nhiệm vụ định kỳ"),
    ),
)
