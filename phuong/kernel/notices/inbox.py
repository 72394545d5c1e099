"""What officials and citizens are shown: inbox pages by key, bounded counts, status pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext_lazy

from phuong.kernel.access.actors import Actor, Occasion
from phuong.kernel.audit.kinds import Card, Shelf
from phuong.kernel.notices import templates
from phuong.kernel.notices.channels import Channel
from phuong.kernel.notices.models import Notice, NoticeQuerySet, State
from phuong.kernel.text.words import Words
from phuong.kernel.wards.models import Ward
from phuong.kernel.wards.prepared import Prepared

COUNT_LIMIT = 100
OF_CALLS = {
    State.PENDING: gettext_lazy("Chờ gọi"),
    State.SENT: gettext_lazy("Đã gọi"),
    State.FAILED: gettext_lazy("Đã gọi, chưa gặp, sẽ gọi lại"),
    State.GIVEN_UP: gettext_lazy("Thôi gọi"),
}


@dataclass(frozen=True, slots=True)
class Key:
    """The place in the inbox after which the next, older page begins."""

    shown_at: datetime
    notice_id: UUID


@dataclass(frozen=True, slots=True)
class Way:
    """How a message went on one way out of the house: the channel, to whom, and how it stands."""

    channel: Channel
    to: str
    state: State
    at: datetime | None

    @property
    def words(self) -> Words:
        """How it stands; a call is made, not sent."""
        return OF_CALLS.get(self.state, self.state.label) if self.by_voice else self.state.label

    @property
    def by_voice(self) -> bool:
        """Whether somebody calls."""
        return self.channel is Channel.CALL


@dataclass(frozen=True, slots=True)
class Message:
    """A message in words."""

    id: UUID
    at: datetime
    title: str
    text: str
    note: str
    urgent: bool
    is_read: bool
    card: Card | None = None
    to_do: str = ""
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an inbox and the key of the next."""

    messages: tuple[Message, ...]
    after: Key | None


def inbox(
    occasion: Occasion,
    *,
    after: Key | None = None,
    size: int = 25,
    shelf: Shelf | None = None,
    ward: Ward | None = None,
) -> Page:
    """Return a page of the actor's inbox, the newest first: one statement, and one a kind.

    A page that shows cards elsewhere too hands in its shelf, and the ward that it stands in. A
    message whose subject the actor may not read (any more) is not shown.
    """
    branches = _addressed_to(occasion.actor, occasion.now)
    if after is not None:
        earlier = Q(not_before__lt=after.shown_at) | Q(
            not_before=after.shown_at, id__lt=after.notice_id
        )
        branches = [b.filter(not_before__lte=after.shown_at).filter(earlier) for b in branches]
    rows = _newest(branches, size + 1)
    more, rows = len(rows) > size, rows[:size]
    shelf = shelf or Shelf(occasion.actor)
    shelf.want((row.kind, row.subject_id) for row in rows if row.subject_id is not None)
    given: Mapping[str, str] = {}
    if rows:
        given = given_of(ward, "") if ward else _given(occasion.ward_id)
    messages = tuple(
        _message(row, {**given, "code": card.code if card else ""}, card)
        for row in rows
        # A digest is about no one subject.
        if (card := shelf.get(row.subject_id) if row.subject_id else None) or row.subject_id is None
    )
    return Page(messages, Key(rows[-1].not_before, rows[-1].id) if more else None)


def unread(occasion: Occasion) -> int:
    """Return how many messages wait, at most 100 (shown as 99+): one statement.

    Who loses sight of a subject loses its messages by `hide` in the same act, so they are not
    counted here either.
    """
    branches = [b.filter(read_at__isnull=True) for b in _addressed_to(occasion.actor, occasion.now)]
    if not branches:
        return 0
    parts, params = _parts(branches, COUNT_LIMIT, "id")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({' UNION ALL '.join(parts)}) AS rows", params)  # noqa: S608
        return min(int(cursor.fetchone()[0]), COUNT_LIMIT)


def mark_read(occasion: Occasion, notice_ids: Sequence[UUID] | None = None) -> int:
    """Mark messages of the actor's own inbox as read, all of them by default."""
    actor = occasion.actor
    mine = Q(post_id__in=actor.post_ids())
    if actor.person_id is not None:
        mine |= Q(person_id=actor.person_id)
    rows = Notice.objects.of(actor.ward_id).filter(mine, channel=Channel.INBOX, read_at=None)
    if notice_ids is not None:
        rows = rows.filter(id__in=notice_ids)
    return rows.filter(not_before__lte=occasion.now).update(
        read_at=occasion.now, read_by_id=actor.person_id
    )


