"""Who looked at a dossier, and why: posts and reasons for its owner, no official's name.

The read log holds who it was; that is for whoever inspects conduct in office. Its owner is told
which post of which unit, when, and for what.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from phuong.areas.dossiers.models import Dossier
from phuong.kernel.access.api import HERE
from phuong.kernel.audit.api import Reading
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.people.models import Post

MOST = 500
PURPOSES: Final[Mapping[str, str]] = {
    "dossiers.workspace": _("Mở hồ sơ để xem và giải quyết"),
    "dossiers.move": _("Mở trang để làm một bước của hồ sơ"),
    "dossiers.attachment": _("Mở giấy tờ đính kèm"),
    "dossiers.print": _("In phiếu của hồ sơ"),
    "dossiers.paper": _("Mở bản in chính thức của hồ sơ"),
    "dossiers.register": _("Xem, in sổ hoặc biên bản có hồ sơ này"),
    "dossiers.handover": _("Bàn giao hồ sơ giữa các bộ phận"),
    "dossiers.calls": _("Xem danh sách phải gọi điện"),
    "dossiers.find": _("Tìm tại quầy và thấy hồ sơ này"),
    "dossiers.export": _("Tải sổ sự kiện để kiểm tra"),
    "delivery.search": _("Tìm và thấy hồ sơ này trong kết quả"),
    "delivery.records": _("Xem danh sách hồ sơ sau một con số"),
}
OTHERWISE: Final = _("Xem hồ sơ")


@dataclass(frozen=True, slots=True)
class Look:
    """What one post did with a dossier on one day for one reason."""

    day: date
    at: datetime
    times: int
    post: str
    unit: str
    why: str


def looks(dossier: Dossier) -> list[Look]:
    """Return who looked, the last first, what is of one day and reason together: two statements.

    `why` is a msgid. A code that is no post's has no title.
    """
    rows = (
        Reading.objects.of(dossier.ward_id)
        .filter(subject_id=dossier.id)
        .order_by("-at", "-id")
        .values_list("at", "actor_post", "purpose")[:MOST]
    )
    together: dict[tuple[date, str, str], list[datetime]] = {}
    for at, post, purpose in rows:
        why = PURPOSES.get(purpose, OTHERWISE)
        together.setdefault((at.astimezone(HERE).date(), post, why), []).append(at)
    named = _posts(dossier.ward_id, {post for _day, post, _why in together})
    return [
        Look(day, moments[0], len(moments), *named.get(post, ("", "")), why)
        for (day, post, why), moments in together.items()
    ]


def _posts(ward_id: int, codes: set[str]) -> dict[str, tuple[str, str]]:
    if not codes:
        return {}
    rows = Post.objects.of(ward_id).filter(code__in=codes)
    return {
        code: (title, unit) for code, title, unit in rows.values_list("code", "title", "unit__name")
    }
