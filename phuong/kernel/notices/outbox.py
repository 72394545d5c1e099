"""Telling people: always inside the transaction of the act that causes it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Value, When

from phuong.kernel.access.actors import Occasion
from phuong.kernel.audit.facts import new_salt
from phuong.kernel.audit.models import Subject
from phuong.kernel.notices import channels, templates
from phuong.kernel.notices.channels import AT_ONCE, BY_GATEWAY, Channel
from phuong.kernel.notices.models import OUTGOING, Notice, NoticeQuerySet, State
from phuong.kernel.notices.opening import next_opening
from phuong.kernel.notices.templates import Place, Template

WAITING = (*OUTGOING, State.HELD)
NO_GATEWAY, ENTERED_LATER = "no-gateway", "entered-later"


@dataclass(frozen=True, slots=True)
class Contact:
    """Where a citizen wishes to be reached beside the status page."""

    channel: Channel
    address: str


@dataclass(frozen=True, slots=True)
class Applicant:
    """The citizen of a subject: the status page always, and every contact they chose.

    Where no gateway serves any of them, the counter calls, unless they wish no call.
    """

    contacts: tuple[Contact, ...] = ()
    calls: bool = True


@dataclass(frozen=True, slots=True)
class ToPerson:
    """An official, by person."""

    person_id: UUID


@dataclass(frozen=True, slots=True)
class ToPost:
    """Whoever holds a post."""

    post_id: UUID


Recipient = Applicant | ToPerson | ToPost


def tell(
    occasion: Occasion,
    subject: Subject,
    template_code: str,
    *,
    to: Sequence[Recipient],
    params: Mapping[str, Place] | None = None,
    note: str = "",
    hold_until: datetime | None = None,
    key: str | None = None,
) -> None:
    """Write the rows of one message to its recipients: one statement.

    `note` is what an official wrote: shown on the page and in the inbox, never sent elsewhere.
    `hold_until` is the end of the minutes in which the move can be undone. `key` names the
    occasion of the message, such as the day of a reminder, so that it is told once; by default
    it is the event of the act, so call this after `audit.record`.
    """
    template = templates.get(template_code)
    places = templates.stored(params or {})
    when = key or f"#{subject.events}"
    rows = []
    for channel, recipient, values in _rows(template, to):
        first = _first_moment(occasion, template, channel, hold_until)
        state, reason = _beginning(occasion, channel)
        rows.append(
            Notice(
                ward_id=subject.ward_id,
                subject_id=subject.id,
                kind=subject.kind,
                template=template.code,
                places=places,
                note=note if channel in AT_ONCE else "",
                channel=channel,
                salt=new_salt(),
                dedupe="|".join([str(subject.id), template.code, when, channel, recipient]),
                state=state,
                reason=reason,
                told_at=occasion.now,
                not_before=first,
                undo_until=hold_until,
                next_try_at=first if state is State.PENDING and channel in BY_GATEWAY else None,
                **values,
            )
        )
    Notice.objects.bulk_create(rows, ignore_conflicts=True)


def tell_person(
    occasion: Occasion,
    person_id: UUID,
    template_code: str,
    *,
    key: str,
    params: Mapping[str, Place] | None = None,
) -> bool:
    """Tell an official something about no one subject, once; it takes the place of the last one.

    `key` is a name and a day, such as `digest:2026-11-20`. Returns whether it was new.
    """
    template = templates.get(template_code)
    dedupe = f"person:{person_id}|{key}|{Channel.INBOX}"
    mine = Notice.objects.of(occasion.ward_id).filter(person_id=person_id, subject__isnull=True)
    if mine.filter(dedupe=dedupe).exists():
        return False
    kept = f"person:{person_id}|{key.partition(':')[0]}:"
    mine.filter(read_at__isnull=True, dedupe__startswith=kept).update(state=State.RECALLED)
    row = Notice(
        ward_id=occasion.ward_id,
        person_id=person_id,
        template=template.code,
        places=templates.stored(params or {}),
        channel=Channel.INBOX,
        salt=new_salt(),
        dedupe=dedupe,
        state=State.SENT,
        told_at=occasion.now,
        not_before=occasion.now,
    )
    Notice.objects.bulk_create([row], ignore_conflicts=True)
    return True


def tell_address(
    occasion: Occasion,
    address: str,
    template_code: str,
    *,
    key: str,
    replaces: str = "",
    params: Mapping[str, Place] | None = None,
) -> UUID | None:
    """Write a letter about no subject, once a `key`; return its id, or nothing if it was told.

    Where no mail gateway is set up it is held like any other letter. It takes the place of those
    whose key begins with `replaces` and that have not gone out.
    """
    template = templates.get(template_code)
    dedupe, mine = f"letter:{key}|{template.code}", _letters(occasion.ward_id)
    if mine.filter(dedupe=dedupe).exists():
        return None
    if replaces:
        waiting = mine.filter(dedupe__startswith=f"letter:{replaces}", state__in=WAITING)
        waiting.update(state=State.RECALLED, next_try_at=None)
    first = _first_moment(occasion, template, Channel.EMAIL, None)
    state, reason = _beginning(occasion, Channel.EMAIL)
    row = Notice(
        ward_id=occasion.ward_id,
        template=template.code,
        places=templates.stored(params or {}),
        channel=Channel.EMAIL,
        address=address,
        salt=new_salt(),
        dedupe=dedupe,
        state=state,
        reason=reason,
        told_at=occasion.now,
        not_before=first,
        next_try_at=first if state is State.PENDING else None,
    )
    Notice.objects.bulk_create([row], ignore_conflicts=True)
    return row.id


def letter_under(ward_id: int, template_code: str, *, key: str) -> Notice | None:
    """Return the letter about no subject that was written under a key."""
    return _letters(ward_id).filter(dedupe=f"letter:{key}|{template_code}").first()


def _letters(ward_id: int) -> NoticeQuerySet:
    return Notice.objects.of(ward_id).filter(channel=Channel.EMAIL, subject__isnull=True)


def was_told(
    ward_id: int, told: Iterable[tuple[UUID, str, str]], *, to: ToPerson | None = None
) -> set[tuple[UUID, str, str]]:
    """Return which of these (subject, template, key) the applicant, or a person, was told."""
    end = f"{Channel.INBOX}|person:{to.person_id}" if to else f"{Channel.PAGE}|applicant"
    asked = {
        f"{subject_id}|{template}|{key}|{end}": (subject_id, template, key)
        for subject_id, template, key in told
    }
    rows = Notice.objects.of(ward_id).filter(dedupe__in=list(asked))
    return {asked[dedupe] for dedupe in rows.values_list("dedupe", flat=True)}


def release(occasion: Occasion, subject: Subject) -> int:
    """Let the messages of an undoable move go: the next move was made."""
    opening = next_opening(occasion.calendar, occasion.now)
    patient = [each.code for each in templates.all_templates() if each.office_hours]
    by_day = When(channel__in=list(BY_GATEWAY), template__in=patient, then=Value(opening))
    soon = Case(by_day, default=Value(occasion.now))
    return (
        Notice.objects.of(subject.ward_id)
        .filter(subject_id=subject.id)
        .under_undo(occasion.now)
        .update(
            undo_until=None,
            not_before=soon,
            next_try_at=Case(When(next_try_at__isnull=False, then=soon), default=Value(None)),
        )
    )


def recall(occasion: Occasion, subject: Subject) -> int:
    """Take back the messages of a move that is undone: nobody has seen them."""
    return (
        Notice.objects.of(subject.ward_id)
        .filter(subject_id=subject.id)
        .under_undo(occasion.now)
        .update(state=State.RECALLED, next_try_at=None)
    )


def hide(
    ward_id: int, subject_id: UUID, *, posts: Iterable[UUID] = (), persons: Iterable[UUID] = ()
) -> int:
    """Take a subject's messages out of the inboxes of those who may no longer read of it."""
    mine = Notice.objects.of(ward_id).filter(subject_id=subject_id, channel=Channel.INBOX)
    hidden = mine.filter(post_id__in=list(posts)) | mine.filter(person_id__in=list(persons))
    return hidden.update(state=State.RECALLED)


