"""The daily seal. May run twice, late, or in two places at once.

A seal covers whatever changed since the seal before it: the heads of subjects that have more
events than were sealed, and the readings that stand in no seal. Nothing is asked about when a
transaction began: one that commits late is simply found by the next seal. What is read here is
committed, heads only grow, and the counts that are written are those that were read.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from uuid import UUID

from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from phuong.kernel.audit import merkle, signatures, stamps, texts
from phuong.kernel.audit.chains import CLOCK_TOLERANCE
from phuong.kernel.audit.models import GENESIS, Reading, Seal, SealLeaf, SealStamp, Subject
from phuong.kernel.audit.stamps import Authority
from phuong.kernel.errors import WrongState
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.wards.models import Ward

# A seal is written within one short transaction; a busy day has several.
LARGEST_TREE = 200
# A reading's key is made when its transaction runs. None commits this much later than its fellows.
LATEST_COMMIT = timedelta(days=2)
# A service that was away is asked again for so long, for so many at a time.
STAMP_LATEST, MOST_STAMPS = timedelta(days=3), 5


@dataclass(frozen=True, slots=True)
class _Leaf:
    text: str
    subject_id: UUID | None = None
    events: int = 0
    reading_id: UUID | None = None


def seal(ward_id: int, day: date, now: datetime, *, largest_tree: int = LARGEST_TREE) -> list[Seal]:
    """Seal every day up to this one that is not sealed yet, days without change too, and sign.

    What changed meanwhile goes into the first seal that is made; its `sealed_at` tells when. A day
    with more leaves than fit into one short transaction has several seals. Seals are signed once
    they stand: those of a run that was broken off are signed by the next.
    """
    made = _seal_days(ward_id, day, now, largest_tree)
    signatures.sign_seals(ward_id, now)
    return made


def _seal_days(ward_id: int, day: date, now: datetime, largest_tree: int) -> list[Seal]:
    made: list[Seal] = []
    last = _last_seal(ward_id)
    due = day if last is None else last.day + timedelta(days=1)
    if due <= day and last is not None and now < last.sealed_at - CLOCK_TOLERANCE:
        raise WrongState(
            "audit.clock-back",
            _("Đồng hồ của máy chậm hơn lần niêm phong trước. Chỉnh giờ rồi chạy lại."),
        )
    while due <= day:
        after_subject, after_reading, more = _zero(), reading_floor(ward_id), True
        while more:
            subjects = _changed_subjects(ward_id, after_subject, largest_tree)
            readings = _new_readings(ward_id, after_reading, largest_tree - len(subjects))
            fresh = _write(ward_id, due, now, last, [*subjects, *readings])
            if fresh is None:
                return made  # The same job runs elsewhere and is ahead.
            made.append(fresh)
            last = fresh
            more = len(subjects) + len(readings) == largest_tree
            after_subject = subjects[-1].subject_id or _zero() if subjects else after_subject
            after_reading = readings[-1].reading_id or _zero() if readings else after_reading
        due += timedelta(days=1)
    return made


def _last_seal(ward_id: int) -> Seal | None:
    return Seal.objects.of(ward_id).order_by("-seq").first()


def _changed_subjects(ward_id: int, after: UUID, room: int) -> list[_Leaf]:
    rows = (
        Subject.objects.of(ward_id)
        .exclude(events=F("sealed_events"))
        .filter(id__gt=after)
        .order_by("id")
        .values_list("id", "events", "head")[:room]
    )
    return [
        _Leaf(texts.subject_leaf(ward_id, key, events, head), subject_id=key, events=events)
        for key, events, head in rows
    ]


def _new_readings(ward_id: int, after: UUID, room: int) -> list[_Leaf]:
    rows = (
        Reading.objects.of(ward_id)
        .filter(id__gt=after, leaf__isnull=True)
        .order_by("id")
        .values_list("id", "subject_id", "actor_id", "actor_post", "purpose", "at")[:room]
    )
    return [_Leaf(texts.reading_leaf(ward_id, *row), reading_id=row[0]) for row in rows]


def reading_floor(ward_id: int) -> UUID:
    """Return the key up to which no reading can be waiting any more."""
    newest = (
        SealLeaf.objects.of(ward_id)
        .filter(reading__isnull=False)
        .order_by("-reading_id")
        .values_list("reading_id", flat=True)
        .first()
    )
    return floor_of(newest) if newest else _zero()


def floor_of(key: UUID) -> UUID:
    """Return the smallest key of the moment so much before the one of this key."""
    milliseconds = (key.int >> 80) - LATEST_COMMIT // timedelta(milliseconds=1)
    return UUID(int=max(milliseconds, 0) << 80)


def _zero() -> UUID:
    return UUID(int=0)


@transaction.atomic
def _write(
    ward_id: int, day: date, now: datetime, last: Seal | None, found: Sequence[_Leaf]
) -> Seal | None:
    """Write one seal after the last one, or nothing if somebody else wrote one meanwhile."""
    # Rows that point to the ward may still be added: only the key itself is not locked.
    Ward.objects.select_for_update(no_key=True).get(pk=ward_id)
    present = _last_seal(ward_id)
    if (present and present.id) != (last and last.id):
        return None
    free = _not_locked(ward_id, [leaf.subject_id for leaf in found if leaf.subject_id])
    leaves = [leaf for leaf in found if leaf.reading_id or leaf.subject_id in free]
    fresh = _next_seal(ward_id, day, now, last, [leaf.text for leaf in leaves])
    fresh.save(force_insert=True)
    SealLeaf.objects.bulk_create(
        SealLeaf(
            ward_id=ward_id,
            seal_id=fresh.id,
            position=position,
            subject_id=leaf.subject_id,
            events=leaf.events,
            reading_id=leaf.reading_id,
            body=leaf.text,
        )
        for position, leaf in enumerate(leaves)
    )
    mine = SealLeaf.objects.of(ward_id).filter(seal_id=fresh.id, subject_id=OuterRef("id"))
    Subject.objects.of(ward_id).filter(id__in=free).update(
        sealed_events=Subquery(mine.values("events"))
    )
    return fresh


def _not_locked(ward_id: int, subject_ids: list[UUID]) -> set[UUID]:
    """Lock those subjects on which nobody acts now; the others' turn comes with the next seal."""
    rows = Subject.objects.of(ward_id).filter(id__in=subject_ids).order_by("id")
    return set(rows.select_for_update(skip_locked=True).values_list("id", flat=True))


