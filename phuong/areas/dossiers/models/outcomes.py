"""What was decided, and the words that go with a move."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.models.dossiers import Dossier
from phuong.kernel.documents.models import Attachment
from phuong.kernel.people.models import Person
from phuong.kernel.wards.fields import WardLink
from phuong.kernel.wards.models import WardOwned
from phuong.kernel.wards.querysets import WardQuerySet


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


class Standing(models.TextChoices):
    """Whether an issued result still holds (hiệu lực của kết quả)."""

    IN_FORCE = "in_force", _("Còn hiệu lực")
    REPLACED = "replaced", _("Đã được thay thế")
    REVOKED = "revoked", _("Đã thu hồi")


class Receiver(models.TextChoices):
    """Into whose hands a result went, and how (cách trao)."""

    SELF = "self", _("Chính chủ")
    AUTHORISED = "authorised", _("Người được uỷ quyền")
    POST = "post", _("Bưu điện đã phát")
    ONLINE = "online", _("Nhận bản điện tử")


class ResultQuerySet(WardQuerySet["Result"]):
    """Results of a ward."""

    def issued(self) -> Self:
        """Keep those that were signed: the register of issued results."""
        return self.filter(signed_at__isnull=False)

    def with_register_columns(self) -> Self:
        """Bring what the register shows."""
        return self.select_related("signed_by", "dossier__applicant", "dossier__unit", "replaces")


class Result(WardOwned):
    """What the ward decided, who signed, and into whose hands it went (kết quả).

    The rows that were signed are the register of issued results (sổ kết quả). A correction makes a
    new row that names the one it replaces; the old row and its file stay.
    """

    dossier = WardLink(Dossier, related_name="results")
    kind = models.CharField(_("loại kết quả"), max_length=300)
    summary = models.TextField(_("nội dung kết quả"), blank=True)
    drafted_by = WardLink(Person, null=True, blank=True, related_name="+")
    signed_by = WardLink(Person, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(_("ký lúc"), null=True, blank=True)
    signed_as = models.CharField(_("thẩm quyền ký"), max_length=420, blank=True)
    number = models.CharField(_("số"), max_length=60, blank=True)
    standing = models.CharField(
        _("hiệu lực"), max_length=10, choices=Standing, default=Standing.IN_FORCE
    )
    ended_at = models.DateTimeField(_("hết hiệu lực lúc"), null=True, blank=True)
    replaces = WardLink("dossiers.Result", null=True, blank=True, related_name="+")
    file = WardLink(Attachment, null=True, blank=True, related_name="+")
    mark = models.CharField(_("dấu chữ ký số"), max_length=64, blank=True)
    certificate = models.CharField(_("chứng thư số"), max_length=64, blank=True)
    posted_at = models.DateTimeField(_("gửi bưu điện lúc"), null=True, blank=True)
    tracking = models.CharField(_("mã bưu gửi"), max_length=60, blank=True)
    came_back_at = models.DateTimeField(_("bưu điện trả lại lúc"), null=True, blank=True)
    receiver_kind = models.CharField(_("cách trao"), max_length=20, choices=Receiver, blank=True)
    receiver_name = models.CharField(_("họ tên người nhận"), max_length=200, blank=True)
    receiver_paper = models.CharField(_("giấy uỷ quyền"), max_length=300, blank=True)
    handed_at = models.DateTimeField(_("trao lúc"), null=True, blank=True)
    handed_by = WardLink(Person, null=True, blank=True, related_name="+")
    salt = models.CharField(max_length=32)

    objects = ResultQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("kết quả")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ward", "dossier"],
                name="result_one_holds",
                condition=models.Q(standing=Standing.IN_FORCE),
            ),
            models.CheckConstraint(
                name="result_ends_once",
                condition=models.Q(standing=Standing.IN_FORCE) ^ models.Q(ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="result_signed_has_number",
                condition=models.Q(signed_at__isnull=True) | ~models.Q(number=""),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ward", "dossier"], name="result_of_dossier"),
            models.Index(fields=["ward", "signed_at", "id"], name="result_by_signing"),
            models.Index(fields=["ward", "number"], name="result_by_number"),
            models.Index(
                fields=["ward", "mark"], name="result_by_mark", condition=~models.Q(mark="")
            ),
        ]

    def __str__(self) -> str:
        return self.kind

    @property
    def is_in_force(self) -> bool:
        """Whether it holds today."""
        return self.standing == Standing.IN_FORCE

    @property
    def is_on_its_way(self) -> bool:
        """Whether the post has it."""
        return self.posted_at is not None and not self.came_back_at and not self.handed_at
