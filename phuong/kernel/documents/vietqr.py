"""The text of a VietQR code: a transfer that a banking app fills in by itself.

Format: EMV QR Code Specification for Payment Systems, Merchant-Presented Mode, in the profile of
NAPAS ("QR switching", part IV, version 1.5.2): fields of two digits for the tag, two for the
length, then the value; 38 names the account, 63 the CRC-16/CCITT-FALSE over everything before it.
"""

import re
from dataclasses import dataclass

from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.text import fold

NAPAS, TO_ACCOUNT = "A000000727", "QRIBFTTA"
DONG, VIETNAM = "704", "VN"
WITH_AMOUNT = "12"
LONGEST_NOTE = 25
BIN = re.compile(r"\d{6}", re.ASCII)
NUMBER = re.compile(r"[0-9A-Za-z]{1,19}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Account:
    """A bank account that can be paid into: the bank's six digits, and the number."""

    bank: str
    number: str


def check_account(bank: str, number: str) -> None:
    """Refuse an account that no code can hold."""
    if not BIN.fullmatch(bank):
        raise RuleBroken(
            "vietqr.bank", _("Nhập mã ngân hàng gồm 6 chữ số, ví dụ 970415."), field="bank"
        )
    if not NUMBER.fullmatch(number):
        raise RuleBroken(
            "vietqr.number", _("Nhập số tài khoản, chỉ gồm chữ và số, không quá 19."),
            field="number",
        )  # fmt: skip


def payload(account: Account, amount: int, note: str) -> str:
    """Return what the code holds: whom to pay, how much, and what for."""
    check_account(account.bank, account.number)
    if not 0 < amount < 10**13:
        raise ValueError("an amount of whole đồng")
    to = _field("00", account.bank) + _field("01", account.number)
    merchant = _field("00", NAPAS) + _field("01", to) + _field("02", TO_ACCOUNT)
    said = "".join(
        [
            _field("00", "01"),
            _field("01", WITH_AMOUNT),
            _field("38", merchant),
            _field("53", DONG),
            _field("54", str(amount)),
            _field("58", VIETNAM),
            _field("62", _field("08", shown_note(note))),
            "6304",
        ]
    )
    return f"{said}{crc16(said.encode()):04X}"


def shown_note(note: str) -> str:
    """Return what the transfer says it is for, in letters that every bank takes."""
    plain = re.sub(r"[^A-Za-z0-9 ]", " ", fold(note)).upper()
    return " ".join(plain.split())[:LONGEST_NOTE].strip()


def crc16(data: bytes) -> int:
    """Return the CRC-16/CCITT-FALSE: polynomial 1021, begun with FFFF.

    >>> f"{crc16(b'123456789'):04X}"
    '29B1'
    """
    found = 0xFFFF
    for byte in data:
        found ^= byte << 8
        for _bit in range(8):
            found = (found << 1) ^ 0x1021 if found & 0x8000 else found << 1
            found &= 0xFFFF
    return found


def _field(tag: str, value: str) -> str:
    if not 0 < len(value) <= 99:
        raise ValueError(f"field {tag} has no room for this")
    return f"{tag}{len(value):02}{value}"
