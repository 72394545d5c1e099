"""How long settled dossiers took."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.models.dossiers import Dossier
from phuong.kernel.wards.fields import WardLink
from phuong.kernel.wards.models import WardOwned


class Spent(WardOwned):
    """The time that one dossier took until its result, by place (thời gian đã dùng).

    Worked out of its events by the act that settles it; `used` counts as the limit does, without
    the time that waited for the applicant. `parts` holds (place, working minutes, clock minutes).
    """

    dossier = WardLink(Dossier, related_name="spent")
    procedure = models.CharField(_("thủ tục"), max_length=120)
    finished_on = models.DateField(_("ngày có kết quả"))
    counted_in = models.CharField(_("tính bằng"), max_length=20)
    used = models.PositiveIntegerField(_("đã dùng"))
    parts = models.JSONField(_("theo nơi"), default=list)

    class Meta:
        verbose_name = _("thời gian đã dùng")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "dossier"], name="spent_of_dossier"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ward", "finished_on", "id"], name="spent_by_finish"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.used}"
