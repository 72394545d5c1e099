"""What is stored of one task, and the questions asked of many rows of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from phuong.areas.tasks.states import OPEN, RUNNING, State
from phuong.kernel.audit.facts import Digest
from phuong.kernel.audit.models import SubjectRow
from phuong.kernel.people.models import Person, Unit
from phuong.kernel.wards.fields import WardLink
from phuong.kernel.wards.models import WardOwned
from phuong.kernel.wards.querysets import WardQuerySet
from phuong.kernel.workdays import Clock, Limit, Mode
from phuong.kernel.workdays import Extension as MoreTime


class Origin(models.TextChoices):
    """What a task came of (nguồn)."""

    DIRECT = "direct", _("Giao trực tiếp")
    MEETING = "meeting", _("Kết luận cuộc họp")
    CALL_BACK = "call_back", _("Gọi lại người đánh giá thấp")
    REFERRAL = "referral", _("Đề nghị từ việc khác")
    SERIES = "series", _("Nhiệm vụ định kỳ")


class TaskQuerySet(WardQuerySet["Task"]):
    """Tasks of a ward."""

    def in_hand(self) -> Self:
        """Keep what is not closed."""
        return self.filter(state__in=OPEN)

    def running(self) -> Self:
        """Keep what its doer still owes."""
        return self.filter(state__in=RUNNING)

    def late(self, on: date) -> Self:
        """Keep what its doer still owes although the day promised first has passed."""
        return self.running().filter(first_due_on__lt=on)

    def helped_by(self, person_id: UUID | None) -> Self:
        """Keep those that a person helps with."""
        return self.filter(helpers__person_id=person_id)

    def with_list_columns(self) -> Self:
        """Bring what a list shows."""
        return self.select_related("assigner", "doer")


class Worded(SubjectRow):
    """What both a task and a series of them say; erasable with the salt of their digest."""

    title = models.CharField(_("việc phải làm"), max_length=300)
    product = models.CharField(_("sản phẩm"), max_length=500)
    details = models.TextField(_("yêu cầu, chỉ dẫn"), blank=True)
    basis = models.CharField(_("căn cứ giao"), max_length=300, blank=True)
    salt = models.CharField(max_length=32)

    class Meta:
        abstract = True

    @property
    def heading(self) -> str:
        """What is to be done, or that its words were erased."""
        return self.title or gettext("Nội dung đã xoá theo yêu cầu")

    @property
    def digest(self) -> Digest:
        """The digest that the event of the giving holds."""
        return Digest.of(self.salt, self.title, self.product, self.details, self.basis)


class Task(Worded):
    """Work that one person answers for, with a product and a day (nhiệm vụ)."""

    code = models.CharField(_("mã nhiệm vụ"), max_length=60)
    origin = models.CharField(_("nguồn"), max_length=12, choices=Origin, default=Origin.DIRECT)
    search = models.TextField(_("chữ để tìm"), blank=True, editable=False)
    state = models.CharField(_("tình trạng"), max_length=20, choices=State)
    assigner = WardLink(Person, null=True, blank=True, related_name="+")
    doer = WardLink(Person, related_name="+")
    unit = WardLink(Unit, null=True, blank=True, related_name="+")
    given_at = models.DateTimeField(_("giao lúc"))
    given_on = models.DateField(_("ngày giao"))
    limit_unit = models.CharField(_("đơn vị thời hạn"), max_length=20)
    limit_n = models.PositiveIntegerField(_("thời hạn"), default=0)
    due_at = models.DateTimeField(_("hạn"), editable=False)
    due_on = models.DateField(_("ngày hạn"), editable=False)
    first_due_at = models.DateTimeField(_("hạn đầu tiên"), editable=False)
    first_due_on = models.DateField(_("ngày hạn đầu tiên"), editable=False)
    extended = models.PositiveSmallIntegerField(_("số lần gia hạn"), default=0)
    reminded = models.CharField(_("đã nhắc"), max_length=40, blank=True, editable=False)
    reported_at = models.DateTimeField(_("báo cáo lúc"), null=True, blank=True)
    finished_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)
    finished_on = models.DateField(_("ngày xong"), null=True, blank=True)
    on_time = models.BooleanField(_("đúng hạn"), null=True, blank=True)
    closed_at = models.DateTimeField(_("khép lại lúc"), null=True, blank=True)
    closed_on = models.DateField(_("ngày khép lại"), null=True, blank=True)
    closed_by = WardLink(Person, null=True, blank=True, related_name="+")

    objects = TaskQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("nhiệm vụ")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "code"], name="task_code"),
            models.CheckConstraint(
                name="task_closed_has_date",
                condition=~models.Q(state__in=["done", "not_done", "cancelled"])
                | models.Q(closed_at__isnull=False, closed_on__isnull=False),
            ),
            models.CheckConstraint(
                name="task_done_by_report",
                condition=~models.Q(state="done")
                | models.Q(
                    finished_at__isnull=False, finished_on__isnull=False, on_time__isnull=False
                ),
            ),
            # Nobody confirms their own work, whatever page or hand tries.
            models.CheckConstraint(
                name="task_confirmed_by_another",
                condition=~models.Q(state="done")
                | models.Q(closed_by__isnull=False) & ~models.Q(closed_by=models.F("doer")),
            ),
        ]
        indexes: ClassVar = [
            *(
                models.Index(fields=["ward", who, "state", "due_at", "id"], name=f"task_of_{who}")
                for who in ("doer", "assigner", "unit")
            ),
            models.Index(fields=["ward", "state", "first_due_on", "id"], name="task_by_promise"),
            models.Index(fields=["ward", "state", "due_at", "id"], name="task_by_due"),
            models.Index(fields=["ward", "given_on", "id"], name="task_by_giving"),
            models.Index(fields=["ward", "finished_on", "id"], name="task_by_finish"),
            models.Index(fields=["ward", "closed_on", "id"], name="task_by_close"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in OPEN

    @property
    def is_running(self) -> bool:
        """Whether its doer still owes it."""
        return self.state in RUNNING

    @property
    def limit(self) -> Limit:
        """The limit under which the task was given."""
        return Limit(self.limit_unit, self.limit_n)  # type: ignore[arg-type]

    def clock(self, extensions: Sequence[Extension], most: int) -> Clock:
        """Return the facts of the deadline, extensions that were granted included.

        An extension counts as decided when it was asked for: the doer does not answer for the time
        that the answer took.
        """
        granted = [one for one in extensions if one.granted]
        return Clock(
            self.given_at,
            self.limit,
            extensions=tuple(
                MoreTime(Limit("calendar_day", one.days), Mode.REPLACE_TOTAL, one.asked_at)  # type: ignore[arg-type]
                for one in granted
            ),
            most_extensions=max(most, len(granted)),
        )


class CoWorker(WardOwned):
    """Who helps without answering for it (người phối hợp)."""

    task = WardLink(Task, related_name="helpers")
    person = WardLink(Person, related_name="+")

    class Meta:
        verbose_name = _("người phối hợp")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "task", "person"], name="helper_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ward", "person", "task"], name="helper_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.person_id}"


class Remark(WardOwned):
    """Words that go with a move: progress, report, why sent back (lời ghi). Erasable."""

    task = WardLink(Task, related_name="remarks")
    number = models.PositiveSmallIntegerField(_("thứ tự"))
    move = models.CharField(_("việc"), max_length=30)
    at = models.DateTimeField(_("lúc"))
    by = WardLink(Person, null=True, blank=True, related_name="+")
    words = models.TextField(_("nội dung"))
    salt = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("lời ghi")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "task", "number"], name="remark_of_task"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.move}"


class Extension(WardOwned):
    """A later day, asked for with a reason; the day before it is kept (gia hạn)."""

    task = WardLink(Task, related_name="extensions")
    asked_at = models.DateTimeField(_("xin lúc"))
    asked_by = WardLink(Person, related_name="+")
    wanted_on = models.DateField(_("hạn xin"))
    days = models.PositiveIntegerField(_("số ngày kể từ khi giao"))
    reason = models.TextField(_("lý do"))
    old_due_at = models.DateTimeField(_("hạn cũ"))
    decided_at = models.DateTimeField(_("quyết định lúc"), null=True, blank=True)
    decided_by = WardLink(Person, null=True, blank=True, related_name="+")
    granted = models.BooleanField(_("được duyệt"), null=True, blank=True)
    answer = models.TextField(_("trả lời"), blank=True)
    salt = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("gia hạn")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ward", "task"],
                name="extension_one_open",
                condition=models.Q(decided_at__isnull=True),
            ),
            models.CheckConstraint(
                name="extension_decided_whole",
                condition=models.Q(decided_at__isnull=True, granted__isnull=True)
                | models.Q(decided_at__isnull=False, granted__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ward", "task", "asked_at"], name="extension_of_task"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.wanted_on}"
