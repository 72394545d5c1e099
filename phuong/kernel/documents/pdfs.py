"""Opening PDFs: whether they parse, what they do by themselves, what their first pages say."""

import logging
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError, LimitReachedError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from phuong.kernel.documents.faults import Active, Broken, Huge, Locked

MAX_PAGES = 2_000
MAX_OBJECTS = 50_000
PAGES_READ = 3
# A page of a letter has a few kilobytes; maps have megabytes of lines and hardly a word.
MAX_PAGE_BYTES = 512 * 1024
MAX_OPERATIONS = 100_000
_METADATA = ("/Title", "/Subject", "/Keywords")
# Ways in which a PDF acts by itself, sends what was typed, or carries other files.
_ACTIVE_KEYS = {"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/OnInstantiate"}
_ACTIVE_KINDS = {
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/RichMediaExecute",
    "/RichMedia", "/FileAttachment", "/3D", "/Movie", "/Sound",
}  # fmt: skip
# Where no action can lie, and most of a PDF does.
_PASSIVE_KEYS = {
    "/Parent",
    "/P",
    "/Contents",
    "/Resources",
    "/StructTreeRoot",
    "/AP",
    "/ParentTree",
}
BROKEN = (
    PyPdfError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    AssertionError,
    NotImplementedError,
    RecursionError,
    OSError,
    EOFError,
    MemoryError,
    struct.error,
    zlib.error,
)

# It tells of every oddity of every scanner; what matters comes as an exception.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


class _TooMuch(Exception):
    """A page has more drawing than is worth reading."""


def examine(path: Path) -> tuple[str, ...]:
    """Open a PDF, refuse one that is broken, locked or active, return its title and first text."""
    with path.open("rb") as file:
        try:
            reader = PdfReader(file, strict=False)
            if reader.is_encrypted and not reader.decrypt(""):
                raise Locked
            pages = len(reader.pages)
            if not pages:
                raise Broken
            if pages > MAX_PAGES:
                raise Huge
            _check_passive(reader)
            return (*_metadata(reader), *_first_texts(reader))
        except DependencyError as locked:
            raise Locked from locked
        except BROKEN as broken:
            raise Broken from broken


def _check_passive(reader: PdfReader) -> None:
    """Walk over everything an action can hang on."""
    for number, node in enumerate(_dictionaries(reader.trailer.get("/Root"))):
        if number > MAX_OBJECTS:
            raise Huge
        if _ACTIVE_KEYS & node.keys():
            raise Active
        if {_name(node, "/S"), _name(node, "/Subtype")} & _ACTIVE_KINDS:
            raise Active


def _dictionaries(root: Any) -> Iterator[DictionaryObject]:
    """Go through all dictionaries under a node, each object once, without recursion."""
    seen: set[tuple[int, int]] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, IndirectObject):
            key = (node.idnum, node.generation)
            if key in seen:
                continue
            seen.add(key)
            node = node.get_object()
        if isinstance(node, DictionaryObject):
            yield node
            waiting += [
                node.raw_get(key)
                for key in node
                if key not in _PASSIVE_KEYS and _may_hold(node.raw_get(key))
            ]
        elif isinstance(node, ArrayObject):
            waiting += [child for child in list.__iter__(node) if _may_hold(child)]


def _may_hold(value: Any) -> bool:
    return isinstance(value, IndirectObject | DictionaryObject | ArrayObject)


def _name(node: DictionaryObject, key: str) -> str:
    value = node.get(key)
    return value if isinstance(value, str) else ""


def _metadata(reader: PdfReader) -> list[str]:
    found = reader.metadata
    return [str(found[key]) for key in _METADATA if found and key in found]


def _first_texts(reader: PdfReader) -> Iterator[str]:
    for page in reader.pages[:PAGES_READ]:
        try:
            contents = page.get_contents()
            if contents is not None and len(contents.get_data()) <= MAX_PAGE_BYTES:
                yield page.extract_text(visitor_operand_before=_counter())
        except (_TooMuch, LimitReachedError):
            continue


def _counter() -> Any:
    """Return a visitor that stops at a page whose forms draw each other without end."""
    left = MAX_OPERATIONS

    def count(*_operation: Any) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise _TooMuch

    return count
