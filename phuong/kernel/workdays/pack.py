"""The calendar of the legal pack: the decisions of each year, read from readable text."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

import phuong
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.workdays.calendar import WorkCalendar
from phuong.kernel.workdays.facts import Decision, Effect
from phuong.kernel.workdays.reading import read_sessions

PACK = Path(phuong.__file__).resolve().parents[1] / "packs" / "law" / "calendar.toml"
SCOPES = ("nation", "province", "ward")
UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class CalendarAct:
    """One decision of the pack (văn bản về lịch làm việc) with all its days."""

    number: str
    known_from: date | None
    issued_on: date | None
    signer: str
    scope: str
    certainty: str
    source: str
    note: str
    days: tuple[Decision, ...]


def read_acts(path: Path = PACK) -> tuple[CalendarAct, ...]:
    """Read every act of the file; what cannot be read is refused with its number."""
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("decision", [])
    except FileNotFoundError:
        raise RuleBroken(
            "workdays.pack.missing", _("Không có tệp lịch làm việc %(path)s."), path=path.name
        ) from None
    except (OSError, ValueError) as error:
        raise RuleBroken(
            "workdays.pack.unreadable",
            _("Không đọc được tệp lịch làm việc %(path)s: %(why)s"),
            path=path.name,
            why=str(error),
        ) from None
    return tuple(_act(row) for row in rows)


def decisions_of(acts: tuple[CalendarAct, ...]) -> tuple[Decision, ...]:
    """Return the days that the acts change; an uncertain act never poses as law."""
    certain = [act for act in acts if act.certainty != UNCERTAIN]
    # The narrower scope comes later and so wins among decisions of equal standing.
    ordered = sorted(certain, key=lambda act: SCOPES.index(act.scope))
    return tuple(day for act in ordered for day in act.days)


@cache
def legal_calendar(path: Path = PACK) -> WorkCalendar:
    """Return the calendar of the legal pack with the default office hours."""
    return WorkCalendar(decisions_of(read_acts(path)))


def _act(row: object) -> CalendarAct:
    number = str(row.get("number", "")) if isinstance(row, dict) else ""
    if not isinstance(row, dict) or not number or row.get("scope") not in SCOPES:
        raise _unreadable(number)
    known = _day(row.get("known_from", row.get("issued_on")), number)
    days = row.get("days", [])
    if not isinstance(days, list):
        raise _unreadable(number)
    return CalendarAct(
        number=number,
        known_from=known,
        issued_on=_day(row.get("issued_on"), number),
        signer=str(row.get("signer", "")),
        scope=row["scope"],
        certainty=str(row.get("certainty", UNCERTAIN)),
        source=str(row.get("source", "")),
        note=str(row.get("note", "")),
        days=tuple(_changed(each, number, row["scope"], known) for each in days),
    )


def _changed(row: object, number: str, scope: str, known: date | None) -> Decision:
    if not isinstance(row, dict) or row.get("effect") not in set(Effect):
        raise _unreadable(number)
    changed = _day(row.get("date"), number)
    if changed is None:
        raise _unreadable(number)
    return Decision(
        id=number,
        date=changed,
        effect=Effect(row["effect"]),
        open_sessions=read_sessions(row.get("open_sessions")),
        local=scope != "nation",
        known_from=known,
        note=str(row.get("note", "")),
    )


def _day(value: object, number: str) -> date | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if value is None:
        return None
    raise _unreadable(number)


def _unreadable(number: str) -> RuleBroken:
    return RuleBroken(
        "workdays.pack.decision",
        _("Quyết định về lịch “%(number)s” thiếu hoặc sai phạm vi, ngày, tác dụng."),
        number=number[:80],
    )
