"""The messages that tasks send: what, until when, what to do; never a name, never the content."""

from collections.abc import Mapping
from datetime import UTC, datetime

from phuong.kernel.audit.api import Code
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.notices.api import Template

SAMPLE: dict[str, Code | datetime] = {
    "due": datetime(2026, 11, 25, 10, 0, tzinfo=UTC),
    "code": Code("XK-NV26-0147"),
}
# Whom a move concerns; whoever made it is not told.
TOLD: Mapping[str, tuple[str, ...]] = {
    "give": ("doer", "helpers"),
    "report_done": ("answers",),
    "ask_extension": ("answers",),
    "extend": ("doer", "helpers"),
    "keep_date": ("doer",),
    "confirm": ("doer", "helpers"),
    "send_back": ("doer",),
    "hand_on": ("doer", "helpers", "giver"),
    "close_undone": ("doer", "helpers"),
    "cancel": ("doer", "helpers"),
    "near_due": ("doer",),
    "overdue": ("doer", "giver"),
    "recompute": ("doer", "helpers"),
}


def _told(move: str, title: str, text: str, *, urgent: bool = False) -> Template:
    return Template(
        f"tasks.{move}", title, text, sample=SAMPLE, elsewhere=frozenset(), urgent=urgent
    )


TEMPLATES = (
    _told(
        "give",
        _("Nhiệm vụ mới"),
        _("Nhiệm vụ %(code)s mới giao, xong trước %(due)s. Mở ra xem và bấm Bắt đầu làm."),
    ),
    _told(
        "report_done",
        _("Chờ xác nhận nhiệm vụ"),
        _("Nhiệm vụ %(code)s đã báo cáo hoàn thành. Xem minh chứng rồi xác nhận, hoặc trả lại."),
    ),
    _told(
        "ask_extension",
        _("Xin gia hạn nhiệm vụ"),
        _("Nhiệm vụ %(code)s xin gia hạn, hạn đang tính %(due)s. Duyệt hoặc giữ hạn cũ."),
        urgent=True,
    ),
    _told("extend", _("Đã gia hạn"), _("Nhiệm vụ %(code)s được gia hạn, xong trước %(due)s.")),
    _told(
        "keep_date",
        _("Không gia hạn"),
        _("Nhiệm vụ %(code)s giữ hạn cũ, xong trước %(due)s. Lý do ghi ở trang nhiệm vụ."),
    ),
    _told(
        "confirm",
        _("Nhiệm vụ hoàn thành"),
        _("Nhiệm vụ %(code)s đã được xác nhận hoàn thành. Không phải làm gì thêm."),
    ),
    _told(
        "send_back",
        _("Nhiệm vụ trả lại"),
        _("Nhiệm vụ %(code)s được trả lại để làm tiếp, xong trước %(due)s."),
        urgent=True,
    ),
    _told(
        "hand_on",
        _("Nhiệm vụ chuyển đến"),
        _("Nhiệm vụ %(code)s đổi người làm, xong trước %(due)s. Mở ra xem ai làm."),
    ),
    _told(
        "close_undone",
        _("Nhiệm vụ khép lại"),
        _("Nhiệm vụ %(code)s khép lại vì không thực hiện được. Lý do ghi ở trang nhiệm vụ."),
    ),
    _told(
        "cancel",
        _("Thôi giao"),
        _("Nhiệm vụ %(code)s thôi giao. Không phải làm tiếp; lý do ghi ở trang nhiệm vụ."),
    ),
    _told(
        "near_due",
        _("Nhiệm vụ sắp đến hạn"),
        _("Nhiệm vụ %(code)s sắp đến hạn: %(due)s. Báo cáo, hoặc xin gia hạn khi hạn chưa qua."),
    ),
    _told(
        "overdue",
        _("Nhiệm vụ quá hạn"),
        _("Nhiệm vụ %(code)s đã quá hạn %(due)s. Làm xong thì báo cáo ngay, nêu vì sao chậm."),
        urgent=True,
    ),
    Template(
        "series.pause",
        _("Nhiệm vụ định kỳ tạm dừng"),
        _(
            "Nhiệm vụ định kỳ %(code)s tạm dừng vì người làm không còn công tác."
            " Đổi người rồi cho lặp tiếp."
        ),
        sample=SAMPLE,
        elsewhere=frozenset(),
        urgent=True,
    ),
    _told(
        "recompute",
        _("Hạn nhiệm vụ đổi theo lịch"),
        _("Lịch làm việc thay đổi. Nhiệm vụ %(code)s nay có hạn %(due)s."),
    ),
)
