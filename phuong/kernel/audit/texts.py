"""The exact texts that are hashed for a seal, and what stands in a leaf. Pure.

The text of an event is made in `trail`. Keys are in the order written here, without spaces; the
page `docs/reference/event-format.md` tells outsiders the same.
"""

import json
from datetime import date, datetime
from uuid import UUID

from phuong.kernel.audit.facts import moment_text


def line(**values: object) -> str:
    """Return JSON as everything here writes it: in the order given, no spaces, no escapes."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def subject_leaf(ward_id: int, subject_id: UUID, events: int, head: str) -> str:
    """Return the text of the leaf of a subject."""
    return line(v=1, ward=ward_id, subject=str(subject_id), events=events, head=head)


def reading_leaf(
    ward_id: int,
    reading_id: UUID,
    subject_id: UUID,
    actor_id: UUID,
    post: str,
    purpose: str,
    at: datetime,
) -> str:
    """Return the text of the leaf of a reading."""
    return line(
        v=1,
        ward=ward_id,
        reading=str(reading_id),
        subject=str(subject_id),
        actor=str(actor_id),
        post=post,
        purpose=purpose,
        at=moment_text(at),
    )


def seal_text(
    ward_id: int, seq: int, day: date, sealed_at: datetime, leaves: int, root: str, previous: str
) -> str:
    """Return the text of a seal."""
    return line(
        v=1,
        ward=ward_id,
        seal=seq,
        day=day.isoformat(),
        sealed_at=moment_text(sealed_at),
        leaves=leaves,
        root=root,
        prev=previous,
    )
