"""Letters whose link does something: the token in it names the letter, and is good once.

The token holds no address and no secret of its own; it is made when the letter goes out, signed
with the installation's key, and says when that was. What was opened is marked, and its address
goes.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.core.signing import BadSignature, Signer

from phuong.kernel.notices.channels import Channel
from phuong.kernel.notices.models import OUTGOING, Notice, NoticeQuerySet, State

SALT = "phuong.kernel.notices.leading"


def token(notice_id: UUID, at: datetime) -> str:
    """Return what stands in the link of a letter that goes out at a moment."""
    return Signer(salt=SALT, sep="~").sign(f"{notice_id.hex}.{int(at.timestamp())}")


def letter_of(
    ward_id: int, text: str, template: str, now: datetime, *, within: timedelta
) -> Notice | None:
    """Return the letter that a link came with; nothing for what is forged, opened or too old."""
    try:
        name, _, stamp = Signer(salt=SALT, sep="~").unsign(text).partition(".")
        notice_id, age = UUID(hex=name), now.timestamp() - int(stamp)
    except (BadSignature, ValueError):
        return None
    if age > within.total_seconds():
        return None
    return _unopened(ward_id, template).filter(id=notice_id).first()


def open_letter(letter: Notice, now: datetime) -> bool:
    """Mark a letter as opened and forget its address; of several at once one gets True."""
    mine = _unopened(letter.ward_id, letter.template).filter(id=letter.id)
    return bool(mine.update(read_at=now, address="", body="", salt=""))


def forget_letters(ward_id: int, before: datetime) -> int:
    """Forget where letters of links went that nobody opened; called by the jobs of the night."""
    old = Notice.objects.of(ward_id).filter(
        subject__isnull=True, channel=Channel.EMAIL, told_at__lt=before
    )
    old.filter(state__in=[*OUTGOING, State.HELD]).update(state=State.RECALLED, next_try_at=None)
    return old.exclude(address="").update(address="", body="", salt="")


def _unopened(ward_id: int, template: str) -> NoticeQuerySet:
    return (
        Notice.objects.of(ward_id)
        .filter(template=template, channel=Channel.EMAIL, subject__isnull=True)
        .filter(read_at__isnull=True)
        .exclude(address="")
        .exclude(state=State.RECALLED)
    )
