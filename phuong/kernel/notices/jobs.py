"""Delivering the outbox. May run twice, late, and in several places at once."""

from collections import Counter
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from phuong.kernel.notices import channels, templates
from phuong.kernel.notices.channels import Parcel, Undelivered
from phuong.kernel.notices.inbox import given_of
from phuong.kernel.notices.models import OUTGOING, Notice, State
from phuong.kernel.notices.outbox import NO_GATEWAY
from phuong.kernel.wards.identifiers import uuid7
from phuong.kernel.wards.models import Ward

BATCH = 50
MOST = 1_000
# A worker that dies keeps its rows for so long; a gateway must answer sooner.
LEASE = timedelta(minutes=10)
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
MAX_ATTEMPTS = len(BACK_OFF) + 1
# What waited for a gateway longer than this is history, not news.
FRESH = timedelta(days=2)
DEMO, LINE_DOWN, WORN_OUT = "demo", "line-down", "worn-out"


def deliver(now: datetime, *, most: int = MOST) -> Counter[str]:
    """Hand what is due to its gateways; return how many rows became what (`most` a ward).

    At least once: a row is claimed for some minutes, sent outside any transaction, then settled.
    Whoever dies in between leaves it to the next, who sends it under the same id.
    """
    outcome: Counter[str] = Counter()
    for ward in Ward.objects.order_by("pk"):
        outcome[State.HELD] += _hold_back(ward, now)
        if not ward.is_demo:
            _let_go(ward.pk, now)
            outcome += _deliver_of(ward, now, most)
    return +outcome


def _deliver_of(ward: Ward, now: datetime, most: int) -> Counter[str]:
    outcome: Counter[str] = Counter()
    while outcome.total() < most and (claimed := _claim(ward.pk, now)):
        claim, ids = claimed
        rows = Notice.objects.of(ward).filter(id__in=ids, claim=claim)
        for row in rows.select_related("subject").order_by("not_before", "id"):
            outcome[_send(row, ward, now)] += 1
    return outcome


def _hold_back(ward: Ward, now: datetime) -> int:
    """Hold what no gateway serves, and everything of a ward that is only shown."""
    due = Notice.objects.of(ward).due(now)
    if ward.is_demo:
        return due.update(state=State.HELD, reason=DEMO, next_try_at=None)
    unserved = due.exclude(channel__in=channels.served())
    return unserved.update(state=State.HELD, reason=NO_GATEWAY, next_try_at=None)


def _let_go(ward_id: int, now: datetime) -> int:
    """Take up what waited for a gateway that is there now, as long as it is news."""
    waiting = Notice.objects.of(ward_id).filter(
        state=State.HELD, reason=NO_GATEWAY, channel__in=channels.served()
    )
    return waiting.filter(told_at__gt=now - FRESH).update(
        state=State.PENDING, reason="", next_try_at=F("not_before")
    )


@transaction.atomic
def _claim(ward_id: int, now: datetime) -> tuple[UUID, list[UUID]] | None:
    """Take some due rows for oneself: others skip them while locked, and then while claimed."""
    due = Notice.objects.of(ward_id).due(now).select_for_update(skip_locked=True)
    ids = list(due.order_by("next_try_at", "id").values_list("id", flat=True)[:BATCH])
    if not ids:
        return None
    claim = uuid7()
    Notice.objects.of(ward_id).filter(id__in=ids).update(
        claim=claim, next_try_at=now + LEASE, attempts=F("attempts") + 1
    )
    return claim, ids


def _send(row: Notice, ward: Ward, now: datetime) -> State:
    """Send one claimed row and settle it."""
    gateway = channels.gateway_of(row.channel)
    if gateway is None or row.attempts > MAX_ATTEMPTS:
        return _settle(row, State.DEAD, reason=row.reason or WORN_OUT)
    title, text = templates.write(
        row.template, row.channel, row.places, given_of(ward, row.subject.code)
    )
    try:
        gateway.send(Parcel(row.id, ward.name, row.address, title, text))
    except Undelivered as refusal:
        return _fail(row, refusal.reason, now, for_good=refusal.for_good)
    except OSError:
        return _fail(row, LINE_DOWN, now)
    return _settle(row, State.SENT, body=text, sent_at=now)


def _fail(row: Notice, reason: str, now: datetime, *, for_good: bool = False) -> State:
    if for_good or row.attempts >= MAX_ATTEMPTS:
        return _settle(row, State.DEAD, reason=reason)
    later = now + BACK_OFF[row.attempts - 1]
    return _settle(row, State.FAILED, reason=reason, next_try_at=later)


def _settle(
    row: Notice,
    state: State,
    *,
    reason: str = "",
    body: str = "",
    sent_at: datetime | None = None,
    next_try_at: datetime | None = None,
) -> State:
    """Write what became of a row, unless it was recalled or claimed by another meanwhile."""
    Notice.objects.of(row.ward_id).filter(id=row.id, claim=row.claim, state__in=OUTGOING).update(
        state=state,
        reason=reason[:60],
        body=body,
        sent_at=sent_at,
        next_try_at=next_try_at,
        claim=None,
    )
    return state