def _rows(
    template: Template, to: Sequence[Recipient]
) -> Iterator[tuple[Channel, str, dict[str, Any]]]:
    """Go through the rows to write: channel, who in the key against doubles, addressee."""
    for recipient in to:
        match recipient:
            case ToPerson(person_id):
                yield Channel.INBOX, f"person:{person_id}", {"person_id": person_id}
            case ToPost(post_id):
                yield Channel.INBOX, f"post:{post_id}", {"post_id": post_id}
            case Applicant(contacts, calls):
                yield Channel.PAGE, "applicant", {}
                ways = [each for each in contacts if template.goes_by(each.channel)]
                for number, contact in enumerate(ways):
                    yield contact.channel, f"applicant:{number}", {"address": contact.address}
                served = channels.served() & {each.channel for each in ways}
                if template.call and calls and not served:
                    yield Channel.CALL, "applicant", {}


def _first_moment(
    occasion: Occasion, template: Template, channel: Channel, hold_until: datetime | None
) -> datetime:
    """Return when a row may be seen or sent: after the undo, and not at night."""
    first = hold_until or occasion.now
    if channel in AT_ONCE or not template.office_hours:
        return first
    return next_opening(occasion.calendar, first)


def _beginning(occasion: Occasion, channel: Channel) -> tuple[State, str]:
    """Return how a row begins: shown, waiting for its gateway, or held with the reason."""
    if channel in AT_ONCE:
        return State.SENT, ""
    if occasion.entered_at is not None:
        # What is entered afterwards, or replayed from years ago, is not announced today.
        return State.HELD, ENTERED_LATER
    if channel in BY_GATEWAY and channels.gateway_of(channel) is None:
        return State.HELD, NO_GATEWAY
    return State.PENDING, ""
