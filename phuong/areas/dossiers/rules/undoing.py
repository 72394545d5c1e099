"""When a slip of the hand may be taken back."""

from datetime import datetime, timedelta

from phuong.kernel.errors import WrongState
from phuong.kernel.errors import gettext_noop as _


def check_undo_possible(*, untouched: bool) -> None:
    """Refuse to undo what is no undoable move, or what somebody has acted upon since."""
    if not untouched:
        raise WrongState(
            "dossiers.undo.nothing",
            _("Không hoàn tác được: hồ sơ đã có bước tiếp theo. Xem bản mới rồi làm tiếp."),
        )


def check_undo_in_time(now: datetime, made_at: datetime, minutes: int) -> None:
    """Refuse to undo after the minutes in which messages have waited."""
    if now >= made_at + timedelta(minutes=minutes):
        raise WrongState(
            "dossiers.undo.too-late",
            _("Đã quá %(minutes)s phút, không hoàn tác được nữa. Dùng bước khác để sửa."),
            minutes=minutes,
        )


def check_not_printed(*, printed: bool) -> None:
    """Refuse to undo what stands on paper already."""
    if printed:
        raise WrongState(
            "dossiers.undo.printed",
            _("Hồ sơ đã được in sau bước này nên không hoàn tác được. Dùng bước trả lại."),
        )
