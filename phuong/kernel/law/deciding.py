"""Entering a calendar decision by hand, in the transaction of the act that causes it."""

from collections.abc import Iterable
from datetime import date, datetime

from phuong.kernel.law import memory
from phuong.kernel.law.marks import Certainty, Scope
from phuong.kernel.law.models import CalendarDay, CalendarDecision
from phuong.kernel.wards.models import Ward
from phuong.kernel.workdays import Effect, Session
from phuong.kernel.workdays.facts import clock_text

ENTERED = "Nhập tại phường"


def enter_decision(
    *,
    number: str,
    issued_on: date,
    known_from: datetime,
    signer: str,
    scope: Scope,
    ward: Ward | None,
    days: Iterable[tuple[date, Effect, str, Iterable[Session]]],
) -> CalendarDecision:
    """Write a decision with its days; every process learns of it by the stamp."""
    decision = CalendarDecision.objects.create(
        number=number,
        issued_on=issued_on,
        known_from=known_from,
        signer=signer,
        scope=scope,
        ward=ward,
        certainty=Certainty.SOURCED,
        source=ENTERED,
    )
    CalendarDay.objects.bulk_create(
        CalendarDay(
            decision=decision,
            date=day,
            effect=effect.value,
            note=note,
            open_sessions=[[clock_text(each.opens), clock_text(each.closes)] for each in opened],
        )
        for day, effect, note, opened in days
    )
    memory.changed(memory.CALENDAR)
    return decision
