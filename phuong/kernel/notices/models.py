"""Notices: the outbox, the inbox of officials, and what a status page shows, in one table."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phuong.kernel.audit.facts import Digest
from phuong.kernel.audit.models import Subject
from phuong.kernel.notices.channels import Channel
from phuong.kernel.people.models import Person, Post
from phuong.kernel.wards.fields import WardLink
from phuong.kernel.wards.models import WardOwned
from phuong.kernel.wards.querysets import WardQuerySet


class State(models.TextChoices):
    """Where a message stands."""

    PENDING = "pending", _("Chờ gửi")
    SENT = "sent", _("Đã gửi")
    HANDED = "handed", _("Đã chuyển, chưa được xác nhận")
    FAILED = "failed", _("Gửi lỗi, sẽ gửi lại")
    DEAD = "dead", _("Không gửi được")
    HELD = "held", _("Đang giữ lại")
    RECALLED = "recalled", _("Đã thu hồi")
    GIVEN_UP = "given_up", _("Thôi gửi")


OUTGOING = (State.PENDING, State.FAILED)
STUCK = (State.HELD, State.DEAD, State.HANDED)


class NoticeQuerySet(WardQuerySet["Notice"]):
    """Notices of a ward."""

    def visible(self, now: datetime) -> Self:
        """Keep those whose time has come and that were not recalled."""
        return self.filter(not_before__lte=now).exclude(state=State.RECALLED)

    def due(self, now: datetime) -> Self:
        """Keep those that a gateway should be given now."""
        return self.filter(state__in=OUTGOING, next_try_at__lte=now)

    def under_undo(self, now: datetime) -> Self:
        """Keep those of a move that can still be undone."""
        return self.filter(undo_until__gt=now).exclude(state=State.RECALLED)


class Notice(WardOwned):
    """One message to one recipient by one channel (thông báo)."""

    subject = WardLink(Subject, null=True, blank=True, related_name="notices")
    kind = models.CharField(_("loại"), max_length=40, blank=True)
    template = models.CharField(_("mẫu"), max_length=60)
    places = models.JSONField(_("trị số"), default=dict)
    note = models.TextField(_("lời của cán bộ"), blank=True)
    channel = models.CharField(_("kênh"), max_length=10, choices=Channel)
    person = WardLink(Person, null=True, blank=True, related_name="notices")
    post = WardLink(Post, null=True, blank=True, related_name="notices")
    address = models.CharField(_("gửi đến"), max_length=254, blank=True)
    body = models.TextField(_("nguyên văn đã gửi"), blank=True)
    salt = models.CharField(max_length=32, blank=True)
    dedupe = models.CharField(max_length=240)
    state = models.CharField(_("tình trạng"), max_length=10, choices=State)
    reason = models.CharField(_("lý do"), max_length=60, blank=True)
    told_at = models.DateTimeField(_("ghi lúc"))
    not_before = models.DateTimeField(_("không sớm hơn"))
    undo_until = models.DateTimeField(_("còn hoàn tác được đến"), null=True, blank=True)
    next_try_at = models.DateTimeField(_("gửi lúc"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("số lần gửi"), default=0)
    claim = models.UUIDField(null=True, blank=True)
    sent_at = models.DateTimeField(_("đã gửi lúc"), null=True, blank=True)
    read_at = models.DateTimeField(_("đọc lúc"), null=True, blank=True)
    read_by_id = models.UUIDField(_("người đọc"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("thông báo")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "dedupe"], name="notice_once"),
            models.CheckConstraint(
                name="notice_inbox_has_one_addressee",
                condition=(
                    Q(channel=Channel.INBOX) & (Q(person__isnull=True) ^ Q(post__isnull=True))
                )
                | (~Q(channel=Channel.INBOX) & Q(person__isnull=True, post__isnull=True)),
            ),
            models.CheckConstraint(
                name="notice_of_a_subject_or_a_digest",
                condition=Q(subject__isnull=False)
                | Q(channel=Channel.INBOX, person__isnull=False)
                | Q(channel=Channel.EMAIL),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ward", "subject", "not_before", "id"], name="notice_of_subject"),
            # No list in a condition: SQLite does not see that the values of a query are in it.
            models.Index(
                fields=["ward", "next_try_at", "id"],
                name="notice_due",
                condition=Q(next_try_at__isnull=False),
            ),
            models.Index(
                fields=["ward", "state", "id"],
                name="notice_stuck",
                condition=Q(state__in=["held", "dead", "handed"]),
            ),
            models.Index(
                fields=["ward", "state", "not_before", "id"],
                name="notice_to_call",
                condition=Q(channel="call"),
            ),
            *(
                models.Index(
                    fields=["ward", who, "not_before", "id"],
                    name=f"notice_{name}_{who}",
                    condition=Q(**{f"{who}__isnull": False}, **only),
                )
                for who in ("person", "post")
                for name, only in (("inbox", {}), ("unread", {"read_at__isnull": True}))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.channel} {self.state}"

    @property
    def digest(self) -> Digest:
        """What an event may say of where it went and what an official wrote into it."""
        return Digest.of(self.salt, self.channel, self.address, self.note)
