"""Finding and opening attachments. Who may read one is the area's to decide."""

from collections.abc import Collection
from pathlib import Path
from uuid import UUID

from django.core.files import File

from phuong.kernel.documents import images, kinds
from phuong.kernel.documents.models import Attachment, IssuedDocument
from phuong.kernel.documents.store import store
from phuong.kernel.errors import NotVisible


def of_subject(ward_id: int, subject_id: UUID) -> list[Attachment]:
    """Return the attachments of a subject that were not withdrawn, in the order they came."""
    mine = Attachment.objects.of(ward_id).current().filter(subject_id=subject_id)
    return list(mine.order_by("id"))


def of_subjects(ward_id: int, subject_ids: Collection[UUID]) -> dict[UUID, list[Attachment]]:
    """Return the same of several subjects at once: one statement, none where there are none."""
    found: dict[UUID, list[Attachment]] = {}
    if subject_ids:
        mine = Attachment.objects.of(ward_id).current().filter(subject_id__in=subject_ids)
        for row in mine.order_by("id"):
            found.setdefault(row.subject_id, []).append(row)
    return found


def get(ward_id: int, subject_id: UUID, attachment_id: UUID) -> Attachment:
    """Return one attachment of a subject that the caller may read."""
    mine = Attachment.objects.of(ward_id).current().filter(subject_id=subject_id)
    found = mine.filter(id=attachment_id).first()
    if found is None:
        raise NotVisible("documents.no-attachment")
    return found


def open_attachment(attachment: Attachment) -> "File[bytes]":
    """Open the content of an attachment for reading."""
    return File(content_path(attachment).open("rb"), name=attachment.name)


def content_path(attachment: Attachment | IssuedDocument) -> Path:
    """Return where the content lies; a withdrawn attachment has none to show."""
    if isinstance(attachment, Attachment) and attachment.withdrawn_at is not None:
        raise NotVisible("documents.no-attachment")
    return store().content_path(attachment.sha256)


def contents_of(ward_id: int) -> list[str]:
    """Return the hashes of all contents that rows of a ward hold, withdrawn ones too."""
    held: set[str] = set()
    for rows in (Attachment.objects, IssuedDocument.objects):
        held.update(rows.of(ward_id).values_list("sha256", flat=True).iterator())
    return sorted(held)


def content(sha256: str) -> bytes:
    """Return a whole content of the store, for what is made of it before a transaction."""
    return store().content_path(sha256).read_bytes()


def small_picture(attachment: Attachment) -> bytes | None:
    """Return a JPG of at most 20 KB, made once and kept; nothing for what is no picture."""
    kind = kinds.BY_MEDIA_TYPE.get(attachment.media_type)
    if kind is None or not kind.is_image:
        return None
    contents = store()
    place = contents.small_path(attachment.sha256)
    if place.exists():
        return place.read_bytes()
    picture = images.small_picture(content_path(attachment), kind)
    if picture is not None:
        contents.put_small(attachment.sha256, picture)
    return picture
