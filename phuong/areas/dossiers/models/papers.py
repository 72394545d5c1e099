"""What was handed in."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.models.dossiers import Dossier
from phuong.kernel.wards.fields import WardLink
from phuong.kernel.wards.models import WardOwned


class Paper(WardOwned):
    """One paper of a dossier, as it was handed in (thành phần hồ sơ)."""

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

    class Meta:
        verbose_name = _("giấy tờ")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "dossier", "code"], name="paper_of_dossier"),
        ]

    def __str__(self) -> str:
        return self.name
