"""A table of fees as the ward writes it: no case without an amount, none with two, and its words.

A line holds for one way of handing in or for every; which of several lines holds is chosen at the
desk by its case.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from phuong.areas.procedures.rules.fees import DESK, ONLINE, of_channel
from phuong.areas.procedures.rules.rows import FeeRow, VersionRow
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.text import fold, show_amount

# The smallest coin in use: whoever types 8 for 8.000 is asked before anybody pays it.
LEAST: Final = 100
WORDS: Final = {DESK: "nộp trực tiếp", ONLINE: "nộp trực tuyến"}
PER: Final = {"case": "", "copy": " một bản", "page": " một trang"}


def fees_of(row: VersionRow) -> tuple[FeeRow, ...]:
    """Return the lines by which a version costs; one fixed amount is a line as well."""
    if row.fees or row.fee_amount is None:
        return row.fees
    return (FeeRow(row.fee_amount),)


def check_table(fees: Sequence[FeeRow], channel: str) -> None:
    """Refuse a table in which an amount is wrong, a case has none, or one has two."""
    for _place, refusal in faults(fees, channel):
        raise refusal


def faults(fees: Sequence[FeeRow], channel: str) -> Iterator[tuple[int, RuleBroken]]:
    """Yield what is wrong with a table, each with the place of the line to mend.

    `channel` is where one files: what is taken at the desk alone needs no line for filing online.
    """
    for place, fee in enumerate(fees):
        refusal = _wrong(fee)
        if refusal is not None:
            yield place, refusal
    for (_first, one), (place, other) in combinations(enumerate(fees), 2):
        if _overlap(one, other):
            yield place, _two_amounts(one, other)
    last = max(len(fees) - 1, 0)
    if not of_channel(fees, DESK):
        yield (
            last,
            RuleBroken(
                "fees.gap.desk",
                _("Chưa có mức thu khi nộp trực tiếp. Thêm một dòng; không thu thì ghi 0."),
            ),
        )
    if channel != DESK and not of_channel(fees, ONLINE):
        yield (
            last,
            RuleBroken(
                "fees.gap.online",
                _("Chưa có mức thu khi nộp trực tuyến. Thêm một dòng; không thu thì ghi 0."),
            ),
        )


def _wrong(fee: FeeRow) -> RuleBroken | None:
    """Return the refusal of an amount that cannot be meant, or of pages that have none."""
    for amount in (fee.amount, fee.then, fee.cap):
        if amount and not fee.local and amount < LEAST:
            return RuleBroken(
                "fees.amount",
                _("Số tiền %(amount)s đồng quá nhỏ. Ghi đủ bằng đồng, ví dụ 8000; không thu: 0."),
                amount=amount,
            )
    if fee.per != "page":
        return None
    if (fee.first_pages is None) != (fee.then is None):
        return RuleBroken(
            "fees.gap.pages",
            _("Ghi cả số trang đầu và mức thu mỗi trang sau, hoặc bỏ trống cả hai."),
        )
    if fee.cap is not None and fee.cap < fee.amount:
        return RuleBroken(
            "fees.cap",
            _("Mức cao nhất một bản không thể thấp hơn mức thu một trang, %(amount)s."),
            amount=show_amount(fee.amount),
        )
    return None


def _overlap(one: FeeRow, other: FeeRow) -> bool:
    """Tell whether a case could be charged by both: a line without a case is for every case."""
    if one.channel and other.channel and one.channel != other.channel:
        return False
    return _case(one) == _case(other) or not (_case(one) and _case(other))


def _case(fee: FeeRow) -> str:
    return " ".join(fold(fee.condition).split())


def _two_amounts(one: FeeRow, other: FeeRow) -> RuleBroken:
    if _case(one) == _case(other):
        return RuleBroken(
            "fees.overlap",
            _("Hai dòng cùng thu cho một trường hợp và một cách nộp. Bỏ bớt một dòng."),
        )
    return RuleBroken(
        "fees.overlap.all",
        _("Một dòng không ghi trường hợp nên đã thu cho mọi trường hợp. Ghi rõ nó là khi nào."),
    )


def table_words(fees: Sequence[FeeRow]) -> str:
    """Write a table as the guide shows it.

    >>> table_words([FeeRow(20000, channel="desk"), FeeRow(0, channel="online")])
    'Nộp trực tiếp: 20.000 đồng; nộp trực tuyến: không thu'
    """
    words = "; ".join(_line(fee) for fee in fees)
    return words[:1].upper() + words[1:]


def _line(fee: FeeRow) -> str:
    head = ", ".join(part for part in (fee.condition, WORDS.get(fee.channel, "")) if part)
    return f"{head}: {_amount(fee)}" if head else _amount(fee)


def _amount(fee: FeeRow) -> str:
    if fee.local:
        return "theo mức của địa phương"
    if not fee.amount and not fee.then:
        return "không thu"
    parts = [show_amount(fee.amount) + PER[fee.per]]
    if fee.per == "page":
        if fee.then is not None and fee.first_pages is not None:
            parts.append(f"từ trang thứ {fee.first_pages + 1} là {show_amount(fee.then)}")
        if fee.cap is not None:
            parts.append(f"không quá {show_amount(fee.cap)} một bản")
    return ", ".join(parts)
