"""The list to call: who cannot be reached in writing is told by a voice from the counter.

A call is an outbox row of its own. It is there where a person gave nothing that a gateway serves,
where they asked to be called, and where every written message about the same thing has failed. A
later message about the same subject makes it idle.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, TextChoices
from django.utils.translation import gettext_lazy

from phuong.kernel.access.actors import Occasion
from phuong.kernel.audit import trail
from phuong.kernel.audit.facts import Code, new_salt
from phuong.kernel.errors import WrongState
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.notices import templates
from phuong.kernel.notices.channels import BY_GATEWAY, Channel
from phuong.kernel.notices.inbox import given_of
from phuong.kernel.notices.models import OUTGOING, Notice, NoticeQuerySet, State
from phuong.kernel.notices.opening import next_opening
from phuong.kernel.wards.models import Ward

NOT_REACHED: Final = "not-reached"
AGAIN_AFTER: Final = timedelta(hours=2)
REACHED_BY_US: Final = (State.SENT, State.HANDED, *OUTGOING)


class Outcome(TextChoices):
    """How a call ended (kết quả cuộc gọi)."""

    CALLED = "called", gettext_lazy("Đã gọi được")
    NOT_REACHED = "not_reached", gettext_lazy("Không liên lạc được, gọi lại sau")
    GIVEN_UP = "given_up", gettext_lazy("Thôi gọi")


@dataclass(frozen=True, slots=True)
class Call:
    """One call to make: about which subject, what to read out, how often it was tried."""

    notice_id: UUID
    subject_id: UUID
    kind: str
    told_at: datetime
    attempts: int
    title: str
    sentence: str


def to_make(ward: Ward, now: datetime, *, kind: str = "", size: int = 100) -> list[Call]:
    """Return the calls to make, of one kind of subject or all, the oldest first: one statement."""
    rows = _due(ward.pk, now)
    rows = rows.filter(kind=kind) if kind else rows
    return [
        _call(row, ward)
        for row in rows.select_related("subject").order_by("not_before", "id")[:size]
    ]


@transaction.atomic
def settle(occasion: Occasion, subject_id: UUID, notice_id: UUID, outcome: Outcome) -> None:
    """Write how a call ended; who was not reached comes back when the office is open again."""
    subject = trail.lock(occasion.ward_id, subject_id)
    values: dict[str, object] = {"state": State.SENT, "reason": "", "sent_at": occasion.now}
    if outcome == Outcome.NOT_REACHED:
        later = next_opening(occasion.calendar, occasion.now + AGAIN_AFTER)
        values = {"state": State.FAILED, "reason": NOT_REACHED, "not_before": later}
    elif outcome == Outcome.GIVEN_UP:
        values = {"state": State.GIVEN_UP, "reason": NOT_REACHED}
    mine = _waiting(occasion.ward_id).filter(id=notice_id, subject_id=subject_id)
    if not mine.update(attempts=F("attempts") + 1, **values):
        raise WrongState("notices.not-to-call", _("Người khác vừa ghi cuộc gọi này. Xem bản mới."))
    trail.record(occasion, subject, "notices.call", notice=notice_id, outcome=Code(outcome.value))


def instead_of(row: Notice) -> None:
    """Put a message that reached nobody on the list to call, unless it went another way."""
    template = templates.find(row.template)
    if row.channel not in BY_GATEWAY or row.subject_id is None or not template.call:
        return
    told = row.dedupe.rsplit("|", 2)[0]
    siblings = Notice.objects.of(row.ward_id).filter(
        subject_id=row.subject_id, dedupe__startswith=f"{told}|", channel__in=list(BY_GATEWAY)
    )
    if siblings.filter(state__in=REACHED_BY_US).exclude(id=row.id).exists():
        return
    call = Notice(
        ward_id=row.ward_id,
        subject_id=row.subject_id,
        kind=row.kind,
        template=row.template,
        places=row.places,
        channel=Channel.CALL,
        salt=new_salt(),
        dedupe=f"{told}|{Channel.CALL}|applicant",
        state=State.PENDING,
        told_at=row.told_at,
        not_before=row.not_before,
    )
    Notice.objects.bulk_create([call], ignore_conflicts=True)


def tidy(ward_id: int, now: datetime) -> int:
    """Take calls off the list for good that a later message has made idle.

    One that can still be undone only hides them: where it is taken back, they are made after all.
    """
    idle = _waiting(ward_id).filter(_overtaken(by_now=now)).values_list("id", flat=True)
    ids = list(idle[:500])
    return _waiting(ward_id).filter(id__in=ids).update(state=State.RECALLED) if ids else 0


def number(ward_id: int, now: datetime, *, most: int = 100) -> int:
    """Return how many calls there are to make, counted no further than `most`: one statement."""
    return _due(ward_id, now)[:most].count()


def _due(ward_id: int, now: datetime) -> NoticeQuerySet:
    return _waiting(ward_id).filter(not_before__lte=now).filter(~_overtaken())


def _waiting(ward_id: int) -> NoticeQuerySet:
    return Notice.objects.of(ward_id).filter(channel=Channel.CALL, state__in=OUTGOING)


def _overtaken(*, by_now: datetime | None = None) -> Exists:
    later = Notice.objects.of(OuterRef("ward_id")).filter(
        subject_id=OuterRef("subject_id"),
        channel=Channel.PAGE,
        told_at__gt=OuterRef("told_at"),
    )
    if by_now is not None:
        later = later.exclude(undo_until__gt=by_now)
    return Exists(later.exclude(state=State.RECALLED))


def _call(row: Notice, ward: Ward) -> Call:
    assert row.subject is not None  # noqa: S101  # only digests have none
    given = given_of(ward, row.subject.code)
    title, text = templates.show(row.template, row.places, given)
    to_do = templates.to_do(row.template, row.places, given)
    return Call(
        notice_id=row.id,
        subject_id=row.subject.pk,
        kind=row.kind,
        told_at=row.told_at,
        attempts=row.attempts,
        title=title,
        sentence=" ".join(part for part in (text, to_do) if part),
    )
