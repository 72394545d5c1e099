"""Series, their counters, and the gaps."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phuong.kernel.wards.models import WardOwned


class Series(WardOwned):
    """A run of numbers (dãy số) with its template, such as `{prefix}-{yy}{mm}{dd}-{n:04}`."""

    code = models.CharField(_("mã dãy"), max_length=40)
    template = models.CharField(_("mẫu số"), max_length=120)
    period = models.CharField(_("bắt đầu lại theo"), max_length=10, default="day")

    class Meta:
        verbose_name = _("dãy số")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "code"], name="series_code"),
        ]

    def __str__(self) -> str:
        return self.code


class Counter(models.Model):
    """The last number drawn of a series in a period (bộ đếm)."""

    ward = models.ForeignKey("wards.Ward", models.PROTECT, related_name="+", db_index=False)
    series = models.CharField(_("mã dãy"), max_length=40)
    period = models.CharField(_("kỳ"), max_length=10)
    value = models.PositiveIntegerField(_("số cuối"))

    pk = models.CompositePrimaryKey("ward_id", "series", "period")

    class Meta:
        verbose_name = _("bộ đếm")

    def __str__(self) -> str:
        return f"{self.series} {self.period} {self.value}"


class Gap(WardOwned):
    """A number that was drawn and is not used, and why (số bỏ trống)."""

    series = models.CharField(_("mã dãy"), max_length=40)
    number = models.CharField(_("số"), max_length=60)
    reason = models.CharField(_("lý do"), max_length=40)
    at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = _("số bỏ trống")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "series", "number"], name="gap_number"),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.number}"
