"""Charts as SVG drawn by Python: pure functions from figures to a `<figure>`.

Widths are percentages and heights are em, so that a chart fits a phone and a wall without its
letters growing or shrinking, and follows the reader's text size. Each chart has a heading, its
finding in one sentence, the same figures as a table, and, where marks lead to records, links
whose text is what one sees.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from phuong.kernel.ui.chart_frame import (
    Words,
    Writer,
    figure,
    fix,
    nothing,
    share,
    svg,
    table,
    together,
    whole,
)

__all__ = [
    "Bar",
    "Series",
    "Words",
    "bar_chart",
    "line_chart",
    "nice_ticks",
    "share",
    "spark",
    "whole",
]

MAX_SERIES: Final = 6
_PLOT: Final = (11.0, 95.0)
"""Where the lines of a line chart begin and end, in per cent of its width."""
_TOP: Final = 1.6
"""Where the plot of a line chart begins, in em."""
_HEIGHT: Final = 11.0
"""How high the plot is, in em."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: the whole, and the part of it that is told apart (late ones)."""

    label: str
    value: float
    part: float = 0
    url: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a line chart; None is a gap, not a zero."""

    name: str
    values: Sequence[float | None]


def bar_chart(
    words: Words,
    bars: Sequence[Bar],
    *,
    label_head: str,
    value_head: str,
    part_head: str = "",
    write: Writer = whole,
) -> SafeString:
    """Draw horizontal bars from zero, each with its name and value in words above it."""
    most = max((bar.value for bar in bars), default=0) or 1
    linked = any(bar.url for bar in bars)
    drawn = format_html_join(
        "", "{}", ((_bar(bar, at, most, part_head, write),) for at, bar in enumerate(bars))
    )
    drawing = svg(words, drawn, len(bars) * 3.1, linked=linked) if bars else nothing()
    heads = [label_head, value_head]
    if part_head:
        heads.append(part_head[:1].upper() + part_head[1:])
    rows = [
        (bar.label, bar.url, [write(bar.value), *([write(bar.part)] if part_head else [])])
        for bar in bars
    ]
    return figure(words, drawing, table(words.title, heads, rows))


def _bar(bar: Bar, at: int, most: float, part_head: str, write: Writer) -> SafeString:
    top = at * 3.1
    whole_width, part_width = bar.value / most * 100, min(bar.part, bar.value) / most * 100
    told = write(bar.value)
    if part_head and bar.part:
        told = f"{told} ({part_head} {write(bar.part)})"
    marks = format_html(
        '<text x="0" y="{}em" class="p-c-t">{}</text>'
        '<text x="100%" y="{}em" text-anchor="end" class="p-c-t p-c-v">{}</text>'
        '<rect x="0" y="{}em" width="{}%" height=".9em" class="p-c-1"/>',
        fix(top + 1.1), bar.label, fix(top + 1.1), told, fix(top + 1.5), fix(whole_width),
    )  # fmt: skip
    if part_width:
        marks += format_html(
            '<rect x="{}%" y="{}em" width="{}%" height=".9em" class="p-c-2"/>',
            fix(whole_width - part_width), fix(top + 1.5), fix(part_width),
        )  # fmt: skip
    return format_html('<a href="{}">{}</a>', bar.url, marks) if bar.url else marks


def line_chart(
    words: Words,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    label_head: str,
    target: float | None = None,
    urls: Sequence[str] = (),
    write: Writer = share,
) -> SafeString:
    """Draw up to six lines over the same steps, and the line of a target if there is one."""
    if len(series) > MAX_SERIES:
        raise ValueError(f"At most {MAX_SERIES} series, got {len(series)}")
    if any(len(one.values) != len(labels) for one in series):
        raise ValueError("Each series needs one value (or None) for each label")
    if not labels or not series:
        return figure(words, nothing(), table(words.title, [label_head], []))
    known = [value for one in series for value in one.values if value is not None]
    known += [target] if target is not None else []
    low, high = min(known, default=0), max(known, default=1)
    # One value alone, or a target with nothing measured yet, has no range of its own.
    ticks = nice_ticks(low if low < high else min(low, 0), high)
    drawn = [_grid(ticks, write), _target(target, ticks, write), _steps(labels, urls)]
    drawn += [_line(one, at, ticks, len(labels)) for at, one in enumerate(series)]
    legend = _legend(series, write) if len(series) > 1 else SafeString("")
    if len(series) == 1:
        drawn.append(_end_word(series[0], ticks, write))
    plot = together(drawn)
    drawing = legend + svg(words, plot, _TOP + _HEIGHT + 2.0, linked=any(urls))
    rows = [
        (label, urls[at] if urls else "", [_said(one.values[at], write) for one in series])
        for at, label in enumerate(labels)
    ]
    return figure(words, drawing, table(words.title, [label_head, *(s.name for s in series)], rows))


def nice_ticks(low: float, high: float, *, about: int = 4) -> list[float]:
    """Return round values that span low to high.

    >>> nice_ticks(90.1, 96.4)
    [90.0, 92.0, 94.0, 96.0, 98.0]
    """
    if high <= low:
        high = low + 1
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * mul for mul in (1, 2, 2.5, 5, 10) if power * mul >= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [round(at * step, 10) for at in range(first, last + 1)]


def spark(values: Sequence[float], sentence: str) -> SafeString:
    """Draw a line as small as a word, beside the sentence that says what it shows."""
    low, high = min(values, default=0), max(values, default=1)
    span, steps = (high - low) or 1, max(len(values) - 1, 1)
    points = " ".join(
        f"{fix(2 + at / steps * 76)},{fix(18 - (value - low) / span * 16)}"
        for at, value in enumerate(values)
    )
    last = points.rpartition(" ")[2].split(",") if points else ["2", "18"]
    return format_html(
        '<span class="p-spark"><svg viewBox="0 0 82 20" width="82" height="20" aria-hidden="true"'
        ' focusable="false"><polyline points="{}" class="p-c-l p-c-l1"/>'
        '<circle cx="{}" cy="{}" r="2.5" class="p-c-1"/></svg> {}</span>',
        points, last[0], last[1], sentence,
    )  # fmt: skip


def _plain(written: str) -> str:
    """Drop a decimal that says nothing: an axis reads 90%, not 90,0%."""
    return written.replace(",0%", "%").replace(".0%", "%")


def _y(value: float, ticks: Sequence[float]) -> float:
    return _TOP + _HEIGHT * (1 - (value - ticks[0]) / (ticks[-1] - ticks[0]))


def _x(at: int, steps: int) -> float:
    left, right = _PLOT
    return left + (right - left) * (at / (steps - 1) if steps > 1 else 0.5)


def _grid(ticks: Sequence[float], write: Writer) -> SafeString:
    return format_html_join(
        "",
        '<line x1="0" x2="100%" y1="{}em" y2="{}em" class="p-c-g"/>'
        '<text x="0" y="{}em" class="p-c-t p-c-s">{}</text>',
        (
            (fix(y), fix(y), fix(y - 0.3), _plain(write(tick)))
            for tick in ticks
            for y in [_y(tick, ticks)]
        ),
    )


def _target(target: float | None, ticks: Sequence[float], write: Writer) -> SafeString:
    if target is None:
        return SafeString("")
    y, told = _y(target, ticks), gettext("Mục tiêu %(value)s") % {"value": _plain(write(target))}
    return format_html(
        '<line x1="{}%" x2="100%" y1="{}em" y2="{}em" class="p-c-goal"/>'
        '<text x="{}%" y="{}em" class="p-c-t p-c-s p-c-halo">{}</text>',
        fix(_PLOT[0]), fix(y), fix(y), fix(_PLOT[0] + 1), fix(y - 0.35), told,
    )  # fmt: skip


def _steps(labels: Sequence[str], urls: Sequence[str]) -> SafeString:
    """Write the names under the steps: the last, the first, and between them what has room."""
    drawn = []
    for at in _with_room(labels):
        text = format_html(
            '<text x="{}%" y="{}em" text-anchor="middle" class="p-c-t p-c-s">{}</text>',
            fix(_x(at, len(labels))), fix(_TOP + _HEIGHT + 1.6), labels[at],
        )  # fmt: skip
        url = urls[at] if urls else ""
        drawn.append(format_html('<a href="{}">{}</a>', url, text) if url else text)
    return together(drawn)


def _with_room(labels: Sequence[str]) -> list[int]:
    """Return the steps whose names stand apart even on a phone, where the plot is 30 em wide."""

    def apart(one: int, other: int) -> bool:
        gap = abs(_x(one, len(labels)) - _x(other, len(labels))) * 0.22
        return gap >= (len(labels[one]) + len(labels[other])) * 0.29 + 0.35

    shown: list[int] = []
    for at in dict.fromkeys([len(labels) - 1, 0, *range(len(labels) - 2, 0, -1)]):
        if at >= 0 and all(apart(at, other) for other in shown):
            shown.append(at)
    return sorted(shown)


def _line(one: Series, order: int, ticks: Sequence[float], steps: int) -> SafeString:
    points = [
        (_x(at, steps), _y(value, ticks)) if value is not None else None
        for at, value in enumerate(one.values)
    ]
    pairs = pairwise(points)
    lines = format_html_join(
        "",
        '<line x1="{}%" y1="{}em" x2="{}%" y2="{}em" class="p-c-l p-c-l{}"/>',
        ((fix(a[0]), fix(a[1]), fix(b[0]), fix(b[1]), order + 1) for a, b in pairs if a and b),
    )
    dots = format_html_join(
        "",
        '<circle cx="{}%" cy="{}em" r="3.5" class="p-c-{}"/>',
        ((fix(p[0]), fix(p[1]), order + 1) for p in points if p),
    )
    return lines + dots


def _last(one: Series) -> float | None:
    return next((value for value in reversed(one.values) if value is not None), None)


def _end_word(one: Series, ticks: Sequence[float], write: Writer) -> SafeString:
    """Write the last value over the last point of a single line."""
    value = _last(one)
    if value is None:
        return SafeString("")
    return format_html(
        '<text x="{}%" y="{}em" text-anchor="end" class="p-c-t p-c-v p-c-halo">{}</text>',
        fix(_PLOT[1] + 4), fix(_y(value, ticks) - 0.6), write(value),
    )  # fmt: skip


def _legend(series: Sequence[Series], write: Writer) -> SafeString:
    """Name several lines in the order in which they end, by colour and by dashes."""
    order = sorted(enumerate(series, 1), key=lambda pair: -(_last(pair[1]) or 0))
    return format_html(
        '<ul class="p-legend">{}</ul>',
        format_html_join(
            "",
            '<li><svg width="2.4em" height="1em" aria-hidden="true" focusable="false">'
            '<line x1="0" x2="100%" y1="50%" y2="50%" class="p-c-l p-c-l{}"/>'
            '<circle cx="50%" cy="50%" r="3.5" class="p-c-{}"/></svg> {} <b>{}</b></li>',
            ((at, at, one.name, _said(_last(one), write)) for at, one in order),
        ),
    )


def _said(value: float | None, write: Writer) -> str:
    return gettext("không có") if value is None else write(value)
