"""What an administrator may confirm, and the words that citizens then read."""

from typing import Final

from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.text import show_amount, show_number
from phuong.kernel.workdays.limits import Number

SHORTEST_NOTE: Final = 10
LONGEST_NOTE: Final = 1000
LONGEST_LIMIT: Final = 999

UNIT_WORDS: Final = {
    "working_day": "%s ngày làm việc",
    "calendar_day": "%s ngày",
    "working_hour": "%s giờ làm việc",
    "clock_hour": "%s giờ",
    "month": "%s tháng",
    "year": "%s năm",
}
SAME_DAY: Final = "Trong ngày; nhận sau 15 giờ thì trả vào ngày làm việc tiếp theo"


def check_note(note: str) -> None:
    """Refuse a confirmation that does not say where the value was found."""
    if not SHORTEST_NOTE <= len(note.strip()) <= LONGEST_NOTE:
        raise RuleBroken(
            "procedures.confirm.note",
            _("Ghi rõ căn cứ: số văn bản, điều, khoản hoặc trang đã tra cứu."),
            field="note",
        )


def check_limit(unit: str, n: Number) -> None:
    """Refuse what is no limit of a procedure: a hand-over is a clock of the desk."""
    if unit != "same_day" and unit not in UNIT_WORDS:
        raise RuleBroken(
            "procedures.confirm.unit", _("Chọn đơn vị của thời hạn."), field="limit_unit"
        )
    if n != int(n) or n > LONGEST_LIMIT:
        raise RuleBroken(
            "procedures.confirm.number",
            _("Nhập thời hạn bằng số nguyên, không quá %(most)s."),
            field="limit_n",
            most=LONGEST_LIMIT,
        )


def limit_words(unit: str, n: int) -> str:
    """Write a limit as the guide shows it."""
    return SAME_DAY if unit == "same_day" else UNIT_WORDS[unit] % show_number(n)


def fee_words(amount: int) -> str:
    """Write a fee as the guide shows it."""
    return show_amount(amount) if amount else "Không thu"
