"""What did not get out: for the administrator's first page."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min

from phuong.kernel.errors import WrongState
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.notices.channels import AT_ONCE
from phuong.kernel.notices.models import STUCK, Notice, State


@dataclass(frozen=True, slots=True)
class Stuck:
    """How many messages stay behind for one reason. No content, no addressee."""

    channel: str
    state: State
    reason: str
    number: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one message that left, or should have left, the house."""

    id: UUID
    template: str
    channel: str
    state: State
    reason: str
    told_at: datetime
    sent_at: datetime | None


def stuck(ward_id: int) -> list[Stuck]:
    """Return what is held or dead, by channel and reason: one statement."""
    rows = (
        Notice.objects.of(ward_id)
        .filter(state__in=STUCK)
        .values("channel", "state", "reason")
        .annotate(number=Count("id"), since=Min("told_at"))
        .order_by("state", "channel", "reason")
    )
    return [
        Stuck(row["channel"], State(row["state"]), row["reason"], row["number"], row["since"])
        for row in rows
    ]


def deliveries(ward_id: int, subject_id: UUID) -> list[Delivery]:
    """Return what was sent about a subject, so that an official can say so on the telephone."""
    rows = Notice.objects.of(ward_id).filter(subject_id=subject_id).exclude(channel__in=AT_ONCE)
    return [
        Delivery(
            row.id,
            row.template,
            row.channel,
            State(row.state),
            row.reason,
            row.told_at,
            row.sent_at,
        )
        for row in rows.order_by("told_at", "id")
    ]


def try_again(ward_id: int, notice_id: UUID, now: datetime) -> None:
    """Put a message that stayed behind back into the outbox."""
    tried = (
        Notice.objects.of(ward_id)
        .filter(id=notice_id, state__in=STUCK)
        .exclude(address="")
        .update(state=State.PENDING, reason="", attempts=0, next_try_at=now, claim=None)
    )
    if not tried:
        raise WrongState("notices.not-stuck", _("Tin này đã được gửi hoặc đã xoá địa chỉ."))
