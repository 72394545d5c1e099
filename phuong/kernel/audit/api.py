"""What upper packages import from audit."""

from phuong.kernel.audit import erasure, keys, kinds, receipts
from phuong.kernel.audit.erasure import Ground, erase
from phuong.kernel.audit.export import lines_of
from phuong.kernel.audit.facts import Code, Digest, Fact, Facts, new_salt
from phuong.kernel.audit.kinds import Card, Kind, Queue, Shelf, Stranded
from phuong.kernel.audit.models import Event, Reading, Subject, SubjectRow
from phuong.kernel.audit.receipts import Receipt
from phuong.kernel.audit.trail import (
    Witness,
    already,
    lock,
    note_reading,
    once,
    open_subject,
    record,
    subject_of,
)

__all__ = [
    "Card",
    "Code",
    "Digest",
    "Event",
    "Fact",
    "Facts",
    "Ground",
    "Kind",
    "Queue",
    "Reading",
    "Receipt",
    "Shelf",
    "Stranded",
    "Subject",
    "SubjectRow",
    "Witness",
    "already",
    "erase",
    "erasure",
    "keys",
    "kinds",
    "lines_of",
    "lock",
    "new_salt",
    "note_reading",
    "once",
    "open_subject",
    "receipts",
    "record",
    "subject_of",
]
