"""Changes of figures, and their sums."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phuong.kernel.wards.models import WardOwned


class Cell(WardOwned):
    """Where a figure is counted: measure, field, unit and day."""

    measure = models.CharField(_("chỉ tiêu"), max_length=60)
    field = models.CharField(_("lĩnh vực"), max_length=40, blank=True)
    unit_id = models.UUIDField(_("bộ phận"), null=True)
    day = models.DateField(_("ngày"))

    class Meta:
        abstract = True


class Delta(Cell):
    """One change of a figure, written by the act that causes it (biến động)."""

    change = models.BigIntegerField(_("thay đổi"))

    class Meta:
        verbose_name = _("biến động")
        indexes: ClassVar = [
            models.Index(fields=["ward", "measure", "day"], name="delta_of_measure"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.day} {self.change:+d}"


class Summary(Cell):
    """The folded sum of a cell (tổng hợp)."""

    unit_key = models.CharField(max_length=36, default="")
    value = models.BigIntegerField(_("giá trị"))

    class Meta:
        verbose_name = _("tổng hợp")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ward", "measure", "day", "field", "unit_key"], name="summary_cell"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.day} {self.value}"


class Usual(WardOwned):
    """What is usual of a figure for one key: median and 90th percentile (thường gặp)."""

    measure = models.CharField(_("chỉ tiêu"), max_length=60)
    key = models.CharField(_("của"), max_length=120)
    n = models.PositiveIntegerField(_("số trường hợp"))
    middle = models.BigIntegerField(_("trung vị"))
    ninth = models.BigIntegerField(_("phân vị 90"))
    first = models.DateField(_("từ ngày"))
    last = models.DateField(_("đến ngày"))
    counted_at = models.DateTimeField(_("tính lúc"))
    parts = models.JSONField(_("theo nơi"), default=list, blank=True)

    class Meta:
        verbose_name = _("thường gặp")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "measure", "key"], name="usual_of_key"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.key} {self.middle}"
