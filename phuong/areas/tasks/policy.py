"""Who may see and do what with tasks: the only place that decides access."""

from collections.abc import Mapping, Sequence

from django.db.models import Exists, OuterRef, Q

from phuong.areas.tasks.models import CoWorker, Task, TaskQuerySet, TaskSeries
from phuong.areas.tasks.states import (
    DOERS,
    HAND_ON,
    LIFE,
    LIFE_SERIES,
    REPORT_PROGRESS,
    Can,
    SeriesState,
    State,
)
from phuong.kernel.access import roles
from phuong.kernel.access.api import Actor, Role
from phuong.kernel.errors import NotPermitted, NotVisible, Refusal
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.wards.querysets import WardQuerySet
from phuong.kernel.workflow.machine import Move

# Whoever sets the program up has no path to content, and is given no work in it.
WORKING = tuple(role for role in Role if role is not Role.ADMINISTRATOR)
GRANTS: Mapping[Can, Sequence[Role]] = {
    Can.GIVE: [Role.LEADER, Role.SECRETARY, Role.UNIT_HEAD],
    Can.DO: WORKING,
    Can.CONFIRM: [Role.LEADER, Role.SECRETARY, Role.UNIT_HEAD],
    Can.OVERSEE: [Role.LEADER, Role.SECRETARY],
}
ABOVE = (Role.LEADER, Role.SECRETARY)


def readable(actor: Actor) -> TaskQuerySet:
    """Return the tasks this actor may see. Views start here, never at `Task.objects`.

    Leaders see all; others what they gave, do, help with, or what is done in a unit they head.
    """
    mine = Task.objects.of(actor.ward_id)
    if not actor.holds(*WORKING):
        return mine.none()
    if actor.holds(*ABOVE):
        return mine
    own = own_of(actor)
    if headed := actor.units(Role.UNIT_HEAD):
        own |= Q(unit_id__in=headed)
    return mine.filter(own)


def own_of(actor: Actor) -> Q:
    """Return the condition of tasks that name the actor: as giver, doer or helper."""
    return Q(assigner_id=actor.person_id) | Q(doer_id=actor.person_id) | Q(_helping(actor))


def _helping(actor: Actor) -> Exists:
    """Return the condition "the actor helps with this task"."""
    helping = CoWorker.objects.of(actor.ward_id).filter(task_id=OuterRef("id"))
    return Exists(helping.filter(person_id__in=[actor.person_id] if actor.person_id else []))


def get(actor: Actor, code: str) -> Task:
    """Return a task by code with whoever it names; absent and hidden look the same."""
    task = (
        readable(actor)
        .filter(code="".join(code.split()).upper())
        .select_related("assigner", "doer", "unit", "closed_by")
        .prefetch_related("helpers__person")
        .first()
    )
    if task is None:
        raise NotVisible
    return task


def check(actor: Actor, task: Task, move: Move[State]) -> None:
    """Refuse unless the state allows the move and this actor may make it."""
    if task.ward_id != actor.ward_id:
        raise NotVisible
    check_actor(actor, task, move)
    move.check_from(State(task.state))


def check_actor(actor: Actor, task: Task, move: Move[State]) -> None:
    """Refuse an actor who may never make this move on this task."""
    if move.capability is None or not roles.has(actor, move.capability):
        raise NotPermitted("tasks.no-capability", _("Việc này thuộc người khác."))
    if move.name in DOERS:
        _check_doer(actor, task, move)
        return
    if actor.person_id == task.doer_id:
        raise NotPermitted(
            "tasks.own-work",
            _("Người làm không tự xác nhận, không tự duyệt gia hạn việc của mình."),
        )
    if move.capability == Can.CONFIRM and _helps(actor, task):
        raise NotPermitted(
            "tasks.own-help", _("Người phối hợp không xác nhận việc mình đã cùng làm.")
        )
    if not _answers_for(actor, task) and not (move is HAND_ON and _heads(actor, task)):
        raise NotPermitted(
            "tasks.not-giver", _("Chỉ người giao hoặc lãnh đạo phường quyết định việc này.")
        )


