"""What the doer does: begins, reports, asks for more time."""

from collections.abc import Sequence
from datetime import date

from phuong.areas.tasks import queries, rules
from phuong.areas.tasks.actions import acts
from phuong.areas.tasks.actions.acts import act, begin, finish
from phuong.areas.tasks.models import Extension, Task
from phuong.areas.tasks.states import ASK_EXTENSION, REPORT_DONE, REPORT_PROGRESS, TAKE_UP
from phuong.kernel.access.api import HERE, Occasion
from phuong.kernel.audit.api import Digest, new_salt
from phuong.kernel.documents import api as documents
from phuong.kernel.errors import gettext_noop as _


@act
def take_up(occasion: Occasion, task: Task) -> Task:
    """Begin: who gave it sees that it is in hand."""
    return finish(occasion, begin(occasion, task, TAKE_UP), TAKE_UP)


@act
def report_progress(
    occasion: Occasion, task: Task, *, words: str, files: Sequence[documents.StoredFile] = ()
) -> Task:
    """Say how far it is and what stands in the way."""
    rules.check_said(words, "words", _("Ghi đã làm được gì, còn vướng gì."))
    doing = begin(occasion, task, REPORT_PROGRESS)
    digest = acts.remark(occasion, doing, REPORT_PROGRESS, words, files)
    return finish(occasion, doing, REPORT_PROGRESS, words=digest, files=len(files))


@act
def report_done(
    occasion: Occasion, task: Task, *, words: str, files: Sequence[documents.StoredFile] = ()
) -> Task:
    """Say that the product is there, with proof; another looks at it and confirms.

    Whether it was in time is decided by this moment, not by when somebody looked.
    """
    rules.check_said(words, "words", _("Ghi kết quả: sản phẩm là gì, ở đâu, số hiệu nào."))
    doing = begin(occasion, task, REPORT_DONE)
    doing.task.reported_at = occasion.now
    doing.task.extensions.filter(decided_at__isnull=True).update(
        decided_at=occasion.now, decided_by_id=occasion.actor.person_id, granted=False
    )
    digest = acts.remark(occasion, doing, REPORT_DONE, words, files)
    return finish(occasion, doing, REPORT_DONE, words=digest, files=len(files))


@act
def ask_extension(occasion: Occasion, task: Task, *, by: date, reason: str) -> Task:
    """Ask for a later day, with a reason; the day promised first is kept and counted."""
    rules.check_said(reason, "reason", _("Ghi vì sao không kịp và đã làm được đến đâu."))
    doing = begin(occasion, task, ASK_EXTENSION)
    task = doing.task
    rules.check_may_extend(
        task.extended,
        queries.most_extensions(occasion.today),
        now=occasion.now,
        due=task.due_at,
        wanted=by,
    )
    row = Extension.objects.create(
        ward_id=task.ward_id,
        task=task,
        asked_at=occasion.now,
        asked_by_id=task.doer_id,
        wanted_on=by,
        days=(by - task.given_at.astimezone(HERE).date()).days,
        reason=reason,
        old_due_at=task.due_at,
        salt=new_salt(),
    )
    return finish(
        occasion,
        doing,
        ASK_EXTENSION,
        note=reason,
        extension=row.id,
        wanted=by,
        reason=Digest.of(row.salt, reason),
    )
