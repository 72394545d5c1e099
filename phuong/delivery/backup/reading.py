"""Reading a backup: nothing is believed that its manifest does not vouch for."""

import gzip
import hashlib
import json
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from phuong.delivery.backup.rows import Table
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _

MANIFEST, SEAL = "manifest.json", "manifest.sha256"
NAMES = re.compile(
    r"rows/\w+\.jsonl\.gz|files/[0-9a-f]{64}|data/[\w-][\w.-]*(/[\w-][\w.-]*)*", re.ASCII
)
PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup says it holds."""

    migrations: frozenset[str]
    secret_key: str
    taken_at: str
    members: dict[str, dict[str, Any]]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return sum(facts.get("rows", 0) for facts in self.members.values())

    def tables(self) -> Iterator[tuple[str, Table]]:
        """Return the members that hold rows, with their tables."""
        for name, facts in self.members.items():
            if name.startswith("rows/"):
                columns = tuple((column, kind) for column, kind in facts["columns"])
                yield name, Table(name.removeprefix("rows/").removesuffix(".jsonl.gz"), columns)


def check(file: Path) -> Contents:
    """Read a backup whole and hold every member to the manifest; refuse at the first difference."""
    found: dict[str, tuple[int, str]] = {}
    with opened(file) as tar:
        for info in tar:
            if not info.isreg() or info.name in found:
                raise _damaged(info.name)
            found[info.name] = info.size, _sha256(tar, info)
        sealed = tar.extractfile(SEAL) if SEAL in found else None
        if sealed is None or sealed.read().decode() != found.get(MANIFEST, (0, ""))[1]:
            raise _damaged(MANIFEST)
        contents = _contents(tar)
    told = {name: (facts["bytes"], facts["sha256"]) for name, facts in contents.members.items()}
    for name in told:
        if not NAMES.fullmatch(name) or ".." in name:
            raise _damaged(name)
    for name in sorted((found.keys() | told.keys()) - {MANIFEST, SEAL}):
        if found.get(name) != told.get(name):
            raise _damaged(name)
    return contents


@contextmanager
def opened(file: Path) -> Iterator[tarfile.TarFile]:
    """Open a backup; a file that is none is refused."""
    try:
        with tarfile.open(file, "r:") as tar:
            yield tar
    except (tarfile.TarError, EOFError, UnicodeDecodeError) as error:
        raise _damaged(file.name) from error


def lines(tar: tarfile.TarFile, name: str) -> Iterator[bytes]:
    """Return the rows of one table, a line each."""
    source = tar.extractfile(name)
    if source is None:
        raise _damaged(name)
    with source, gzip.open(source, "rb") as unpacked:
        yield from unpacked


def _contents(tar: tarfile.TarFile) -> Contents:
    try:
        source = tar.extractfile(MANIFEST)
        told = json.loads(source.read() if source else b"")
        if told["format"] != 1:
            raise RuleBroken(
                "backup.newer-format",
                _("Bản sao lưu này do bản phần mềm mới hơn ghi. Cài bản mới rồi khôi phục."),
            )
        return Contents(
            frozenset(told["migrations"]), told["secret_key"], told["taken_at"], told["members"]
        )
    except (KeyError, ValueError, TypeError) as error:
        raise _damaged(MANIFEST) from error


def _sha256(tar: tarfile.TarFile, info: tarfile.TarInfo) -> str:
    total, source = hashlib.sha256(), tar.extractfile(info)
    while source is not None and (piece := source.read(PIECE)):
        total.update(piece)
    return total.hexdigest()


def _damaged(name: str) -> RuleBroken:
    return RuleBroken(
        "backup.damaged",
        _("Bản sao lưu hỏng ở “%(name)s”. Dùng bản khác; chưa có gì được ghi."),
        name=name,
    )
