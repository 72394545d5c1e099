"""Writing a backup: one look at the database while people go on, then the files, then the proof."""

import gzip
import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

from phuong.delivery.backup import rows
from phuong.delivery.backup.reading import MANIFEST, SEAL, check
from phuong.kernel.audit.keys import FOLDER as KEYS
from phuong.kernel.audit.signatures import WITNESS
from phuong.kernel.documents.store import store

FORMAT = 1
Tell = Callable[[str, int], None]


@dataclass(slots=True)
class _Writer:
    """A tar that remembers what it holds."""

    tar: tarfile.TarFile
    moment: int
    members: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, name: str, source: IO[bytes], **facts: Any) -> None:
        """Add a member from where the source stands, hashed on the way."""
        begin = source.tell()
        size = source.seek(0, io.SEEK_END) - begin
        source.seek(begin)
        info = tarfile.TarInfo(name)
        info.size, info.mtime, info.mode = size, self.moment, 0o600
        hashed = _Hashed(source)
        self.tar.addfile(info, hashed)
        self.members[name] = {"bytes": size, "sha256": hashed.total.hexdigest(), **facts}


class _Hashed(io.RawIOBase):
    def __init__(self, source: IO[bytes]) -> None:
        self.source, self.total = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self.source.read(size)
        self.total.update(chunk)
        return chunk


def save(target: Path, now: datetime, tell: Tell = lambda name, number: None) -> int:
    """Write everything to a new file and read it again; return how many rows it holds.

    The file appears under its name when it is whole and was checked. What people do meanwhile is
    in the next backup: rows are seen as they were when it began. Files are taken after the rows,
    so no row is without its file. FileExistsError where the name is taken.
    """
    if target.exists():
        raise FileExistsError(target)
    unfinished = target.with_name(f".{target.name}.part")
    descriptor = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with open(descriptor, "w+b") as out:
            with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
                total = _fill(_Writer(tar, int(now.timestamp())), now, tell)
            out.flush()
            os.fsync(out.fileno())
        check(unfinished)
        # Unlike a renaming, a link refuses to replace what somebody put there meanwhile.
        target.hardlink_to(unfinished)
    finally:
        unfinished.unlink(missing_ok=True)
    return total


def _fill(writer: _Writer, now: datetime, tell: Tell) -> int:
    total = 0
    # Read before the rows: a seal that is signed meanwhile is in the next backup, not in this one.
    signed_last = {name: path.read_bytes() for name, path in _kept() if path.suffix == WITNESS}
    with _one_look() as wrapper:
        migrations = MigrationRecorder(wrapper).applied_migrations()
        for table, key in rows.tables():
            with tempfile.TemporaryFile() as spool:
                number = _rows(wrapper, table, key, spool)
                spool.seek(0)
                writer.add(f"rows/{table.name}.jsonl.gz", spool, rows=number, columns=table.columns)
            tell(table.name, number)
            total += number
    for name, path in _files():
        with path.open("rb") as source:
            writer.add(name, source)
    for name, content in signed_last.items():
        writer.add(name, io.BytesIO(content))
    tell("files", sum(name.startswith("files/") for name in writer.members))
    manifest = {
        "format": FORMAT,
        "taken_at": now.isoformat(),
        "database": connection.vendor,
        "migrations": sorted(f"{app}.{name}" for app, name in migrations),
        "secret_key": hashlib.sha256(settings.SECRET_KEY.encode()).hexdigest()[:16],
        "members": writer.members,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    writer.add(MANIFEST, io.BytesIO(text))
    writer.add(SEAL, io.BytesIO(writer.members[MANIFEST]["sha256"].encode()))
    return total


def _rows(wrapper: BaseDatabaseWrapper, table: rows.Table, key: Any, spool: IO[bytes]) -> int:
    number = 0
    # Without the moment in its head, the same rows give the same bytes.
    packed = gzip.GzipFile(fileobj=spool, mode="wb", compresslevel=5, mtime=0)
    with packed as lines, wrapper.chunked_cursor() as cursor:
        cursor.execute(table.statement(wrapper, key))
        while chunk := cursor.fetchmany(rows.CHUNK):
            lines.writelines(rows.line(table, row) for row in chunk)
            number += len(chunk)
    return number


@contextmanager
def _one_look() -> Iterator[BaseDatabaseWrapper]:
    """Give a connection of its own that sees the database as it is now, and holds nobody up."""
    wrapper = connection.copy()
    try:
        wrapper.connect()
        if wrapper.vendor == "postgresql":
            wrapper.set_autocommit(False)
            with wrapper.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        else:
            # Not Django's own BEGIN IMMEDIATE: this one writes nothing and waits for nobody.
            wrapper.connection.execute("BEGIN")
        yield wrapper
    finally:
        wrapper.close()


def _files() -> Iterator[tuple[str, Path]]:
    """Return what is taken after the rows, so that no row is without its file or key."""
    for sha256 in store().addresses():
        yield f"files/{sha256}", store().content_path(sha256)
    yield from ((name, path) for name, path in _kept() if path.suffix != WITNESS)


def _kept() -> Iterator[tuple[str, Path]]:
    """Return the secret files of the installation, which cannot be made again."""
    root = Path(settings.DATA_DIR)
    for path in (root / "secret-key", *sorted((root / KEYS).rglob("*"))):
        if path.is_file() and not path.name.startswith("."):
            yield f"data/{path.relative_to(root).as_posix()}", path
