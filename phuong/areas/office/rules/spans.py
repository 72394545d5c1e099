"""Days from and to, names to log in with: what changes of the organisation must keep."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.text import show_date

LOGIN = re.compile(r"[a-z0-9][a-z0-9.-]{2,29}")


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
