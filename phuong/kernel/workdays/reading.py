"""Clocks and calendars out of JSON values and of the shorthand of the command line.

Whatever comes in, the answer is a value or a refusal: these are the words of strangers.
"""

import re
from datetime import date, datetime
from decimal import Decimal

from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.workdays.calendar import FIRST_YEAR, LAST_YEAR, WorkCalendar, out_of_years
from phuong.kernel.workdays.facts import (
    DEFAULT_LINE,
    DEFAULT_SESSIONS,
    DEFAULT_WEEKDAYS,
    Decision,
    Effect,
    OfficeHours,
    Session,
    local,
    parse_minute,
)
from phuong.kernel.workdays.limits import Clock, Extension, Limit, Mode, Pause, Unit, checked_unit

Json = object

SHORT_UNITS = {
    "wd": Unit.WORKING_DAY,
    "wh": Unit.WORKING_HOUR,
    "d": Unit.CALENDAR_DAY,
    "m": Unit.MONTH,
    "y": Unit.YEAR,
    "h": Unit.CLOCK_HOUR,
}
_SHORTHAND = re.compile(r"(-?[0-9]{1,9}(?:[.,][0-9]{1,6})?)(wd|wh|d|m|y|h)")


def parse_limit(text: str) -> Limit:
    """Read the shorthand of the command line.

    >>> parse_limit("3wd").unit.value, parse_limit("same-day").unit.value
    ('working_day', 'same_day')
    """
    if text in {"same-day", "handover"}:
        return Limit(Unit(text.replace("-", "_")))
    found = _SHORTHAND.fullmatch(text)
    if not found:
        raise RuleBroken(
            "workdays.limit.shorthand",
            _("Không đọc được thời hạn “%(text)s”. Ví dụ: 3wd, 8wh, 30d, 1m, 2y, 12h, same-day."),
            text=text[:40],
        )
    number = Decimal(found[1].replace(",", "."))
    return Limit(SHORT_UNITS[found[2]], int(number) if number == int(number) else number)


def parse_pause(text: str, start: datetime) -> Pause:
    """Read `A/B`, or `A/` for a pause that is still open."""
    begins, slash, ends = text.partition("/")
    if not slash:
        raise RuleBroken(
            "workdays.pause.shorthand",
            _("Ghi tạm dừng dạng TỪ/ĐẾN, ví dụ 2026-11-23/2026-11-25; không đọc được “%(text)s”."),
            text=text[:40],
        )
    return _pause(begins, ends or None, start)


