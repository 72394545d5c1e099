"""What may be done with money, as functions over values. Amounts are whole đồng."""

from phuong.kernel.errors import RuleBroken, WrongState
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.text import show_amount

# Receipts and payments back count from 1 each year; so the number says the year.
RECEIPT, REFUND = "money-receipt", "money-refund"
SERIES = {RECEIPT: "{yyyy}/BL-{n:05}", REFUND: "{yyyy}/HT-{n:05}"}
DUE, PAID, REFUNDED, FREE = "due", "paid", "refunded", "free"


def check_may_charge(standing: str) -> None:
    """Refuse to set another amount over one that was paid."""
    if standing in (PAID, REFUNDED):
        raise WrongState(
            "money.charge.paid",
            _("Khoản này đã thu tiền. Muốn sửa thì hoàn trả trước, rồi tính lại."),
        )


def check_amount(due: int, typed: int) -> None:
    """Refuse any amount but the one that is due: neither less nor more is taken."""
    if typed != due:
        raise RuleBroken(
            "money.pay.amount",
            _("Phải nộp %(due)s, không phải %(typed)s. Đếm lại tiền, hoặc tính lại khoản thu."),
            field="amount",
            due=show_amount(due),
            typed=show_amount(typed),
        )


def check_may_pay(standing: str) -> None:
    """Refuse to take money twice, or where nothing is due."""
    if standing == PAID:
        raise WrongState(
            "money.pay.paid", _("Khoản này đã thu rồi. Mở lại trang để xem số biên lai.")
        )
    if standing != DUE:
        raise WrongState(
            "money.pay.nothing", _("Không có khoản nào phải nộp. Tính khoản thu trước.")
        )


def check_may_refund(standing: str) -> None:
    """Refuse to give back what was not taken, or was given back already."""
    if standing != PAID:
        raise WrongState(
            "money.refund.not-paid", _("Khoản này chưa thu, hoặc đã hoàn trả; không trả lần nữa.")
        )


def check_reason(reason: str) -> None:
    """Refuse to give money back without a reason."""
    if not reason.strip():
        raise RuleBroken("money.refund.reason", _("Ghi vì sao hoàn trả."), field="reason")


def check_day_open(*, closed: bool, day: str) -> None:
    """Refuse to write into a book that was counted and closed."""
    if closed:
        raise WrongState(
            "money.day.closed",
            _("Sổ quỹ ngày %(day)s đã khoá. Thu hoặc trả vào ngày làm việc sau."),
            day=day,
        )


def check_counted(expected: int, counted: int, note: str) -> None:
    """Refuse to close a day whose cash is not what the book says, unless somebody says why."""
    if counted != expected and not note.strip():
        raise RuleBroken(
            "money.day.difference",
            _("Sổ ghi %(expected)s tiền mặt, đếm được %(counted)s. Đếm lại, hoặc ghi vì sao lệch."),
            field="note",
            expected=show_amount(expected),
            counted=show_amount(counted),
        )
