"""What applicants thought of how they were served."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.models.dossiers import Dossier
from phuong.kernel.wards.fields import WardLink
from phuong.kernel.wards.models import WardOwned

BEST, WORST = 5, 1


class RatedAfter(models.TextChoices):
    """What a rating comes after; one for each (dịp đánh giá)."""

    RETURN = "return", _("Sau khi nhận kết quả")
    REFUSAL = "refusal", _("Sau khi bị từ chối, dừng")
    LATENESS = "lateness", _("Khi quá hẹn")


class Rating(WardOwned):
    """How an applicant was served, in confidence (đánh giá).

    The words can be erased, salt included. It is counted by month: no figure tells on which day
    somebody rated.
    """

    dossier = WardLink(Dossier, related_name="ratings")
    after = models.CharField(_("dịp"), max_length=10, choices=RatedAfter)
    field = models.CharField(_("lĩnh vực"), max_length=40)
    unit_id = models.UUIDField(_("bộ phận"), null=True)
    month = models.DateField(_("tháng"))
    attitude = models.PositiveSmallIntegerField(_("thái độ"))
    guidance = models.PositiveSmallIntegerField(_("hướng dẫn"))
    time = models.PositiveSmallIntegerField(_("thời gian"))
    satisfied = models.BooleanField(_("hài lòng"))
    words = models.TextField(_("lời góp ý"), blank=True)
    call_back = models.BooleanField(_("muốn được gọi lại"), default=False)
    salt = models.CharField(max_length=32, blank=True)

    class Meta:
        verbose_name = _("đánh giá")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "dossier", "after"], name="rating_once"),
            models.CheckConstraint(
                name="rating_on_the_scale",
                condition=models.Q(
                    attitude__range=(WORST, BEST),
                    guidance__range=(WORST, BEST),
                    time__range=(WORST, BEST),
                ),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ward", "month", "id"], name="rating_by_month"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.after}"
