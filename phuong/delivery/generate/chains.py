"""The chain of one synthetic subject: the text of each event is made by the audit itself."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from random import Random
from typing import Any
from uuid import UUID

from phuong.delivery.generate.sheets import Book, plain_moment
from phuong.delivery.generate.wards import Officer
from phuong.kernel.audit import trail
from phuong.kernel.audit.api import Code, Digest, Event, Subject
from phuong.kernel.audit.facts import moment_text
from phuong.kernel.audit.models import GENESIS

# The facts of an event, as its JSON has them.
Facts = dict[str, str]


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
    return UUID(int=_key(random, at))


def key_text(random: Random, at: datetime) -> str:
    """Return such a key as a column takes it, for a row that nothing else names."""
    return f"{_key(random, at):032x}"


def _key(random: Random, at: datetime) -> int:
    bits = random.getrandbits(74)
    number = int(at.timestamp() * 1000) << 80 | 0x7 << 76 | (bits >> 62) << 64 | 0x2 << 62
    return number | bits & (1 << 62) - 1


def said_key(key: UUID) -> str:
    """Return an id as the JSON of an event has it."""
    return f'"{key}"'


def said_code(code: str) -> str:
    """Return a code as the JSON of an event has it."""
    return f'"{code}"'


def said_digest(digest: Digest) -> str:
    """Return a digest as the JSON of an event has it."""
    return f'"sha256:{digest.hexadecimal}"'


def said_moment(at: datetime | None) -> str:
    """Return a moment, or that there is none, as the JSON of an event has it."""
    return f'"{moment_text(at)}"' if at else "null"


class Chain:
    """One subject and its events, linked."""

    def __init__(self, random: Random, book: Book, ward_id: int, subject_id: UUID) -> None:
        """Begin without events."""
        self._random = random
        self._book = book
        self._ward_id = ward_id
        self._subject, self._said = subject_id.hex, str(subject_id)
        self.head, self.events = GENESIS, 0

    def tell(self, verb: str, by: Officer | None, at: datetime, facts: Facts) -> None:
        """Add one event; its facts are given as JSON has them."""
        self.events += 1
        form = _form(self._ward_id, verb, tuple(facts))
        facts[SUBJECT], facts[SEQ], facts[AT] = self._said, str(self.events), moment_text(at)
        facts[ACTOR], facts[POST] = (by.said, by.post_code) if by else ("null", "citizen")
        facts[PREVIOUS] = self.head
        body = form % facts
        self.head = hashlib.sha256(body.encode()).hexdigest()
        moment = plain_moment(at)
        values: dict[str, Any] = {
            "ward_id": self._ward_id,
            "id": key_text(self._random, at),
            "subject_id": self._subject,
            "seq": self.events,
            "verb": verb,
            "at": moment,
            "recorded_at": moment,
            "actor_id": by.person_id if by else None,
            "actor_post": facts[POST],
            "body": body,
            "hash": self.head,
        }
        self._book.add(Event, values)

    def close(self, kind: str, code: str) -> None:
        """Write the subject with its head."""
        values = {"ward_id": self._ward_id, "id": self._subject, "kind": kind, "code": code}
        self._book.add(Subject, values | {"head": self.head, "events": self.events})


# Names that no fact has, for what every event says.
SUBJECT, SEQ, AT, ACTOR, POST, PREVIOUS = "@subject", "@seq", "@at", "@actor", "@post", "@previous"
_A_SUBJECT, _A_SEQ, _AN_ACTOR = UUID(int=1), 987654321, UUID(int=2)
_A_MOMENT = datetime(2001, 2, 3, 4, 5, 6, 7, UTC)


@cache
def _form(ward_id: int, verb: str, names: tuple[str, ...]) -> str:
    """Return the text of an event with places for its values: the audit writes it, once a form."""
    facts = {name: Code(f"@{name}@") for name in names}
    witness = Witness(ward_id, _AN_ACTOR, "@post@", _A_MOMENT)
    text = trail.body_of(witness, _A_SUBJECT, _A_SEQ, verb, facts, "@previous@")
    places = {
        str(_A_SUBJECT): SUBJECT,
        str(_A_SEQ): SEQ,
        moment_text(_A_MOMENT): AT,
        f'"{_AN_ACTOR}"': ACTOR,
        "@post@": POST,
        "@previous@": PREVIOUS,
        **{f'"@{name}@"': name for name in names},
    }
    text = text.replace("%", "%%")
    for written, name in places.items():
        if written not in text:
            raise ValueError(f"{verb}: an event does not say {name}")
        text = text.replace(written, f"%({name})s")
    return text
