"""`phuong due`: the deadline engine by itself, without Django and without a database.

One clock from arguments, told for people or as JSON; or one clock per line of JSON on standard
input. What cannot be read is answered with one clear sentence.
"""

import argparse
import io
import json
import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO, NoReturn, TextIO

from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.text import clock_sentence, show_day, show_moment
from phuong.kernel.workdays.calendar import WorkCalendar
from phuong.kernel.workdays.engine import Due, evaluate
from phuong.kernel.workdays.facts import local
from phuong.kernel.workdays.limits import Clock
from phuong.kernel.workdays.pack import legal_calendar
from phuong.kernel.workdays.reading import (
    Json,
    parse_limit,
    parse_pause,
    read_calendar,
    read_clock,
    read_day,
    read_moment,
)
from phuong.kernel.workdays.reasons import Day

HELP = """\
Tính hạn giải quyết, kể từng ngày được tính hay không và vì sao. Không cần cơ sở dữ liệu.

  phuong due BẮT-ĐẦU THỜI-HẠN [--pause A/B]… [--calendar FILE] [--as-of DATE] [--json]
  phuong due --batch < clocks.jsonl

Ví dụ:
  phuong due 2026-11-20T09:00 3wd
  phuong due 2026-11-20T09:00 3wd --pause 2026-11-23T10:00/2026-11-25T09:00
  phuong due 2026-11-23T15:30 same-day --calendar default --json

  BẮT-ĐẦU          giờ địa phương, hoặc có múi giờ: 2026-11-20T02:00Z
  THỜI-HẠN         3wd ngày làm việc · 8wh giờ làm việc · 30d ngày · 1m tháng · 2y năm ·
                   12h giờ đồng hồ · same-day trong ngày · handover bàn giao
  --pause A/B      tạm dừng từ A đến B; A/ là chưa hết tạm dừng; ghi được nhiều lần
  --calendar FILE  tệp lịch (JSON như một dòng của --batch, hoặc TOML như gói luật),
                   hoặc tên: vn (lịch của gói luật, mặc định), default (chỉ thứ Bảy, Chủ nhật)
  --as-of DATE     lịch như đã biết đến hết ngày này
  --json           trả lời bằng một dòng JSON
  --batch          đọc mỗi dòng JSON một đồng hồ, trả lời mỗi dòng một dòng, theo thứ tự
"""
NOT_JSON = _("Mỗi dòng phải là một đối tượng JSON.")
MOST_CALENDARS = 256


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise RuleBroken(
            "workdays.arguments",
            _("Không hiểu lệnh (%(why)s). Xem: phuong due --help"),
            why=" ".join(message.split()),
        )


