"""The leader's overview: its figures, each with the window behind it, and its charts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from phuong.areas.procedures import api as procedures
from phuong.delivery import navigation, work
from phuong.delivery.periods import Period, last_months, previous
from phuong.kernel.access.api import Occasion
from phuong.kernel.law import api as law
from phuong.kernel.measures.api import Ask, Window, get, totals
from phuong.kernel.ui import charts, display
from phuong.kernel.ui.parts import Figure

RECORDS: Final = "/lanh-dao/ho-so/"
RECEIVED, RUNNING, PAUSED = "dossiers.received", "dossiers.running", "dossiers.paused"
ON_TIME, FINISHED = "dossiers.on_time", "dossiers.finished"
TASKS = "tasks.running"
Counted = Mapping[tuple[str, date | None], int]


@dataclass(frozen=True, slots=True)
class Windows:
    """Over which days each figure counts. A figure and its listing take the same one."""

    now: Window
    near: Window
    late: Window
    urgent: Window
    period: Window
    before: Window
    year: Window


@dataclass(frozen=True, slots=True)
class Overview:
    """What the page shows of figures: numbers and charts, from one statement."""

    figures: Sequence[Figure]
    by_field: SafeString
    by_month: SafeString
    urgent_count: int
    urgent_url: str


def windows(occasion: Occasion, period: Period, field: str) -> Windows:
    """Return the windows of the page."""
    today, before = occasion.today, previous(period)
    near = occasion.calendar.add(today, work.near_days(today))
    months = last_months(today)
    return Windows(
        now=Window(field=field),
        near=Window(today, near, field),
        late=Window(None, today - timedelta(days=1), field),
        urgent=Window(None, today, field),
        period=Window(period.first, period.last, field),
        before=Window(before.first, before.last, field),
        year=Window(months[0].first, months[-1].last, field),
    )


def records_url(measure: str, window: Window) -> str:
    """Return the address that lists exactly the records behind a figure."""
    asked = {
        "chi-tieu": measure,
        "tu": window.first.isoformat() if window.first else "",
        "den": window.last.isoformat() if window.last else "",
        "linh-vuc": window.field,
    }
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{navigation.address(RECORDS)}?{query}"


def overview(occasion: Occasion, period: Period, field: str) -> Overview:
    """Return all figures of the page: one statement."""
    over = windows(occasion, period, field)
    asks = [
        Ask(RUNNING, over.now, by_field=True),
        Ask(RUNNING, over.late, by_field=True),
        Ask(RUNNING, over.near),
        Ask(RUNNING, over.urgent),
        Ask(PAUSED, over.now),
        Ask(RECEIVED, over.period),
        Ask(RECEIVED, over.before),
        Ask(ON_TIME, over.period),
        Ask(FINISHED, over.period),
        Ask(ON_TIME, over.before),
        Ask(FINISHED, over.before),
        Ask(ON_TIME, over.year, by_day=True),
        Ask(FINISHED, over.year, by_day=True),
        # Tasks are of no field: what the filter says of fields is not asked of them.
        Ask(TASKS, replace(over.late, field="")),
        Ask(TASKS, replace(over.near, field="")),
    ]
    *ours, late_tasks, near_tasks = totals(occasion.ward_id, asks)
    running, late, *rest = ours
    figures = _figures(occasion, period, over, [_sum(running), _sum(late), *map(_sum, rest)])
    figures += _task_figures(occasion, over, _sum(late_tasks), _sum(near_tasks))
    return Overview(
        figures=figures,
        by_field=_by_field(occasion, running, late, over),
        by_month=_by_month(occasion, rest[9], rest[10], field),
        urgent_count=_sum(rest[1]),
        urgent_url=records_url(RUNNING, over.urgent),
    )


def _figures(
    occasion: Occasion, period: Period, over: Windows, counts: Sequence[int]
) -> list[Figure]:
    """Return the six numbers, each with the address of its records."""
    running, late, near, _urgent, paused, received, before, *shares = counts
    days = work.near_days(occasion.today)
    return [
        _figure(_("Đang giải quyết"), running, RUNNING, over.now),
        _figure(
            _("Sắp đến hạn"),
            near,
            RUNNING,
            over.near,
            "warn",
            _("từ hôm nay, trong %(days)s ngày làm việc") % {"days": days},
        ),
        _figure(_("Quá hạn"), late, RUNNING, over.late, "bad"),
        _share_figure(over.period, shares[:4], period),
        _figure(_("Chờ bổ sung"), paused, PAUSED, over.now, "muted"),
        _figure(
            _("Tiếp nhận"),
            received,
            RECEIVED,
            over.period,
            change=f"{period.label}; {period.before}: {display.number(before)}",
        ),
    ]


def _task_figures(occasion: Occasion, over: Windows, late: int, near: int) -> list[Figure]:
    """Return the tasks that are late against their first promise, and those that soon will be."""
    days = work.near_days(occasion.today)
    return [
        _figure(_("Nhiệm vụ chậm"), late, TASKS, replace(over.late, field=""), "bad"),
        _figure(
            _("Nhiệm vụ sắp đến hạn"),
            near,
            TASKS,
            replace(over.near, field=""),
            "warn",
            _("từ hôm nay, trong %(days)s ngày làm việc") % {"days": days},
        ),
    ]


def _figure(
    label: str, number: int, measure: str, window: Window, tone: str = "info", change: str = ""
) -> Figure:
    return Figure(label, display.number(number), records_url(measure, window), tone, change)


def _sum(counted: Counted) -> int:
    return sum(counted.values())


def _share_figure(window: Window, counts: Sequence[int], period: Period) -> Figure:
    """Return the share finished on time; it opens to all that were finished, late ones marked."""
    on_time, finished, on_time_before, finished_before = counts
    now, then = _percent(on_time, finished), _percent(on_time_before, finished_before)
    said = _("chưa có") if now is None else display.percent(now)
    change = _("%(n)s hồ sơ có kết quả") % {"n": display.number(finished)}
    if now is not None and then is not None:
        change = f"{change}; {_changed(now - then)} {period.before}"
    return Figure(_("Đúng hạn"), said, records_url(FINISHED, window), "ok", change)


def _changed(points: float) -> str:
    """Say how a percentage moved."""
    if abs(points) < 0.05:
        return _("bằng")
    said = {"points": display.number(abs(points), 1)}
    if points > 0:
        return _("hơn %(points)s điểm so với") % said
    return _("kém %(points)s điểm so với") % said


def _percent(part: int, whole: int) -> float | None:
    return part / whole * 100 if whole else None


def field_names(occasion: Occasion) -> dict[str, str]:
    """Return the names of the fields by code."""
    return {one.code: one.name for one in procedures.fields(occasion.ward_id, occasion.today)}


def _by_field(occasion: Occasion, running: Counted, late: Counted, over: Windows) -> SafeString:
    names = field_names(occasion)
    rows = sorted(running.items(), key=lambda item: (-item[1], names.get(item[0][0], "")))
    bars = [
        charts.Bar(
            names.get(code, code),
            number,
            late.get((code, None), 0),
            records_url(RUNNING, replace(over.now, field=code)),
        )
        for (code, _day), number in rows
        if number
    ]
    finding = _("Không có hồ sơ nào đang giải quyết.")
    if bars:
        most = bars[0]
        finding = _("%(field)s nhiều nhất, %(n)s hồ sơ. Quá hạn tất cả %(late)s.") % {
            "field": most.label,
            "n": display.number(most.value),
            "late": display.number(_sum(late)),
        }
    measure = get(RUNNING)
    words = charts.Words(
        "theo-linh-vuc",
        _("Đang giải quyết theo lĩnh vực"),
        finding,
        str(measure.formula) if measure else "",
    )
    return charts.bar_chart(
        words,
        bars,
        label_head=_("Lĩnh vực"),
        value_head=_("Đang giải quyết"),
        part_head=_("quá hạn"),
    )


def _by_month(occasion: Occasion, on_time: Counted, finished: Counted, field: str) -> SafeString:
    months = last_months(occasion.today)
    shares = [_percent(_within(on_time, one), _within(finished, one)) for one in months]
    target = _target(occasion.today)
    measure = get(ON_TIME)
    words = charts.Words(
        "dung-han",
        _("Tỷ lệ đúng hạn 12 tháng"),
        _finding(shares, target),
        _("%(formula)s Chia cho tất cả hồ sơ có kết quả trong tháng.")
        % {"formula": measure.formula if measure else ""},
    )
    return charts.line_chart(
        words,
        [f"{one.first.month}/{one.first.year % 100:02}" for one in months],
        [charts.Series(_("Đúng hạn"), shares)],
        label_head=_("Tháng"),
        target=target,
        urls=[records_url(FINISHED, Window(one.first, one.last, field)) for one in months],
    )


def _within(counted: Counted, period: Period) -> int:
    return sum(
        number
        for (_field, day), number in counted.items()
        if day is not None and period.first <= day <= period.last
    )


def _target(today: date) -> float | None:
    try:
        return float(law.number("dossiers.on_time_target", today))
    except law.NotInForce:
        return None


def _finding(shares: Sequence[float | None], target: float | None) -> str:
    known = [share for share in shares if share is not None]
    if not known:
        return _("Chưa có hồ sơ nào có kết quả.")
    if target is None:
        return _("Gần nhất %(share)s.") % {"share": display.percent(known[-1])}
    reached = sum(share >= target for share in known)
    return _("Gần nhất %(share)s; %(reached)s trong %(months)s tháng đạt mục tiêu %(target)s.") % {
        "share": display.percent(known[-1]),
        "reached": reached,
        "months": len(known),
        "target": display.percent(target, 0),
    }
