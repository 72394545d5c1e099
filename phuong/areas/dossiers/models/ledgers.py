"""Registers and hand-over lists: what many dossiers are printed on together."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phuong.kernel.audit.models import SubjectRow
from phuong.kernel.people.models import Unit
from phuong.kernel.wards.fields import WardLink


class Ledger(SubjectRow):
    """A register of a period or the hand-over of a day (sổ, biên bản): what its papers hang on."""

    code = models.CharField(_("mã"), max_length=60)
    form = models.CharField(_("mẫu"), max_length=40)
    unit = WardLink(Unit, null=True, blank=True, related_name="+")
    first_on = models.DateField(_("từ ngày"))
    last_on = models.DateField(_("đến hết ngày"))

    class Meta:
        verbose_name = _("sổ, biên bản")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "code"], name="ledger_code"),
        ]

    def __str__(self) -> str:
        return self.code
