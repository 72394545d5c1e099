"""Giving a task, to whom, and for what; handing it on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from phuong.areas.tasks import policy, queries, rules
from phuong.areas.tasks.actions import acts
from phuong.areas.tasks.actions.acts import KIND, act, begin, finish
from phuong.areas.tasks.models import CoWorker, Origin, Task
from phuong.areas.tasks.states import HAND_ON, State
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Subject, new_salt
from phuong.kernel.documents import api as documents
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.links import api as links
from phuong.kernel.numbering import api as numbering
from phuong.kernel.wards.api import Ward, uuid7
from phuong.kernel.workdays import Clock, Limit, evaluate


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be done: the work, its product, by when, by whom, with whom.

    Either `by`, a day, or `limit`, a number of units counted from the giving.
    """

    title: str
    product: str
    doer_id: UUID
    by: date | None = None
    limit: Limit | None = None
    details: str = ""
    basis: str = ""
    helpers: Sequence[UUID] = field(default_factory=tuple)


@act
def give(
    occasion: Occasion,
    ward: Ward,
    wanted: Wanted,
    *,
    files: Sequence[documents.StoredFile] = (),
    source_id: UUID | None = None,
) -> Task:
    """Give a person a task: they answer for it until somebody else confirms it.

    What it comes of, if anything, is tied to it both ways: something the actor may read.
    """
    policy.check_may_give(occasion.actor)
    source = queries.source(occasion.actor, source_id).subject if source_id else None
    task = _give(occasion, ward, wanted, Origin.DIRECT, files, source=source)
    if source is not None:
        links.tie(occasion, source, task, KIND)
    return task


def give_from(
    occasion: Occasion,
    ward: Ward,
    source: Subject,
    wanted: Wanted,
    *,
    origin: str,
    assigner_id: UUID | None = None,
) -> Task:
    """Give a task that came of another matter, inside the act of the area that owns the matter.

    The source is locked by the caller; task and source are tied both ways. Whoever acts need not
    hold the right to give: a low rating gives a call back although nobody sits there. Where time
    acts in somebody's place, `assigner_id` is who answers for it.
    """
    task = _give(occasion, ward, wanted, origin, (), source=source, assigner_id=assigner_id)
    links.tie(occasion, source, task, KIND)
    return task


@act
def take_referral(
    occasion: Occasion,
    ward: Ward,
    referral: links.Referral,
    wanted: Wanted,
    *,
    files: Sequence[documents.StoredFile] = (),
) -> Task:
    """Take up a matter that another area offered, as a task."""
    policy.check_may_give(occasion.actor)
    task = _give(occasion, ward, wanted, Origin.REFERRAL, files, source=referral.source)
    links.take(occasion, referral, Subject.objects.of(occasion.ward_id).get(id=task.id))
    return task


def decline_referral(occasion: Occasion, referral: links.Referral, *, reason: str) -> None:
    """Decline what was offered, with a reason that the offering side reads."""
    policy.check_may_give(occasion.actor)
    audit.once(occasion, lambda: links.decline(occasion, referral, reason), lambda _event: referral)


def _give(
    occasion: Occasion,
    ward: Ward,
    wanted: Wanted,
    origin: str,
    files: Sequence[documents.StoredFile],
    *,
    source: Subject | None = None,
    assigner_id: UUID | None = None,
) -> Task:
    rules.check_given(wanted.title, wanted.product)
    anybody = not policy.gives(occasion.actor)
    if not anybody:
        assigner_id = occasion.actor.person_id
    rules.check_people(assigner_id, wanted.doer_id, wanted.helpers)
    check_workers(occasion, wanted.doer_id, wanted.helpers, anybody=anybody)
    task = _new(occasion, wanted, origin, assigner_id)
    task.code = numbering.draw(ward, KIND, occasion.today)
    task.search = queries.search_text(task, occasion.today)
    subject = audit.open_subject(
        occasion,
        KIND,
        task.code,
        "tasks.give",
        subject_id=task.id,
        doer=task.doer_id,
        helpers=len(wanted.helpers),
        due=task.due_at,
        origin=Origin(origin),
        wanted=task.digest,
        source=source.id if source is not None else None,
    )
    task.save(force_insert=True)
    CoWorker.objects.bulk_create(
        CoWorker(ward_id=task.ward_id, task=task, person_id=one)
        for one in dict.fromkeys(wanted.helpers)
    )
    if files:
        papers = [documents.Paper(one, "brief", one.name) for one in files]
        documents.attach_all(occasion, subject, papers, is_new=True)
    acts.address(occasion, subject, task, is_new=True)
    acts.tell(occasion, subject, task, "give")
    acts.tally(task, None)
    return task


