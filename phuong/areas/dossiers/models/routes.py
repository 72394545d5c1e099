"""Which unit settles what."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phuong.kernel.people.models import Unit
from phuong.kernel.wards.fields import WardLink
from phuong.kernel.wards.models import WardOwned


class Route(WardOwned):
    """Which unit settles the dossiers of a field (phân công lĩnh vực)."""

    field = models.CharField(_("lĩnh vực"), max_length=40)
    unit = WardLink(Unit, related_name="+")

    class Meta:
        verbose_name = _("phân công lĩnh vực")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "field"], name="route_of_field"),
        ]

    def __str__(self) -> str:
        return self.field
