"""When an applicant may be told to pay, and what is said of it."""

from phuong.kernel.errors import RuleBroken, WrongState
from phuong.kernel.errors import gettext_noop as _

# Fewer words than this explain nothing to a citizen.
LEAST_WORDS = 3


def check_why(why: str) -> None:
    """Refuse to ask for money, or to stop asking, without telling why."""
    if len(why.split()) < LEAST_WORDS:
        raise RuleBroken("dossiers.payment.why", _("Viết vì sao, để người nộp hiểu."), field="why")


def check_owed(standing: str, amount: int) -> None:
    """Refuse to ask for what was paid, or where nothing is due."""
    if standing == "paid":
        raise WrongState(
            "dossiers.payment.paid", _("Khoản này đã nộp rồi; không yêu cầu nộp lần nữa.")
        )
    if standing != "due" or amount <= 0:
        raise RuleBroken(
            "dossiers.payment.nothing", _("Hồ sơ này không phải nộp tiền; tính lại khoản thu.")
        )


def check_known(*, known: bool) -> None:
    """Refuse to ask for an amount that nobody worked out by a rule."""
    if not known:
        raise RuleBroken(
            "dossiers.payment.no-fee",
            _("Chưa tính được số tiền theo mức thu của thủ tục. Tính khoản thu trước."),
        )