def read_moment(value: Json) -> datetime:
    """Read an ISO moment; without an offset it is the ward's time, a bare day its midnight."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None:
        raise RuleBroken(
            "workdays.moment",
            _("Nhập thời điểm dạng 2026-11-20T09:00; không đọc được “%(text)s”."),
            text=str(value)[:40],
        )
    # One year more on either side leaves room for any offset.
    if not FIRST_YEAR < moment.year < LAST_YEAR:
        raise out_of_years()
    return moment


def read_day(value: Json) -> date:
    """Read an ISO day."""
    return local(read_moment(value)).date()


def read_clock(line: dict[str, Json]) -> Clock:
    """Read start, limit, pauses and extensions of one line."""
    start = read_moment(line.get("start"))
    pauses = tuple(
        _pause(_required(each, "from"), each.get("to"), start)
        for each in _objects(line.get("pauses"), "pauses")
    )
    extensions = tuple(_extension(each) for each in _objects(line.get("extensions"), "extensions"))
    most = line.get("most_extensions", 1)
    if type(most) is not int or most < 0:
        raise _wrong("most_extensions")
    return Clock(start, _limit(_object(line.get("limit"), "limit")), pauses, extensions, most)


def read_calendar(value: dict[str, Json]) -> WorkCalendar:
    """Read a calendar; what it leaves out is as by default."""
    return WorkCalendar(
        decisions=tuple(_decision(each) for each in _objects(value.get("decisions"), "decisions")),
        hours=tuple(_hours(each) for each in _objects(value.get("hours"), "hours")),
        sessions=_sessions(value.get("sessions")) or DEFAULT_SESSIONS,
        working_weekdays=_weekdays(value.get("working_weekdays", list(DEFAULT_WEEKDAYS))),
        same_day_line=_line(value.get("same_day_line")),
    )


def read_sessions(value: Json) -> tuple[Session, ...]:
    """Read pairs of times such as [["07:00", "11:00"]]."""
    return _sessions(value) or ()


def _limit(value: dict[str, Json]) -> Limit:
    unit = value.get("unit")
    if not isinstance(unit, str):
        raise _wrong("unit")
    number = value.get("n")
    if number is None:
        number = 0
    if isinstance(number, bool) or not isinstance(number, int | float | Decimal):
        raise RuleBroken("workdays.limit.number", _("Nhập số ngày hoặc số giờ của thời hạn."))
    return Limit(checked_unit(unit), number)


def _pause(begins: Json, ends: Json, start: datetime) -> Pause:
    first = read_moment(begins)
    is_bare_day = isinstance(begins, str) and ":" not in begins and "T" not in begins
    # A pause written as a bare day may be the day of the start itself: it begins with the clock.
    if is_bare_day and first.date() == local(start).date():
        first = start
    return Pause(first, None if ends is None else read_moment(ends))


def _extension(value: dict[str, Json]) -> Extension:
    decided = value.get("decided_at")
    mode = value.get("mode", Mode.ADD.value)
    if mode not in set(Mode):
        raise _wrong("mode")
    return Extension(
        _limit(value), Mode(str(mode)), None if decided is None else read_moment(decided)
    )


def _decision(value: dict[str, Json]) -> Decision:
    effect = value.get("effect")
    if effect not in set(Effect):
        raise RuleBroken(
            "workdays.decision.effect",
            _("Tác dụng của quyết định phải là một trong: %(effects)s."),
            effects=", ".join(Effect),
        )
    known = value.get("known_from")
    note = value.get("note", "")
    return Decision(
        id=str(_required(value, "id")),
        date=read_day(_required(value, "date")),
        effect=Effect(str(effect)),
        open_sessions=read_sessions(value.get("open_sessions")),
        local=value.get("local") is True,
        known_from=None if known is None else read_moment(known),
        note=note if isinstance(note, str) else "",
    )


def _hours(value: dict[str, Json]) -> OfficeHours:
    first, last = value.get("valid_from"), value.get("valid_to")
    return OfficeHours(
        weekdays=_weekdays(_required(value, "weekdays")),
        sessions=read_sessions(value.get("sessions")),
        intake=_sessions(value.get("intake")),
        valid_from=None if first is None else read_day(first),
        valid_to=None if last is None else read_day(last),
    )


def _sessions(value: Json) -> tuple[Session, ...] | None:
    if value is None:
        return None
    found = []
    for pair in _list(value, "sessions"):
        match pair:
            case [str(opens), str(closes)]:
                found.append(Session.parse(opens, closes))
            case _:
                raise _wrong("sessions")
    return tuple(found)


def _weekdays(value: Json) -> tuple[int, ...]:
    found = _list(value, "working_weekdays")
    if not all(type(each) is int for each in found):
        raise _wrong("working_weekdays")
    return tuple(each for each in found if isinstance(each, int))


def _line(value: Json) -> int:
    if value is None:
        return DEFAULT_LINE
    if not isinstance(value, str):
        raise _wrong("same_day_line")
    return parse_minute(value)


def _objects(value: Json, name: str) -> list[dict[str, Json]]:
    return [] if value is None else [_object(each, name) for each in _list(value, name)]


def _object(value: Json, name: str) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise _wrong(name)
    return value


def _list(value: Json, name: str) -> list[Json]:
    if not isinstance(value, list):
        raise _wrong(name)
    return value


def _required(value: dict[str, Json], name: str) -> Json:
    if value.get(name) is None:
        raise RuleBroken("workdays.missing", _("Thiếu “%(name)s”."), name=name)
    return value[name]


def _wrong(name: str) -> RuleBroken:
    return RuleBroken("workdays.field", _("Không đọc được “%(name)s”."), name=name)
