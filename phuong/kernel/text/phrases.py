"""Short sentences made of a number: limits, days left, and why a day counted.

A `Phrase` is a Vietnamese msgid and its facts; whoever shows it translates the message first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from phuong.kernel.errors import Fact
from phuong.kernel.errors import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence that is translated when shown: `gettext(phrase.message) % phrase.facts`."""

    message: str
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.facts if self.facts else self.message


LIMITS: Mapping[str, str] = {
    "working_day": _("%(n)s ngày làm việc"),
    "working_hour": _("%(n)s giờ làm việc"),
    "calendar_day": _("%(n)s ngày"),
    "month": _("%(n)s tháng"),
    "year": _("%(n)s năm"),
    "clock_hour": _("%(n)s giờ"),
    "same_day": _("trong ngày làm việc"),
    "handover": _("bàn giao trong ngày hoặc đầu ngày làm việc kế tiếp"),
}


def limit_phrase(unit: str, n: float | None = None) -> Phrase:
    """Say a limit.

    >>> str(limit_phrase("working_day", 3)), str(limit_phrase("working_hour", 2.5))
    ('3 ngày làm việc', '2,5 giờ làm việc')
    """
    message = LIMITS[unit]
    if "%(n)s" not in message or n is None:
        return Phrase(message)
    return Phrase(message, {"n": f"{n:g}".replace(".", ",")})


def days_left_phrase(days: int) -> Phrase:
    """Say how many working days are left; negative is late.

    >>> [str(days_left_phrase(n)) for n in (5, 0, -3)]
    ['Còn 5 ngày làm việc', 'Hết hạn hôm nay', 'Quá hạn 3 ngày làm việc']
    """
    if days == 0:
        return Phrase(_("Hết hạn hôm nay"))
    if days < 0:
        return Phrase(_("Quá hạn %(n)s ngày làm việc"), {"n": -days})
    return Phrase(_("Còn %(n)s ngày làm việc"), {"n": days})


def paused_phrase(since: date) -> Phrase:
    """Say that the clock stands still.

    >>> str(paused_phrase(date(2026, 11, 20)))
    'Tạm dừng từ 20/11'
    """
    return Phrase(_("Tạm dừng từ %(day)s"), {"day": f"{since.day:02d}/{since.month:02d}"})


NO_DEADLINE = Phrase(_("Không tính hạn"))

# The codes are those of `phuong.kernel.workdays.Reason`; a test holds the two together.
CLOCK_SENTENCES: Mapping[str, str] = {
    "start": _("ngày bắt đầu, không tính"),
    "working": _("ngày làm việc"),
    "made-up": _("ngày làm bù, có tính"),
    "part-day": _("chỉ mở một số buổi, vẫn tính là ngày làm việc"),
    "weekly": _("ngày nghỉ hằng tuần"),
    "off": _("ngày nghỉ theo quyết định"),
    "closed": _("cơ quan đóng cửa cả ngày"),
    "desk-only": _("chỉ nhận và trả hồ sơ, không tính"),
    "no-session": _("cơ quan không mở buổi nào"),
    "paused": _("tạm dừng, không tính"),
    "interrupted": _("ngày cuối chưa hết thì tạm dừng"),
    "resumed": _("hết tạm dừng, ngày cuối của thời hạn"),
    "calendar-day": _("tính cả ngày nghỉ"),
    "ends-on-day-off": _("ngày cuối là ngày nghỉ"),
    "moved": _("dời đến ngày làm việc kế tiếp"),
    "same-date": _("ngày cuối của thời hạn tính theo tháng, năm"),
    "same-day": _("nhận trước giờ chốt, hạn trong ngày"),
    "after-line": _("nhận sau giờ chốt, hạn là ngày làm việc kế tiếp"),
    "outside-hours": _("ngoài giờ làm việc"),
    "clock-hours": _("tính liên tục theo giờ đồng hồ"),
}
_BY = _("%(reason)s (%(decision)s)")
_BY_WITH_NOTE = _("%(reason)s (%(note)s, %(decision)s)")


def clock_sentence(reason: str, decision: str | None = None, note: str = "") -> Phrase:
    """Say why a day counted or did not, and which decision made it so.

    The fact `reason` of a longer sentence is itself a msgid of `CLOCK_SENTENCES`.

    >>> str(clock_sentence("off", "28/2026/QH16", "Ngày Văn hóa Việt Nam"))
    'ngày nghỉ theo quyết định (Ngày Văn hóa Việt Nam, 28/2026/QH16)'
    """
    message = CLOCK_SENTENCES[reason]
    if decision is None:
        return Phrase(message)
    if not note:
        return Phrase(_BY, {"reason": message, "decision": decision})
    return Phrase(_BY_WITH_NOTE, {"reason": message, "decision": decision, "note": note})
