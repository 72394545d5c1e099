"""What an administrator looks after: messages that stayed behind, and what time should have done.

Counts, reasons and moments only: no content, nobody's name or address.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phuong.delivery import jobs
from phuong.kernel.access.api import Occasion
from phuong.kernel.notices import api as notices
from phuong.kernel.notices.api import Channel, State
from phuong.kernel.text.words import Words
from phuong.kernel.workflow.api import schedule

REASONS: Final[Mapping[str, Words]] = {
    "no-gateway": gettext_lazy(
        "Chưa nối cổng gửi cho kênh này: xem PHUONG_MAIL_URL, PHUONG_HOOK_URL"
    ),
    "entered-later": gettext_lazy("Nhập sau, không báo việc đã cũ"),
    "demo": gettext_lazy("Phường mẫu không gửi tin ra ngoài"),
    "line-down": gettext_lazy("Máy chủ thư hoặc cổng tin nhắn không trả lời"),
    "worn-out": gettext_lazy("Đã gửi nhiều lần mà không xong"),
    "busy": gettext_lazy("Bên nhận báo bận, gửi lại sau"),
    "unconfirmed": gettext_lazy("Cổng trả lời nhưng không xác nhận đúng mã tin"),
    "mail-refused": gettext_lazy("Máy chủ thư từ chối thư"),
    "mail-sender-refused": gettext_lazy(
        "Máy chủ thư không nhận địa chỉ người gửi: xem PHUONG_MAIL_FROM"
    ),
    "mail-log-in": gettext_lazy("Máy chủ thư không cho đăng nhập: xem PHUONG_MAIL_URL"),
    "no-such-address": gettext_lazy("Địa chỉ thư không có"),
    "bad-address": gettext_lazy("Địa chỉ thư ghi sai"),
    "no-such-number": gettext_lazy("Số điện thoại không có"),
    "opted-out": gettext_lazy("Người nhận đã từ chối tin nhắn"),
    "hook-refused": gettext_lazy("Cổng tin nhắn từ chối tin"),
    "hook-wrong-key": gettext_lazy("Cổng tin nhắn không nhận chữ ký: xem PHUONG_HOOK_SECRET"),
    "hook-redirects": gettext_lazy("Cổng tin nhắn chuyển hướng: xem PHUONG_HOOK_URL"),
    "hook-private": gettext_lazy("Cổng tin nhắn nằm trong mạng riêng: xem PHUONG_HOOK_PRIVATE"),
}


@dataclass(frozen=True, slots=True)
class Behind:
    """One line of messages that stayed behind, in words, and what its two buttons send."""

    channel: Words
    state: Words
    why: Words
    number: int
    since: datetime
    may_be_sent: bool
    may_be_given_up: bool
    group: notices.Group


@dataclass(frozen=True, slots=True)
class Regular:
    """One job in words: when it last came to an end, and how it stands."""

    label: Words
    done_at: datetime | None
    changed: int
    standing: Words
    tone: str


def behind(ward_id: int) -> list[Behind]:
    """Return the messages that stayed behind, those that were given up first: one statement."""
    return [
        Behind(
            Channel(each.channel).label,
            State(each.state).label,
            REASONS.get(each.reason, each.reason),
            each.number,
            each.since,
            each.may_be_sent,
            each.may_be_given_up,
            notices.Group(each.channel, str(each.state), each.reason),
        )
        for each in notices.stuck(ward_id)
    ]


def regular(occasion: Occasion) -> list[Regular]:
    """Return the jobs of a ward: one statement."""
    return [
        Regular(each.job.label or each.job.code, each.done_at, each.changed, *_standing(each))
        for each in schedule.standings(occasion.ward_id, occasion.now, jobs.all_jobs())
    ]


def late(ward_id: int, now: datetime) -> list[str]:
    """Return the codes of the jobs that have not come to a good end for far too long."""
    found = schedule.standings(ward_id, now, jobs.all_jobs())
    return [each.job.code for each in found if each.late]


def _standing(each: schedule.Standing) -> tuple[str, str]:
    if each.failed_at is not None:
        return _("Lần gần nhất bị hỏng, sẽ chạy lại"), "bad"
    if each.late:
        return _("Lâu rồi không chạy xong"), "bad"
    return _("Đều"), "ok"
