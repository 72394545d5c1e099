"""The promised moment, and the letter that says sorry for missing it."""

from datetime import datetime

from phuong.kernel.errors import RuleBroken, WrongState
from phuong.kernel.errors import gettext_noop as _

# Fewer words than this explain nothing to a citizen.
LEAST_WORDS = 4


def check_time_order(moment: datetime, earlier: datetime | None) -> None:
    """Refuse an act that would come before what it follows."""
    if earlier is not None and moment < earlier:
        raise RuleBroken(
            "dossiers.time.backwards",
            _("Việc này không thể xảy ra trước bước liền trước của hồ sơ."),
        )


def target(
    before: datetime | None, due: datetime | None, *, ran_out: bool = False
) -> datetime | None:
    """Return the moment against which punctuality is counted: the earlier of promise and due.

    A calendar that moves the due date later moves no promise. While a request stands there is
    none, unless the promise had run out before it: asking then hides no lateness.
    """
    if due is None:
        return before if ran_out else None
    return due if before is None else min(before, due)


def check_apology_reason(why: str, reason: str) -> None:
    """Refuse an apology that tells the citizen nothing."""
    if not why:
        raise RuleBroken("dossiers.apology.why", _("Chọn nhóm lý do."), field="why")
    if len(reason.split()) < LEAST_WORDS:
        raise RuleBroken(
            "dossiers.apology.reason",
            _("Viết lý do cụ thể để người nộp hiểu vì sao phải chờ thêm."),
            field="reason",
        )


def check_may_draft(*, drafted: bool, apologised: bool) -> None:
    """Refuse a letter beside one that waits, and a second new appointment."""
    if drafted:
        raise WrongState(
            "dossiers.apology.waits",
            _("Thư xin lỗi của hồ sơ này đang chờ ký. Cần sửa thì nhờ lãnh đạo trả lại."),
        )
    if apologised:
        raise WrongState(
            "dossiers.apology.once",
            _("Hồ sơ này đã xin lỗi và hẹn lại một lần; không hẹn lại lần nữa."),
        )


def check_drafted(*, drafted: bool) -> None:
    """Refuse to sign or return an apology that nobody has drafted."""
    if not drafted:
        raise WrongState("dossiers.apology.none", _("Hồ sơ này không có thư xin lỗi chờ ký."))
