"""What every act on a dossier does: begin under the lock, end with everything in agreement."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec
from uuid import UUID

from django.db import IntegrityError, transaction

from phuong.areas.dossiers import notices as messages
from phuong.areas.dossiers import policy, queries, rules
from phuong.areas.dossiers.actions.times import forget_time, keep_time
from phuong.areas.dossiers.actions.unanswered import end_inquiries
from phuong.areas.dossiers.models import (
    ApologyStanding,
    Applicant,
    Dossier,
    Note,
    Origin,
    Pause,
    TellBy,
)
from phuong.areas.dossiers.states import CLOSED, State
from phuong.kernel.access.api import HERE, Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Code, Digest, Fact, Subject, new_salt
from phuong.kernel.errors import NotVisible
from phuong.kernel.measures import api as measures
from phuong.kernel.notices import api as notices
from phuong.kernel.notices.api import Channel, Place, UnitName
from phuong.kernel.wards.api import Prepared, WardQuerySet
from phuong.kernel.workdays import Punctuality, due_day, evaluate, punctuality
from phuong.kernel.workflow.api import Care, Clock, Move, items, undoing

KIND = "dossier"
# What an undoable move may change of a dossier; figures follow from these.
UNDONE = (
    "state", "origin", "unit", "handler", "due_at", "due_on", "target_at", "target_on",
    "shown_promise_at", "sent_at",
)  # fmt: skip
APOLOGY = "apology"
P = ParamSpec("P")
Action = Callable[Concatenate[Occasion, P], Dossier]


class Repeated(Exception):
    """The same request was carried out before; what it made is the answer."""

    def __init__(self, dossier: Dossier) -> None:
        """Keep the answer."""
        super().__init__(dossier.code)
        self.dossier = dossier


def act(action: Action[P]) -> Action[P]:
    """Run an action in one transaction; what was sent twice gives the first answer.

    Of two equal requests at once one waits at the lock or loses at the unique request id: the
    loser reads what the winner made.
    """

    @wraps(action)
    def once(occasion: Occasion, /, *args: P.args, **kwargs: P.kwargs) -> Dossier:
        try:
            with transaction.atomic():
                return action(occasion, *args, **kwargs)
        except Repeated as repeated:
            return repeated.dossier
        except IntegrityError:
            made = replayed(occasion)
            if made is None:
                raise
            return made

    return once


def replayed(occasion: Occasion) -> Dossier | None:
    """Return the dossier that an earlier sending of this request acted on."""
    event = audit.already(occasion)
    if event is None:
        return None
    return load(occasion.ward_id, event.subject_id)


def sent_before(occasion: Occasion) -> Dossier | None:
    """Return what an earlier sending of this request made, before files are looked at again.

    For acts that make a new dossier: there is no lock to wait at, so an equal request that comes
    meanwhile is stopped by the unique request id.
    """
    made = replayed(occasion)
    if made is None:
        occasion.note_new()
    return made


def check_not_done(occasion: Occasion) -> None:
    """End the act here when the same request was carried out before."""
    if occasion.is_new:
        return
    made = replayed(occasion)
    if made is not None:
        raise Repeated(made)


@dataclass(slots=True)
class Act:
    """A dossier under its lock, and how it counted in figures before."""

    subject: Subject
    dossier: Dossier
    before: rules.Counted
    pauses: list[Pause]
    stood: undoing.Before | None = None


def begin(occasion: Occasion, dossier: Dossier, move: Move[State]) -> Act:
    """Lock, then see whether this was done already, then ask the policy."""
    subject = audit.lock(occasion.ward_id, dossier.id)
    check_not_done(occasion)
    fresh = load(occasion.ward_id, dossier.id)
    policy.check(occasion.actor, fresh, move)
    rules.check_time_order(occasion.now, fresh.received_at or fresh.sent_at)
    stood = _before(fresh) if move.care is Care.UNDO else None
    return Act(subject, fresh, counted(fresh), queries.pauses_of(fresh), stood)


def _before(dossier: Dossier) -> undoing.Before:
    item = undoing.keep_item(dossier.ward_id, dossier.id)
    return {"row": undoing.keep(dossier, UNDONE), "item": item}


def load(ward_id: int, dossier_id: Any) -> Dossier:
    """Read a dossier anew with who hands it in, who has it and where."""
    found = _LOADED.rows(ward=ward_id, id=dossier_id)
    if not found:
        raise NotVisible
    return found[0]


def _loaded(ward: int, id: UUID) -> WardQuerySet[Dossier]:
    return (
        Dossier.objects.of(ward)
        .filter(id=id)
        .select_related("applicant", "handler", "unit")
        .annotate(can_be_undone=undoing.stands())
    )


_LOADED: Final[Prepared[Dossier]] = Prepared(_loaded, ward=int, id=UUID)


def finish(
    occasion: Occasion,
    doing: Act,
    move: Move[State],
    *,
    told: Mapping[str, Place] | None = None,
    **facts: Fact,
) -> Dossier:
    """Move the dossier and bring due date, event, work item, notice and figures into agreement.

    `told` is what the message names beside code, promise and unit.
    """
    dossier, before = doing.dossier, State(doing.dossier.state)
    dossier.state = move.leads_to(before)
    if move.clock is Clock.REOPENS:
        reopen_clock(dossier)
    work_out(occasion, dossier, doing.pauses)
    if move.clock is Clock.STOPS:
        close_clock(occasion, dossier, finished=move.target == State.READY)
        drop_apology(doing.subject, dossier)
    if move.clock is Clock.RESUMES:
        promise_anew(dossier)
    if dossier.inquiries_open and dossier.state in CLOSED | {State.READY}:
        end_inquiries(occasion, dossier)
    dossier.save()
    audit.record(
        occasion,
        doing.subject,
        f"dossiers.{move.name}",
        before=before,
        after=State(dossier.state),
        due=dossier.due_at,
        **facts,
    )
    if dossier.finished_at == occasion.now:
        keep_time(occasion, dossier, doing.pauses)
    address(occasion, doing.subject, dossier)
    follows = getattr(dossier, "can_be_undone", False)
    if follows:
        notices.release(occasion, doing.subject)
    until = undoing.leave_behind(occasion, doing.subject, move, doing.stood, follows=follows)
    tell(occasion, doing.subject, dossier, move.name, told, hold_until=until)
    tally(dossier, doing.before)
    return dossier


def work_out(occasion: Occasion, dossier: Dossier, pauses: list[Pause]) -> None:
    """Write the due date again from its facts; nothing counts down."""
    if dossier.state in CLOSED or dossier.finished_at is not None:
        return
    clock = dossier.clock(pauses)
    if clock is None:
        return
    due = evaluate(clock, occasion.calendar)
    dossier.due_at, dossier.due_on = due.at, due.on
    how = punctuality(dossier.target_at, dossier.limit.unit, finished=None, now=occasion.now)
    target = rules.target(dossier.target_at, due.at, ran_out=how is Punctuality.LATE_OPEN)
    dossier.target_at, dossier.target_on = target, due_day(target) if target else None


def promise_anew(dossier: Dossier) -> None:
    """Tell the date that follows a supplement, unless an apology promised a later one."""
    promised, due = dossier.shown_promise_at, dossier.due_at
    if dossier.apology == ApologyStanding.SENT and promised and due and promised > due:
        return
    dossier.shown_promise_at = due


def drop_apology(subject: Subject, dossier: Dossier) -> None:
    """Let a letter go that nobody signed before the dossier was settled or closed."""
    if dossier.apology == ApologyStanding.DRAFTED:
        dossier.apology = ApologyStanding.NONE
        items.drop(subject, slot=APOLOGY)


def close_clock(occasion: Occasion, dossier: Dossier, *, finished: bool) -> None:
    """Stop the clock for good; a settled dossier was on time or it was not."""
    if not finished or dossier.target_at is None:
        return
    dossier.finished_at = occasion.now
    dossier.finished_on = occasion.now.astimezone(HERE).date()
    how = punctuality(
        dossier.target_at, dossier.limit.unit, finished=occasion.now, now=occasion.now
    )
    dossier.on_time = how is not Punctuality.LATE


def reopen_clock(dossier: Dossier) -> None:
    """Let the clock of a settled dossier run on from the facts it always had: no time is bought."""
    dossier.finished_at = dossier.finished_on = dossier.on_time = dossier.returned_at = None
    forget_time(dossier)


def address(
    occasion: Occasion, subject: Subject, dossier: Dossier, *, is_new: bool = False
) -> None:
    """Say who acts next and by when."""
    next_one = queries.who_next(dossier, occasion.today)
    if next_one is None:
        if not is_new:
            items.drop(subject)
        return
    items.put(
        subject,
        state=dossier.state,
        since=occasion.now,
        post_id=next_one.post_id,
        person_id=next_one.person_id,
        due_at=dossier.target_at if dossier.is_running else None,
        field=dossier.field,
        is_new=is_new,
    )


def tell(
    occasion: Occasion,
    subject: Subject,
    dossier: Dossier,
    move: str,
    told: Mapping[str, Place] | None = None,
    *,
    key: str | None = None,
    hold_until: datetime | None = None,
) -> None:
    """Tell the applicant: what, who, until when, what to do; on their page and where they chose."""
    code = f"dossiers.{move}"
    if code not in messages.TOLD:
        return
    known = dossier.applicant
    contacts = tuple(notices.Contact(Channel(way), to) for way, to in known.reached_by)
    places: dict[str, Place] = {
        "code": Code(dossier.code),
        "qr": Code(dossier.token),
        **(told or {}),
    }
    unit = queries.unit_now(dossier, occasion.today)
    if unit:
        places["unit"] = UnitName(unit)
    if dossier.shown_promise_at is not None:
        places["due"] = dossier.shown_promise_at
    if dossier.target_at is not None:
        places["promised"] = dossier.target_at
    notices.tell(
        occasion,
        subject,
        code,
        to=[notices.Applicant(contacts, calls=known.tell_by != TellBy.PAGE)],
        params=places,
        key=key,
        hold_until=hold_until,
    )


def counted(dossier: Dossier) -> rules.Counted:
    """Return what figures count of a dossier."""
    return rules.Counted(
        str(dossier.state),
        dossier.field,
        dossier.unit_id,
        dossier.received_on,
        dossier.target_on,
        dossier.finished_on,
        dossier.on_time,
        dossier.apology == ApologyStanding.SENT,
        received_as=frozenset(
            measure
            for measure, counts in (
                ("dossiers.received_online", dossier.origin == Origin.ONLINE),
                ("dossiers.digitised", dossier.digitised),
                ("dossiers.reused", dossier.reused),
            )
            if counts
        ),
        finished_as=frozenset({"dossiers.electronic"} if dossier.electronic else ()),
        taken_for_other_on=dossier.followed_on if dossier.settled_by else None,
    )


def tally(dossier: Dossier, before: rules.Counted | None) -> None:
    """Write the changes of figures between before and now."""
    was, now = rules.cells(before), rules.cells(counted(dossier))
    measures.add(
        dossier.ward_id,
        [(*cell, 1) for cell in sorted(now - was, key=str)]
        + [(*cell, -1) for cell in sorted(was - now, key=str)],
    )


def applicant_digest(applicant: Applicant) -> Digest:
    """Return the digest that an event holds of who hands in and what they declared."""
    answers = [f"{name}={value}" for name, value in sorted(applicant.answers.items())]
    # What few have stands behind all else, so that who has none of it reads as before.
    apart = [
        applicant.representative,
        applicant.representative_post,
        applicant.authority,
        applicant.authority_paper,
        *(text for one in applicant.others for text in (one.name, one.id_number, one.phone)),
    ]
    return Digest.of(
        applicant.salt,
        applicant.name,
        applicant.id_number,
        applicant.phone,
        applicant.email,
        applicant.address,
        applicant.other_name,
        applicant.relation,
        *answers,
        *(apart if any(apart) else ()),
    )


def note(
    occasion: Occasion, dossier: Dossier, move: Move[State], reason: str, basis: str, step: str
) -> Digest:
    """Keep the words of a move in a row that can be erased; return their digest."""
    row = Note.objects.create(
        ward_id=dossier.ward_id,
        dossier=dossier,
        move=move.name,
        at=occasion.now,
        by_id=occasion.actor.person_id,
        reason=reason,
        basis=basis,
        next_step=step,
        salt=new_salt(),
    )
    return Digest.of(row.salt, reason, basis, step)
