"""Links and referrals."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phuong.kernel.audit.models import Subject
from phuong.kernel.wards.fields import WardLink
from phuong.kernel.wards.models import WardOwned


class Link(WardOwned):
    """One subject came of, or belongs to, another (liên kết)."""

    source = WardLink(Subject, related_name="links_out")
    target = WardLink(Subject, related_name="links_in")
    kind = models.CharField(_("loại"), max_length=40)
    at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = _("liên kết")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "source", "target", "kind"], name="link_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ward", "target", "kind"], name="link_back"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"


class Referral(WardOwned):
    """One area offers another a matter to take up (chuyển việc)."""

    class State(models.TextChoices):
        """Offered, taken up, or declined with a reason."""

        OFFERED = "offered", _("Chờ tiếp nhận")
        TAKEN = "taken", _("Đã nhận")
        DECLINED = "declined", _("Không nhận, có lý do")

    source = WardLink(Subject, related_name="referrals_out")
    wanted = models.CharField(_("loại việc đề nghị"), max_length=40)
    about = models.TextField(_("nội dung đề nghị"), blank=True)
    about_salt = models.CharField(max_length=32, default="")
    state = models.CharField(_("tình trạng"), max_length=10, choices=State, default=State.OFFERED)
    target = WardLink(Subject, null=True, blank=True, related_name="referrals_in")
    reason = models.TextField(_("lý do"), blank=True)
    salt = models.CharField(max_length=32, default="")
    offered_at = models.DateTimeField(_("đề nghị lúc"))
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("chuyển việc")
        indexes: ClassVar = [
            models.Index(fields=["ward", "wanted", "state"], name="referral_waiting"),
            models.Index(fields=["ward", "source"], name="referral_of"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="referral_answered_whole",
                condition=models.Q(state="offered", answered_at__isnull=True)
                | models.Q(state="taken", target__isnull=False, answered_at__isnull=False)
                | models.Q(state="declined", answered_at__isnull=False) & ~models.Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.wanted} {self.state}"
