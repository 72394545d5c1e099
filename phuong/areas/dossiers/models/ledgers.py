"""Registers and hand-over lists: what many dossiers are printed on together."""

from datetime import time
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.models.dossiers import Dossier
from phuong.kernel.audit.models import SubjectRow
from phuong.kernel.people.models import Person, Unit
from phuong.kernel.wards.fields import WardLink
from phuong.kernel.wards.models import WardOwned

NOON = time(12)


class HalfDay(models.TextChoices):
    """The half of a day in which dossiers came in (buổi)."""

    MORNING = "morning", _("Buổi sáng")
    AFTERNOON = "afternoon", _("Buổi chiều")


class Ledger(SubjectRow):
    """A register of a period or a hand-over list (sổ, biên bản): what its papers hang on.

    A hand-over list also has from whom, when, and who took it; a wrong one is replaced by another.
    """

    code = models.CharField(_("mã"), max_length=60)
    form = models.CharField(_("mẫu"), max_length=40)
    unit = WardLink(Unit, null=True, blank=True, related_name="+")
    first_on = models.DateField(_("từ ngày"))
    last_on = models.DateField(_("đến hết ngày"))
    half_day = models.CharField(_("buổi"), max_length=10, choices=HalfDay, blank=True)
    given_by = WardLink(Person, null=True, blank=True, related_name="+")
    given_at = models.DateTimeField(_("giao lúc"), null=True, blank=True)
    taken_by = WardLink(Person, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(_("nhận lúc"), null=True, blank=True)
    replaces = WardLink("self", null=True, blank=True, related_name="replaced_by")

    class Meta:
        verbose_name = _("sổ, biên bản")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "code"], name="ledger_code"),
            models.UniqueConstraint(
                fields=["ward", "replaces"],
                name="ledger_replaced_once",
                condition=models.Q(replaces__isnull=False),
            ),
            models.CheckConstraint(
                name="ledger_taken_by_somebody",
                condition=models.Q(taken_by__isnull=True, taken_at__isnull=True)
                | models.Q(taken_by__isnull=False, taken_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class HandedDossier(WardOwned):
    """A dossier on a hand-over list (hồ sơ trong biên bản bàn giao); on one that holds only."""

    ledger = WardLink(Ledger, related_name="handed")
    dossier = WardLink(Dossier, related_name="handed")
    position = models.PositiveIntegerField(_("thứ tự"))
    holds = models.BooleanField(_("còn hiệu lực"), default=True)

    class Meta:
        verbose_name = _("hồ sơ trong biên bản bàn giao")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ward", "dossier"],
                name="handed_on_one_list",
                condition=models.Q(holds=True),
            ),
            models.UniqueConstraint(fields=["ward", "ledger", "position"], name="handed_position"),
        ]

    def __str__(self) -> str:
        return f"{self.ledger_id} {self.position}"
