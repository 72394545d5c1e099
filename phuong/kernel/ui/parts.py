"""Small parts that stand many times on one page, made by Python: no template is opened for them.

Also the values that the larger components take, as frozen dataclasses.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

import segno
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from phuong.kernel.ui import display

TONES: Final = frozenset({"info", "ok", "warn", "bad", "muted", "violet"})
LONG_ADDRESS: Final = 150
NEAR: Final = 2
"""From this many working days left a deadline warns."""

Tone = Literal["info", "ok", "warn", "bad", "muted", "violet"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a timeline; `officer` is shown to the verified applicant only."""

    title: str
    state: Literal["done", "now", "todo"]
    at: datetime | None = None
    unit: str = ""
    officer: str = ""
    detail: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One part of a task list."""

    title: str
    url: str
    state: Literal["done", "doing", "todo", "blocked"]
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One answer to check; `change_what` is read out after "Sửa"."""

    label: str
    value: object
    change_url: str = ""
    change_what: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One large choice that leads elsewhere."""

    title: str
    url: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its name; it links to exactly its records."""

    label: str
    value: str
    url: str = ""
    tone: str = "info"
    change: str = ""


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One line of the staff menu; `sub` belongs to the line above, `go` is the key after G."""

    label: str
    url: str
    count: str = ""
    current: bool = False
    tone: str = "muted"
    sub: bool = False
    go: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done next, with its consequence in one line."""

    label: str
    url: str
    consequence: str = ""


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file that is already with the ward; `remove` is the value of its "Xoá" button."""

    title: str
    name: str
    size: int
    remove: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of evidence: what, who added it, when, and what it serves."""

    title: str
    url: str
    by: str
    at: datetime
    thumbnail: str = ""
    used_by: Sequence[str] = ()


def tag(words: object, tone: str = "", *, solid: bool = False) -> SafeString:
    """Show a state in words on its colour. A state object brings `label` and may bring `tone`."""
    label = getattr(words, "label", words)
    tone = tone or getattr(words, "tone", "muted")
    if tone not in TONES:
        raise ValueError(f"Unknown tone: {tone!r}")
    strong = " solid" if solid else ""
    return mark_safe(f'<span class="p-tag p-{tone}{strong}">{escape(label)}</span>')  # noqa: S308


@dataclass(frozen=True, slots=True)
class Standing:
    """How a deadline stands: the words, their colour, and whether the colour is solid."""

    words: str
    tone: Tone
    solid: bool = False


def standing(
    days: int | None,
    *,
    paused_since: date | None = None,
    late: bool = False,
    short: bool = False,
) -> Standing:
    """Say how a deadline stands. Late is late even where no working day lies between."""
    if paused_since is not None:
        if short:
            return Standing(gettext("Tạm dừng"), "muted")
        since = display.short_day(paused_since)
        return Standing(gettext("Tạm dừng từ %(day)s") % {"day": since}, "muted")
    if days is None:
        return Standing(gettext("Không tính hạn"), "muted")
    if days < 0:
        return Standing(_late_words(-days, short=short), "bad", solid=True)
    if late:
        return Standing(gettext("Quá hạn"), "bad", solid=True)
    if days == 0:
        return Standing(gettext("Hết hạn hôm nay"), "bad")
    return Standing(_left_words(days, short=short), "warn" if days <= NEAR else "muted")


def _late_words(days: int, *, short: bool) -> str:
    if short:
        words = ngettext("Quá hạn %(days)s ngày", "Quá hạn %(days)s ngày", days)
    else:
        words = ngettext("Quá hạn %(days)s ngày làm việc", "Quá hạn %(days)s ngày làm việc", days)
    return words % {"days": display.number(days)}


def _left_words(days: int, *, short: bool) -> str:
    if short:
        words = ngettext("Còn %(days)s ngày", "Còn %(days)s ngày", days)
    else:
        words = ngettext("Còn %(days)s ngày làm việc", "Còn %(days)s ngày làm việc", days)
    return words % {"days": display.number(days)}


def deadline(
    days: int | None,
    *,
    due: datetime | None = None,
    paused_since: date | None = None,
    late: bool = False,
    short: bool = False,
) -> SafeString:
    """Show how a deadline stands; the logic reads the integer, never the words or the colour."""
    found = standing(days, paused_since=paused_since, late=late, short=short)
    words = escape(found.words)
    if due is not None and paused_since is None:
        there = display.local(due)
        title = escape(display.moment(there))
        words = SafeString(
            f'<time datetime="{there.isoformat(timespec="minutes")}" title="{title}">{words}</time>'
        )
    strong = " solid" if found.solid else ""
    return mark_safe(f'<span class="p-tag p-{found.tone}{strong}">{words}</span>')  # noqa: S308


def qr(address: str, of: str) -> SafeString:
    """Show an address as a QR code; its name for those who cannot see it says what it is of."""
    # A long one must keep its squares large enough for a printer and a phone.
    level = "m" if len(address) < LONG_ADDRESS else "l"
    drawn = segno.make(address, error=level).svg_inline(scale=4, border=2, omitsize=True)
    words = gettext("Mã QR của %(of)s") % {"of": of}
    return mark_safe(  # noqa: S308
        f'<div class="p-qr" role="img" aria-label="{escape(words)}">{drawn}</div>'
    )


def code(value: str, *, group: int = 0, copy: bool = False) -> SafeString:
    """Show a code that never breaks over two lines; `group=4` sets digits apart in fours."""
    shown = value
    if group:
        shown = " ".join(value[at : at + group] for at in range(0, len(value), group))
    button = (
        format_html(
            ' <button type="button" class="btn btn-outline-primary p-copy" data-copy="{}"'
            ' data-copied="{}" hidden>{}</button>',
            value,
            gettext("Đã chép"),
            gettext("Chép mã"),
        )
        if copy
        else ""
    )
    return format_html('<span class="p-code">{}</span>{}', shown, button)


def timeline(steps: Sequence[Step], *, public: bool = False) -> SafeString:
    """Show the steps of a thing; `public=True` leaves out the officer and the hour."""
    lines = "".join(_step(one, public=public) for one in steps)
    return mark_safe(f'<ol class="p-tl">{lines}\n</ol>')  # noqa: S308


def _step(step: Step, *, public: bool) -> str:
    heard = {"done": gettext("(xong)"), "now": gettext("(đang làm)"), "todo": gettext("(chưa đến)")}
    late = " late" if step.late else ""
    present = ' aria-current="step"' if step.state == "now" else ""
    said = [
        f'\n<li class="{step.state}{late}"{present}><strong>{escape(step.title)}</strong>',
        f'<span class="visually-hidden">{escape(heard[step.state])}</span>',
    ]
    if step.at:
        there = display.local(step.at)
        shown = display.day(there) if public else display.short_moment(there)
        said.append(f'<time datetime="{there.isoformat(timespec="minutes")}">{shown}</time>')
    who = ", ".join(one for one in (step.unit, "" if public else step.officer) if one)
    if who:
        said.append(f'<span class="p-tl-who">{escape(who)}</span>')
    if step.detail:
        said.append(f'<span class="p-tl-what">{escape(step.detail)}</span>')
    return f"{' '.join(said)}</li>"
