"""Writing the trail: the only way in which events and readings are made."""

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final, Protocol, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction

from phuong.kernel.audit.facts import Fact, Facts, moment_text, plain
from phuong.kernel.audit.models import GENESIS, Event, Reading, Subject
from phuong.kernel.errors import NotVisible, Refusal
from phuong.kernel.wards.identifiers import uuid7
from phuong.kernel.wards.prepared import Prepared
from phuong.kernel.wards.querysets import WardQuerySet
from phuong.kernel.wards.remembered import Remembered

QUARTER_SECONDS = 15 * 60
# Made once: `json.dumps` with these options makes a new encoder for every event.
_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
T = TypeVar("T")


class Witness(Protocol):
    """Who acts, in which ward, when, and under which request of a page."""

    @property
    def ward_id(self) -> int:
        """The ward."""

    @property
    def actor_id(self) -> UUID | None:
        """The person's id, or nothing for a citizen without account and for the machine."""

    @property
    def actor_post(self) -> str:
        """The code of the post in which the person acts."""

    @property
    def now(self) -> datetime:
        """The moment of the act."""

    @property
    def recorded_at(self) -> datetime:
        """The moment of its entry, later than `now` for what is entered later."""

    @property
    def request_id(self) -> UUID | None:
        """The page's own id of this act, the same when it is sent twice."""

    def begin(self) -> None:
        """Number the events of the act from 0 again: it is tried, or tried anew."""

    def next_step(self) -> int:
        """Return the number of the act's next event."""


def open_subject(
    witness: Witness,
    kind: str,
    code: str,
    verb: str,
    /,
    *,
    subject_id: UUID | None = None,
    **facts: Fact,
) -> Subject:
    """Register a new subject together with its first event: two statements."""
    subject = Subject(
        ward_id=witness.ward_id, id=subject_id or uuid7(), kind=kind, code=code, head=GENESIS
    )
    event = _next_event(witness, subject, verb, facts)
    subject.head, subject.events = event.hash, event.seq
    subject.save(force_insert=True)
    event.save(force_insert=True)
    return subject


def lock(ward_id: int, subject_id: UUID) -> Subject:
    """Lock a subject's row for the rest of the transaction; every act on it begins here."""
    subject = Subject.objects.of(ward_id).select_for_update().filter(id=subject_id).first()
    if subject is None:
        raise NotVisible("audit.no-subject")
    return subject


def subject_of(ward_id: int, subject_id: UUID) -> Subject:
    """Return a subject to be read; `lock` is for acts."""
    subject = Subject.objects.of(ward_id).filter(id=subject_id).first()
    if subject is None:
        raise NotVisible("audit.no-subject")
    return subject


def record(witness: Witness, subject: Subject, verb: str, /, **facts: Fact) -> Event:
    """Add one event to the chain of a locked subject: two statements."""
    event = _next_event(witness, subject, verb, facts)
    event.save(force_insert=True)
    subject.head, subject.events = event.hash, event.seq
    subject.save(update_fields=["head", "events"])
    return event


def already(witness: Witness) -> Event | None:
    """Return the first event that an earlier sending of this same request made."""
    witness.begin()
    if witness.request_id is None:
        return None
    return next(iter(_OF_REQUEST.rows(ward=witness.ward_id, request=witness.request_id)), None)


def _of_request(ward: int, request: UUID) -> WardQuerySet[Event]:
    return Event.objects.of(ward).filter(request_id=request).order_by("request_step")[:1]


_OF_REQUEST: Final[Prepared[Event]] = Prepared(_of_request, ward=int, request=UUID)


def once(witness: Witness, act: Callable[[], T], again: Callable[[Event], T]) -> T:
    """Act once a request: a second sending gets its answer from the first one's event.

    Of equal requests at the same time one makes its events; the others are stopped by the
    database, or wait at the lock and are refused because the thing has moved on. Their
    transactions leave nothing, and they read again.
    """
    if earlier := already(witness):
        return again(earlier)
    try:
        with transaction.atomic():
            return act()
    except (IntegrityError, Refusal):
        if earlier := already(witness):
            return again(earlier)
        raise


def note_reading(witness: Witness, subject_ids: Iterable[UUID], purpose: str) -> None:
    """Write down who opens sensitive data: one statement, no lock, once a quarter of an hour.

    What this process wrote down in the same quarter is not sent to the database again.
    """
    if witness.actor_id is None:
        return
    quarter = int(witness.now.timestamp()) // QUARTER_SECONDS
    noted = _noted((witness.ward_id, witness.actor_id, purpose, quarter))
    fresh = [each for each in dict.fromkeys(subject_ids) if each not in noted]
    if not fresh:
        return
    Reading.objects.bulk_create(
        [
            Reading(
                ward_id=witness.ward_id,
                subject_id=subject_id,
                actor_id=witness.actor_id,
                actor_post=witness.actor_post,
                purpose=purpose,
                quarter=quarter,
                at=witness.now,
            )
            for subject_id in fresh
        ],
        ignore_conflicts=True,
    )
    if not transaction.get_connection().in_atomic_block:
        # Within a transaction the row may still be undone.
        noted.update(fresh)


def _nothing_noted(_key: tuple[int, UUID, str, int]) -> set[UUID]:
    return set()


_noted = Remembered(_nothing_noted, seconds=QUARTER_SECONDS)


def body_of(
    witness: Witness, subject_id: UUID, seq: int, verb: str, facts: Facts, previous: str
) -> str:
    """Return the exact text of an event that is stored and hashed: the one place that makes it."""
    at = moment_text(witness.now)
    # Most acts are entered when they happen: the same moment is written once.
    same = witness.recorded_at is witness.now
    return _encoded(
        {
            "v": 1,
            "ward": witness.ward_id,
            "subject": str(subject_id),
            "seq": seq,
            "verb": verb,
            "at": at,
            "recorded_at": at if same else moment_text(witness.recorded_at),
            "actor": str(witness.actor_id) if witness.actor_id else None,
            "post": witness.actor_post,
            "facts": {name: plain(fact) for name, fact in sorted(facts.items())},
            "prev": previous,
        }
    )


def _next_event(witness: Witness, subject: Subject, verb: str, facts: Facts) -> Event:
    seq = subject.events + 1
    body = body_of(witness, subject.id, seq, verb, facts, subject.head)
    return Event(
        ward_id=witness.ward_id,
        subject_id=subject.id,
        seq=seq,
        verb=verb,
        at=witness.now,
        recorded_at=witness.recorded_at,
        actor_id=witness.actor_id,
        actor_post=witness.actor_post,
        request_id=witness.request_id,
        request_step=witness.next_step() if witness.request_id else 0,
        body=body,
        hash=hashlib.sha256(body.encode()).hexdigest(),
    )
