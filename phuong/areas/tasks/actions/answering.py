"""What the giver, a leader or a head answers: more time, confirmed, sent back, given up."""

from phuong.areas.tasks import queries, rules
from phuong.areas.tasks.actions import acts
from phuong.areas.tasks.actions.acts import act, begin, finish
from phuong.areas.tasks.models import Extension, Task
from phuong.areas.tasks.states import (
    CANCEL,
    CLOSE_UNDONE,
    CONFIRM,
    EXTEND,
    KEEP_DATE,
    SEND_BACK,
    State,
)
from phuong.kernel.access.api import HERE, Occasion
from phuong.kernel.audit.api import Digest
from phuong.kernel.errors import WrongState
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.workflow.api import Move


@act
def extend(occasion: Occasion, task: Task) -> Task:
    """Grant the later day that was asked for; the one before it stays on the page."""
    doing = begin(occasion, task, EXTEND)
    extension = _decide(occasion, doing.task, granted=True)
    task = doing.task
    due = queries.due(task, queries.extensions_of(task), occasion.calendar)
    if due.at is not None and due.on is not None:
        task.due_at, task.due_on = due.at, due.on
    task.extended += 1
    return finish(
        occasion, doing, EXTEND, extension=extension.id, old=extension.old_due_at, new=task.due_at
    )


@act
def keep_date(occasion: Occasion, task: Task, *, reason: str) -> Task:
    """Keep the day as it is, and say why."""
    rules.check_said(reason, "reason", _("Ghi vì sao giữ hạn cũ."))
    doing = begin(occasion, task, KEEP_DATE)
    extension = _decide(occasion, doing.task, granted=False, answer=reason)
    digest = Digest.of(extension.salt, reason)
    return finish(occasion, doing, KEEP_DATE, note=reason, extension=extension.id, reason=digest)


def _decide(occasion: Occasion, task: Task, *, granted: bool, answer: str = "") -> Extension:
    extension = queries.open_extension(task)
    if extension is None:
        raise WrongState(
            "tasks.extension.nothing-asked", _("Không còn đề nghị gia hạn nào. Xem bản mới.")
        )
    extension.granted, extension.answer = granted, answer
    extension.decided_at, extension.decided_by_id = occasion.now, occasion.actor.person_id
    extension.save(update_fields=["granted", "answer", "decided_at", "decided_by"])
    return extension


@act
def confirm(occasion: Occasion, task: Task, *, words: str = "") -> Task:
    """Confirm that the product is there; in time or late by when it was reported."""
    doing = begin(occasion, task, CONFIRM)
    task = doing.task
    reported = task.reported_at or occasion.now
    task.finished_at = reported
    task.finished_on = reported.astimezone(HERE).date()
    task.on_time = rules.is_kept(reported, task.first_due_at, task.due_at, task.limit.unit)
    digest = acts.remark(occasion, doing, CONFIRM, words) if words.strip() else None
    return finish(occasion, doing, CONFIRM, note=words, on_time=task.on_time, words=digest)


@act
def send_back(occasion: Occasion, task: Task, *, reason: str) -> Task:
    """Give it back with a word on what is missing; the report before it stays."""
    return _with_reason(occasion, task, SEND_BACK, reason, _("Ghi rõ còn thiếu gì, làm lại gì."))


@act
def close_undone(occasion: Occasion, task: Task, *, reason: str) -> Task:
    """Close what could not be done, and say why."""
    words = _("Ghi vì sao không thực hiện được.")
    return _with_reason(occasion, task, CLOSE_UNDONE, reason, words)


@act
def cancel(occasion: Occasion, task: Task, *, reason: str) -> Task:
    """Take a task back that is no longer wanted."""
    return _with_reason(occasion, task, CANCEL, reason, _("Ghi vì sao thôi giao."))


def _with_reason(occasion: Occasion, task: Task, move: Move[State], reason: str, ask: str) -> Task:
    rules.check_said(reason, "reason", ask)
    doing = begin(occasion, task, move)
    doing.task.extensions.filter(decided_at__isnull=True).update(
        decided_at=occasion.now, decided_by_id=occasion.actor.person_id, granted=False
    )
    digest = acts.remark(occasion, doing, move, reason)
    return finish(occasion, doing, move, note=reason, reason=digest)
