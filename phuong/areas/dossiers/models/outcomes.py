"""What was decided, and the words that go with a move."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.models.dossiers import Dossier
from phuong.kernel.people.models import Person
from phuong.kernel.wards.fields import WardLink
from phuong.kernel.wards.models import WardOwned


class Note(WardOwned):
    """Words that go with a move: why refused, stopped, sent back (lý do). Erasable."""

    dossier = WardLink(Dossier, related_name="notes")
    move = models.CharField(_("việc"), max_length=30)
    at = models.DateTimeField(_("lúc"))
    by = WardLink(Person, null=True, blank=True, related_name="+")
    reason = models.TextField(_("lý do"))
    basis = models.CharField(_("căn cứ"), max_length=500, blank=True)
    next_step = models.TextField(_("việc làm tiếp"), blank=True)
    salt = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("lý do")
        indexes: ClassVar = [
            models.Index(fields=["ward", "dossier", "at"], name="note_of_dossier"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.move}"


class Result(WardOwned):
    """What the ward decided, who signed, and into whose hands it went (kết quả)."""

    dossier = WardLink(Dossier, related_name="results")
    kind = models.CharField(_("loại kết quả"), max_length=300)
    summary = models.TextField(_("nội dung kết quả"), blank=True)
    drafted_by = WardLink(Person, null=True, blank=True, related_name="+")
    signed_by = WardLink(Person, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(_("ký lúc"), null=True, blank=True)
    number = models.CharField(_("số"), max_length=60, blank=True)
    receiver_kind = models.CharField(_("người nhận"), max_length=20, blank=True)
    receiver_name = models.CharField(_("họ tên người nhận"), max_length=200, blank=True)
    receiver_paper = models.CharField(_("giấy uỷ quyền"), max_length=300, blank=True)
    handed_at = models.DateTimeField(_("trao lúc"), null=True, blank=True)
    handed_by = WardLink(Person, null=True, blank=True, related_name="+")
    salt = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("kết quả")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "dossier"], name="result_of_dossier"),
        ]

    def __str__(self) -> str:
        return self.kind
