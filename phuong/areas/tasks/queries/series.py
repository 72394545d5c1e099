"""Answers about tasks that come again: which are due, what came of them, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from phuong.areas.tasks import rules
from phuong.areas.tasks.models import Occurrence, OnClosed, TaskSeries
from phuong.areas.tasks.states import SeriesState
from phuong.kernel.audit.api import Event
from phuong.kernel.workdays import WorkCalendar

SHOWN_AHEAD, SHOWN_BEHIND = 5, 20


def pattern_of(series: TaskSeries) -> rules.Pattern:
    """Return the rhythm of a series as the rules have it."""
    skips = series.on_closed == OnClosed.SKIP
    return rules.Pattern(str(series.rhythm), series.day, skips, series.last_on)


def due_series(ward_id: int, on: date) -> list[UUID]:
    """Return the running series whose planned day has come, the oldest first."""
    rows = TaskSeries.objects.of(ward_id).filter(state=SeriesState.RUNNING, next_on__lte=on)
    return list(rows.order_by("next_on", "id").values_list("id", flat=True))


def coming(series: TaskSeries, calendar: WorkCalendar) -> list[rules.Planned]:
    """Return the planned days that come next, with what the calendar makes of them today."""
    if series.next_on is None:
        return []
    return list(islice(rules.coming(pattern_of(series), series.next_on, calendar), SHOWN_AHEAD))


@dataclass(frozen=True, slots=True)
class Inside:
    """What the page of a series shows beside the series."""

    helpers: Sequence[str]
    occurrences: Sequence[Occurrence]
    trail: Sequence[Event]


def inside_series(series: TaskSeries) -> Inside:
    """Return who helps, what came of the last planned days, and what happened."""
    helpers = series.helpers.select_related("person").order_by("person__sort_key", "id")
    behind = series.occurrences.select_related("task").order_by("-on")[:SHOWN_BEHIND]
    trail = Event.objects.of(series.ward_id).filter(subject_id=series.id).order_by("seq")
    return Inside([one.person.name for one in helpers], list(behind), list(trail))
