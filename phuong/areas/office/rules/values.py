"""Legal values as people type them: of the same kind as before, from a day that has not passed."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.text import show_date


@dataclass(frozen=True, slots=True)
class NewValue:
    """A version of a legal value: what it is, from when, by which act, and how certain that is."""

    value: Any
    first: date
    act: str
    act_title: str
    article: str
    certainty: str
    why: str


def parse_value(text: str, before: Any) -> Any:
    """Read a value of the kind that it was: a number stays a number, a list a list.

    >>> parse_value("1.250", 8), parse_value("07:00", "06:30"), parse_value("[1, 2]", [0])
    (1250, '07:00', [1, 2])
    """
    typed = text.strip()
    if isinstance(before, bool):
        if typed.casefold() in {"true", "false"}:
            return typed.casefold() == "true"
    elif isinstance(before, int):
        plain = typed.replace(".", "").replace(" ", "")
        if plain.removeprefix("-").isascii() and plain.removeprefix("-").isdigit():
            return int(plain)
    elif isinstance(before, str):
        if typed:
            return typed
    else:
        try:
            read = json.loads(typed)
        except ValueError:
            read = None
        if type(read) is type(before) and read:
            return read
    raise RuleBroken(
        "office.value.kind",
        _("Nhập trị số cùng dạng với trị số đang dùng: %(before)s."),
        field="value",
        before=show_value(before),
    )


def show_value(value: Any) -> str:
    """Write a value as it is typed."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def check_new(given: NewValue, before: Any, today: date, beginnings: list[date]) -> None:
    """Refuse a version in the past, one that changes nothing, and a day that has one already."""
    if given.first < today:
        raise RuleBroken(
            "office.value.past",
            _(
                "Trị số mới bắt đầu từ hôm nay %(today)s hoặc sau đó: việc đã làm theo trị số cũ"
                " không tính lại. Chọn ngày khác."
            ),
            field="first",
            today=show_date(today),
        )
    if given.first in beginnings:
        raise RuleBroken(
            "office.value.twice",
            _("Đã có bản bắt đầu từ ngày %(first)s. Chọn ngày khác."),
            field="first",
            first=show_date(given.first),
        )
    if given.value == before:
        raise RuleBroken(
            "office.value.same", _("Trị số này đang dùng. Nhập trị số khác."), field="value"
        )
