"""Brings the files of the pack into the tables: adds, completes, closes; history stays.

A version of a legal value that was in force is never given another number or other days: the pack
may close it and open the next. What else differs in the file is refused as a whole, naming each
difference. Rows that are not in the files, and versions entered in this installation, stay.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

from django.db import models, transaction

from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.law import memory
from phuong.kernel.law.models import (
    AdminUnit,
    CalendarDay,
    CalendarDecision,
    LegalAct,
    LegalValue,
)
from phuong.kernel.law.pack import Pack, ValueRow
from phuong.kernel.workdays import ZONE, Decision
from phuong.kernel.workdays.facts import clock_text
from phuong.kernel.workdays.pack import CalendarAct


@dataclass(slots=True)
class Count:
    """How many rows of one kind were added, changed and found the same."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def see(self, outcome: str) -> bool:
        """Count one outcome; tell whether it wrote anything."""
        setattr(self, outcome, getattr(self, outcome) + 1)
        return outcome != "unchanged"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a load did, by kind."""

    acts: Count = field(default_factory=Count)
    values: Count = field(default_factory=Count)
    decisions: Count = field(default_factory=Count)
    units: Count = field(default_factory=Count)

    @property
    def wrote(self) -> bool:
        """Tell whether anything was written."""
        counts = (self.acts, self.values, self.decisions, self.units)
        return any(count.added or count.changed for count in counts)


@transaction.atomic
def load(pack: Pack) -> Summary:
    """Bring a pack into the tables; a second run with the same pack writes nothing."""
    summary = Summary()
    rows = _Rows(LegalAct, "number")
    for act in pack.acts:
        summary.acts.see(rows.put(asdict(act)))
    rows.write()
    acts = dict(LegalAct.objects.values_list("number", "pk"))
    if _load_values(pack.values, acts, summary.values):
        memory.changed(memory.VALUES, memory.CALENDAR)
    rows = _Rows(AdminUnit, "code", "valid_from")
    for unit in pack.units:
        values = asdict(unit)
        values["act_id"] = acts.get(values.pop("act"))
        summary.units.see(rows.put(values))
    rows.write()
    if _load_decisions(pack.decisions, summary.decisions):
        memory.changed(memory.CALENDAR)
    return summary


class _Rows:
    """The rows of one model by their key, read once and written at the end, all together."""

    def __init__(self, model: type[models.Model], *key: str, **only: Any) -> None:
        self._model = model
        self._key = key
        self._found = {
            tuple(getattr(row, name) for name in key): row
            for row in model._default_manager.filter(**only)
        }
        self._only = only
        self._new: list[models.Model] = []

    def put(self, values: dict[str, Any]) -> str:
        """Add the row, or make it say what the file says."""
        key = tuple(values[name] for name in self._key)
        row = self._found.get(key)
        if row is None:
            self._found[key] = self._model(**values, **self._only)
            self._new.append(self._found[key])
            return "added"
        different = [name for name, value in values.items() if getattr(row, name) != value]
        if not different:
            return "unchanged"
        for name in different:
            setattr(row, name, values[name])
        if not row._state.adding:
            row.save(update_fields=different)
        return "changed"

    def write(self) -> None:
        """Write the rows that are new, all in one statement."""
        self._model._default_manager.bulk_create(self._new)
        self._new = []


def _load_decisions(decisions: Sequence[CalendarAct], count: Count) -> bool:
    rows = _Rows(CalendarDecision, "number", ward=None)
    days: dict[str, set[_Day]] = {}
    for row in CalendarDay.objects.filter(decision__ward=None).select_related("decision"):
        day = (row.date, row.effect, _pairs(row.open_sessions), row.note)
        days.setdefault(row.decision.number, set()).add(day)
    outcomes = []
    written = {decision.number: rows.put(_columns(decision)) for decision in decisions}
    rows.write()
    for decision in decisions:
        outcome = written[decision.number]
        wanted = {_day(day) for day in decision.days}
        if wanted != days.get(decision.number, set()):
            _write_days(decision.number, wanted)
            outcome = "added" if outcome == "added" else "changed"
        outcomes.append(count.see(outcome))
    return any(outcomes)


_Pairs = tuple[tuple[str, ...], ...]
_Day = tuple[date, str, _Pairs, str]


def _columns(decision: CalendarAct) -> dict[str, Any]:
    known = decision.known_from or date.min
    return {
        "number": decision.number,
        "issued_on": decision.issued_on,
        "known_from": datetime.combine(known, time.min, ZONE),
        "signer": decision.signer,
        "scope": decision.scope,
        "certainty": decision.certainty,
        "source": decision.source,
        "note": decision.note,
    }


def _day(day: Decision) -> _Day:
    sessions = ((clock_text(each.opens), clock_text(each.closes)) for each in day.open_sessions)
    return day.date, day.effect.value, tuple(sessions), day.note


def _pairs(sessions: Iterable[Iterable[str]]) -> _Pairs:
    return tuple(tuple(pair) for pair in sessions)


def _write_days(number: str, days: Iterable[_Day]) -> None:
    decision = CalendarDecision.objects.get(number=number, ward=None)
    decision.days.all().delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(
            decision=decision, date=day, effect=effect, open_sessions=_lists(pairs), note=note
        )
        for day, effect, pairs, note in sorted(days)
    )


def _lists(pairs: _Pairs) -> list[list[str]]:
    return [list(pair) for pair in pairs]


def _load_values(rows: Iterable[ValueRow], acts: Mapping[str, int], count: Count) -> bool:
    """Add and close versions; refuse, all at once, what would rewrite one that was in force."""
    found = {(row.key, row.valid_from): row for row in LegalValue.objects.all()}
    local = {row.key: row.valid_from for row in found.values() if row.is_local}
    table = _Rows(LegalValue, "key", "valid_from")
    conflicts: list[str] = []
    wrote = False
    # Closing comes before opening, so that no reader ever meets two versions on one day.
    ordered = sorted(rows, key=lambda row: (row.key, row.valid_from))
    for row in ordered:
        row = _before_local(row, local.get(row.key))
        before = found.get((row.key, row.valid_from))
        if before is not None and before.is_local:
            count.see("unchanged")
        elif before is not None and (conflict := _conflict(before, row)):
            conflicts.append(conflict)
        elif before is None and row.key in local and row.valid_from > local[row.key]:
            conflicts.append(f"{row.key} {row.valid_from}: đã có bản nhập tại đây")
        else:
            values = asdict(row)
            values["act_id"] = acts[values.pop("act")]
            wrote |= count.see(table.put(values))
    table.write()
    if conflicts:
        raise RuleBroken(
            "law.history",
            _("Không sửa trị số đã có hiệu lực; hãy đóng bản cũ và mở bản mới: %(conflicts)s."),
            conflicts="; ".join(conflicts),
        )
    return wrote


def _before_local(row: ValueRow, local_from: date | None) -> ValueRow:
    """Let a version of the pack end where a version entered here begins."""
    if local_from is None or row.valid_from >= local_from:
        return row
    ends = date.fromordinal(local_from.toordinal() - 1)
    if row.valid_to is None or row.valid_to > ends:
        return replace(row, valid_to=ends)
    return row


def _conflict(before: LegalValue, row: ValueRow) -> str:
    """Say how the file would rewrite a version, or nothing."""
    if (before.value, before.unit) != (row.value, row.unit):
        return f"{row.key} {row.valid_from}: {before.value} {before.unit} → {row.value} {row.unit}"
    if before.valid_to is not None and before.valid_to != row.valid_to:
        return f"{row.key} {row.valid_from}: đã đóng ngày {before.valid_to}"
    return ""