def _check_doer(actor: Actor, task: Task, move: Move[State]) -> None:
    if actor.person_id == task.doer_id:
        return
    if move is REPORT_PROGRESS and _helps(actor, task):
        return
    raise NotPermitted("tasks.not-doer", _("Việc này của người được giao nhiệm vụ."))


def for_lists(rows: TaskQuerySet, actor: Actor) -> TaskQuerySet:
    """Bring what a list shows and what `check` asks of each row, in one statement."""
    return rows.with_list_columns().annotate(reader_helps=_helping(actor))


def _helps(actor: Actor, task: Task) -> bool:
    # A list has asked this of every row at once (`for_lists`).
    known: bool | None = vars(task).get("reader_helps")
    if known is not None:
        return known
    return any(one.person_id == actor.person_id for one in task.helpers.all())


def _answers_for(actor: Actor, task: Task) -> bool:
    """Tell whether the actor gave it, leads the ward, or heads the unit of a source's task."""
    if actor.holds(*ABOVE) or (actor.person_id and actor.person_id == task.assigner_id):
        return True
    return task.assigner_id is None and _heads(actor, task)


def _heads(actor: Actor, task: Task) -> bool:
    """Tell whether the actor heads the unit that does it: who does what there is theirs to say."""
    return task.unit_id is not None and task.unit_id in actor.units(Role.UNIT_HEAD)


def gives(actor: Actor) -> bool:
    """Tell whether the actor may give tasks by their own word."""
    return roles.has(actor, Can.GIVE)


def check_may_give(actor: Actor) -> None:
    """Refuse who may give nobody a task."""
    if not gives(actor):
        raise NotPermitted("tasks.no-capability", _("Việc này thuộc người khác."))


def open_moves(actor: Actor, task: Task) -> list[Move[State]]:
    """List the moves to offer on screen, decided by `check` itself."""
    possible = (move for move in LIFE if task.state in move.sources)
    return [move for move in possible if allows(actor, task, move)]


def allows(actor: Actor, task: Task, move: Move[State]) -> bool:
    """Tell whether an actor may make a move now."""
    try:
        check(actor, task, move)
    except Refusal:
        return False
    return True


def readable_series(actor: Actor) -> WardQuerySet[TaskSeries]:
    """Return the series this actor may see: all, or what they gave, do, or what their unit does."""
    mine = TaskSeries.objects.of(actor.ward_id)
    if not actor.holds(*WORKING):
        return mine.none()
    if actor.holds(*ABOVE):
        return mine
    own = Q(assigner_id=actor.person_id) | Q(doer_id=actor.person_id)
    return mine.filter(own | Q(unit_id__in=actor.units(Role.UNIT_HEAD)))


def get_series(actor: Actor, code: str) -> TaskSeries:
    """Return a series by code with whoever it names; absent and hidden look the same."""
    rows = readable_series(actor).filter(code="".join(code.split()).upper())
    series = rows.select_related("assigner", "doer", "unit").first()
    if series is None:
        raise NotVisible
    return series


def check_series(actor: Actor, series: TaskSeries, move: Move[SeriesState]) -> None:
    """Refuse unless the state allows the move and this actor answers for the series."""
    check_series_actor(actor, series)
    move.check_from(SeriesState(series.state))


def check_series_actor(actor: Actor, series: TaskSeries) -> None:
    """Refuse an actor who neither gave it, nor leads the ward, nor heads the unit that does it."""
    if series.ward_id != actor.ward_id:
        raise NotVisible
    check_may_give(actor)
    heads = series.unit_id is not None and series.unit_id in actor.units(Role.UNIT_HEAD)
    if actor.person_id == series.doer_id or not (
        heads or actor.holds(*ABOVE) or actor.person_id == series.assigner_id
    ):
        raise NotPermitted(
            "tasks.not-giver", _("Chỉ người giao hoặc lãnh đạo phường quyết định việc này.")
        )


def open_series_moves(actor: Actor, series: TaskSeries) -> list[Move[SeriesState]]:
    """List the moves to offer on screen, decided by `check_series_actor` itself."""
    try:
        check_series_actor(actor, series)
    except Refusal:
        return []
    return [move for move in LIFE_SERIES if series.state in move.sources]
