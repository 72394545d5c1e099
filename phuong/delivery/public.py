"""What the home page says: what one can do here, when the desk is open, how the ward is doing."""

from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from phuong.areas.procedures import api as procedures
from phuong.areas.statistics import api as statistics
from phuong.delivery import navigation
from phuong.kernel.access.api import Occasion
from phuong.kernel.law import api as law
from phuong.kernel.ui import display
from phuong.kernel.ui.parts import Card
from phuong.kernel.workdays import Session, WorkCalendar, local

SETTLED: Final = "giai-quyet"

_TASKS: Final = (
    (
        "/thu-tuc/",
        gettext_noop("Nộp hồ sơ"),
        gettext_noop("Khai sinh, kết hôn, chứng thực, hộ kinh doanh…"),
    ),
    (
        "/tra-cuu/",
        gettext_noop("Tra cứu hồ sơ"),
        gettext_noop("Xem hồ sơ đã đến bước nào, ngày nào có kết quả"),
    ),
    (
        "/lay-so/",
        gettext_noop("Lấy số, hẹn giờ"),
        gettext_noop("Lấy số trước khi đến, đỡ phải chờ"),
    ),
    (
        "/phan-anh/",
        gettext_noop("Phản ánh, góp ý"),
        gettext_noop("Báo việc chưa đúng, giữ kín tên người gửi"),
    ),
)


def tasks() -> list[Card]:
    """Return the large choices of the home page, as far as their pages exist."""
    return [
        Card(_(title), navigation.address(path), _(text))
        for path, title, text in _TASKS
        if navigation.exists(path)
    ]


def common(occasion: Occasion) -> list[tuple[str, str]]:
    """Return the procedures that most people come for, with their addresses."""
    if not navigation.exists("/thu-tuc/"):
        return []
    return [
        (version.name, navigation.address(f"/thu-tuc/{version.slug}/"))
        for version in procedures.common(occasion.ward_id, occasion.today)
    ]


def opening(occasion: Occasion) -> str:
    """Say whether the desk is open today, and when it opens again."""
    calendar, now = occasion.calendar, local(occasion.now)
    minute = now.hour * 60 + now.minute
    today = calendar.intake_of(now.date())
    if any(minute < session.closes for session in today):
        return _("Hôm nay mở cửa %(hours)s.") % {"hours": _hours(today)}
    day = _next_open(calendar, now.date())
    if day is None:
        return _("Hôm nay không mở cửa.")
    said = {"when": f"{_clock(calendar.intake_of(day)[0].opens)}, {display.long_day(day)}"}
    if today:
        return _("Hôm nay đã hết giờ. Mở cửa lại %(when)s.") % said
    return _("Hôm nay không mở cửa. Mở cửa lại %(when)s.") % said


def _next_open(calendar: WorkCalendar, after: date) -> date | None:
    days = (after + timedelta(days=step) for step in range(1, 31))
    return next((day for day in days if calendar.intake_of(day)), None)


def _hours(sessions: tuple[Session, ...]) -> str:
    return ", ".join(f"{_clock(one.opens)}–{_clock(one.closes)}" for one in sessions)


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"


def share(occasion: Occasion) -> statistics.Newest | None:
    """Return the published share finished on time, the same that the figures' page shows.

    A share of the last days, counted anew each day, would tell by its changes what one day held.
    """
    return statistics.newest_share(occasion.ward_id, SETTLED)


def kept(occasion: Occasion) -> dict[str, int | None]:
    """Return how long things are kept, as the ward's values say."""
    return {"draft_days": _number("dossiers.draft_kept", occasion.today)}


def _number(key: str, on: date) -> int | None:
    try:
        return law.number(key, on)
    except law.NotInForce:
        return None
