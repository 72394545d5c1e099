"""What the QR code of a receipt says by itself, signed: a few bytes that any phone can carry.

The layout is told in `docs/reference/receipt-code.md`. It stands behind the `#` of the address
that the code holds, so that opening the address tells the server nothing of it.
"""

import base64
import binascii
import hashlib
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from phuong.kernel.audit import keys
from phuong.kernel.audit.keys import PublicKey

VERSION = 1
SIGNATURE, HEAD = 64, 32
# version, key, length of the code; then the code; then version of the procedure, two moments,
# number of papers; then their forms, two to a byte; then the head; then the signature.
_BEGIN, _MIDDLE = struct.Struct(">B4sB"), struct.Struct(">16sIIB")
MOST_CODE, MOST_PAPERS = 60, 254
# What the whole code holds at most, address and all: more is not read from a coarse print.
ROOM = 300
# In the place of the number of papers: only how many there are, and the beginning of a hash of
# their forms, where the list itself has no room.
SHORTENED, MARK = 255, 8


@dataclass(frozen=True, slots=True)
class Receipt:
    """The facts of a receipt: times to the second, one small number for the form of each paper."""

    code: str
    version: UUID
    received_at: datetime
    promised_at: datetime
    papers: Sequence[int]
    head: str
    shortened: "Shortened | None" = None


@dataclass(frozen=True, slots=True)
class Shortened:
    """A list of papers that had no room: how many, and the mark that the list itself gives."""

    number: int
    mark: str

    @classmethod
    def of(cls, papers: Sequence[int]) -> "Shortened":
        """Shorten a list of papers."""
        return cls(len(papers), hashlib.sha256(bytes(papers)).digest()[:MARK].hex())


@dataclass(frozen=True, slots=True)
class Checked:
    """What was read, and the key that signed it; or the code of what is wrong."""

    fault: str
    receipt: Receipt | None = None
    key: PublicKey | None = None
    key_code: str = ""


def signed(ward_id: int, receipt: Receipt, now: datetime, *, room: int = ROOM) -> str:
    """Return the text behind the `#`, of at most so many letters.

    Nothing where the private key is lost, and where address and code leave too little room.
    """
    key = keys.present(ward_id, now)
    facts = pack(receipt, key.code, room)
    if length_of(facts) > room:
        return ""
    signature = keys.sign(key, facts)
    if signature is None:
        return ""
    return base64.urlsafe_b64encode(facts + signature).decode().rstrip("=")


def check(ward_id: int, text: str) -> Checked:
    """Check what a code says against the keys of the ward; a whole address may be given."""
    try:
        facts, signature = _parts(text)
        key_code, receipt = unpack(facts)
    except (ValueError, struct.error, binascii.Error):
        return Checked("unreadable")
    key = keys.find(ward_id, key_code)
    if key is None:
        return Checked("key-unknown", receipt, key_code=key_code)
    if not key.signed(signature, facts):
        return Checked("changed", key=key, key_code=key_code)
    if key.ended_by == "leaked":
        return Checked("key-leaked", receipt, key, key_code)
    return Checked("", receipt, key, key_code)


def length_of(facts: bytes) -> int:
    """Return how many letters these bytes take, with their signature."""
    return -(-(len(facts) + SIGNATURE) * 4 // 3)


def fits(address: int, code: int) -> bool:
    """Tell whether facts and signature fit behind an address, however many papers there are."""
    least = _BEGIN.size + code + _MIDDLE.size + MARK + 1 + HEAD + SIGNATURE
    return code <= MOST_CODE and address - (-least * 4 // 3) <= ROOM


def pack(receipt: Receipt, key_code: str, room: int = ROOM) -> bytes:
    """Return the bytes that are signed; the list of papers is shortened where it has no room."""
    papers = list(receipt.papers)
    if len(papers) > MOST_PAPERS or not all(0 <= p < 16 for p in papers):
        raise ValueError("a receipt cannot hold this")
    pairs = [*papers, 0] if len(papers) % 2 else papers
    listed = bytes(left << 4 | right for left, right in zip(pairs[::2], pairs[1::2], strict=True))
    whole = _packed(receipt, key_code, len(papers), listed)
    if length_of(whole) <= room or len(listed) <= MARK + 1:
        return whole
    short = Shortened.of(papers)
    marked = bytes([short.number]) + bytes.fromhex(short.mark)
    return _packed(receipt, key_code, SHORTENED, marked)


def _packed(receipt: Receipt, key_code: str, number: int, papers: bytes) -> bytes:
    code = receipt.code.encode("ascii")
    if len(code) > MOST_CODE:
        raise ValueError("a receipt cannot hold this")
    return b"".join(
        [
            _BEGIN.pack(VERSION, bytes.fromhex(key_code), len(code)),
            code,
            _MIDDLE.pack(
                receipt.version.bytes,
                int(receipt.received_at.timestamp()),
                int(receipt.promised_at.timestamp()),
                number,
            ),
            papers,
            bytes.fromhex(receipt.head),
        ]
    )


def unpack(facts: bytes) -> tuple[str, Receipt]:
    """Return the code of the key and the receipt; ValueError where it is none."""
    version, key, length = _BEGIN.unpack_from(facts)
    at = _BEGIN.size + length
    code = facts[_BEGIN.size : at].decode("ascii")
    procedure, received, promised, number = _MIDDLE.unpack_from(facts, at)
    forms = facts[at + _MIDDLE.size : -HEAD]
    is_short = number == SHORTENED
    if version != VERSION or len(forms) != (MARK + 1 if is_short else (number + 1) // 2):
        raise ValueError("not a receipt of this version")
    papers = [] if is_short else [half for byte in forms for half in (byte >> 4, byte & 15)]
    return key.hex(), Receipt(
        code=code,
        version=UUID(bytes=procedure),
        received_at=datetime.fromtimestamp(received, UTC),
        promised_at=datetime.fromtimestamp(promised, UTC),
        papers=tuple(papers[:number]),
        head=facts[-HEAD:].hex(),
        shortened=Shortened(forms[0], forms[1:].hex()) if is_short else None,
    )


def _parts(text: str) -> tuple[bytes, bytes]:
    written = "".join(text.split()).rpartition("#")[2]
    given = base64.b64decode(written + "=" * (-len(written) % 4), altchars=b"-_", validate=True)
    if base64.urlsafe_b64encode(given).decode().rstrip("=") != written:
        # Spare bits of the last letter: another text of the same bytes is a changed text.
        raise ValueError("not as it was written")
    if len(given) <= SIGNATURE + HEAD:
        raise ValueError("too short")
    return given[:-SIGNATURE], given[-SIGNATURE:]
