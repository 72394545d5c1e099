"""What was published, as it was published."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

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
