"""The moves between the ward's own units while a dossier is in work."""

from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.states.words import Can, State
from phuong.kernel.workflow.machine import Care, Move, any_of

TAKE_OVER = Move(
    "take_over", any_of(State.IN_WORK), None, Can.PROCESS,
    _("Nhận hồ sơ chuyển đến"),
    _("Hồ sơ vào việc của tôi; người chuyển, người nhận và lúc nhận được ghi lại."),
    care=Care.UNDO, slug="nhan-chuyen",
)  # fmt: skip


PASS_ON = Move(
    "pass_on", any_of(State.IN_WORK), None, Can.PROCESS,
    _("Chuyển bộ phận khác"),
    _("Hồ sơ sang bộ phận khác của phường, chờ họ nhận; thời hạn vẫn chạy, ngày hẹn không đổi."),
    slug="chuyen-bo-phan", main=False,
)  # fmt: skip

MOVES = (TAKE_OVER, PASS_ON)