def main(
    arguments: Sequence[str] | None = None,
    *,
    stdin: BinaryIO | None = None,
    stdout: TextIO | None = None,
    stderr: TextIO | None = None,
) -> int:
    """Answer one question or a batch; 2 when the question could not be read."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    out, complaints = stdout or _in_utf8(sys.stdout), stderr or _in_utf8(sys.stderr)
    if {"-h", "--help"} & set(given):
        out.write(HELP)
        return 0
    try:
        asked = _parser().parse_args(given)
        calendar = _calendar_named(asked.calendar) if asked.calendar else None
        known = read_day(asked.as_of) if asked.as_of else None
        if asked.batch:
            for answer in batch(stdin or sys.stdin.buffer, calendar, known):
                out.write(answer + "\n")
                out.flush()
        else:
            out.write(_one(asked, calendar or legal_calendar(), known))
    except RuleBroken as refusal:
        complaints.write(f"phuong due: {' '.join(str(refusal).split())}\n")
        return 2
    return 0


def batch(
    lines: Iterable[bytes | str], calendar: WorkCalendar | None = None, known: date | None = None
) -> Iterator[str]:
    """Answer each line with one line, in order; a refused line answers its error."""
    calendars: dict[str, WorkCalendar] = {}
    for line in lines:
        if line.strip():
            try:
                yield _as_line(_answer(line, calendar, known, calendars))
            except RecursionError:
                yield _as_line(_refused(None, RuleBroken("workdays.json", NOT_JSON)))


def _one(asked: argparse.Namespace, calendar: WorkCalendar, known: date | None) -> str:
    if asked.start is None or asked.limit is None:
        raise RuleBroken(
            "workdays.arguments.missing",
            _("Cần lúc bắt đầu và thời hạn, ví dụ: phuong due 2026-11-20T09:00 3wd"),
        )
    start = read_moment(asked.start)
    pauses = tuple(parse_pause(text, start) for text in asked.pause)
    clock = Clock(start, parse_limit(asked.limit), pauses)
    calendar = calendar if known is None else calendar.as_known_at(known)
    found = evaluate(clock, calendar, narrate=True)
    if asked.json:
        return _as_line({"id": None, **_as_json(found, calendar)}) + "\n"
    return "".join(_told(found, calendar))


def _told(found: Due, calendar: WorkCalendar) -> Iterator[str]:
    """Tell people the due instant, then each day with its number and the reason."""
    if found.at is not None:
        yield f"Hạn: {show_moment(found.at)}\n"
    elif found.open_pause is not None:
        since = show_moment(local(found.open_pause.begins))
        yield f"Chưa có hạn: tạm dừng từ {since}, chưa hết tạm dừng.\n"
    yield "\n"
    for day in found.days:
        counted = "–" if day.counted is None else f"{day.counted:g}".replace(".", ",")
        yield f"  {show_day(day.date):<19} {counted:>6}  {_why(day, calendar)}\n"


def _answer(
    line: bytes | str,
    fallback: WorkCalendar | None,
    known: date | None,
    calendars: dict[str, WorkCalendar],
) -> dict[str, Json]:
    asked: dict[str, Json] = {}
    try:
        asked = _json_object(line)
        clock = read_clock(asked)
        calendar = _calendar_of(asked.get("calendar"), fallback, calendars)
        as_of = asked.get("as_of")
        moment = known if as_of is None else read_day(as_of)
        calendar = calendar if moment is None else calendar.as_known_at(moment)
        found = evaluate(clock, calendar, narrate=True)
    except RuleBroken as refusal:
        return _refused(asked.get("id"), refusal)
    return {"id": asked.get("id"), **_as_json(found, calendar)}


def _refused(name: Json, refusal: RuleBroken) -> dict[str, Json]:
    error = {"code": refusal.code, "message": str(refusal)}
    return {"id": name, "due": None, "open_pause": False, "error": error, "days": []}


def _as_json(found: Due, calendar: WorkCalendar) -> dict[str, Json]:
    days = [
        {"date": day.date.isoformat(), "counted": day.counted, "why": _why(day, calendar)}
        for day in found.days
    ]
    due = None if found.at is None else found.at.replace(tzinfo=None).isoformat()
    return {
        "due": due and due.removesuffix(":00"),
        "open_pause": found.open_pause is not None,
        "error": None,
        "days": days,
    }


def _why(day: Day, calendar: WorkCalendar) -> str:
    decision = calendar.decision_on(day.date)
    return str(clock_sentence(day.reason, day.decision, decision.note if decision else ""))


def _as_line(answer: dict[str, Json]) -> str:
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"), default=_number)
    if text.isascii():
        return text
    # Half a character in an id cannot be written as UTF-8; escaped it can.
    half = any("\ud800" <= mark <= "\udfff" for mark in text)
    return json.dumps(answer, separators=(",", ":"), default=_number) if half else text


def _number(value: object) -> float | str:
    number = float(str(value))
    return number if math.isfinite(number) else str(value)


def _in_utf8(stream: TextIO) -> TextIO:
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8")
    return stream


def _json_object(line: bytes | str) -> dict[str, Json]:
    try:
        value = json.loads(line, parse_float=Decimal, parse_constant=_no_number)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise RuleBroken("workdays.json", NOT_JSON)
    return value


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _calendar_of(
    value: Json, fallback: WorkCalendar | None, calendars: dict[str, WorkCalendar]
) -> WorkCalendar:
    """Return the calendar of a line; equal ones are made once, since making one takes longest."""
    if value is None:
        return fallback or legal_calendar()
    key = value if isinstance(value, str) else json.dumps(value, sort_keys=True, default=str)
    found = calendars.get(key)
    if found is None:
        if isinstance(value, str):
            found = _well_known(value)
        elif isinstance(value, dict):
            found = read_calendar(value)
        else:
            raise RuleBroken("workdays.field", _("Không đọc được “%(name)s”."), name="calendar")
        if len(calendars) >= MOST_CALENDARS:
            calendars.clear()
        calendars[key] = found
    return found


def _well_known(name: str) -> WorkCalendar:
    if name == "default":
        return WorkCalendar()
    if name == "vn":
        return legal_calendar()
    raise RuleBroken(
        "workdays.calendar.name",
        _("Không có lịch tên “%(name)s”; dùng vn (lịch của gói luật) hoặc default."),
        name=name[:40],
    )


def _calendar_named(name: str) -> WorkCalendar:
    """Return a calendar by name or from a file: JSON as in a batch line, or the pack's TOML."""
    path = Path(name)
    if name in {"default", "vn"} or not path.exists():
        if path.suffix in {".json", ".toml"}:
            raise RuleBroken("workdays.calendar.file", _("Không có tệp %(path)s."), path=name)
        return _well_known(name)
    if path.suffix == ".toml":
        return legal_calendar(path)
    try:
        value = json.loads(path.read_bytes(), parse_float=Decimal)
    except (OSError, ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise RuleBroken("workdays.calendar.file", _("Không đọc được lịch ở %(path)s."), path=name)
    return read_calendar(value)


def _parser() -> _Parser:
    parser = _Parser(prog="phuong due", allow_abbrev=False, add_help=False)
    parser.add_argument("start", nargs="?")
    parser.add_argument("limit", nargs="?")
    parser.add_argument("--pause", action="append", default=[])
    parser.add_argument("--calendar")
    parser.add_argument("--as-of")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--batch", action="store_true")
    return parser
