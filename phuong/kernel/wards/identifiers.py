"""Keys made by the application, so that a row has its key before any database has seen it."""

import secrets
import threading
import time
import uuid
from datetime import UTC, datetime

_RANDOM_BITS = 74  # 12 after the version, 62 after the variant
_STEP_BITS = 56  # a step within one millisecond: cannot be guessed, and 2^18 of them have room

_lock = threading.Lock()
_last = 0


def uuid7() -> uuid.UUID:
    """Return a UUIDv7 (RFC 9562): 48 bits of milliseconds, then random bits.

    Keys made one after the other by one process sort in that order, also within a millisecond and
    after the machine's clock was set back: rows that an act makes keep the order of the act.
    """
    global _last
    fresh = time.time_ns() // 1_000_000 << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS - 1)
    with _lock:
        if fresh <= _last:
            fresh = _last + 1 + secrets.randbits(_STEP_BITS)
        _last = fresh
    milliseconds = fresh >> _RANDOM_BITS
    before_variant = fresh >> 62 & 0xFFF
    after_variant = fresh & (1 << 62) - 1
    return uuid.UUID(
        int=milliseconds << 80 | 0x7 << 76 | before_variant << 64 | 0x2 << 62 | after_variant
    )


def made_at(key: uuid.UUID) -> datetime:
    """Return when a key was made, to the millisecond."""
    return datetime.fromtimestamp((key.int >> 80) / 1000, UTC)
