"""Delivering the outbox. May run twice, late, and in several places at once."""

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from phuong.kernel.notices import calls, channels, letters
from phuong.kernel.notices.channels import Answer, Parcel, Undelivered
from phuong.kernel.notices.models import OUTGOING, Notice, NoticeQuerySet, State
from phuong.kernel.notices.outbox import NO_GATEWAY
from phuong.kernel.wards.identifiers import uuid7
from phuong.kernel.wards.models import Ward

BATCH = 50
MOST = 1_000
# A worker that dies keeps its rows for so long; it renews the claim before each message.
LEASE = timedelta(minutes=10)
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
MAX_ATTEMPTS = len(BACK_OFF) + 1
# What waited for a gateway longer than this is history, not news.
FRESH = timedelta(days=2)
# A channel that failed so often in a row is left alone until the next round.
IN_A_ROW = 3
DEMO, LINE_DOWN, WORN_OUT, UNCONFIRMED = "demo", "line-down", "worn-out", "unconfirmed"


@dataclass(slots=True)
class Round:
    """One round of delivering: when it began, and which lines were found down."""

    now: datetime
    began: float = field(default_factory=time.monotonic)
    failures: Counter[str] = field(default_factory=Counter)

    @property
    def moment(self) -> datetime:
        """The moment by the round's own clock, to the minute: slow gateways make a round long."""
        return self.now + timedelta(minutes=int((time.monotonic() - self.began) // 60))

    def is_down(self, channel: str) -> bool:
        """Tell whether a channel has failed too often in a row to be tried on."""
        return self.failures[channel] >= IN_A_ROW


def deliver(now: datetime, *, most: int = MOST) -> Counter[str]:
    """Hand what is due to its gateways; return how many rows became what (`most` a ward).

    At least once: a row is claimed for some minutes, sent outside any transaction, then settled.
    Whoever dies in between leaves it to the next, who sends it under the same id.
    """
    outcome: Counter[str] = Counter()
    this = Round(now)
    for ward in Ward.objects.order_by("pk"):
        outcome[State.HELD] += _hold_back(ward, now)
        outcome[State.RECALLED] += calls.tidy(ward.pk, now)
        if not ward.is_demo:
            _let_go(ward.pk, now)
            outcome += _deliver_of(ward, this, most)
    return +outcome


def back_off(attempts: int, notice_id: UUID) -> timedelta:
    """Return how long to wait after so many attempts: ever longer, and not all at one moment.

    What is added, up to a quarter, comes from the row's id, so that a thousand messages that failed
    together are not tried again together.
    """
    wait = BACK_OFF[attempts - 1]
    return wait + wait / 4 * ((notice_id.int + attempts * 7_919) % 1_000) / 1_000


def _deliver_of(ward: Ward, this: Round, most: int) -> Counter[str]:
    outcome: Counter[str] = Counter()
    base = letters.base_of(ward)
    while outcome.total() < most and (claimed := _claim(ward.pk, this)):
        claim, ids = claimed
        rows = Notice.objects.of(ward).filter(id__in=ids, claim=claim)
        for row in rows.select_related("subject").order_by("not_before", "id"):
            if this.is_down(row.channel):
                outcome[_put_back(row, this)] += 1
            elif _renew(row, this):
                outcome[_send(row, letters.parcel(row, ward, base, this.moment), this)] += 1
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
def _claim(ward_id: int, this: Round) -> tuple[UUID, list[UUID]] | None:
    """Take some due rows for oneself: others skip them while locked, and then while claimed."""
    due = Notice.objects.of(ward_id).due(this.now).select_for_update(skip_locked=True)
    ids = list(due.order_by("next_try_at", "id").values_list("id", flat=True)[:BATCH])
    if not ids:
        return None
    claim = uuid7()
    Notice.objects.of(ward_id).filter(id__in=ids).update(
        claim=claim, next_try_at=this.moment + LEASE, attempts=F("attempts") + 1
    )
    return claim, ids


def _mine(row: Notice) -> NoticeQuerySet:
    return Notice.objects.of(row.ward_id).filter(id=row.id, claim=row.claim, state__in=OUTGOING)


def _renew(row: Notice, this: Round) -> bool:
    """Hold a row on; tell whether it is still one's own: neither recalled nor another's."""
    return bool(_mine(row).update(next_try_at=this.moment + LEASE))


def _put_back(row: Notice, this: Round) -> State:
    """Leave a row for the next round, as if it had not been taken: its line is down."""
    _mine(row).update(
        state=State.FAILED,
        reason=LINE_DOWN,
        next_try_at=this.moment + back_off(1, row.id),
        attempts=F("attempts") - 1,
        claim=None,
    )
    return State.FAILED


def _send(row: Notice, parcel: Parcel, this: Round) -> State:
    """Send one claimed row and settle it."""
    gateway = channels.gateway_of(row.channel)
    if gateway is None or row.attempts > MAX_ATTEMPTS:
        return _settle(row, State.DEAD, reason=row.reason or WORN_OUT)
    try:
        answer = gateway.send(parcel)
    except Undelivered as refusal:
        this.failures[row.channel] = 0
        return _fail(row, refusal.reason, this.moment, for_good=refusal.for_good)
    except OSError:
        this.failures[row.channel] += 1
        return _fail(row, LINE_DOWN, this.moment)
    this.failures[row.channel] = 0
    if answer is Answer.UNCONFIRMED:
        return _settle(row, State.HANDED, reason=UNCONFIRMED, body=parcel.text, sent_at=this.moment)
    return _settle(row, State.SENT, body=parcel.text, sent_at=this.moment)


def _fail(row: Notice, reason: str, now: datetime, *, for_good: bool = False) -> State:
    if for_good or row.attempts >= MAX_ATTEMPTS:
        return _settle(row, State.DEAD, reason=reason)
    later = now + back_off(row.attempts, row.id)
    return _settle(row, State.FAILED, reason=reason, next_try_at=later)


@transaction.atomic
def _settle(
    row: Notice,
    state: State,
    *,
    reason: str = "",
    body: str = "",
    sent_at: datetime | None = None,
    next_try_at: datetime | None = None,
) -> State:
    """Write what became of a row, unless it was recalled or claimed by another meanwhile.

    Who could not be reached is put on the counter's list to call.
    """
    settled = _mine(row).update(
        state=state,
        reason=reason[:60],
        body=body,
        sent_at=sent_at,
        next_try_at=next_try_at,
        claim=None,
    )
    if settled and state is State.DEAD:
        calls.instead_of(row)
    return state
