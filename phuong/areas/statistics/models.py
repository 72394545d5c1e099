"""What was published, as it was published; what others measured, as it was read there."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phuong.kernel.audit.models import SubjectRow
from phuong.kernel.people.models import Person
from phuong.kernel.ui import display
from phuong.kernel.wards.fields import WardLink
from phuong.kernel.wards.models import WardOwned


class Edition(WardOwned):
    """The public figures of one month, put out once and never again (kỳ công bố).

    It holds what may be told and nothing else: the small numbers behind it are not in it.
    """

    month = models.DateField(_("tháng"))
    published_at = models.DateTimeField(_("công bố lúc"))
    figures = models.JSONField(_("số liệu"))
    digest = models.CharField(_("mã băm"), max_length=64)

    class Meta:
        verbose_name = _("kỳ công bố")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "month"], name="edition_of_month"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%m/%Y}"


class OutsideFigure(SubjectRow):
    """A figure of the national index that another system measured (số đo ở nơi khác).

    `of` is an indicator, in hundredths of a per cent, or a group, in hundredths of a point. What a
    newer one has replaced stays.
    """

    of = models.CharField(_("của"), max_length=60)
    period = models.CharField(_("kỳ"), max_length=7)
    hundredths = models.PositiveIntegerField(_("giá trị"))
    source = models.CharField(_("đọc ở đâu"), max_length=200)
    salt = models.CharField(max_length=32)
    read_on = models.DateField(_("đọc ngày"))
    entered_at = models.DateTimeField(_("nhập lúc"))
    entered_by = WardLink(Person, null=True, blank=True, related_name="+")
    replaced_at = models.DateTimeField(_("thay lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("số đo ở nơi khác")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ward", "of", "period"],
                name="outside_figure_once",
                condition=models.Q(replaced_at__isnull=True),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ward", "entered_at", "id"], name="outside_by_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.of} {self.period}"

    @property
    def told(self) -> str:
        """The value as people read it: points of a group, else per cent."""
        value = display.number(self.hundredths / 100, 2)
        return value if self.of.startswith("group.") else f"{value} %"
