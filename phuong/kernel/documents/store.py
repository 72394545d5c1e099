"""Where contents lie: behind Django's storage interface, each at the address of its hash.

A content is written beside its place, fsynced, and renamed to it, so an address always holds the
whole content. `touch` makes a content look new; the sweep takes old ones only, and looks again
after it has moved one aside, so that a content is never lost to an act that is under way.
"""

import errno
import hashlib
import io
import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO, Final, TypeVar

from django.core.files.storage import FileSystemStorage, storages

from phuong.kernel.wards.identifiers import uuid7

HEX_LENGTH = 64
# What a disk says that is full, or takes no more writing.
NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO})
_INCOMING, _ASIDE, _SMALL = "incoming", "aside", "small"
# How many the disk is asked to keep at the same time; it writes them down together.
WRITERS: Final = 4
T = TypeVar("T")


class Incoming:
    """A file that is being received: written to the store's own disk, hashed on the way."""

    def __init__(self, path: Path) -> None:
        """Open a new file that only this process may read."""
        self.path = path
        self.size = 0
        self._hash = hashlib.sha256()
        descriptor = os.open(
            path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600
        )
        self.file: IO[bytes] = os.fdopen(descriptor, "w+b")
        self.failed: OSError | None = None

    def write(self, chunk: bytes) -> None:
        """Write and hash one more chunk."""
        self.file.write(chunk)
        self._hash.update(chunk)
        self.size += len(chunk)

    def count(self, chunk: bytes) -> None:
        """Count a chunk beyond the limit without keeping it."""
        self.size += len(chunk)

    @property
    def sha256(self) -> str:
        """The hash of what was written."""
        return self._hash.hexdigest()

    def flush(self) -> None:
        """Hand everything to the system, so that it can be read back by path."""
        self.file.flush()

    def give_up(self, error: OSError) -> None:
        """Keep nothing of it but why: what else the form carries is not lost with it."""
        self.discard()
        self.file, self.failed = io.BytesIO(), error

    def discard(self) -> None:
        """Close and remove; nothing happens when it was moved to its place."""
        if not self.file.closed:
            # What a full disk did not take is not wanted any more either.
            with suppress(OSError):
                self.file.close()
        self.path.unlink(missing_ok=True)