def _new(occasion: Occasion, wanted: Wanted, origin: str, assigner_id: UUID | None) -> Task:
    if wanted.limit is not None:
        limit = Limit(wanted.limit.unit, wanted.limit.whole)
    elif wanted.by is not None:
        limit = rules.limit_until(occasion.now, wanted.by, occasion.calendar)
    else:
        raise RuleBroken("tasks.due.none", _("Chọn hạn của nhiệm vụ."), field="by")
    due = evaluate(Clock(occasion.now, limit), occasion.calendar)
    if due.at is None or due.on is None:
        raise ValueError("a clock without pauses has a due day")
    return Task(
        ward_id=occasion.ward_id,
        id=uuid7(),
        title=wanted.title.strip(),
        product=wanted.product.strip(),
        details=wanted.details.strip(),
        basis=wanted.basis.strip(),
        origin=origin,
        salt=new_salt(),
        state=State.GIVEN,
        assigner_id=assigner_id,
        doer_id=wanted.doer_id,
        unit_id=queries.unit_of(occasion.ward_id, wanted.doer_id, occasion.today),
        given_at=occasion.now,
        given_on=occasion.today,
        limit_unit=limit.unit.value,
        limit_n=limit.whole,
        due_at=due.at,
        due_on=due.on,
        first_due_at=due.at,
        first_due_on=due.on,
    )


def check_workers(
    occasion: Occasion, doer_id: UUID, helpers: Sequence[UUID], *, anybody: bool
) -> None:
    """Refuse whom the actor may not give work."""
    known = {
        one.person_id for one in queries.workers(occasion.actor, occasion.today, anybody=anybody)
    }
    for person_ids, name in (([doer_id], "doer"), (helpers, "helpers")):
        if not set(person_ids) <= known:
            raise RuleBroken(
                "tasks.give.not-ours",
                _("Chọn người đang công tác mà ông/bà được giao việc."),
                field=name,
            )


@act
def hand_on(occasion: Occasion, task: Task, *, doer_id: UUID, reason: str) -> Task:
    """Let another person answer for a task; the day stays as it was promised."""
    rules.check_said(reason, "reason", _("Ghi vì sao đổi người làm."))
    doing = begin(occasion, task, HAND_ON)
    task = doing.task
    if doer_id == task.doer_id:
        raise RuleBroken(
            "tasks.hand-on.same", _("Chọn người khác với người đang làm."), field="doer"
        )
    helpers = [one.person_id for one in task.helpers.all() if one.person_id != doer_id]
    rules.check_people(task.assigner_id, doer_id, helpers)
    check_workers(occasion, doer_id, (), anybody=False)
    before, task.doer_id = task.doer_id, doer_id
    # Whom the day was told of is no more the one who answers for it.
    task.reminded = ""
    task.unit_id = queries.unit_of(occasion.ward_id, doer_id, occasion.today)
    task.search = queries.search_text(task, occasion.today)
    task.helpers.filter(person_id=doer_id).delete()
    task.extensions.filter(decided_at__isnull=True).update(
        decided_at=occasion.now, decided_by_id=occasion.actor.person_id, granted=False
    )
    digest = acts.remark(occasion, doing, HAND_ON, reason)
    return finish(occasion, doing, HAND_ON, note=reason, former=before, doer=doer_id, reason=digest)
