"""What others were asked about a dossier, each with a reply day of its own."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.models.dossiers import Dossier
from phuong.kernel.audit.models import SubjectRow
from phuong.kernel.people.models import Person, Unit
from phuong.kernel.wards.fields import WardLink
from phuong.kernel.wards.querysets import WardQuerySet
from phuong.kernel.workdays import Clock, Limit


class Stance(models.TextChoices):
    """How somebody answered (ý kiến)."""

    AGREES = "agrees", _("Đồng ý")
    REMARKS = "remarks", _("Đồng ý, có ý kiến thêm")
    AGAINST = "against", _("Không đồng ý")


class InquiryQuerySet(WardQuerySet["Inquiry"]):
    """Inquiries of a ward."""

    def waiting(self) -> Self:
        """Keep those that nobody has answered and nobody took back."""
        return self.filter(answered_at__isnull=True, withdrawn_at__isnull=True)


class Inquiry(SubjectRow):
    """A question about a dossier to one unit of the ward or one agency elsewhere (lấy ý kiến).

    `kind` of an agency is a key of the legal pack, which says within what time it answers; its
    clock is its own and is counted as every other.
    """

    code = models.CharField(_("mã"), max_length=80)
    dossier = WardLink(Dossier, related_name="inquiries")
    unit = WardLink(Unit, null=True, blank=True, related_name="+")
    kind = models.CharField(_("loại nơi được hỏi"), max_length=60)
    name = models.CharField(_("nơi được hỏi"), max_length=200)
    question = models.TextField(_("hỏi gì"))
    asked_at = models.DateTimeField(_("hỏi lúc"))
    asked_by = WardLink(Person, null=True, blank=True, related_name="+")
    limit_unit = models.CharField(_("đơn vị thời hạn"), max_length=20)
    limit_n = models.PositiveSmallIntegerField(_("thời hạn"))
    due_at = models.DateTimeField(_("trả lời trước"))
    reminded_at = models.DateTimeField(_("nhắc lúc"), null=True, blank=True)
    stance = models.CharField(_("ý kiến"), max_length=10, choices=Stance, blank=True)
    answer = models.TextField(_("trả lời"), blank=True)
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True, blank=True)
    answered_by = WardLink(Person, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("thôi hỏi lúc"), null=True, blank=True)
    salt = models.CharField(max_length=32)

    objects = InquiryQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("lấy ý kiến")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "code"], name="inquiry_code"),
            models.CheckConstraint(
                name="inquiry_answered_says_how",
                condition=models.Q(answered_at__isnull=True) | ~models.Q(stance=""),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ward", "dossier", "id"], name="inquiry_of_dossier"),
            models.Index(
                fields=["ward", "due_at", "id"],
                name="inquiry_waiting",
                condition=models.Q(answered_at__isnull=True, withdrawn_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_outside(self) -> bool:
        """Whether an agency elsewhere was asked."""
        return self.unit_id is None

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is still to come."""
        return self.answered_at is None and self.withdrawn_at is None

    @property
    def clock(self) -> Clock:
        """The facts of its reply day."""
        return Clock(self.asked_at, Limit(self.limit_unit, self.limit_n))  # type: ignore[arg-type]
