"""Numbers and money: `1.250`, `96,4%`, and in official words."""

from decimal import Decimal

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", " nghìn", " triệu")
_BILLION = 1_000_000_000


def show_number(value: int | Decimal, places: int = 0) -> str:
    """Write a number with dots between thousands and a comma before decimals.

    >>> show_number(1250), show_number(Decimal("1234.5"), 1), show_number(-1250)
    ('1.250', '1.234,5', '-1.250')
    """
    return f"{value:,.{places}f}".translate(str.maketrans(",.", ".,"))


def show_percent(value: int | Decimal) -> str:
    """Write a share out of a hundred with one decimal.

    >>> show_percent(Decimal("96.4"))
    '96,4%'
    """
    return show_number(value, 1) + "%"


def show_amount(dong: int) -> str:
    """Write an amount of money.

    >>> show_amount(15000)
    '15.000 đồng'
    """
    return f"{show_number(dong)} đồng"


def amount_in_words(dong: int) -> str:
    """Write an amount as receipts and decisions have it in words.

    >>> amount_in_words(1005)
    'một nghìn không trăm linh năm đồng'
    """
    return f"{number_in_words(dong)} đồng"


def number_in_words(value: int) -> str:
    """Write a whole number in words.

    >>> number_in_words(21), number_in_words(15), number_in_words(104)
    ('hai mươi mốt', 'mười lăm', 'một trăm linh bốn')
    """
    if value < 0:
        return f"âm {number_in_words(-value)}"
    if value == 0:
        return _DIGITS[0]
    return _words(value)


def _words(value: int) -> str:
    """Say a positive number group by group; groups of noughts are left out."""
    billions, rest = divmod(value, _BILLION)
    parts = [_words(billions) + " tỷ"] if billions else []
    groups = [rest // 1_000_000, rest // 1000 % 1000, rest % 1000]
    for scale, group in zip(reversed(_SCALES), groups, strict=True):
        if group:
            parts.append(_group(group, first=not parts) + scale)
    return " ".join(parts)


def _group(value: int, *, first: bool) -> str:
    """Say a group of three figures; only the very first leaves its noughts out."""
    hundreds, tens, units = value // 100, value // 10 % 10, value % 10
    words = [] if first and not hundreds else [f"{_DIGITS[hundreds]} trăm"]
    if tens == 0 and units and words:
        words.append("linh")
    elif tens == 1:
        words.append("mười")
    elif tens:
        words.append(f"{_DIGITS[tens]} mươi")
    if units:
        words.append(_unit(units, tens))
    return " ".join(words)


def _unit(units: int, tens: int) -> str:
    if units == 1 and tens > 1:
        return "mốt"
    if units == 4 and tens > 1:
        return "tư"
    if units == 5 and tens:
        return "lăm"
    return _DIGITS[units]
