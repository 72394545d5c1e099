"""Asking others about a dossier, their answers, urging, and waiting no more."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from phuong.areas.dossiers import rules
from phuong.areas.dossiers.actions.acts import act, begin, finish
from phuong.areas.dossiers.models import Dossier, Inquiry, Stance
from phuong.areas.dossiers.policy import inquiries as who
from phuong.areas.dossiers.queries import inquiries
from phuong.areas.dossiers.states import CONSULT
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Code, Digest, new_salt
from phuong.kernel.documents import api as documents
from phuong.kernel.workdays import Limit, evaluate
from phuong.kernel.workflow.api import items

KIND, WAITING, ANSWER = "inquiry", "asked", "answer"
Write = Callable[[Inquiry, audit.Subject], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked: a unit of the ward, or an agency of a kind, and within what time."""

    name: str
    kind: str
    limit: Limit
    unit_id: UUID | None = None


@act
def consult(
    occasion: Occasion, dossier: Dossier, asked: Sequence[Asked], *, question: str
) -> Dossier:
    """Ask several at once; each has its own subject, reply day and work item."""
    rules.check_asks(question, [one.name for one in asked])
    doing = begin(occasion, dossier, CONSULT)
    before = Inquiry.objects.of(occasion.ward_id).filter(dossier=doing.dossier).count()
    outside = sum(one.unit_id is None for one in asked)
    doing.dossier.inquiries_open += len(asked)
    # The dossier's event comes first: by it a request that is sent again finds its answer.
    done = finish(occasion, doing, CONSULT, asked=len(asked), agencies=outside)
    for number, one in enumerate(asked, start=before + 1):
        _open(occasion, done, one, question, number)
    return done


def _open(occasion: Occasion, dossier: Dossier, asked: Asked, question: str, number: int) -> None:
    inquiry = Inquiry(
        ward_id=dossier.ward_id,
        code=f"{dossier.code}-YK{number}",
        dossier=dossier,
        unit_id=asked.unit_id,
        kind=asked.kind,
        name=asked.name,
        question=question.strip(),
        asked_at=occasion.now,
        asked_by_id=occasion.actor.person_id,
        limit_unit=str(asked.limit.unit),
        limit_n=int(asked.limit.n),
        salt=new_salt(),
    )
    due = evaluate(inquiry.clock, occasion.calendar).at
    assert due is not None  # noqa: S101  # a clock without pauses always ends
    inquiry.due_at = due
    subject = audit.open_subject(
        occasion,
        KIND,
        inquiry.code,
        "dossiers.open_inquiry",
        dossier=dossier.id,
        unit=asked.unit_id,
        kind=Code(asked.kind),
        due=due,
        question=Digest.of(inquiry.salt, inquiry.name, inquiry.question),
    )
    inquiry.id = subject.id
    inquiry.save(force_insert=True)
    _address(occasion, subject, inquiry)


def _address(occasion: Occasion, subject: audit.Subject, inquiry: Inquiry) -> None:
    next_one = inquiries.who_answers(inquiry, occasion.today)
    if next_one is not None:
        items.put(
            subject,
            state=WAITING,
            since=occasion.now,
            post_id=next_one.post_id,
            person_id=next_one.person_id,
            due_at=inquiry.due_at,
            field=inquiry.dossier.field,
        )


def answer_inquiry(
    occasion: Occasion,
    inquiry: Inquiry,
    *,
    stance: str,
    answer: str = "",
    files: Sequence[documents.StoredFile] = (),
) -> Inquiry:
    """Write down an answer: of a unit by itself, of an agency by whoever asked it.

    Its files belong to the question, not to the dossier: what the applicant handed in is apart.
    """
    rules.check_answer(stance, list(Stance.values), answer, plain=Stance.AGREES)

    def write(fresh: Inquiry, subject: audit.Subject) -> None:
        who.check(may=who.may_answer(occasion.actor, fresh))
        fresh.stance, fresh.answer = stance, answer.strip()
        fresh.answered_at, fresh.answered_by_id = occasion.now, occasion.actor.person_id
        said = Digest.of(fresh.salt, fresh.answer)
        papers = [documents.Paper(file, ANSWER) for file in files]
        kept = documents.attach_all(occasion, subject, papers) if papers else []
        audit.record(
            occasion,
            subject,
            "dossiers.answer_inquiry",
            stance=Code(stance),
            answer=said,
            files=documents.digest_of(kept) if kept else None,
        )

    return _settle(occasion, inquiry, "take_answer", write)


def drop_inquiry(occasion: Occasion, inquiry: Inquiry) -> Inquiry:
    """Wait for an answer no more."""

    def write(fresh: Inquiry, subject: audit.Subject) -> None:
        who.check(may=who.may_manage(occasion.actor, fresh))
        fresh.withdrawn_at = occasion.now
        audit.record(occasion, subject, "dossiers.drop_inquiry")

    return _settle(occasion, inquiry, "stop_waiting", write)


def urge_inquiry(occasion: Occasion, inquiry: Inquiry) -> Inquiry:
    """Write down that the agency was sent a reminder."""

    def urge() -> Inquiry:
        subject = audit.lock(occasion.ward_id, inquiry.id)
        fresh = who.get(occasion.actor, inquiry.code)
        rules.check_waits(waits=fresh.is_waiting)
        who.check(may=who.may_manage(occasion.actor, fresh))
        fresh.reminded_at = occasion.now
        fresh.save(update_fields=["reminded_at"])
        audit.record(occasion, subject, "dossiers.urge_inquiry")
        return fresh

    return audit.once(occasion, urge, lambda _event: who.get(occasion.actor, inquiry.code))


@transaction.atomic
def recount_inquiry(occasion: Occasion, inquiry: Inquiry) -> None:
    """Write the reply day anew by the calendar of the occasion (an act of the clock)."""
    subject = audit.lock(occasion.ward_id, inquiry.id)
    fresh = Inquiry.objects.of(occasion.ward_id).get(id=inquiry.id)
    was, due = fresh.due_at, evaluate(fresh.clock, occasion.calendar).at
    if due is None or due == was or not fresh.is_waiting:
        return
    fresh.due_at = due
    fresh.save(update_fields=["due_at"])
    audit.record(occasion, subject, "dossiers.recount_inquiry", before=was, due=due)
    items.move_due(occasion.ward_id, fresh.id, due)


def _settle(occasion: Occasion, inquiry: Inquiry, verb: str, write: Write) -> Inquiry:
    """Settle an inquiry and tell its dossier: the dossier is locked first, then the inquiry."""

    def settle() -> Inquiry:
        parent = audit.lock(occasion.ward_id, inquiry.dossier_id)
        subject = audit.lock(occasion.ward_id, inquiry.id)
        fresh = who.get(occasion.actor, inquiry.code)
        rules.check_waits(waits=fresh.is_waiting)
        write(fresh, subject)
        fresh.save()
        items.drop(subject)
        mine = Dossier.objects.of(occasion.ward_id).filter(id=fresh.dossier_id)
        left = len(inquiries.open_inquiries(occasion.ward_id, fresh.dossier_id))
        mine.update(inquiries_open=left)
        outside = 1 if fresh.is_outside else 0
        audit.record(occasion, parent, f"dossiers.{verb}", inquiry=fresh.id, agencies_done=outside)
        return fresh

    return audit.once(occasion, settle, lambda _event: who.get(occasion.actor, inquiry.code))
