"""What the QR code of a receipt says by itself, signed: a few bytes that any phone can carry.

The layout is told in `docs/reference/receipt-code.md`. It stands behind the `#` of the address
that the code holds, so that opening the address tells the server nothing of it.
"""

import base64
import binascii
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
MOST_CODE, MOST_PAPERS = 60, 60


@dataclass(frozen=True, slots=True)
class Receipt:
    """The facts of a receipt: times to the second, one small number for the form of each paper."""

    code: str
    version: UUID
    received_at: datetime
    promised_at: datetime
    papers: Sequence[int]
    head: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What was read, and the key that signed it; or the code of what is wrong."""

    fault: str
    receipt: Receipt | None = None
    key: PublicKey | None = None
    key_code: str = ""


def signed(ward_id: int, receipt: Receipt, now: datetime) -> str:
    """Return the text behind the `#`; nothing where the private key is lost."""
    key = keys.present(ward_id, now)
    facts = pack(receipt, key.code)
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


def pack(receipt: Receipt, key_code: str) -> bytes:
    """Return the bytes that are signed."""
    code, papers = receipt.code.encode("ascii"), list(receipt.papers)
    if len(code) > MOST_CODE or len(papers) > MOST_PAPERS or not all(0 <= p < 16 for p in papers):
        raise ValueError("a receipt cannot hold this")
    pairs = [*papers, 0] if len(papers) % 2 else papers
    return b"".join(
        [
            _BEGIN.pack(VERSION, bytes.fromhex(key_code), len(code)),
            code,
            _MIDDLE.pack(
                receipt.version.bytes,
                int(receipt.received_at.timestamp()),
                int(receipt.promised_at.timestamp()),
                len(papers),
            ),
            bytes(left << 4 | right for left, right in zip(pairs[::2], pairs[1::2], strict=True)),
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
    if version != VERSION or len(forms) != (number + 1) // 2:
        raise ValueError("not a receipt of this version")
    papers = [half for byte in forms for half in (byte >> 4, byte & 15)]
    return key.hex(), Receipt(
        code=code,
        version=UUID(bytes=procedure),
        received_at=datetime.fromtimestamp(received, UTC),
        promised_at=datetime.fromtimestamp(promised, UTC),
        papers=tuple(papers[:number]),
        head=facts[-HEAD:].hex(),
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
