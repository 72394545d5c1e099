"""What every act on a task does: begin under the lock, end with everything in agreement."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from phuong.areas.tasks import notices as messages
from phuong.areas.tasks import policy, queries, rules
from phuong.areas.tasks.models import Remark, Task
from phuong.areas.tasks.states import State
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Code, Digest, Event, Fact, Subject, new_salt
from phuong.kernel.documents import api as documents
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.measures import api as measures
from phuong.kernel.notices import api as notices
from phuong.kernel.workflow.api import Care, Clock, Move, items, undoing

KIND = "task"
# What an undoable move may change of a task's own row; figures follow from these.
UNDONE = ("state", "doer", "unit", "due_at", "due_on", "extended", "reported_at")
P = ParamSpec("P")
Action = Callable[Concatenate[Occasion, P], Task]


def act(action: Action[P]) -> Action[P]:
    """Run an action in one transaction; what was sent twice gives the first answer."""

    @wraps(action)
    def once(occasion: Occasion, /, *args: P.args, **kwargs: P.kwargs) -> Task:
        def again(event: Event) -> Task:
            return load(occasion.ward_id, event.subject_id)

        return audit.once(occasion, lambda: action(occasion, *args, **kwargs), again)

    return once


@dataclass(slots=True)
class Act:
    """A task under its lock, and how it counted in figures before."""

    subject: Subject
    task: Task
    before: rules.Counted
    stood: undoing.Before | None = None


def begin(occasion: Occasion, task: Task, move: Move[State]) -> Act:
    """Lock, read again, ask the policy."""
    subject = audit.lock(occasion.ward_id, task.id)
    fresh = load(occasion.ward_id, task.id)
    policy.check(occasion.actor, fresh, move)
    if occasion.now < fresh.given_at:
        raise RuleBroken(
            "tasks.time.backwards", _("Việc này không thể xảy ra trước lúc giao nhiệm vụ.")
        )
    stood = _before(fresh) if move.care is Care.UNDO else None
    return Act(subject, fresh, counted(fresh), stood)


def _before(task: Task) -> undoing.Before:
    asked = queries.open_extension(task) if task.state == State.EXTENSION_ASKED else None
    return {
        "row": undoing.keep(task, UNDONE),
        "item": undoing.keep_item(task.ward_id, task.id),
        "helpers": [str(one.person_id) for one in task.helpers.all()],
        "asked": str(asked.id) if asked is not None else None,
    }


def load(ward_id: int, task_id: UUID) -> Task:
    """Return a task with whoever it names."""
    found = (
        Task.objects.of(ward_id)
        .filter(id=task_id)
        .select_related("assigner", "doer", "unit")
        .prefetch_related("helpers")
        .annotate(can_be_undone=undoing.stands())
        .first()
    )
    if found is None:
        raise NotVisible
    return found


def finish(
    occasion: Occasion, doing: Act, move: Move[State], *, note: str = "", **facts: Fact
) -> Task:
    """Move the task and bring event, work item, notices and figures into agreement."""
    task, before = doing.task, State(doing.task.state)
    task.state = move.leads_to(before)
    if move.clock is Clock.STOPS:
        task.closed_at, task.closed_by_id = occasion.now, occasion.actor.person_id
        task.closed_on = occasion.today
    task.save()
    audit.record(
        occasion,
        doing.subject,
        f"tasks.{move.name}",
        before=before,
        after=State(task.state),
        due=task.due_at,
        **facts,
    )
    address(occasion, doing.subject, task)
    follows = getattr(task, "can_be_undone", False)
    if follows:
        notices.release(occasion, doing.subject)
    until = undoing.leave_behind(occasion, doing.subject, move, doing.stood, follows=follows)
    tell(occasion, doing.subject, task, move.name, note=note, hold_until=until)
    tally(task, doing.before)
    return task


def address(occasion: Occasion, subject: Subject, task: Task, *, is_new: bool = False) -> None:
    """Say who acts next and by when."""
    next_one = queries.who_next(task, occasion.today)
    if next_one is None:
        items.drop(subject)
        return
    items.put(
        subject,
        state=task.state,
        since=occasion.now,
        post_id=next_one.post_id,
        person_id=next_one.person_id,
        due_at=task.due_at,
        is_new=is_new,
    )


def tell(
    occasion: Occasion,
    subject: Subject,
    task: Task,
    move: str,
    *,
    note: str = "",
    key: str = "",
    hold_until: datetime | None = None,
) -> None:
    """Tell those whom a move concerns, but for who made it."""
    who = messages.TOLD.get(move)
    if who is None:
        return
    people: set[UUID] = set()
    posts: set[UUID] = set()
    if "doer" in who:
        people.add(task.doer_id)
    if "giver" in who and task.assigner_id is not None:
        people.add(task.assigner_id)
    if "helpers" in who:
        people |= {one.person_id for one in task.helpers.all()}
    if "answers" in who:
        next_one = queries.who_next(task, occasion.today)
        if next_one is not None and next_one.post_id is not None:
            posts.add(next_one.post_id)
        elif next_one is not None and next_one.person_id is not None:
            people.add(next_one.person_id)
    told = sorted(one for one in people if one != occasion.actor.person_id)
    to: list[notices.Applicant | notices.ToPerson | notices.ToPost] = []
    to += map(notices.ToPerson, told)
    to += map(notices.ToPost, sorted(posts))
    places: dict[str, Code | datetime] = {"code": Code(task.code), "due": task.due_at}
    notices.tell(
        occasion,
        subject,
        f"tasks.{move}",
        to=to,
        params=places,
        note=note,
        key=key or None,
        hold_until=hold_until,
    )


def counted(task: Task) -> rules.Counted:
    """Return what figures count of a task."""
    return rules.Counted(
        str(task.state),
        task.unit_id,
        task.given_on,
        task.first_due_on,
        task.finished_on,
        task.on_time,
        task.closed_on,
    )


def tally(task: Task, before: rules.Counted | None) -> None:
    """Write the changes of figures between before and now."""
    was, now = rules.cells(before), rules.cells(counted(task))
    measures.add(
        task.ward_id,
        [(*cell, 1) for cell in sorted(now - was, key=str)]
        + [(*cell, -1) for cell in sorted(was - now, key=str)],
    )


def remark(
    occasion: Occasion,
    doing: Act,
    move: Move[State],
    words: str,
    files: Sequence[documents.StoredFile] = (),
) -> Digest:
    """Keep the words of a move, and the files that go with them; return their digest."""
    number = doing.task.remarks.count() + 1
    row = Remark.objects.create(
        ward_id=doing.task.ward_id,
        task=doing.task,
        number=number,
        move=move.name,
        at=occasion.now,
        by_id=occasion.actor.person_id,
        words=words,
        salt=new_salt(),
    )
    papers = [documents.Paper(file, queries.purpose(number), file.name) for file in files]
    attached = documents.attach_all(occasion, doing.subject, papers) if papers else []
    proof = [documents.digest_of(attached).hexadecimal] if attached else []
    return Digest.of(row.salt, words, *proof)
