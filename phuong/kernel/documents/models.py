"""Attachments: which content belongs to which subject, under which name."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phuong.kernel.audit.facts import Digest
from phuong.kernel.audit.models import Subject
from phuong.kernel.documents import kinds
from phuong.kernel.documents.names import MAX_LENGTH, suffix_of
from phuong.kernel.wards.fields import WardLink
from phuong.kernel.wards.models import WardOwned
from phuong.kernel.wards.querysets import WardQuerySet


class AttachmentQuerySet(WardQuerySet["Attachment"]):
    """Attachments of a ward."""

    def current(self) -> Self:
        """Keep those that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class Attachment(WardOwned):
    """A file of a subject (giấy tờ đính kèm). Its content lies in the store under its hash."""

    subject = WardLink(Subject, related_name="attachments")
    purpose = models.CharField(_("giấy tờ"), max_length=80)
    name = models.CharField(_("tên tệp"), max_length=MAX_LENGTH)
    media_type = models.CharField(_("loại tệp"), max_length=100)
    size = models.PositiveBigIntegerField(_("cỡ tệp"))
    sha256 = models.CharField(_("giá trị băm"), max_length=64)
    salt = models.CharField(max_length=32)
    added_at = models.DateTimeField(_("thêm lúc"))
    added_by_id = models.UUIDField(_("người thêm"), null=True)
    withdrawn_at = models.DateTimeField(_("rút lúc"), null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("giấy tờ đính kèm")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ward", "subject", "purpose", "sha256"],
                name="attachment_once",
                condition=Q(withdrawn_at__isnull=True),
            ),
        ]
        indexes: ClassVar = [
            # For the sweep, which asks for contents by hash in every ward.
            models.Index(fields=["ward", "sha256"], name="attachment_content"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def digest(self) -> Digest:
        """What an event says of it: nothing, once the salt is erased."""
        return Digest.of(self.salt, self.purpose, self.name, self.sha256)

    @property
    def is_image(self) -> bool:
        """Whether it is a picture."""
        return self.media_type.startswith("image/")

    @property
    def download_name(self) -> str:
        """The name with an ending that says truly what it is."""
        kind = kinds.BY_MEDIA_TYPE.get(self.media_type)
        if kind is None or suffix_of(self.name) in kind.suffixes:
            return self.name
        return f"{self.name}.{kind.suffixes[0]}"


class IssuedQuerySet(WardQuerySet["IssuedDocument"]):
    """Issued documents of a ward."""

    def holding(self) -> Self:
        """Keep those whose place no other has taken."""
        return self.filter(superseded_at__isnull=True)


class IssuedDocument(WardOwned):
    """An official form as it was printed (văn bản đã phát hành): numbered, kept, given as it was.

    A correction makes a new row that supersedes this one; the bytes of both stay in the store.
    """

    subject = WardLink(Subject, related_name="issued_documents")
    form = models.CharField(_("mẫu"), max_length=40)
    version = models.CharField(_("bản của mẫu"), max_length=40)
    occurrence = models.CharField(_("lần"), max_length=40, blank=True)
    series = models.CharField(_("dãy số"), max_length=40)
    period = models.CharField(_("kỳ"), max_length=10)
    number = models.CharField(_("số"), max_length=60)
    name = models.CharField(_("tên tệp"), max_length=MAX_LENGTH)
    media_type = models.CharField(_("loại tệp"), max_length=100)
    size = models.PositiveBigIntegerField(_("cỡ tệp"))
    sha256 = models.CharField(_("giá trị băm"), max_length=64)
    salt = models.CharField(max_length=32)
    facts_mark = models.CharField(_("dấu nội dung"), max_length=64)
    issued_at = models.DateTimeField(_("phát hành lúc"))
    issued_by_id = models.UUIDField(_("người phát hành"), null=True)
    superseded_at = models.DateTimeField(_("thay thế lúc"), null=True, blank=True)
    superseded_by = WardLink("documents.IssuedDocument", null=True, blank=True, related_name="+")

    objects = IssuedQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("văn bản đã phát hành")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ward", "subject", "form", "occurrence"],
                name="issued_one_holds",
                condition=Q(superseded_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["ward", "series", "period", "number"],
                name="issued_number",
                condition=Q(superseded_at__isnull=True),
            ),
            models.CheckConstraint(
                name="issued_superseded_by_one",
                condition=Q(superseded_at__isnull=True) ^ Q(superseded_by__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ward", "sha256"], name="issued_content"),
            models.Index(fields=["ward", "subject", "id"], name="issued_of_subject"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def download_name(self) -> str:
        """The name under which it is saved."""
        return self.name

    @property
    def is_superseded(self) -> bool:
        """Whether another paper has taken its place."""
        return self.superseded_at is not None
