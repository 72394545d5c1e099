"""Which rule was in force on a day, and which working calendar an office has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.law import memory, offices
from phuong.kernel.law.marks import Certainty, Scope
from phuong.kernel.law.models import AdminUnit, CalendarDay, CalendarDecision, LegalAct, LegalValue
from phuong.kernel.wards.models import Ward
from phuong.kernel.workdays import Decision, Effect, OfficeHours, Session, WorkCalendar

ACT_OF_OUR_OWN = "Phường/quy-ước"


class NotInForce(RuleBroken):
    """No version of a rule is in force on the day asked for."""


@dataclass(frozen=True, slots=True)
class Legal:
    """One version of a legal value with its citation."""

    key: str
    value: Any
    unit: str
    valid_from: date
    valid_to: date | None
    act: str
    article: str
    certainty: Certainty
    note: str

    @property
    def is_convention(self) -> bool:
        """Tell whether this is our own convention and no act says it."""
        return self.act == ACT_OF_OUR_OWN

    @property
    def needs_review(self) -> bool:
        """Tell whether an administrator must see "cần rà soát"."""
        return self.certainty.needs_review

    def covers(self, day: date) -> bool:
        """Tell whether this version is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def in_force(key: str, on: date) -> Legal:
    """Return the version of a value in force on a day, with its citation."""
    for version in _versions().get(key, ()):
        if version.covers(on):
            return version
    raise NotInForce(
        "law.not-in-force",
        _("Chưa có trị số “%(key)s” cho ngày %(day)s. Nạp gói luật hoặc nhập trị số."),
        key=key,
        day=f"{on:%d/%m/%Y}",
    )


def in_force_under(prefix: str, on: date) -> list[Legal]:
    """Return the versions in force of all values whose keys begin alike, in the order of keys."""
    versions = (one for key, many in _versions().items() if key.startswith(prefix) for one in many)
    return sorted((one for one in versions if one.covers(on)), key=lambda one: one.key)


def value(key: str, on: date) -> Any:
    """Return a legal value in force on a day: `value("dossiers.supplements.intake", today)`."""
    return in_force(key, on).value


def number(key: str, on: date) -> int:
    """Return a legal value that is a whole number."""
    found = value(key, on)
    if isinstance(found, bool) or not isinstance(found, int):
        raise NotInForce(
            "law.not-a-number", _("Trị số “%(key)s” không phải là số nguyên."), key=key
        )
    return found


def act_in_force(act: str, on: date) -> LegalAct | None:
    """Return the act if it is in force on a day."""
    found: LegalAct | None = LegalAct.objects.on(on).filter(number=act).first()
    return found


def unit_named(code: str, on: date) -> AdminUnit | None:
    """Return the administrative unit that had this code on a day."""
    found: AdminUnit | None = AdminUnit.objects.on(on).filter(code=code).first()
    return found


def province_of(unit_code: str) -> str:
    """Return the code of the province or city that a unit lies in, or nothing.

    Wards lay in districts until 30/6/2025, so the way up is walked. A code used again stayed in
    its province, so the day does not matter here.
    """
    code = unit_code
    for _step in range(4):
        unit = AdminUnit.objects.filter(code=code).order_by("-valid_from").first()
        if unit is None or not unit.parent:
            return code if unit else ""
        code = unit.parent
    return ""


def calendar(
    ward_id: int,
    *,
    known_at: datetime | None = None,
    hours: Sequence[OfficeHours] | None = None,
) -> WorkCalendar:
    """Return the working calendar of a ward's office.

    `known_at` leaves out decisions that became known only later: the calendar of a promise.
    `hours` are other sessions than the office keeps, to see what they would change; where the
    office keeps none the default sessions hold. A request asks the database for at most the stamp,
    and not even that within `memory.TRUSTED_FOR` seconds.
    """
    if hours is not None:
        made = _make(ward_id, tuple(hours))
    else:
        made = memory.calendars.keep(ward_id, lambda: _make(ward_id, offices.hours_of(ward_id)))
    return made if known_at is None else made.as_known_at(known_at)


def _make(ward_id: int, hours: tuple[OfficeHours, ...]) -> WorkCalendar:
    plain = WorkCalendar()
    sessions = _newest("workdays.sessions")
    weekdays = _newest("workdays.working_weekdays")
    line = _newest("dossiers.same_day_line")
    return WorkCalendar(
        decisions=_decisions(ward_id),
        hours=hours,
        sessions=_sessions(sessions.value) if sessions else plain.sessions,
        working_weekdays=tuple(weekdays.value) if weekdays else plain.working_weekdays,
        same_day_line=_minute(line.value) if line else plain.same_day_line,
    )


def _newest(key: str) -> Legal | None:
    """Return the version that holds from the latest day; a calendar reaches over many years."""
    versions = _versions().get(key)
    return versions[-1] if versions else None


def _sessions(pairs: Sequence[Sequence[str]]) -> tuple[Session, ...]:
    return tuple(Session.parse(opens, closes) for opens, closes in pairs)


def _minute(clock: str) -> int:
    return Session.parse(clock, "24:00").opens


def _versions() -> dict[str, tuple[Legal, ...]]:
    found: dict[str, tuple[Legal, ...]] = memory.values.keep("all", _read_versions)
    return found


def _read_versions() -> dict[str, tuple[Legal, ...]]:
    found: dict[str, tuple[Legal, ...]] = {}
    for row in LegalValue.objects.select_related("act").order_by("key", "valid_from"):
        version = Legal(
            row.key,
            row.value,
            row.unit,
            row.valid_from,
            row.valid_to,
            row.act.number,
            row.article,
            Certainty(row.certainty),
            row.note,
        )
        found[row.key] = (*found.get(row.key, ()), version)
    return found


def decisions_reaching(ward_id: int) -> QuerySet[CalendarDecision]:
    """Return the decisions that hold for a ward.

    An uncertain one never poses as law: it waits until somebody confirms it.
    """
    ward = Ward.objects.filter(pk=ward_id).first()
    reach = Q(scope=Scope.NATION) | Q(ward_id=ward_id)
    if ward is not None and (province := province_of(ward.unit_code)):
        reach |= Q(scope=Scope.PROVINCE, province=province)
    return CalendarDecision.objects.exclude(certainty=Certainty.UNCERTAIN).filter(reach)


def _decisions(ward_id: int) -> tuple[Decision, ...]:
    reaching = CalendarDay.objects.filter(decision__in=decisions_reaching(ward_id))
    days = reaching.select_related("decision").order_by("date", "pk")
    return tuple(
        Decision(
            id=day.decision.number,
            date=day.date,
            effect=Effect(day.effect),
            open_sessions=_sessions(day.open_sessions),
            local=day.decision.scope != Scope.NATION,
            known_from=day.decision.known_from,
            note=day.note,
        )
        for day in days
    )
