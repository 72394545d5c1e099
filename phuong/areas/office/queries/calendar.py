"""What the calendar says, and which clocks a decision would move."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from phuong.areas.office.rules import ChangedDay, decisions_of
from phuong.kernel.access.api import Actor, Occasion
from phuong.kernel.law import api as law
from phuong.kernel.law.api import CalendarDecision
from phuong.kernel.workflow.api import clocks
from phuong.kernel.workflow.clocks import Moved

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Preview:
    """Every clock that moves: how many in all, how many whose citizen is told, and the first."""

    count: int
    told: int
    first: Sequence[Moved]


def decided(ward_id: int, since: date) -> list[CalendarDecision]:
    """Return the decisions that reach a ward and change a day from this one on, newest first."""
    reach = law.decisions_reaching(ward_id).filter(days__date__gte=since).distinct()
    return list(reach.prefetch_related("days").order_by("-known_from", "number"))


def preview(occasion: Occasion, number: str, days: Sequence[ChangedDay]) -> Preview:
    """Return what would move if the days were decided; nothing is written."""
    calendar = occasion.calendar.with_decisions(*decisions_of(number, days, local=True))
    return shown(clocks.preview(Occasion(occasion.actor, occasion.now, calendar)))


def left(occasion: Occasion) -> Preview:
    """Return what the calendar in force still has to move."""
    return shown(clocks.preview(as_clock(occasion)))


def as_clock(occasion: Occasion) -> Occasion:
    """Return the occasion of time itself, by the calendar as it is now."""
    calendar = law.calendar(occasion.ward_id)
    return Occasion(Actor.clock(occasion.ward_id), occasion.now, calendar)


def shown(moved: Sequence[Moved]) -> Preview:
    """Return what moves as pages show it."""
    return Preview(len(moved), sum(each.told for each in moved), moved[:SHOWN])
