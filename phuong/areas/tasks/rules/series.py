"""When a task comes again: the planned days, and what becomes of each by the calendar."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.workdays import WorkCalendar

DAY = timedelta(days=1)
MOST_DAYS = 60


@dataclass(frozen=True, slots=True)
class Pattern:
    """The rhythm of a series, what a closed day does to it, and its last day."""

    rhythm: str
    day: int
    skips_closed: bool = False
    last_on: date | None = None

    def next_from(self, day: date) -> date:
        """Return the first planned day on or after a day."""
        if self.rhythm == "weekly":
            return day + timedelta(days=(self.day - day.weekday()) % 7)
        planned = self._in_month(day.year, day.month)
        if planned >= day:
            return planned
        later = day.replace(day=1) + timedelta(days=31)
        return self._in_month(later.year, later.month)

    def is_over(self, planned: date) -> bool:
        """Tell whether a planned day lies behind the last one."""
        return self.last_on is not None and planned > self.last_on

    def _in_month(self, year: int, month: int) -> date:
        return date(year, month, min(self.day, monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class Planned:
    """One planned day: when the task is given, or nothing where that day is left out.

    `why` and `decision` say why the planned day is closed.
    """

    on: date
    gives_on: date | None
    why: str = ""
    decision: str = ""


def planned(pattern: Pattern, on: date, calendar: WorkCalendar) -> Planned:
    """Return what the calendar makes of a planned day."""
    if calendar.is_working_day(on):
        return Planned(on, on)
    shape = calendar.shape_of(on)
    decision = shape.decision.id if shape.decision is not None else ""
    gives_on = None if pattern.skips_closed else calendar.on_or_after(on)
    if gives_on is not None and gives_on >= pattern.next_from(on + DAY):
        gives_on = None
    return Planned(on, gives_on, str(shape.reason), decision)


def coming(pattern: Pattern, since: date, calendar: WorkCalendar) -> Iterator[Planned]:
    """Go through the planned days from a day on, to the last one."""
    on = pattern.next_from(since)
    while not pattern.is_over(on):
        yield planned(pattern, on, calendar)
        on = pattern.next_from(on + DAY)


def outcome(one: Planned, pattern: Pattern, today: date, calendar: WorkCalendar) -> str:
    """Return what becomes of a planned day today; nothing where its time has not come.

    Of several that wait after a standstill only the newest is given: nobody can do three weeks'
    reviews at once.
    """
    if one.gives_on is None:
        return "closed" if one.on <= today else ""
    if one.gives_on > today:
        return ""
    after = planned(pattern, pattern.next_from(one.on + DAY), calendar)
    if not pattern.is_over(after.on) and (after.gives_on or after.on) <= today:
        return "overtaken"
    if one.gives_on < today:
        return "late"
    return "given" if one.gives_on == one.on else "shifted"


def check_pattern(pattern: Pattern, limit_days: int, first_on: date, today: date) -> None:
    """Refuse a series that begins in the past, gives no time, or ends before it begins."""
    if first_on < today:
        raise RuleBroken(
            "tasks.series.past", _("Bắt đầu từ hôm nay trở đi. Chọn ngày khác."), field="first_on"
        )
    if not 1 <= limit_days <= MOST_DAYS:
        raise RuleBroken(
            "tasks.series.limit",
            _("Nhập từ 1 đến %(most)s ngày làm việc."),
            field="limit_days",
            most=MOST_DAYS,
        )
    if pattern.is_over(pattern.next_from(first_on)):
        raise RuleBroken(
            "tasks.series.empty",
            _("Đến ngày cuối chưa có kỳ nào. Chọn ngày cuối xa hơn."),
            field="last_on",
        )