def _next_seal(
    ward_id: int, day: date, now: datetime, last: Seal | None, leaves: Sequence[str]
) -> Seal:
    seq, previous = (last.seq + 1, last.hash) if last else (1, GENESIS)
    top = merkle.root([merkle.leaf_hash(text) for text in leaves])
    body = texts.seal_text(ward_id, seq, day, now, len(leaves), top, previous)
    return Seal(
        ward_id=ward_id,
        seq=seq,
        day=day,
        sealed_at=now,
        leaves=len(leaves),
        previous=previous,
        root=top,
        body=body,
        hash=merkle.leaf_hash(body),
    )


def stamp(ward_id: int, now: datetime, authority: Authority) -> int:
    """Have the newest seals stamped that are not; return how many. May run twice, or late.

    Older ones are covered by a newer one's chain. The authority is asked outside a transaction.
    """
    waiting = Seal.objects.of(ward_id).filter(
        stamps__isnull=True, sealed_at__gte=now - STAMP_LATEST
    )
    done = 0
    for seal in waiting.order_by("-seq")[:MOST_STAMPS]:
        digest = bytes.fromhex(seal.hash)
        token = base64.b64encode(authority.stamp(digest)).decode()
        if not stamps.holds(token, digest):
            # A row of history stays for ever: what does not hold must not become one.
            raise WrongState(
                "audit.stamp-not-trusted",
                _(
                    "Dấu thời gian nhận được không đúng, hoặc nơi cấp không được tin. Xem"
                    " PHUONG_TSA_URL và thư mục PHUONG_TRUST."
                ),
            )
        row = SealStamp(
            ward_id=ward_id,
            seal_id=seal.id,
            authority=authority.name[:300],
            token=token,
            stamped_at=stamps.told_at(token),
        )
        SealStamp.objects.bulk_create([row], ignore_conflicts=True)
        done += 1
    return done


def unsealed(ward_id: int) -> int:
    """Return how many subjects and readings the next seal will cover, up to a hundred of each."""
    subjects = Subject.objects.of(ward_id).exclude(events=F("sealed_events")).values("id")[:100]
    readings = (
        Reading.objects.of(ward_id)
        .filter(id__gt=reading_floor(ward_id), leaf__isnull=True)
        .values("id")[:100]
    )
    return sum(1 for _ in chain(subjects, readings))
