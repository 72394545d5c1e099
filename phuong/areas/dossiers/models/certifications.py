"""The books of certification: what was certified, under which number."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.models.dossiers import Dossier
from phuong.areas.dossiers.models.outcomes import Result
from phuong.kernel.wards.fields import WardLink
from phuong.kernel.wards.models import WardOwned


class Book(models.TextChoices):
    """Into which book a certification goes (loại chứng thực)."""

    COPY = "copy", _("Bản sao từ bản chính")
    SIGNATURE = "signature", _("Chữ ký, điểm chỉ")


class Certification(WardOwned):
    """A line of a book of certification (chứng thực).

    Who signed, whether it still holds and into whose hands it went are in its result; who asked
    for it is the dossier's applicant; the fee is the charge on the dossier.
    """

    dossier = WardLink(Dossier, related_name="certifications")
    result = WardLink(Result, related_name="+")
    book = models.CharField(_("loại chứng thực"), max_length=10, choices=Book)
    number = models.CharField(_("số chứng thực"), max_length=60)
    entered_at = models.DateTimeField(_("vào sổ lúc"))
    entered_on = models.DateField(_("ngày chứng thực"))
    document = models.CharField(_("giấy tờ, văn bản"), max_length=300)
    copies = models.PositiveSmallIntegerField(_("số bản"))
    pages = models.PositiveSmallIntegerField(_("số trang của mỗi bản"))

    class Meta:
        verbose_name = _("chứng thực")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "book", "number"], name="certification_number"),
            models.UniqueConstraint(fields=["ward", "dossier"], name="certification_of_dossier"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ward", "entered_on", "id"], name="certification_by_day"),
            models.Index(fields=["ward", "book", "entered_on", "id"], name="certification_of_book"),
        ]

    def __str__(self) -> str:
        return self.number
