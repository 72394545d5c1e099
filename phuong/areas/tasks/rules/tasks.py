"""What one task may be, how long it takes, and where it counts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from phuong.areas.tasks.states import RUNNING, State
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.workdays import (
    Clock,
    Limit,
    Punctuality,
    Unit,
    WorkCalendar,
    evaluate,
    local,
    punctuality,
)

FARTHEST = timedelta(days=3 * 366)


def limit_until(given_at: datetime, by: date, calendar: WorkCalendar) -> Limit:
    """Return the limit that ends on a day chosen by hand, counted from the giving.

    The day is a fact like any limit: a decision that takes it off the calendar moves it on.
    """
    days = (by - local(given_at).date()).days
    if days < 0:
        raise RuleBroken(
            "tasks.due.past", _("Hạn phải từ hôm nay trở đi. Chọn ngày khác."), field="by"
        )
    if days > FARTHEST.days:
        raise RuleBroken("tasks.due.far", _("Hạn xa quá ba năm. Xem lại năm của hạn."), field="by")
    if days:
        return Limit(Unit.CALENDAR_DAY, days)
    limit = Limit(Unit.SAME_DAY)
    if evaluate(Clock(given_at, limit), calendar).on != by:
        raise RuleBroken(
            "tasks.due.too-late-today",
            _("Hôm nay không còn kịp. Chọn hạn từ ngày làm việc sau."),
            field="by",
        )
    return limit


def check_said(words: str, field: str, sentence: str) -> None:
    """Refuse an act that needs words without them."""
    if not words.strip():
        raise RuleBroken(f"tasks.said.{field.replace('_', '-')}", sentence, field=field)


def check_given(title: str, product: str) -> None:
    """Refuse a task of which nobody could say when it is done (clear work, clear product)."""
    check_said(title, "title", _("Ghi việc phải làm, bắt đầu bằng động từ."))
    check_said(product, "product", _("Ghi sản phẩm phải có, để biết thế nào là xong."))


def check_people(assigner: UUID | None, doer: UUID, helpers: Collection[UUID]) -> None:
    """Refuse a task to oneself, and one who answers for it among those who only help."""
    if assigner == doer:
        raise RuleBroken(
            "tasks.give.oneself",
            _("Không tự giao cho mình: ai làm thì người khác xác nhận. Chọn người khác."),
            field="doer",
        )
    if doer in helpers:
        raise RuleBroken(
            "tasks.give.doer-helps",
            _("Người chịu trách nhiệm không ghi thêm ở mục phối hợp."),
            field="helpers",
        )


def check_may_extend(
    asked_before: int, allowed: int, *, now: datetime, due: datetime, wanted: date
) -> None:
    """Refuse a further extension, one asked after the day had passed, and one that is not later."""
    if asked_before >= allowed:
        raise RuleBroken(
            "tasks.extension.again",
            _("Nhiệm vụ đã được gia hạn %(times)s lần, không gia hạn thêm."),
            times=asked_before,
        )
    if local(now).date() > local(due).date():
        raise RuleBroken(
            "tasks.extension.late",
            _("Hạn đã qua, không xin gia hạn được nữa. Báo cáo tiến độ và vì sao chậm."),
        )
    if wanted <= local(due).date():
        raise RuleBroken(
            "tasks.extension.not-later",
            _("Hạn mới phải sau hạn đang tính."),
            field="by",
        )


def is_kept(reported: datetime, first_due: datetime, due: datetime, unit: Unit) -> bool:
    """Tell whether a report came in time: against the first promise, which no extension moves."""
    how = punctuality(min(first_due, due), unit, finished=reported, now=reported)
    return how is not Punctuality.LATE


@dataclass(frozen=True, slots=True)
class Counted:
    """The facts of a task that figures count."""

    state: str
    unit: UUID | None
    given_on: date
    first_due_on: date
    finished_on: date | None
    on_time: bool | None
    closed_on: date | None


_RUNNING = frozenset(str(state.value) for state in RUNNING)
Cell = tuple[str, str, UUID | None, date]


def cells(task: Counted | None) -> frozenset[Cell]:
    """Return the cells of figures in which a task counts: measure, field, unit, day."""
    if task is None:
        return frozenset()
    found: set[Cell] = {("tasks.given", "", task.unit, task.given_on)}
    if task.state in _RUNNING:
        found.add(("tasks.running", "", task.unit, task.first_due_on))
    if task.state == State.DONE.value and task.finished_on is not None:
        measure = "tasks.on_time" if task.on_time else "tasks.late"
        found.add((measure, "", task.unit, task.finished_on))
    if task.state == State.NOT_DONE.value and task.closed_on is not None:
        found.add(("tasks.not_done", "", task.unit, task.closed_on))
    return frozenset(found)


def reminders(left: int, near: int) -> Sequence[str]:
    """Return what the doer is reminded of with so many working days left."""
    if left < 0:
        return ("overdue",)
    return ("near_due",) if left <= near else ()
