"""What did not get out: for the administrator's first page."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min

from phuong.kernel.errors import WrongState
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.notices.channels import AT_ONCE
from phuong.kernel.notices.models import STUCK, Notice, NoticeQuerySet, State

# What was never to be sent: the old news of a replay, and whatever a demonstration tells.
NEVER = frozenset({"entered-later", "demo"})
# A line that is down is tried again for days: until then nobody was told, and it must be seen.
NOT_OUT = (*STUCK, State.FAILED)


@dataclass(frozen=True, slots=True)
class Group:
    """Which messages stay behind alike: their channel, how they stand, why."""

    channel: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class Stuck:
    """How many messages stay behind for one reason. No content, no addressee."""

    channel: str
    state: State
    reason: str
    number: int
    since: datetime

    @property
    def may_be_sent(self) -> bool:
        """Whether it makes sense to try these again."""
        return self.reason not in NEVER

    @property
    def may_be_given_up(self) -> bool:
        """Whether it may be left: not before it was tried to the end and somebody is to call."""
        return self.state in STUCK


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
    """Return what is held, failing or dead, by channel and reason: one statement."""
    rows = (
        Notice.objects.of(ward_id)
        .filter(state__in=NOT_OUT)
        .values("channel", "state", "reason")
        .annotate(number=Count("id"), since=Min("told_at"))
        .order_by("state", "channel", "reason")
    )
    return [
        Stuck(row["channel"], State(row["state"]), row["reason"], row["number"], row["since"])
        for row in rows
    ]


def try_all_again(ward_id: int, group: Group, now: datetime) -> int:
    """Put the messages of one line of `stuck` back into the outbox; return how many."""
    return (
        _of(ward_id, group)
        .exclude(address="")
        .update(state=State.PENDING, reason="", attempts=0, next_try_at=now, claim=None)
    )


def give_up(ward_id: int, group: Group) -> int:
    """Send the messages of one line of `stuck` no more; they stay on their status pages."""
    return _of(ward_id, group).filter(state__in=STUCK).update(state=State.GIVEN_UP)


def _of(ward_id: int, group: Group) -> NoticeQuerySet:
    """What is on its way at this moment is left to whoever sends it."""
    return Notice.objects.of(ward_id).filter(
        state__in=NOT_OUT,
        state=group.state,
        channel=group.channel,
        reason=group.reason,
        claim__isnull=True,
    )


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
