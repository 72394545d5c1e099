"""What an event may say."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import lru_cache
from typing import Self
from uuid import UUID

# Made once: `json.dumps` with these options makes a new encoder for every digest.
_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Code(str):
    """A stable word of ours or of the law, never something a person typed."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Digest:
    """A salted SHA-256 of a value that can be erased; the salt lies beside the value."""

    hexadecimal: str

    @classmethod
    def of(cls, salt: str, *values: str | None) -> Self:
        """Digest values in order; erasing value and salt leaves a number that says nothing."""
        return cls(hashlib.sha256(_encoded([salt, *values]).encode()).hexdigest())


def new_salt() -> str:
    """Return 128 random bits in hexadecimal."""
    return secrets.token_hex(16)


Fact = Enum | Code | Digest | UUID | datetime | date | int | bool | None
Facts = Mapping[str, Fact]

_LARGEST = 2**53


@lru_cache(maxsize=1024)
def moment_text(moment: datetime) -> str:
    """Return the text of a moment that is stored and hashed: UTC, microseconds, `Z`.

    A round trip through `datetime` may change a moment's text; the text itself is kept.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone is not a moment")
    # Ten times as fast as strftime; the offset of UTC is always the six characters "+00:00".
    return f"{moment.astimezone(UTC).isoformat(timespec='microseconds')[:-6]}Z"


def plain(fact: Fact) -> str | int | bool | None:
    """Return a fact as JSON has it: no floats, no integers beyond 2^53, no bare text."""
    match fact:
        case None | bool():
            return fact
        case Enum():
            return str(fact.value)
        case Code():
            return str(fact)
        case Digest():
            return f"sha256:{fact.hexadecimal}"
        case UUID():
            return str(fact)
        case datetime():
            return moment_text(fact)
        case date():
            return fact.isoformat()
        case int() if abs(fact) <= _LARGEST:
            return fact
    raise TypeError(f"an event cannot hold {fact!r}: use Code, Digest, an id, a date or an amount")
