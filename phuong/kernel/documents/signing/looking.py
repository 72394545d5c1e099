"""Asks the program that opens files of unknown origin, and reads its answer."""

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from django.conf import settings

# By the clock on the wall: its own limit of processor time ends a hostile file long before.
SECONDS = 40
PROGRAM = "phuong.kernel.documents.signing.inspecting"


class State(StrEnum):
    """Whether a file could be read at all."""

    READ = "read"
    BROKEN = "broken"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Found:
    """One signature: what it covers, whose certificate, from when."""

    mark: str
    intact: bool
    valid: bool
    covers_all: bool
    trusted: bool
    signer: str
    issuer: str
    fingerprint: str
    signed_at: datetime | None
    stamped: bool
    ends: datetime
    held_then: bool
    holds_now: bool

    @property
    def is_good(self) -> bool:
        """Whether nothing was changed since, whoever signed."""
        return self.intact and self.valid and self.covers_all


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file says of itself."""

    state: State
    signatures: tuple[Found, ...] = ()


def look_at(path: Path, now: datetime) -> Looked:
    """Look at a file in a process of its own; one that cannot be read in time is broken."""
    trust = str(settings.SIGNING_TRUST or "")
    command = [sys.executable, "-m", PROGRAM, str(path), trust, now.isoformat()]
    try:
        ran = subprocess.run(  # noqa: S603  # our own program, no shell
            command, capture_output=True, timeout=SECONDS, check=True, cwd=settings.BASE_DIR
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return Looked(State.BROKEN)
    told = json.loads(ran.stdout)
    return Looked(State(told["state"]), tuple(_found(one) for one in told["signatures"]))


def _found(one: dict[str, object]) -> Found:
    at = {
        name: datetime.fromisoformat(str(one[name])) if one[name] else None
        for name in ("signed_at", "ends")
    }
    return Found(**{**one, **at})  # type: ignore[arg-type]
