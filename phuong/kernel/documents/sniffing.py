"""What a file is by its content; its name and what the browser says are claims."""

from mimetypes import MimeTypes
from pathlib import Path

import filetype

from phuong.kernel.documents import kinds, office
from phuong.kernel.documents.kinds import FileKind

_HEAD_BYTES = 8192
_BY_SNIFF = {
    "image/jpeg": kinds.JPEG,
    "image/png": kinds.PNG,
    "image/heic": kinds.HEIC,
    "image/webp": kinds.WEBP,
    "application/pdf": kinds.PDF,
}
_PDF_MARK = b"%PDF-"
_ZIP_MARK = b"PK\x03\x04"
# High-efficiency pictures say so in the brand at byte 8 or among the compatible ones.
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc", b"hevx"}
# Marks of things that browsers or archivers would read out of a picture or around a PDF.
_ALIEN = (b"<script", b"<html", b"<!doctype html", b"<?php", b"<svg")
_ZIP_END = b"PK\x05\x06"
_ZIP_END_REACH = 66_000
_CHUNK = 256 * 1024
# Python's own list: what files of the machine add to it is left out.
_OTHER_SUFFIXES = frozenset(MimeTypes().types_map[True]) | {".scr", ".cmd", ".msi", ".apk", ".zip"}


def kind_of(path: Path) -> FileKind | None:
    """Return the kind of a file by its content, or nothing when it is none of ours."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if head.startswith(_ZIP_MARK):
        return office.kind_of(path)
    if head[4:8] == b"ftyp":
        return kinds.HEIC if _heif_brands(head) & _HEIF_BRANDS else None
    found = filetype.guess(head)
    return _BY_SNIFF.get(found.mime) if found else None


def is_locked_office(path: Path) -> bool:
    """Tell whether this is an office file under a password: an old container around it."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        return head.startswith(b"\xd0\xcf\x11\xe0") and _contains(
            path, ("EncryptedPackage".encode("utf-16-le"),)
        )


def is_two_things(path: Path, kind: FileKind) -> bool:
    """Tell whether a file can also be read as something else (a polyglot)."""
    if kind.is_image:
        return _ends_as_archive(path) or _contains(path, (*_ALIEN, _PDF_MARK.lower()))
    if kind is kinds.PDF:
        return not _begins_as_pdf(path) or _ends_as_archive(path) or _runs_on(path)
    return False


def _heif_brands(head: bytes) -> set[bytes]:
    length = min(int.from_bytes(head[:4], "big"), len(head))
    return {head[8:12], *(head[at : at + 4] for at in range(16, length - 3, 4))}


def _begins_as_pdf(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(1024)
    return head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n\t ").startswith(_PDF_MARK)


def _ends_as_archive(path: Path) -> bool:
    return _ZIP_END in _tail(path, _ZIP_END_REACH)


def _runs_on(path: Path) -> bool:
    """Tell whether a page of the web or the like hides before or behind the PDF itself."""
    with path.open("rb") as file:
        head = file.read(1024).lower()
    rest = _tail(path, _ZIP_END_REACH).lower().rpartition(b"%%eof")[2]
    return any(mark in head or mark in rest for mark in _ALIEN)


def _tail(path: Path, length: int) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - length))
        return file.read(length)


def _contains(path: Path, marks: tuple[bytes, ...]) -> bool:
    """Look for marks, in any case of letters, through the whole file and little memory."""
    wanted = tuple(mark.lower() for mark in marks)
    overlap = max(len(mark) for mark in wanted) - 1
    kept = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            text = kept + chunk.lower()
            if any(mark in text for mark in wanted):
                return True
            kept = text[-overlap:]
    return False


def is_known_suffix(suffix: str) -> bool:
    """Tell whether an ending names a kind of file, ours or any other."""
    return suffix in kinds.BY_SUFFIX or f".{suffix}" in _OTHER_SUFFIXES
