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
