"""Taking a move back for some minutes: an act of its own that restores what stood before."""

from typing import Any
from uuid import UUID

from phuong.areas.tasks import policy, queries
from phuong.areas.tasks.actions import acts
from phuong.areas.tasks.actions.acts import act
from phuong.areas.tasks.models import CoWorker, Task
from phuong.areas.tasks.states import LIFE, State
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Code
from phuong.kernel.documents import api as documents
from phuong.kernel.notices import api as notices
from phuong.kernel.workflow.api import undoing
from phuong.kernel.workflow.models import Undoable


@act
def undo(occasion: Occasion, task: Task) -> Task:
    """Take the last move back: doer, day, work item and figures are as they were.

    Its event stays, and another says that it was undone; its words and files go, its messages
    were not seen yet.
    """
    subject = audit.lock(occasion.ward_id, task.id)
    fresh = acts.load(occasion.ward_id, task.id)
    last = undoing.find(occasion, subject)
    move = LIFE[last.move]
    # Who answers for a task may have changed by the very move that is taken back.
    was = acts.load(occasion.ward_id, task.id)
    undoing.put_back(was, last.before["row"])
    policy.check_actor(occasion.actor, was, move)
    undoing.check_not_printed(last, "tasks.print")
    _put_back(occasion, was, last)
    audit.record(
        occasion,
        subject,
        "tasks.undo",
        move=Code(move.name),
        undone=last.seq,
        before=State(fresh.state),
        after=State(was.state),
        due=was.due_at,
    )
    undoing.settle(subject, last, last.before["item"])
    notices.recall(occasion, subject)
    acts.tally(was, acts.counted(fresh))
    return acts.load(occasion.ward_id, was.id)


def _put_back(occasion: Occasion, task: Task, last: Undoable) -> None:
    """Save the task as it was, with who helps, what was asked, and without the move's words."""
    task.search = queries.search_text(task, occasion.today)
    task.save()
    before: dict[str, Any] = last.before
    helping = {str(one.person_id) for one in task.helpers.all()}
    CoWorker.objects.bulk_create(
        CoWorker(ward_id=task.ward_id, task=task, person_id=UUID(one))
        for one in before["helpers"]
        if one not in helping
    )
    task.extensions.filter(asked_at=last.at).exclude(id=before["asked"]).delete()
    task.extensions.filter(id=before["asked"]).update(
        decided_at=None, decided_by=None, granted=None, answer=""
    )
    for remark in task.remarks.filter(move=last.move, at=last.at):
        for file in documents.of_subject(task.ward_id, task.id):
            if file.purpose == queries.purpose(remark.number):
                documents.erase(task.ward_id, task.id, file.id)
        remark.delete()
