"""What was put right on a dossier after it was received."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.models.dossiers import Dossier
from phuong.kernel.people.models import Person
from phuong.kernel.wards.fields import WardLink
from phuong.kernel.wards.models import WardOwned


class Correction(WardOwned):
    """One correction of a received dossier, with a new receipt (đính chính). Erasable.

    `changes` holds what was changed as four texts each: what, its name, old, new. The receipt that
    named the head in `replaced_head` holds no longer; the new one is the `turn`-th.
    """

    dossier = WardLink(Dossier, related_name="corrections")
    turn = models.PositiveSmallIntegerField(_("bản giấy hẹn"))
    at = models.DateTimeField(_("lúc"))
    by = WardLink(Person, null=True, blank=True, related_name="+")
    reason = models.TextField(_("lý do"), blank=True)
    changes = models.JSONField(_("đã sửa"), default=list, blank=True)
    replaced_head = models.CharField(_("đầu chuỗi của giấy cũ"), max_length=64)
    salt = models.CharField(max_length=32, blank=True)

    class Meta:
        verbose_name = _("đính chính")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "dossier", "turn"], name="correction_turn"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ward", "replaced_head"], name="correction_replaced"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.turn}"
