"""What is stored of tasks that come again by the working calendar."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phuong.areas.tasks.models.tasks import Task, Worded
from phuong.areas.tasks.states import SeriesState
from phuong.kernel.people.models import Person, Unit
from phuong.kernel.wards.fields import WardLink
from phuong.kernel.wards.models import WardOwned


class Rhythm(models.TextChoices):
    """How often a task comes again."""

    WEEKLY = "weekly", _("Hằng tuần")
    MONTHLY = "monthly", _("Hằng tháng")


class OnClosed(models.TextChoices):
    """What happens where the planned day is no working day."""

    SHIFT = "shift", _("Giao vào ngày làm việc kế tiếp")
    SKIP = "skip", _("Bỏ kỳ đó")


class Outcome(models.TextChoices):
    """What became of a planned day."""

    GIVEN = "given", _("Đã giao đúng ngày")
    SHIFTED = "shifted", _("Giao vào ngày làm việc kế tiếp")
    LATE = "late", _("Giao muộn: hệ thống không chạy vào ngày đó")
    CLOSED = "closed", _("Bỏ kỳ này: ngày nghỉ")
    OVERTAKEN = "overtaken", _("Bỏ kỳ này: đã đến kỳ sau")
    NOBODY = "nobody", _("Chưa giao: người làm không còn công tác")


class TaskSeries(Worded):
    """Work that is given again every week or month (nhiệm vụ định kỳ).

    `day` is the weekday (Monday is 0) or the day of the month, whose last day stands for the days
    that a short month lacks. `next_on` is the planned day that comes next.
    """

    code = models.CharField(_("mã"), max_length=60)
    state = models.CharField(_("tình trạng"), max_length=10, choices=SeriesState)
    assigner = WardLink(Person, related_name="+")
    doer = WardLink(Person, related_name="+")
    unit = WardLink(Unit, null=True, blank=True, related_name="+")
    rhythm = models.CharField(_("nhịp"), max_length=10, choices=Rhythm)
    day = models.PositiveSmallIntegerField(_("ngày"))
    limit_days = models.PositiveSmallIntegerField(_("số ngày làm việc để làm"))
    on_closed = models.CharField(_("gặp ngày nghỉ"), max_length=10, choices=OnClosed)
    last_on = models.DateField(_("đến hết ngày"), null=True, blank=True)
    next_on = models.DateField(_("kỳ tới"), null=True, blank=True)
    begun_at = models.DateTimeField(_("bắt đầu lúc"))
    ended_at = models.DateTimeField(_("kết thúc lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("nhiệm vụ định kỳ")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "code"], name="task_series_code"),
            models.CheckConstraint(
                name="series_ended_has_date",
                condition=models.Q(state="ended", ended_at__isnull=False, next_on__isnull=True)
                | ~models.Q(state="ended") & models.Q(ended_at__isnull=True, next_on__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ward", "state", "next_on"], name="series_due"),
        ]

    def __str__(self) -> str:
        return self.code


class SeriesHelper(WardOwned):
    """Who helps with every task of a series (người phối hợp định kỳ)."""

    series = WardLink(TaskSeries, related_name="helpers")
    person = WardLink(Person, related_name="+")

    class Meta:
        verbose_name = _("người phối hợp định kỳ")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "series", "person"], name="series_helper_once"),
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.person_id}"


class Occurrence(WardOwned):
    """One planned day of a series: the task that was given, or why none was (kỳ).

    The database holds one row a day of a series, whoever tries to write another.
    """

    series = WardLink(TaskSeries, related_name="occurrences")
    on = models.DateField(_("ngày theo nhịp"))
    at = models.DateTimeField(_("ghi lúc"))
    outcome = models.CharField(_("kết quả"), max_length=10, choices=Outcome)
    why = models.CharField(_("vì sao ngày đó nghỉ"), max_length=20, blank=True)
    decision = models.CharField(_("quyết định"), max_length=60, blank=True)
    task = WardLink(Task, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("kỳ")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "series", "on"], name="occurrence_once"),
            models.CheckConstraint(
                name="occurrence_given_has_task",
                condition=models.Q(outcome__in=["given", "shifted", "late"], task__isnull=False)
                | ~models.Q(outcome__in=["given", "shifted", "late"]) & models.Q(task__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.on}"
