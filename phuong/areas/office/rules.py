"""What a calendar decision must say, as functions over values."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.text import show_date
from phuong.kernel.workdays import Decision, Effect, WorkCalendar

NUMBER = re.compile(r"[0-9A-Za-zĐđ][0-9A-Za-zĐđ./-]{0,59}")
LOGIN = re.compile(r"[a-z0-9][a-z0-9.-]{2,29}")


@dataclass(frozen=True, slots=True)
class ChangedDay:
    """One day that a decision changes."""

    date: date
    effect: Effect
    note: str = ""


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
        if calendar.is_working_day(day.date) == (day.effect is Effect.WORK):
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
    return [Decision(number, day.date, day.effect, local=local, note=day.note) for day in days]


@dataclass(frozen=True, slots=True)
class Span:
    """Days from one to another, both included; to nothing is until further notice."""

    first: date
    last: date | None = None

    def meets(self, other: "Span") -> bool:
        """Tell whether both have a day in common."""
        ends_before = self.last is not None and self.last < other.first
        begins_after = other.last is not None and other.last < self.first
        return not (ends_before or begins_after)


def check_span(span: Span) -> None:
    """Refuse days that end before they begin."""
    if span.last is not None and span.last < span.first:
        raise RuleBroken(
            "office.span",
            _("Ngày kết thúc phải từ ngày %(first)s trở đi."),
            field="last",
            first=show_date(span.first),
        )


def check_apart(span: Span, others: Iterable[tuple[Span, str]]) -> None:
    """Refuse days that overlap what holds already; each of those comes with whose it is."""
    for other, whose in others:
        if span.meets(other):
            raise RuleBroken(
                "office.overlap",
                _(
                    "Những ngày này trùng với %(whose)s, từ ngày %(first)s. Kết thúc cái đang có"
                    " trước, hoặc chọn ngày khác."
                ),
                field="first",
                whose=whose,
                first=show_date(other.first),
            )


def check_end(last: date, span: Span) -> None:
    """Refuse to end what has ended, and an end before the beginning."""
    if span.last is not None and span.last <= last:
        raise RuleBroken(
            "office.ended",
            _("Việc này đã kết thúc từ ngày %(last)s."),
            field="last",
            last=show_date(span.last),
        )
    check_span(Span(span.first, last))


def check_login(login: str) -> None:
    """Refuse what is hard to type or to tell apart at the log-in page."""
    if not LOGIN.fullmatch(login):
        raise RuleBroken(
            "office.login",
            _("Tên đăng nhập gồm 3 đến 30 chữ thường không dấu, chữ số, dấu chấm, gạch nối."),
            field="login",
        )


def check_within(span: Span, whole: Span) -> None:
    """Refuse days outside those of what they are about."""
    begins_early = span.first < whole.first
    ends_late = whole.last is not None and (span.last is None or span.last > whole.last)
    if begins_early or ends_late:
        raise RuleBroken(
            "office.outside",
            _("Chức vụ này chỉ có từ ngày %(first)s%(until)s. Chọn ngày trong khoảng ấy."),
            field="last" if ends_late else "first",
            first=show_date(whole.first),
            until=f" – {show_date(whole.last)}" if whole.last else "",
        )