class ContentStore(FileSystemStorage):
    """Contents by hash (`ab/cd/<sha256>`) under the folder of files."""

    def incoming(self) -> Incoming:
        """Begin to receive a file."""
        return Incoming(self._folder(_INCOMING) / str(uuid7()))

    def settle(self, *received: Incoming) -> None:
        """Move what was received to its addresses; all of it is durable when this returns."""
        if not received:
            return
        for incoming in received:
            incoming.flush()
        _all_at_once(os.fsync, [incoming.file.fileno() for incoming in received])
        for incoming in received:
            incoming.file.close()
            self._move(incoming, self._place(incoming.sha256))
        # Every folder above, also one that was there: another process may have just made it, and
        # one without changes costs nothing.
        root, places = Path(self.location), [self._place(one.sha256) for one in received]
        above = {folder for place in places for folder in (place.parent, place.parent.parent)}
        _all_at_once(_sync_folder, [*above, root])

    def _move(self, incoming: Incoming, place: Path) -> None:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            # Also over one that is there: it may be damaged, and the sweep sees that it is new.
            incoming.path.replace(place)
        except PermissionError:  # On Windows, while somebody reads it.
            self.touch(incoming.sha256)
            incoming.path.unlink()

    def touch(self, sha256: str) -> bool:
        """Make a content look new, or tell that it is not there.

        One that a sweep has moved aside is taken back: of the two, one gets hold of the file.
        """
        place, aside = self._place(sha256), self._aside(sha256)
        for _each in range(3):
            with suppress(FileNotFoundError):
                os.utime(place)
                return True
            with suppress(FileNotFoundError):
                os.utime(aside)
                aside.replace(place)
                return True
        return False

    def has(self, sha256: str) -> bool:
        """Tell whether a content is there."""
        return self._place(sha256).exists()

    def content_path(self, sha256: str) -> Path:
        """Return where a content lies."""
        return self._place(sha256)

    def small_path(self, sha256: str) -> Path:
        """Return where the small picture of a content lies, or would."""
        return self._folder(_SMALL) / sha256[:2] / f"{sha256}.jpg"

    def put_small(self, sha256: str, picture: bytes) -> None:
        """Keep a small picture; it can be made again, so nothing is fsynced."""
        place = self.small_path(sha256)
        place.parent.mkdir(exist_ok=True)
        incoming = self.incoming()
        incoming.write(picture)
        incoming.file.close()
        incoming.path.replace(place)

    def addresses(self) -> Iterator[str]:
        """Go through the hashes of all contents."""
        root = Path(self.location)
        for path in sorted(root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*")):
            if len(path.name) == HEX_LENGTH:
                yield path.name

    def old(self, before: float) -> Iterator[str]:
        """Go through the hashes of contents that nobody touched since a moment."""
        for sha256 in self.addresses():
            with suppress(FileNotFoundError):
                if self._place(sha256).stat().st_mtime < before:
                    yield sha256

    def remove(self, sha256: str, before: float, is_held: Callable[[str], bool]) -> bool:
        """Remove a content unless it was touched since, or is held by now.

        It is moved aside first: an act that touched it before is seen by its time, one that
        comes later takes it back.
        """
        aside = self._aside(sha256)
        try:
            self._place(sha256).replace(aside)
        except FileNotFoundError:
            return False
        return self._decide(aside, before, is_held)

    def finish_removals(self, before: float, is_held: Callable[[str], bool]) -> int:
        """Decide on what a sweep that was broken off left aside."""
        return sum(self._decide(aside, before, is_held) for aside in self._folder(_ASIDE).iterdir())

    def clear_incoming(self, before: float) -> int:
        """Remove what was begun to be received and never settled."""
        cleared = 0
        for path in self._folder(_INCOMING).iterdir():
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < before:
                    path.unlink()
                    cleared += 1
        return cleared

    def _decide(self, aside: Path, before: float, is_held: Callable[[str], bool]) -> bool:
        with suppress(FileNotFoundError):  # An act has taken it back.
            if is_held(aside.name) or aside.stat().st_mtime >= before:
                aside.replace(self._place(aside.name))
                return False
            aside.unlink()
            self.small_path(aside.name).unlink(missing_ok=True)
            return True
        return False

    def _place(self, sha256: str) -> Path:
        if len(sha256) != HEX_LENGTH or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError("not the address of a content")
        return Path(self.location) / sha256[:2] / sha256[2:4] / sha256

    def _aside(self, sha256: str) -> Path:
        return self._folder(_ASIDE) / sha256

    def _folder(self, name: str) -> Path:
        """Return a folder of the store, made durably when it is missing."""
        folder = Path(self.location) / name
        if not folder.is_dir():
            missing = [folder, *folder.parents]
            missing = [each for each in missing if not each.exists()]
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            for made in missing:
                _sync_folder(made.parent)
        return folder


def store() -> ContentStore:
    """Return the store of this installation."""
    found = storages["files"]
    if not isinstance(found, ContentStore):
        raise TypeError("STORAGES['files'] must be a ContentStore")
    return found


def age_limit(seconds: float) -> float:
    """Return the file time before which a content is older than some seconds.

    File times are the disk's, not an occasion's: they say when a file was last touched.
    """
    return time.time() - seconds


@cache
def _writers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(WRITERS, thread_name_prefix="store")


if hasattr(os, "register_at_fork"):  # Threads stay behind when a process is copied.
    os.register_at_fork(after_in_child=_writers.cache_clear)


def _all_at_once(make_durable: Callable[[T], None], things: Sequence[T]) -> None:
    """Wait for the disk once for all of them, not for one after the other.

    Raises:
        OSError: what the disk said to the first that failed, after all have ended.
    """
    if len(things) == 1:
        make_durable(things[0])
        return
    begun = [_writers().submit(make_durable, thing) for thing in things]
    wait(begun)
    for one in begun:
        one.result()


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows has no fsync of a folder.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
