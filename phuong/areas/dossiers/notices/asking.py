"""What whoever asked for an opinion is told by time: in the house alone, never elsewhere."""

from datetime import UTC, datetime

from phuong.kernel.audit.api import Code
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.notices.api import Template

SAMPLE: dict[str, Code | datetime] = {
    "due": datetime(2026, 11, 25, 10, 0, tzinfo=UTC),
    "code": Code("XK-261116-0147-YK1"),
}
ASKING = (
    Template(
        "dossiers.reply_near",
        _("Ý kiến sắp đến hạn trả lời"),
        _("Câu hỏi %(code)s phải được trả lời trước %(due)s. Gọi hỏi nơi được hỏi nếu chưa có."),
        sample=SAMPLE,
        elsewhere=frozenset(),
    ),
    Template(
        "dossiers.reply_late",
        _("Ý kiến quá hạn trả lời"),
        _("Câu hỏi %(code)s đã quá hạn trả lời %(due)s. Gửi nhắc rồi ghi lại, hoặc thôi chờ."),
        sample=SAMPLE,
        elsewhere=frozenset(),
        urgent=True,
    ),
)
