"""What came in before it was entered, and what was filed elsewhere."""

from datetime import datetime

from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _

# Ways in of which the moment of coming is not that of the entry (values of `Origin`).
COMES_BEFORE = frozenset({"post", "mobile", "home", "external"})


def check_came(came_at: datetime, entered_at: datetime) -> None:
    """Refuse what is said to have come after it was entered: nobody receives in the future."""
    if came_at > entered_at:
        raise RuleBroken(
            "dossiers.came.in-future",
            _("Lúc nhận phải trước lúc nhập. Xem lại ngày, giờ ghi trên bì thư hoặc sổ nhận."),
            field="came_on",
        )


def check_external(system: str, code: str) -> None:
    """Refuse to follow a dossier of another system without that system and its code there."""
    if not system:
        raise RuleBroken(
            "dossiers.external.no-system", _("Chọn hệ thống mà hồ sơ đã nộp."), field="system"
        )
    if not code:
        raise RuleBroken(
            "dossiers.external.no-code",
            _("Ghi mã hồ sơ trên hệ thống đó, để người nộp tra cứu được bằng mã nào cũng thấy."),
            field="elsewhere",
        )
