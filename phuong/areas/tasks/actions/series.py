"""Tasks that come again: begun, paused, gone on with, handed on, ended, and given by time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.db import transaction

from phuong.areas.tasks import policy, queries, rules
from phuong.areas.tasks.actions import giving
from phuong.areas.tasks.models import (
    Occurrence,
    OnClosed,
    Origin,
    Outcome,
    Rhythm,
    SeriesHelper,
    Task,
    TaskSeries,
)
from phuong.areas.tasks.states import CHANGE_DOER, END, PAUSE, RESUME, SeriesState
from phuong.kernel.access import directory
from phuong.kernel.access.api import Occasion, Role
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Code, Event, Fact, Subject, new_salt
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.notices import api as notices
from phuong.kernel.numbering import api as numbering
from phuong.kernel.wards.api import Ward, uuid7
from phuong.kernel.workdays import Limit, Unit
from phuong.kernel.workflow.api import Move

KIND = "task_series"
DAY = timedelta(days=1)
P = ParamSpec("P")
Action = Callable[Concatenate[Occasion, P], TaskSeries]


@dataclass(frozen=True, slots=True)
class Regular:
    """What is to be done again and again: the work, its product, its rhythm, by whom."""

    title: str
    product: str
    doer_id: UUID
    rhythm: Rhythm
    day: int
    limit_days: int
    on_closed: OnClosed
    first_on: date
    last_on: date | None = None
    details: str = ""
    basis: str = ""
    helpers: Sequence[UUID] = field(default_factory=tuple)


def act(action: Action[P]) -> Action[P]:
    """Run an action in one transaction; what was sent twice gives the first answer."""

    @wraps(action)
    def once(occasion: Occasion, /, *args: P.args, **kwargs: P.kwargs) -> TaskSeries:
        def again(event: Event) -> TaskSeries:
            return load(occasion.ward_id, event.subject_id)

        return audit.once(occasion, lambda: action(occasion, *args, **kwargs), again)

    return once


def load(ward_id: int, series_id: UUID) -> TaskSeries:
    """Return a series with whoever it names."""
    found = TaskSeries.objects.of(ward_id).filter(id=series_id)
    series = found.select_related("assigner", "doer", "unit").first()
    if series is None:
        raise NotVisible
    return series


@act
def begin_series(occasion: Occasion, ward: Ward, regular: Regular) -> TaskSeries:
    """Begin to give a task again and again; the first on the first planned day."""
    policy.check_may_give(occasion.actor)
    giver_id = occasion.actor.person_id
    if giver_id is None:
        raise NotVisible
    rules.check_given(regular.title, regular.product)
    rules.check_people(giver_id, regular.doer_id, regular.helpers)
    giving.check_workers(occasion, regular.doer_id, regular.helpers, anybody=False)
    series = _new(occasion, regular, giver_id)
    pattern = queries.pattern_of(series)
    rules.check_pattern(pattern, regular.limit_days, regular.first_on, occasion.today)
    series.next_on = pattern.next_from(regular.first_on)
    series.code = numbering.draw(ward, KIND, occasion.today)
    audit.open_subject(
        occasion,
        KIND,
        series.code,
        "series.begin",
        subject_id=series.id,
        doer=series.doer_id,
        rhythm=Rhythm(series.rhythm),
        day=series.day,
        first=series.next_on,
        last=series.last_on,
        wanted=series.digest,
    )
    series.save(force_insert=True)
    SeriesHelper.objects.bulk_create(
        SeriesHelper(ward_id=series.ward_id, series=series, person_id=one)
        for one in dict.fromkeys(regular.helpers)
    )
    return series


def _new(occasion: Occasion, regular: Regular, giver_id: UUID) -> TaskSeries:
    return TaskSeries(
        ward_id=occasion.ward_id,
        id=uuid7(),
        title=regular.title.strip(),
        product=regular.product.strip(),
        details=regular.details.strip(),
        basis=regular.basis.strip(),
        salt=new_salt(),
        state=SeriesState.RUNNING,
        assigner_id=giver_id,
        doer_id=regular.doer_id,
        unit_id=queries.unit_of(occasion.ward_id, regular.doer_id, occasion.today),
        rhythm=regular.rhythm,
        day=regular.day,
        limit_days=regular.limit_days,
        on_closed=regular.on_closed,
        last_on=regular.last_on,
        begun_at=occasion.now,
    )


@act
def pause_series(occasion: Occasion, series: TaskSeries) -> TaskSeries:
    """Give no more until somebody lets it go on."""
    return _finish(occasion, *_begin(occasion, series, PAUSE), PAUSE)


@act
def resume_series(occasion: Occasion, series: TaskSeries) -> TaskSeries:
    """Go on with the next planned day; what passed meanwhile is not made up for."""
    subject, fresh = _begin(occasion, series, RESUME)
    _check_in_office(occasion, fresh.doer_id)
    _advance(occasion, fresh, max(occasion.today, fresh.next_on or occasion.today))
    return _finish(occasion, subject, fresh, RESUME, next=fresh.next_on)


@act
def change_doer(occasion: Occasion, series: TaskSeries, *, doer_id: UUID) -> TaskSeries:
    """Give it to somebody else from the next planned day on."""
    subject, fresh = _begin(occasion, series, CHANGE_DOER)
    if doer_id == fresh.doer_id:
        raise RuleBroken(
            "tasks.hand-on.same", _("Chọn người khác với người đang làm."), field="doer"
        )
    fresh.helpers.filter(person_id=doer_id).delete()
    rules.check_people(fresh.assigner_id, doer_id, ())
    giving.check_workers(occasion, doer_id, (), anybody=False)
    former, fresh.doer_id = fresh.doer_id, doer_id
    fresh.unit_id = queries.unit_of(occasion.ward_id, doer_id, occasion.today)
    return _finish(occasion, subject, fresh, CHANGE_DOER, former=former, doer=doer_id)


@act
def end_series(occasion: Occasion, series: TaskSeries) -> TaskSeries:
    """Give no more for good; what was given is still owed."""
    subject, fresh = _begin(occasion, series, END)
    fresh.next_on, fresh.ended_at = None, occasion.now
    return _finish(occasion, subject, fresh, END)


def _begin(
    occasion: Occasion, series: TaskSeries, move: Move[SeriesState]
) -> tuple[Subject, TaskSeries]:
    subject = audit.lock(occasion.ward_id, series.id)
    fresh = load(occasion.ward_id, series.id)
    policy.check_series(occasion.actor, fresh, move)
    return subject, fresh


def _finish(
    occasion: Occasion,
    subject: Subject,
    series: TaskSeries,
    move: Move[SeriesState],
    **facts: Fact,
) -> TaskSeries:
    before = SeriesState(series.state)
    series.state = move.leads_to(before)
    series.save()
    audit.record(
        occasion,
        subject,
        f"series.{move.name}",
        before=before,
        after=SeriesState(series.state),
        **facts,
    )
    return load(series.ward_id, series.id)


def _check_in_office(occasion: Occasion, person_id: UUID) -> None:
    if not _in_office(occasion, person_id):
        raise RuleBroken(
            "tasks.series.nobody",
            _("Người làm không còn công tác. Đổi người làm định kỳ rồi lặp tiếp."),
        )


def _in_office(occasion: Occasion, person_id: UUID) -> bool:
    everybody = directory.everybody(occasion.ward_id, occasion.today)
    return any(one.person_id == person_id for one in everybody)


@transaction.atomic
def give_next(occasion: Occasion, series_id: UUID) -> bool:
    """Settle one planned day whose time has come: called by time until nothing is left to do.

    One transaction a day of a series, under its lock: whoever comes second finds the next day
    planned already, and whoever dies in between leaves nothing half.
    """
    subject = audit.lock(occasion.ward_id, series_id)
    series = load(occasion.ward_id, series_id)
    if series.state != SeriesState.RUNNING or series.next_on is None:
        return False
    pattern = queries.pattern_of(series)
    one = rules.planned(pattern, series.next_on, occasion.calendar)
    outcome = rules.outcome(one, pattern, occasion.today, occasion.calendar)
    if not outcome:
        return False
    if outcome not in ("closed", "overtaken") and not _in_office(occasion, series.doer_id):
        outcome = "nobody"
    gives = outcome not in ("closed", "overtaken", "nobody")
    task = _give(occasion, subject, series) if gives else None
    Occurrence.objects.create(
        ward_id=series.ward_id,
        series=series,
        on=one.on,
        at=occasion.now,
        outcome=Outcome(outcome),
        why=one.why,
        decision=one.decision,
        task=task,
    )
    audit.record(
        occasion,
        subject,
        "series.occur",
        on=one.on,
        outcome=Outcome(outcome),
        task=task.id if task is not None else None,
    )
    _go_on(occasion, subject, series, one.on, stops=outcome == "nobody")
    return True


def _give(occasion: Occasion, subject: Subject, series: TaskSeries) -> Task:
    wanted = giving.Wanted(
        title=series.title,
        product=series.product,
        doer_id=series.doer_id,
        limit=Limit(Unit.WORKING_DAY, series.limit_days),
        details=series.details,
        basis=series.basis,
        helpers=[
            one.person_id for one in series.helpers.all() if _in_office(occasion, one.person_id)
        ],
    )
    ward = Ward.objects.get(pk=series.ward_id)
    return giving.give_from(
        occasion, ward, subject, wanted, origin=Origin.SERIES, assigner_id=series.assigner_id
    )


def _go_on(
    occasion: Occasion, subject: Subject, series: TaskSeries, done: date, *, stops: bool
) -> None:
    """Plan the day after; the last one ends the series, and one whom nobody does waits."""
    pattern = queries.pattern_of(series)
    series.next_on = pattern.next_from(done + DAY)
    if pattern.is_over(series.next_on):
        series.next_on, series.ended_at = None, occasion.now
        _finish(occasion, subject, series, END)
    elif stops:
        _finish(occasion, subject, series, PAUSE)
        _tell_of_pause(occasion, subject, series)
    else:
        series.save(update_fields=["next_on"])


def _advance(occasion: Occasion, series: TaskSeries, since: date) -> None:
    pattern = queries.pattern_of(series)
    series.next_on = pattern.next_from(since)
    if series.occurrences.filter(on=series.next_on).exists():
        series.next_on = pattern.next_from(series.next_on + DAY)
    if pattern.is_over(series.next_on):
        raise RuleBroken(
            "tasks.series.over", _("Không còn kỳ nào trước ngày cuối. Bắt đầu một loạt mới.")
        )


def _tell_of_pause(occasion: Occasion, subject: Subject, series: TaskSeries) -> None:
    """Tell who gave it that nobody does it; a leader, where they left too."""
    to: list[notices.Applicant | notices.ToPerson | notices.ToPost]
    if _in_office(occasion, series.assigner_id):
        to = [notices.ToPerson(series.assigner_id)]
    else:
        leaders = directory.posts_with(occasion.ward_id, occasion.today, Role.LEADER)
        to = [notices.ToPost(one) for one in leaders[:1]]
    if to:
        places = {"code": Code(series.code)}
        notices.tell(occasion, subject, "series.pause", to=to, params=places)
