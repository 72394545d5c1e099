"""What was asked for, once and whole, and the time that stood still for it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.models.dossiers import Dossier
from phuong.kernel.people.models import Person
from phuong.kernel.wards.fields import WardLink
from phuong.kernel.wards.models import WardOwned


class Pause(WardOwned):
    """Time that does not run, with the request the citizen can see (tạm dừng)."""

    dossier = WardLink(Dossier, related_name="pauses")
    begins_at = models.DateTimeField(_("từ lúc"))
    ends_at = models.DateTimeField(_("đến lúc"), null=True, blank=True)
    request = WardLink("dossiers.SupplementRequest", related_name="+")

    class Meta:
        verbose_name = _("tạm dừng")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ward", "dossier"],
                name="pause_one_open",
                condition=models.Q(ends_at__isnull=True),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ward", "dossier", "begins_at"], name="pause_of_dossier"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.begins_at:%d/%m/%Y}"


class SupplementRequest(WardOwned):
    """What the applicant was asked for, once and whole (yêu cầu bổ sung)."""

    class Asks(models.TextChoices):
        """What is asked for: papers, or money that is due."""

        PAPERS = "papers", _("Giấy tờ, nội dung")
        MONEY = "money", _("Tiền phải nộp")

    dossier = WardLink(Dossier, related_name="supplement_requests")
    asks = models.CharField(
        _("yêu cầu gì"), max_length=10, choices=Asks, default=Asks.PAPERS, blank=True
    )
    at_intake = models.BooleanField(_("trước khi tiếp nhận"))
    asked_at = models.DateTimeField(_("yêu cầu lúc"))
    asked_by = WardLink(Person, null=True, blank=True, related_name="+")
    answer_by = models.DateField(_("bổ sung trước ngày"))
    answered_at = models.DateTimeField(_("bổ sung lúc"), null=True, blank=True)
    salt = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("yêu cầu bổ sung")
        indexes: ClassVar = [
            models.Index(fields=["ward", "dossier", "asked_at"], name="request_of_dossier"),
            models.Index(
                fields=["ward", "answer_by"],
                name="request_unanswered",
                condition=models.Q(answered_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.asked_at:%d/%m/%Y}"


class SupplementItem(WardOwned):
    """One thing asked for: what, why, by which rule, how to put it right (nội dung bổ sung)."""

    class Answer(models.TextChoices):
        """How the applicant answered."""

        NONE = "none", _("Chưa bổ sung")
        FILE = "file", _("Đã gửi tệp")
        BRING = "bring", _("Sẽ mang đến")
        BROUGHT = "brought", _("Đã mang đến")

    request = WardLink(SupplementRequest, related_name="items")
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    paper_code = models.CharField(_("mã giấy tờ"), max_length=60, blank=True)
    name = models.CharField(_("giấy tờ, nội dung"), max_length=500)
    why = models.TextField(_("vì sao"))
    basis = models.CharField(_("căn cứ"), max_length=500)
    how = models.TextField(_("cách bổ sung"), blank=True)
    answer = models.CharField(_("trả lời"), max_length=10, choices=Answer, default=Answer.NONE)
    held_from = WardLink(Dossier, null=True, blank=True, related_name="+")
    again = models.TextField(_("vì sao đòi lại giấy tờ phường đã có"), blank=True)

    class Meta:
        verbose_name = _("nội dung bổ sung")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "request", "position"], name="item_of_request"),
        ]

    def __str__(self) -> str:
        return self.name
