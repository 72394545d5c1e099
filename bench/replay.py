"""By hand: the very statements that ours logged, through sqlite3 or psycopg, as durably."""

import hashlib
import os
import re
import secrets
import sqlite3
import time
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Statement = tuple[str, Any, bool]
HEX32 = re.compile(r"[0-9a-f]{32}")
HEX64 = re.compile(r"[0-9a-f]{64}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d")


@dataclass(slots=True)
class Work:
    """Statements to replay, which of their values are new each time, and where files go."""

    database: str
    url: str
    pragmas: str
    statements: Sequence[Statement]
    fresh: Sequence[Any]
    files: str = ""
    pictures: int = 0


def usual(captures: Sequence[Sequence[Statement]]) -> list[Sequence[Statement]]:
    """Return the captures of the usual form: what a process remembers is not read again."""
    forms = Counter(tuple(sql for sql, _params, _atomic in each) for each in captures)
    form = max(forms, key=lambda each: (forms[each], -len(each)))
    return [each for each in captures if tuple(sql for sql, _p, _a in each) == form]


def fresh_values(captures: Sequence[Sequence[Statement]]) -> list[Any]:
    """Return the values of the first capture that are others in the second."""
    if len(captures) < 2:
        return []
    found: list[Any] = []
    pairs = zip(captures[0], captures[1], strict=True)
    for (_sql, mine, _atomic), (_other, theirs, _also) in pairs:
        for value, other in zip(_flat(mine or ()), _flat(theirs or ()), strict=True):
            if value != other and isinstance(value, str | uuid.UUID) and value not in found:
                found.append(value)
    return found


def _flat(values: Iterable[Any]) -> Iterator[Any]:
    """Go through values, those of lists too: PostgreSQL takes many rows as lists of columns."""
    for value in values:
        if isinstance(value, list):
            yield from _flat(value)
        else:
            yield value


def renewed(fresh: Sequence[Any]) -> dict[Any, Any]:
    """Draw a new value for each fresh one: the same kind, the same length, nowhere yet.

    Texts that hold other fresh values (a body its ids) are rewritten where they stand, by
    `rewritten`.
    """
    new: dict[Any, Any] = {}
    for value in fresh:
        if isinstance(value, uuid.UUID):
            new[value] = _key()
            new[str(value)] = str(new[value])
        elif HEX64.fullmatch(value):
            new[value] = secrets.token_hex(32)
        elif HEX32.fullmatch(value):
            key = _key()
            new[value] = key.hex
            new[str(uuid.UUID(value))] = str(key)
        elif len(value) <= 40 and not MOMENT.match(value):
            new[value] = secrets.token_urlsafe(40)[: len(value)]
    return new


def rewritten(params: Any, new: dict[Any, Any]) -> Any:
    """Return parameters with each fresh value renewed, inside longer texts too."""
    if not new or not params:
        return params
    return tuple(_one(value, new) for value in params)


def _one(value: Any, new: dict[Any, Any]) -> Any:
    if isinstance(value, list):
        return [_one(each, new) for each in value]
    if isinstance(value, str | uuid.UUID):
        if value in new:
            return new[value]
        if isinstance(value, str) and len(value) > 40:
            for old, fresh in new.items():
                if isinstance(old, str) and old in value:
                    value = value.replace(old, fresh)
    return value


def _key() -> uuid.UUID:
    number = time.time_ns() // 1_000_000 << 80 | secrets.randbits(80)
    return uuid.UUID(int=number & ~(0xF << 76 | 0x3 << 62) | 0x7 << 76 | 0x2 << 62)


def run(work: Work, seconds: float) -> list[float]:
    """Replay for some seconds; return how long each time took."""
    hand = _Sqlite(work) if work.database == "sqlite" else _Postgresql(work)
    milliseconds: list[float] = []
    begun = time.perf_counter()
    try:
        while time.perf_counter() - begun < seconds:
            pictures = [os.urandom(20 * 1024) for _each in range(work.pictures)]
            new = renewed(work.fresh)
            before = time.perf_counter()
            for content in pictures:
                _keep(Path(work.files), content)
            hand.once(new)
            milliseconds.append((time.perf_counter() - before) * 1000)
    finally:
        hand.close()
    return milliseconds


class _Sqlite:
    begin = "BEGIN IMMEDIATE"

    def __init__(self, work: Work) -> None:
        self.statements = [
            (sql % (("?",) * len(params or ())) if params else sql, params, atomic)
            for sql, params, atomic in work.statements
        ]
        self.connection: Any = self.connect(work)
        self.cursor = self.connection.cursor()

    def connect(self, work: Work) -> Any:
        connection = sqlite3.connect(work.url, isolation_level=None, timeout=20)
        connection.executescript(work.pragmas)
        return connection

    def once(self, new: dict[Any, Any]) -> None:
        """Run the statements once, those of the transaction within one."""
        inside = False
        for sql, params, atomic in self.statements:
            if atomic != inside:
                self.cursor.execute(self.begin if atomic else "COMMIT")
                inside = atomic
            self.cursor.execute(sql, rewritten(params, new) or ())
            if self.cursor.description:
                self.cursor.fetchall()
        if inside:
            self.cursor.execute("COMMIT")

    def close(self) -> None:
        """Let go."""
        self.connection.close()


class _Postgresql(_Sqlite):
    begin = "BEGIN"

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self.statements = list(work.statements)

    def connect(self, work: Work) -> Any:
        import psycopg

        # Values are put in here, as the framework does: what is replayed is the same text.
        return psycopg.connect(
            work.url,
            autocommit=True,
            cursor_factory=psycopg.ClientCursor,
            options="-c timezone=UTC",
        )


def _keep(folder: Path, content: bytes) -> None:
    """Write, hash and fsync a file at the address of its hash, and its folder."""
    sha256 = hashlib.sha256(content).hexdigest()
    place = folder / sha256[:2] / sha256[2:4]
    place.mkdir(parents=True, exist_ok=True)
    coming = folder / secrets.token_hex(16)
    with coming.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    coming.replace(place / sha256)
    descriptor = os.open(place, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
