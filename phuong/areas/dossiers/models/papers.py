"""What was handed in."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.models.dossiers import Dossier
from phuong.kernel.wards.fields import WardLink
from phuong.kernel.wards.models import WardOwned


class Paper(WardOwned):
    """One paper of a dossier, as it was handed in (thành phần hồ sơ).

    `held_from` is the dossier from which the ward has it already; the note can be erased.
    """

    class Form(models.TextChoices):
        """In what form it is there."""

        ORIGINAL = "original", _("Bản chính")
        COPY = "copy", _("Bản sao")
        PHOTO = "photo", _("Ảnh")
        MISSING = "missing", _("Thiếu")
        HELD = "held", _("Đã có trong cơ sở dữ liệu")

    dossier = WardLink(Dossier, related_name="papers")
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    code = models.CharField(_("mã giấy tờ"), max_length=60)
    name = models.CharField(_("tên giấy tờ"), max_length=500)
    form = models.CharField(_("dạng"), max_length=10, choices=Form)
    originals = models.PositiveSmallIntegerField(_("số bản chính"), default=0)
    copies = models.PositiveSmallIntegerField(_("số bản sao"), default=0)
    returned = models.PositiveSmallIntegerField(_("số bản chính đã trả"), default=0)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    held_from = WardLink(Dossier, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("giấy tờ")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "dossier", "code"], name="paper_of_dossier"),
            models.CheckConstraint(
                name="paper_returned_of_originals",
                condition=models.Q(returned__lte=models.F("originals")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def number_words(self) -> str:
        """How many there are, as a table has it."""
        return number_words(self.originals, self.copies)


def number_words(originals: int, copies: int) -> str:
    """Return how many originals and copies there are of a paper, as a table has it."""
    if originals and copies:
        return gettext("%(originals)02d chính, %(copies)02d sao") % {
            "originals": originals,
            "copies": copies,
        }
    return f"{originals or copies or 1:02}"
