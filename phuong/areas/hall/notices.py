"""The messages of the hall: a booked time that cannot be kept. They name nobody."""

from datetime import UTC, datetime
from typing import Final

from phuong.kernel.audit.api import Code
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.notices.api import Template

CLOSED: Final = "hall.closed"
TEMPLATES = (
    Template(
        CLOSED,
        _("Giờ hẹn không giữ được"),
        _("Giờ hẹn %(at)s không giữ được: lúc ấy phường không tiếp nhận nữa."),
        _("%(ward)s: gio hen %(at)s khong giu duoc. Goi %(phone)s hen lai."),
        sample={
            "at": datetime(2026, 11, 25, 10, 0, tzinfo=UTC),
            "code": Code("XK-LC261125-0147"),
        },
        to_do=_("Mở trang hẹn giờ đã lưu để chọn giờ khác, hoặc nói ngay với người gọi."),
        call=True,
    ),
)
