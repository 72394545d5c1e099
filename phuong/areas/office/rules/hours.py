"""The hours of the office and of its desks, as people write them."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.text import show_date
from phuong.kernel.workdays import Session
from phuong.kernel.workdays.facts import checked_sessions

# The sessions of each weekday, Monday first; none is closed.
Week = tuple[tuple[Session, ...], ...]
SPAN = re.compile(r"\s*(\d{1,2})[:hg](\d{2})?\s*[–—-]\s*(\d{1,2})[:hg](\d{2})?\s*")


def parse_sessions(text: str) -> tuple[Session, ...]:
    """Read hours as people write them.

    >>> [str(one) for one in parse_sessions("7:00-11:00, 13h – 17h")]
    ['07:00–11:00', '13:00–17:00']
    """
    found = []
    for part in filter(str.strip, text.split(",")):
        read = SPAN.fullmatch(part)
        if read is None:
            raise RuleBroken(
                "office.hours.unread",
                _("Nhập giờ dạng 07:00–11:00, 13:00–17:00; không đọc được “%(text)s”."),
                text=part.strip()[:40],
            )
        hours, minutes, until, more = (int(one or 0) for one in read.groups())
        found.append(Session.parse(f"{hours}:{minutes:02d}", f"{until}:{more:02d}"))
    return checked_sessions(found)


def show_sessions(sessions: Iterable[Session]) -> str:
    """Write hours as they are read."""
    return ", ".join(str(one) for one in sessions)


def check_week(week: Week) -> None:
    """Refuse a week in which nothing is ever open."""
    if not any(week):
        raise RuleBroken(
            "office.hours.closed",
            _("Nhập giờ mở của ít nhất một ngày trong tuần."),
            field="day_0",
        )


def check_hours(first: date, today: date, later: Sequence[date], *, begun: bool) -> None:
    """Refuse hours from a past day, and hours before others that were set for later."""
    if begun and first < today:
        raise RuleBroken(
            "office.hours.past",
            _(
                "Giờ mới chỉ có hiệu lực từ hôm nay %(today)s trở đi: thời hạn đã qua được tính"
                " theo giờ khi ấy. Chọn ngày khác."
            ),
            field="first",
            today=show_date(today),
        )
    if contradicted := [day for day in later if day >= first]:
        raise RuleBroken(
            "office.hours.contradicts",
            _("Đã có giờ đặt từ ngày %(day)s. Bỏ giờ ấy trước, hoặc chọn ngày sau ngày ấy."),
            field="first",
            day=show_date(min(contradicted)),
        )
