"""Every write that a person can cause."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from phuong.areas.office import policy, queries, rules
from phuong.areas.office.models import CalendarEntry
from phuong.areas.office.rules import ChangedDay
from phuong.areas.office.states import CALENDAR
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Code, Event
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.law import api as law
from phuong.kernel.law.api import Scope
from phuong.kernel.wards.api import Ward, uuid7
from phuong.kernel.workflow.api import clocks


@dataclass(frozen=True, slots=True)
class Given:
    """A calendar decision as the paper has it."""

    number: str
    issued_on: date
    signer: str
    scope: str
    days: Sequence[ChangedDay]


def decide_calendar(occasion: Occasion, given: Given) -> CalendarEntry:
    """Enter a decision: from now on every clock is counted by it, and no promise gets later."""
    policy.check(occasion.actor)

    def again(event: Event) -> CalendarEntry:
        found = CalendarEntry.objects.of(occasion.ward_id).filter(id=event.subject_id).first()
        if found is None:
            raise NotVisible
        return found

    try:
        return audit.once(occasion, lambda: _decide(occasion, given), again)
    except IntegrityError:
        raise RuleBroken(
            "office.calendar.number-taken",
            _("Quyết định số %(number)s đã được nhập. Mở danh sách để xem."),
            field="number",
            number=given.number,
        ) from None


def _decide(occasion: Occasion, given: Given) -> CalendarEntry:
    # One decision of a ward at a time: two that contradict each other never meet in between.
    ward = Ward.objects.select_for_update().get(pk=occasion.ward_id)
    rules.check_number(given.number)
    _check_scope(given.scope)
    # What another process has entered a moment ago is not remembered here yet.
    law.forget()
    calendar = law.calendar(occasion.ward_id)
    rules.check_contradiction(given.days, calendar.decisions)
    rules.check_days(given.days, calendar)
    decision = law.enter_decision(
        number=given.number,
        issued_on=given.issued_on,
        known_from=occasion.now,
        signer=given.signer,
        scope=Scope(given.scope),
        ward=ward if given.scope == Scope.WARD else None,
        days=[(day.date, day.effect, day.note, day.open_sessions) for day in given.days],
    )
    entry_id = uuid7()
    audit.open_subject(
        occasion,
        CALENDAR,
        given.number,
        "office.decide_calendar",
        subject_id=entry_id,
        number=Code(given.number),
        issued_on=given.issued_on,
        scope=Code(given.scope),
        days=len(given.days),
        first=min(day.date for day in given.days),
        last=max(day.date for day in given.days),
    )
    entry = CalendarEntry(
        ward_id=occasion.ward_id,
        id=entry_id,
        decision=decision,
        entered_at=occasion.now,
        entered_by_id=occasion.actor.person_id,
    )
    entry.save(force_insert=True)
    transaction.on_commit(law.forget)
    return entry


def apply_calendar(occasion: Occasion, *, most: int) -> int:
    """Move the first clocks at once; the job moves the others, and goes on where this stopped."""
    policy.check(occasion.actor)
    return clocks.rebuild(queries.as_clock(occasion), most)


def _check_scope(scope: str) -> None:
    if scope == Scope.NATION and Ward.objects.count() > 1:
        raise RuleBroken(
            "office.calendar.many-wards",
            _(
                "Máy chủ này phục vụ nhiều phường. Quyết định của cả nước nạp bằng gói luật;"
                " tại đây chỉ nhập quyết định của phường."
            ),
            field="scope",
        )
