"""Which procedures a ward takes in: what is not offered begins nowhere; what came goes on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _

SHORTEST_WHERE: Final = 5
LONGEST_WHERE: Final = 300


@dataclass(frozen=True, slots=True)
class Closed:
    """A procedure that a ward does not take in: since when, and where people are to go."""

    since: datetime
    where: str


def check_offered(closed: Closed | None, came: datetime) -> None:
    """Refuse what came after the ward stopped taking it in, and say where to go."""
    if closed is not None and came >= closed.since:
        raise RuleBroken(
            "procedures.not-offered",
            _("Phường không nhận thủ tục này. Nơi nhận: %(where)s."),
            field="procedure",
            where=closed.where,
        )


def check_where(where: str) -> None:
    """Refuse to stop without a word on where people are to go."""
    if not SHORTEST_WHERE <= len(where.strip()) <= LONGEST_WHERE:
        raise RuleBroken(
            "procedures.offer.where",
            _("Ghi nơi nhận thay phường: tên cơ quan, địa chỉ hoặc trang nộp."),
            field="where",
        )


def check_left(left: int) -> None:
    """Refuse a ward that takes in nothing."""
    if left < 1:
        raise RuleBroken(
            "procedures.offer.none", _("Phường phải nhận ít nhất một thủ tục. Giữ lại một mục.")
        )


def check_changed(changes: int) -> None:
    """Refuse an act that changes nothing."""
    if not changes:
        raise RuleBroken(
            "procedures.offer.same", _("Chưa đổi gì: các mục đang chọn đúng như đang nhận.")
        )
