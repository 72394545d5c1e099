"""Opening office files: a ZIP of XML, read without unpacking it and without an XML parser."""

import html
import re
import zipfile
import zlib
from pathlib import Path

from phuong.kernel.documents.faults import Active, Broken, Huge, Locked
from phuong.kernel.documents.kinds import DOCX, ODT, XLSX, FileKind

MAX_ENTRIES = 5_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_DIRECTORY = 2 * 1024 * 1024
MAX_TEXT = 4 * 1024 * 1024
_ODT_TYPE = ODT.media_type.encode()
# Where the text of each kind lies, its title first.
_TEXTS = {
    DOCX: ("docProps/core.xml", "word/document.xml", "word/header1.xml", "word/header2.xml"),
    XLSX: ("docProps/core.xml", "xl/sharedStrings.xml"),
    ODT: ("meta.xml", "content.xml", "styles.xml"),
}
_LINE_ENDS = re.compile(rb"</(?:w:p|text:p|text:h|si|dc:\w+|cp:\w+|meta:\w+)>|<w:(?:br|cr)\b")
_TAG = re.compile(r"<[^>]*>")
_PROGRAMS = re.compile(
    r"vbaProject|vbaData|activeX/|^Basic/|^Scripts/|embeddings/.*\.bin$", re.IGNORECASE
)
_END_MARK = b"PK\x05\x06"
_END_REACH = 66_000
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    ValueError,
    LookupError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)


def kind_of(path: Path) -> FileKind | None:
    """Return which office kind a ZIP is, or nothing."""
    try:
        _check_directory(path)
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "mimetype" in names:
                is_odt = _read(archive, "mimetype", 200).strip() == _ODT_TYPE
                return ODT if is_odt else None
            if "[Content_Types].xml" not in names:
                return None
            return next(
                (
                    kind
                    for kind, main in ((DOCX, "word/document.xml"), (XLSX, "xl/workbook.xml"))
                    if main in names
                ),
                None,
            )
    except BROKEN:
        return None


def examine(path: Path, kind: FileKind) -> tuple[str, ...]:
    """Look through an office file and return its texts, a paragraph a line."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_entries(archive.infolist())
            names = set(archive.namelist())
            return tuple(
                _plain_text(_read(archive, name, MAX_TEXT))
                for name in _TEXTS[kind]
                if name in names
            )
    except BROKEN as broken:
        raise Broken from broken


def _check_directory(path: Path) -> None:
    """Refuse a directory of a million names before it is read into memory."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _END_REACH))
        end = file.read().rpartition(_END_MARK)[2]
    if int.from_bytes(end[8:12], "little") > MAX_DIRECTORY:
        raise Huge


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Locked
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Huge
    if any(_PROGRAMS.search(entry.filename) for entry in entries):
        raise Active


def _read(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """Read the beginning of an entry: the size it states may be a lie."""
    with archive.open(name) as entry:
        return entry.read(most)


def _plain_text(markup: bytes) -> str:
    lines = _LINE_ENDS.sub(b"\n<", markup.replace(b"\n", b" ")).decode("utf-8", "replace")
    return html.unescape(_TAG.sub("", lines))
