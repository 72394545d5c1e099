"""What follows from tasks, worked out anew; writes nothing."""

from collections.abc import Iterator
from datetime import datetime

from phuong.areas.tasks import queries, rules
from phuong.areas.tasks.actions.acts import counted
from phuong.areas.tasks.models import Task
from phuong.kernel.access.api import HERE
from phuong.kernel.measures.api import Derived, Item, Recount

BATCH = 500


def _tasks(ward_id: int, now: datetime) -> Iterator[Derived]:
    today = now.astimezone(HERE).date()
    for task in Task.objects.of(ward_id).order_by("id").iterator(BATCH):
        is_open = queries.who_next(task, today) is not None
        yield Derived(
            task.id,
            rules.cells(counted(task)),
            Item(task.state, task.due_at) if is_open else None,
        )


RECOUNTS = (Recount("tasks", _tasks, kind="task"),)
