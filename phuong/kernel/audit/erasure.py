"""Erasing what is known of a person, while history stays: an act with its own event.

Events hold digests whose salt lies beside the value. Whoever keeps values of a subject registers
how they are erased, salt included; the digests then say nothing, and every chain still holds.
"""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_lazy

from phuong.kernel.audit.trail import Witness, lock, record
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _

EVERY_KIND: Final = ""


class Ground(models.TextChoices):
    """Why values are erased."""

    REQUEST = "request", gettext_lazy("Người đó yêu cầu")
    RETENTION = "retention", gettext_lazy("Hết thời hạn lưu")


# Erases the values of a subject and returns how many rows held some. What was decided and issued
# stays where the person asks, and goes where the time of keeping it is over.
Eraser = Callable[[Witness, UUID, Ground], int]
_erasers: dict[str, list[Eraser]] = {}


def register(eraser: Eraser, kind: str = EVERY_KIND) -> None:
    """Make known how values are erased, of one kind of subject or of every kind."""
    _erasers.setdefault(kind, []).append(eraser)


@transaction.atomic
def erase(witness: Witness, subject_id: UUID, ground: Ground) -> int:
    """Erase what is known of the persons of a subject; return how many rows held something.

    A second time there is nothing left, and no event.
    """
    subject = lock(witness.ward_id, subject_id)
    if subject.kind not in _erasers:
        raise RuleBroken("audit.no-eraser", _("Không có gì để xoá ở loại này."))
    erasers = [*_erasers[subject.kind], *_erasers.get(EVERY_KIND, ())]
    rows: int = sum(eraser(witness, subject_id, ground) for eraser in erasers)
    if rows:
        record(witness, subject, "audit.erase", ground=ground, rows=rows)
    return rows
