"""Telephone numbers of Vietnam: read as people write them, kept as E.164, shown with a 0."""

import re

from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _

_BETWEEN = re.compile(r"[\s.\-()\u2010-\u2015]+")
# Any new mobile prefix passes; landlines are 02 with area code and number, eleven digits in all.
_NATIONAL = re.compile(r"0(?:[35789][0-9]{8}|2[0-9]{9})")


def parse_phone(text: str) -> str:
    """Return the number as E.164, or refuse it.

    >>> parse_phone("090 512.3412"), parse_phone("+84 292 3812 345")
    ('+84905123412', '+842923812345')
    """
    digits = _BETWEEN.sub("", text.strip())
    for prefix in ("+84", "0084"):
        if digits.startswith(prefix):
            digits = "0" + digits.removeprefix(prefix).removeprefix("0")
    if digits.startswith("84") and len(digits) in {11, 12}:
        digits = "0" + digits.removeprefix("84")
    if not _NATIONAL.fullmatch(digits):
        raise RuleBroken("text.phone", _("Nhập số điện thoại gồm 10 chữ số, ví dụ 090 512 3412."))
    return "+84" + digits[1:]


def show_phone(number: str) -> str:
    """Write a stored number as people read it; what is not a number of Vietnam stays as it is.

    >>> show_phone("+84905123412"), show_phone("+842923812345")
    ('090 512 3412', '0292 3812 345')
    """
    if not number.startswith("+84"):
        return number
    digits = "0" + number.removeprefix("+84")
    if len(digits) == 10:
        return f"{digits[:3]} {digits[3:6]} {digits[6:]}"
    if digits.startswith(("024", "028")):
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    return f"{digits[:4]} {digits[4:8]} {digits[8:]}"


def phone_tail(number: str) -> str:
    """Return the last four digits, by which a citizen shows that a dossier is theirs.

    >>> phone_tail("+84905123412")
    '3412'
    """
    return "".join(c for c in number if c.isdigit())[-4:]
