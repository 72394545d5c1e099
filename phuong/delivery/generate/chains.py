"""The chain of one synthetic subject: the text of each event is made by the audit itself."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

from phuong.delivery.generate.sheets import Book
from phuong.delivery.generate.wards import Officer
from phuong.kernel.audit import trail
from phuong.kernel.audit.api import Event, Fact, Subject
from phuong.kernel.audit.models import GENESIS


@dataclass(slots=True)
class Witness:
    """Who acted and when, as the audit wants to know it."""

    ward_id: int
    actor_id: UUID | None
    actor_post: str
    now: datetime
    request_id: UUID | None = None

    @property
    def recorded_at(self) -> datetime:
        """Synthetic acts were entered when they happened."""
        return self.now

    def begin(self) -> None:
        """Number nothing: these acts came under no request."""

    def next_step(self) -> int:
        """Return the first number."""
        return 0


def key(random: Random, at: datetime) -> UUID:
    """Return a UUIDv7 of a moment, out of the load's own randomness."""
    bits = random.getrandbits(74)
    number = int(at.timestamp() * 1000) << 80 | 0x7 << 76 | (bits >> 62) << 64 | 0x2 << 62
    return UUID(int=number | bits & (1 << 62) - 1)


class Chain:
    """One subject and its events, linked."""

    def __init__(self, random: Random, book: Book, ward_id: int, subject_id: UUID) -> None:
        """Begin without events."""
        self._random = random
        self._book = book
        self._ward_id = ward_id
        self.id = subject_id
        self.head, self.events = GENESIS, 0

    def tell(self, verb: str, by: Officer | None, at: datetime, **facts: Fact) -> None:
        """Add one event."""
        self.events += 1
        actor_id, post = (by.person_id, by.post_code) if by else (None, "citizen")
        who = Witness(self._ward_id, actor_id, post, at)
        body = trail.body_of(who, self.id, self.events, verb, facts, self.head)
        self.head = hashlib.sha256(body.encode()).hexdigest()
        values: dict[str, Any] = {
            "ward_id": self._ward_id,
            "id": key(self._random, at),
            "subject_id": self.id,
            "seq": self.events,
            "verb": verb,
            "at": at,
            "recorded_at": at,
            "actor_id": who.actor_id,
            "actor_post": who.actor_post,
            "body": body,
            "hash": self.head,
        }
        self._book.add(Event, values)

    def close(self, kind: str, code: str) -> None:
        """Write the subject with its head."""
        values = {"ward_id": self._ward_id, "id": self.id, "kind": kind, "code": code}
        self._book.add(Subject, values | {"head": self.head, "events": self.events})
