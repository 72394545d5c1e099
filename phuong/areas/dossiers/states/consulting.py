"""Asking others while a dossier is in work: agencies elsewhere, units of the house."""

from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.states.words import Can, State
from phuong.kernel.workflow.machine import Move, any_of

CONSULT = Move(
    "consult", any_of(State.IN_WORK), None, Can.PROCESS,
    _("Hỏi cơ quan khác, lấy ý kiến"),
    _("Mỗi nơi được hỏi có ngày phải trả lời riêng; thời hạn của hồ sơ vẫn chạy, ngày hẹn không"
      " đổi. Trang hồ sơ cho thấy ai đã trả lời."),
    slug="lay-y-kien", main=False,
)  # fmt: skip

MOVES = (CONSULT,)