def for_subject(
    ward_id: int, subject_id: UUID, now: datetime, *, code: str, ward: Ward | None = None
) -> list[Message]:
    """Return what the status page of a subject shows, the oldest first: two statements.

    One statement where the page hands in the ward that it stands in.

    Whoever may see the page, by code and secret, may see all of it.
    """
    ways: dict[str, list[Way]] = {}
    found = []
    for row in _OF_A_SUBJECT.rows(ward=ward_id, subject=subject_id):
        if row.channel != Channel.PAGE:
            ways.setdefault(_told(row), []).append(_way(row))
        elif row.not_before <= now:
            found.append(row)
    given: Mapping[str, str] = {}
    if found:
        given = given_of(ward, code) if ward else _given(ward_id) | {"code": code}
    return [replace(_message(row, given), ways=tuple(ways.get(_told(row), ()))) for row in found]


def masked(address: str) -> str:
    """Return an address so that its owner knows it and nobody else does.

    >>> masked("+84905123412"), masked("huong@mail.example")
    ('•••412', 'h•••@mail.example')
    """
    name, at, domain = address.partition("@")
    return f"{name[:1]}•••@{domain}" if at else f"•••{address[-3:]}"


def _told(row: Notice) -> str:
    """Return what rows of one message have in common: template and occasion."""
    return row.dedupe.rsplit("|", 2)[0]


def _way(row: Notice) -> Way:
    to = masked(row.address) if row.address else ""
    return Way(Channel(row.channel), to, State(row.state), row.sent_at)


def _of_a_subject(ward: int, subject: UUID) -> NoticeQuerySet:
    rows = Notice.objects.of(ward).filter(subject_id=subject).exclude(channel=Channel.INBOX)
    return rows.exclude(state=State.RECALLED).order_by("not_before", "id")


_OF_A_SUBJECT: Prepared[Notice] = Prepared(_of_a_subject, ward=int, subject=UUID)


def sender_of(ward: Ward) -> str:
    """Return in whose name people are told."""
    return f"UBND {ward.name[:1].lower()}{ward.name[1:]}"


def given_of(ward: Ward, code: str) -> dict[str, str]:
    """Return what every message may name: the ward, its telephone, the subject's code."""
    return {"ward": sender_of(ward), "phone": ward.phone.replace(" ", ""), "code": code}


def _given(ward_id: int) -> dict[str, str]:
    return given_of(Ward.objects.get(pk=ward_id), "")


def _message(row: Notice, given: Mapping[str, str], card: Card | None = None) -> Message:
    title, text = templates.show(row.template, row.places, given)
    return Message(
        id=row.id,
        at=row.not_before,
        title=title,
        text=text,
        note=row.note,
        urgent=templates.is_urgent(row.template),
        is_read=row.read_at is not None,
        card=card,
        to_do=templates.to_do(row.template, row.places, given),
    )


def _addressed_to(actor: Actor, now: datetime) -> list[NoticeQuerySet]:
    """Return one queryset an addressee: each post the actor holds, and the person."""
    mine = Notice.objects.of(actor.ward_id).filter(state=State.SENT, not_before__lte=now)
    branches = [mine.filter(post_id=post_id) for post_id in sorted(actor.post_ids())]
    if actor.person_id is not None:
        branches.append(mine.filter(person_id=actor.person_id))
    return branches


def _newest(branches: Sequence[NoticeQuerySet], limit: int) -> list[Notice]:
    if not branches:
        return []
    parts, params = _parts(branches, limit)
    merged = f"{' UNION ALL '.join(parts)} ORDER BY not_before DESC, id DESC LIMIT {int(limit)}"
    return list(Notice.objects.raw(merged, params))


def _parts(
    branches: Sequence[NoticeQuerySet], limit: int, *columns: str
) -> tuple[list[str], list[Any]]:
    parts: list[str] = []
    params: list[Any] = []
    for branch in branches:
        rows = branch.order_by("-not_before", "-id")[:limit]
        sql, values = (rows.values_list(*columns) if columns else rows).query.sql_with_params()
        parts.append(f"SELECT * FROM ({sql}) AS branch")  # noqa: S608
        params += values
    return parts, params
