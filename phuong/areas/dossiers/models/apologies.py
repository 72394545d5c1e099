"""What the ward says when it will not keep a promise: sorry, why, and the one new appointment."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.models.dossiers import Dossier
from phuong.kernel.people.models import Person
from phuong.kernel.wards.fields import WardLink
from phuong.kernel.wards.models import WardOwned


class Apology(WardOwned):
    """One apology with its one new appointment (thư xin lỗi và hẹn lại); a second has no place.

    `promised_at` is the promise that will not be kept; it stays the measure of punctuality.
    """

    class Why(models.TextChoices):
        """What kept the ward from its promise."""

        OPINION = "opinion", _("Chờ ý kiến của cơ quan khác")
        CHECK = "check", _("Cần xác minh thêm")
        LOAD = "load", _("Hồ sơ nhiều, phường chưa bố trí đủ người")
        ABSENCE = "absence", _("Người giải quyết vắng mặt")
        SYSTEM = "system", _("Phần mềm, đường truyền trục trặc")
        OTHER = "other", _("Lý do khác")

    dossier = WardLink(Dossier, related_name="apologies")
    why = models.CharField(_("nhóm lý do"), max_length=10, choices=Why)
    reason = models.TextField(_("lý do"))
    promised_at = models.DateTimeField(_("đã hẹn"))
    new_at = models.DateTimeField(_("hẹn lại"))
    drafted_at = models.DateTimeField(_("soạn lúc"))
    drafted_by = WardLink(Person, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(_("ký lúc"), null=True, blank=True)
    signed_by = WardLink(Person, null=True, blank=True, related_name="+")
    number = models.CharField(_("số"), max_length=60, blank=True)
    salt = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("thư xin lỗi")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "dossier"], name="apology_of_dossier"),
            models.CheckConstraint(
                name="apology_is_later",
                condition=models.Q(new_at__gt=models.F("promised_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.new_at:%d/%m/%Y}"
