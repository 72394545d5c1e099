"""Writing attachments: always inside the transaction of the act that causes them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from phuong.kernel.access.actors import Occasion
from phuong.kernel.audit.facts import Digest, new_salt
from phuong.kernel.audit.models import Subject
from phuong.kernel.documents.models import Attachment
from phuong.kernel.documents.names import clean_name
from phuong.kernel.documents.receiving import StoredFile
from phuong.kernel.documents.store import store
from phuong.kernel.errors import RuleBroken, WrongState
from phuong.kernel.errors import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Paper:
    """A stored file for one purpose of a subject, such as a slot of its papers."""

    stored: StoredFile
    purpose: str
    name: str = ""


def attach(
    occasion: Occasion,
    subject: Subject,
    stored: StoredFile,
    purpose: str,
    name: str = "",
    *,
    is_new: bool = False,
) -> Attachment:
    """Attach one file to a locked subject; see `attach_all`."""
    return attach_all(occasion, subject, [Paper(stored, purpose, name)], is_new=is_new)[0]


def attach_all(
    occasion: Occasion, subject: Subject, papers: Sequence[Paper], *, is_new: bool = False
) -> list[Attachment]:
    """Attach files to a locked subject, or one just opened (`is_new`): one INSERT for all.

    The same content for the same purpose is attached once; what was attached before is returned
    as it stands, at the price of a second statement unless the subject is new.
    """
    _check_contents(papers)
    before = {} if is_new else _attached(subject, papers)
    rows = dict(before)
    for paper in papers:
        key = (paper.purpose, paper.stored.sha256)
        if key not in rows:
            rows[key] = _row(occasion, subject, paper)
    added = [row for key, row in rows.items() if key not in before]
    # Keys of one millisecond are in no order of their own; the papers are.
    for row, row_id in zip(added, sorted(row.id for row in added), strict=True):
        row.id = row_id
    if added:
        Attachment.objects.bulk_create(added)
    return [rows[paper.purpose, paper.stored.sha256] for paper in papers]


def withdraw(attachment: Attachment, at: datetime) -> None:
    """Take an attachment back: its row and content stay, `open_attachment` refuses."""
    withdrawn = (
        Attachment.objects.of(attachment.ward_id)
        .current()
        .filter(id=attachment.id)
        .update(withdrawn_at=at)
    )
    if not withdrawn:
        raise WrongState("documents.withdrawn", _("Tệp này đã được rút trước đó."))
    attachment.withdrawn_at = at


def erase(ward_id: int, subject_id: UUID, attachment_id: UUID | None = None) -> int:
    """Remove rows for good, one or all of a subject; the sweep removes what nobody else holds.

    For drafts and for values that the law lets a person have erased, never to mend history.
    """
    rows = Attachment.objects.of(ward_id).filter(subject_id=subject_id)
    if attachment_id is not None:
        rows = rows.filter(id=attachment_id)
    return rows.delete()[0]


def digest_of(attachments: Iterable[Attachment]) -> Digest:
    """Return one digest for an event that tells of several attachments."""
    return Digest.of("", *(each.digest.hexadecimal for each in attachments))


def copy_to(
    occasion: Occasion, subject: Subject, attachment: Attachment, purpose: str
) -> Attachment:
    """Attach a paper that the ward already holds to another subject, without a new upload."""
    stored = StoredFile(attachment.sha256, attachment.size, attachment.media_type, attachment.name)
    return attach(occasion, subject, stored, purpose)


def _check_contents(papers: Sequence[Paper]) -> None:
    """Look, under the lock, that what was prepared is still there, and keep the sweep off it."""
    contents = store()
    if not all(contents.touch(paper.stored.sha256) for paper in papers):
        raise RuleBroken(
            "documents.gone", _("Tệp gửi lên trước đó không còn trên máy chủ. Chọn lại tệp.")
        )


def _attached(subject: Subject, papers: Sequence[Paper]) -> dict[tuple[str, str], Attachment]:
    same = Q(pk__in=[])
    for paper in papers:
        same |= Q(purpose=paper.purpose, sha256=paper.stored.sha256)
    found = Attachment.objects.of(subject.ward_id).current().filter(same, subject_id=subject.id)
    return {(row.purpose, row.sha256): row for row in found}


def _row(occasion: Occasion, subject: Subject, paper: Paper) -> Attachment:
    by: UUID | None = occasion.actor_id
    return Attachment(
        ward_id=subject.ward_id,
        subject_id=subject.id,
        purpose=paper.purpose,
        name=clean_name(paper.name or paper.stored.name),
        media_type=paper.stored.media_type,
        size=paper.stored.size,
        sha256=paper.stored.sha256,
        salt=new_salt(),
        added_at=occasion.now,
        added_by_id=by,
    )
