"""Secret files of an installation: whole or not there, readable by their owner alone.

Pure, because the settings need it before Django stands.
"""

import contextlib
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path


def read_or_make(path: Path, make: Callable[[], str]) -> str:
    """Return what a secret file holds; of several that start at once one makes it, all read that.

    The text is written and synced under another name first: nobody ever reads half a secret.
    """
    try:
        return path.read_text("utf-8").strip()
    except FileNotFoundError:
        pass
    with contextlib.suppress(FileExistsError):
        write_new(path, make())
    return path.read_text("utf-8").strip()


def write_new(path: Path, text: str) -> None:
    """Write a secret that is not there yet; FileExistsError where somebody else was first."""
    with _unfinished(path, text) as unfinished:
        if os.name == "nt":
            # There a renaming refuses to replace, and hard links need rights of their own.
            unfinished.rename(path)
        else:
            # Unlike a renaming, a link refuses to replace what is there.
            path.hardlink_to(unfinished)
            _sync(path.parent)


def write_over(path: Path, text: str) -> None:
    """Write a secret in the place of what is there: whoever reads finds the one or the other."""
    with _unfinished(path, text) as unfinished:
        unfinished.replace(path)
        if os.name != "nt":
            _sync(path.parent)


@contextlib.contextmanager
def _unfinished(path: Path, text: str) -> Iterator[Path]:
    """Give a file beside the secret that holds all of it, synced; what is left of it goes."""
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        yield unfinished
    finally:
        unfinished.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
