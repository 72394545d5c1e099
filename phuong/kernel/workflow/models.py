"""Work items."""

from datetime import UTC, datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phuong.kernel.audit.models import Subject
from phuong.kernel.people.models import Person, Post
from phuong.kernel.wards.fields import WardLink
from phuong.kernel.wards.models import WardOwned

# Items without a due instant (paused, not yet started) come after all others, by the same index.
NO_DUE = datetime(9999, 1, 1, tzinfo=UTC)


class WorkItem(WardOwned):
    """Who must act next on a subject, and by when (việc). Content stays with the area."""

    subject = WardLink(Subject, related_name="items")
    kind = models.CharField(_("loại"), max_length=40)
    slot = models.CharField(_("phần việc"), max_length=30, default="main")
    post = WardLink(Post, null=True, blank=True, related_name="items")
    person = WardLink(Person, null=True, blank=True, related_name="items")
    state = models.CharField(_("tình trạng"), max_length=30)
    field = models.CharField(_("lĩnh vực"), max_length=40, blank=True)
    due_at = models.DateTimeField(_("hạn"), null=True, blank=True)
    due_key = models.DateTimeField(_("thứ tự theo hạn"), default=NO_DUE)
    since = models.DateTimeField(_("từ lúc"))

    class Meta:
        verbose_name = _("việc")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "subject", "slot"], name="item_of_subject"),
            models.CheckConstraint(
                name="item_has_one_addressee",
                condition=models.Q(post__isnull=True) ^ models.Q(person__isnull=True),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["ward", who, *also, "due_key", "id"],
                name=f"item_{who}{''.join('_' + name for name in also)}",
                condition=models.Q(**{f"{who}__isnull": False}),
            )
            for who in ("post", "person")
            for also in ((), ("state",), ("field",))
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id} {self.slot}"


class Undoable(WardOwned):
    """The last move of a subject, while it can be undone (bước còn hoàn tác được).

    `before` holds what stood before it: codes, ids and moments, never what a person typed.
    `seq` is the number of its event: whatever comes after it is an act upon it.
    """

    subject = WardLink(Subject, related_name="undoable")
    move = models.CharField(_("việc"), max_length=30)
    seq = models.PositiveIntegerField(_("số sự kiện"))
    at = models.DateTimeField(_("lúc"))
    by = WardLink(Person, null=True, blank=True, related_name="+")
    before = models.JSONField(_("trước đó"))

    class Meta:
        verbose_name = _("bước còn hoàn tác được")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "subject"], name="undoable_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.move}"


class Turn(WardOwned):
    """Whose turn a job of time is, and when it last ended (lượt việc định kỳ)."""

    job = models.CharField(_("việc"), max_length=60)
    held_until = models.DateTimeField(_("đang chạy đến"), null=True)
    begun_at = models.DateTimeField(_("bắt đầu lúc"), null=True)
    done_at = models.DateTimeField(_("xong lúc"), null=True)
    failed_at = models.DateTimeField(_("hỏng lúc"), null=True)
    changed = models.PositiveIntegerField(_("số dòng đã đổi"), default=0)
    failures = models.PositiveSmallIntegerField(_("số lần hỏng liền nhau"), default=0)

    class Meta:
        verbose_name = _("lượt việc định kỳ")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "job"], name="turn_of_job"),
        ]

    def __str__(self) -> str:
        return self.job
