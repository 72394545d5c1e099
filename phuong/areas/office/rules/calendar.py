"""What a calendar decision must say, as functions over values."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.text import show_date
from phuong.kernel.workdays import Decision, Effect, Session, WorkCalendar

NUMBER = re.compile(r"[0-9A-Za-zĐđ][0-9A-Za-zĐđ./-]{0,59}")


@dataclass(frozen=True, slots=True)
class ChangedDay:
    """One day that a decision changes."""

    date: date
    effect: Effect
    note: str = ""
    open_sessions: tuple[Session, ...] = ()


def check_number(number: str) -> None:
    """Refuse what is no number of a document."""
    if not NUMBER.fullmatch(number):
        raise RuleBroken(
            "office.calendar.number",
            _("Nhập số, ký hiệu như trên văn bản, ví dụ 120/QĐ-UBND."),
            field="number",
        )


def check_days(days: Sequence[ChangedDay], calendar: WorkCalendar) -> None:
    """Refuse a decision without days, with a day twice, or that leaves a day as it is."""
    if not days:
        raise RuleBroken(
            "office.calendar.no-day", _("Nhập ít nhất một ngày thay đổi."), field="date_1"
        )
    seen: set[date] = set()
    for place, day in enumerate(days, start=1):
        if day.date in seen:
            raise RuleBroken(
                "office.calendar.twice",
                _("Ngày %(day)s được nhập hai lần. Bỏ bớt một dòng."),
                field=f"date_{place}",
                day=show_date(day.date),
            )
        seen.add(day.date)
        if day.effect is Effect.SESSIONS and not day.open_sessions:
            raise RuleBroken(
                "office.calendar.no-session",
                _("Nhập giờ mở của ngày %(day)s, ví dụ 07:00–11:00; đóng cả ngày thì chọn Nghỉ."),
                field=f"open_{place}",
                day=show_date(day.date),
            )
        if _changes_nothing(day, calendar):
            raise RuleBroken(
                "office.calendar.no-change",
                _("Ngày %(day)s vốn đã như vậy, quyết định này không đổi gì. Xem lại ngày."),
                field=f"date_{place}",
                day=show_date(day.date),
            )


def check_contradiction(days: Sequence[ChangedDay], known: Iterable[Decision]) -> None:
    """Refuse a day that another decision has made what it is."""
    decided = {decision.date: decision for decision in known}
    for place, day in enumerate(days, start=1):
        other = decided.get(day.date)
        if other is not None:
            raise RuleBroken(
                "office.calendar.contradicts",
                _(
                    "Ngày %(day)s đã do quyết định %(number)s ấn định, không thể đổi bằng quyết"
                    " định khác. Bỏ ngày này, hoặc đối chiếu lại văn bản."
                ),
                field=f"date_{place}",
                day=show_date(day.date),
                number=other.id,
            )


def decisions_of(number: str, days: Iterable[ChangedDay], *, local: bool) -> list[Decision]:
    """Return the days as the calendar takes them."""
    return [
        Decision(number, day.date, day.effect, day.open_sessions, local=local, note=day.note)
        for day in days
    ]


def _changes_nothing(day: ChangedDay, calendar: WorkCalendar) -> bool:
    """Tell whether the day already is what the decision makes it."""
    if day.effect is Effect.SESSIONS:
        return calendar.sessions_of(day.date) == day.open_sessions
    if day.effect is Effect.DESK_ONLY:
        return False
    return calendar.is_working_day(day.date) == (day.effect is Effect.WORK)
