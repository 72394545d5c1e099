"""How a task shows in worklists, links and notices of others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phuong.areas.tasks import policy, rules
from phuong.areas.tasks.models import Task, TaskQuerySet, TaskSeries
from phuong.areas.tasks.states import HAND_ON, LOOKS, OPEN, SERIES_LOOKS, Can, SeriesState, State
from phuong.kernel.access import directory
from phuong.kernel.access.api import Actor
from phuong.kernel.audit.api import Card, Kind, Queue, Stranded
from phuong.kernel.text import fold
from phuong.kernel.wards.api import finding
from phuong.kernel.workflow.machine import Move


def next_move(actor: Actor, task: Task) -> Move[State] | None:
    """Return the one thing to do next: the first main move that this actor may make."""
    return next((move for move in policy.open_moves(actor, task) if move.main), None)


def move_address(task: Task, move: Move[State]) -> str:
    """Return the page of a move."""
    return reverse("tasks:move", args=[task.code, move.slug])


def cards(actor: Actor, task_ids: Sequence[UUID]) -> Mapping[UUID, Card]:
    """Return the cards of those tasks that the actor may read: one statement."""
    rows = policy.for_lists(policy.readable(actor).filter(id__in=task_ids), actor)
    return {task.id: card(actor, task) for task in rows}


def tag(task: Task) -> str:
    """Return the state in words; that the day was moved stands beside it."""
    words = str(LOOKS[State(task.state)].tag)
    if task.extended and task.is_open:
        return _("%(state)s, đã gia hạn") % {"state": words}
    return words


def card(actor: Actor, task: Task) -> Card:
    """Return the card of one task."""
    page, kept = reverse("tasks:task", args=[task.code]), mark(task)
    move = next_move(actor, task)
    return Card(
        code=task.code,
        title=task.heading,
        who=task.assigner.name if task.assigner else "",
        state=task.state,
        tag=tag(task),
        tone=LOOKS[State(task.state)].tone,
        address=page,
        next_action=str(move.label) if move else _("Xem"),
        next_address=move_address(task, move) if move else page,
        handler=task.doer.name,
        due_at=task.due_at if task.is_running else None,
        mark=kept.words,
        mark_tone=kept.tone,
        closed_at=task.closed_at,
    )


@dataclass(frozen=True, slots=True)
class Mark:
    """How the first promise was kept, in words and colour; what is still owed has none."""

    words: str = ""
    tone: str = "muted"


def mark(task: Task) -> Mark:
    """Return how the first promise was kept: by the report, whoever confirms it and when."""
    if task.is_running:
        return Mark()
    if task.state == State.REPORTED and task.reported_at is not None:
        kept = rules.is_kept(task.reported_at, task.first_due_at, task.due_at, task.limit.unit)
        return Mark(_("Báo cáo đúng hạn"), "ok") if kept else Mark(_("Báo cáo trễ hạn"), "bad")
    if task.on_time is None:
        return Mark(_("Không tính hạn"))
    return Mark(_("Đúng hạn"), "ok") if task.on_time else Mark(_("Trễ hạn"), "bad")


def address(code: str) -> str:
    """Return the page of a task by its code."""
    return reverse("tasks:task", args=[code])


def give_address(actor: Actor, source_id: UUID) -> str:
    """Return the page on which another matter becomes a task, or nothing where one gives none."""
    return f"{reverse('tasks:give')}?nguon={source_id}" if policy.gives(actor) else ""


def takes(source_id: UUID) -> str:
    """Return the page on which what another matter offers is taken up or declined."""
    return reverse("tasks:offer", args=[source_id])


def matching(actor: Actor, text: str) -> TaskQuerySet:
    """Return readable tasks whose code, work, product or doer matches, without marks."""
    return finding.holding(policy.readable(actor), fold(text).split())


def matching_ids(actor: Actor, text: str) -> Any:
    """Return the ids of what matches, as a part of a larger statement."""
    return matching(actor, text).values("id")


def find_cards(actor: Actor, text: str, limit: int) -> list[Card]:
    """Return the cards of what matches, the newest first."""
    rows = policy.for_lists(matching(actor, text), actor).order_by("-id")[:limit]
    return [card(actor, task) for task in rows]


def waiting(actor: Actor) -> list[Any]:
    """Return the ids of what the actor did and others must answer, gave and others must do."""
    if actor.person_id is None or not actor.holds(*policy.WORKING):
        return []
    answered = Q(doer_id=actor.person_id, state__in=(State.REPORTED, State.EXTENSION_ASKED))
    done = Q(assigner_id=actor.person_id, state__in=(State.GIVEN, State.DOING))
    rows = Task.objects.of(actor.ward_id).filter(answered | done)
    return [rows.order_by("due_at", "id").values_list("id")]


def stranded(actor: Actor, on: date) -> list[Stranded]:
    """Return the tasks whose doer is away or left, where the actor may name another."""
    held = policy.readable(actor).filter(state__in=HAND_ON.sources)
    rows = held.filter(directory.missing(actor.ward_id, on, "doer_id"))
    return [
        Stranded(card(actor, task), move_address(task, HAND_ON))
        for task in policy.for_lists(rows, actor).order_by("due_at", "id")[:MOST_STRANDED]
        if policy.allows(actor, task, HAND_ON)
    ]


MOST_STRANDED = 200


def series_cards(actor: Actor, series_ids: Sequence[UUID]) -> Mapping[UUID, Card]:
    """Return the cards of those series that the actor may read: one statement."""
    rows = policy.readable_series(actor).filter(id__in=series_ids)
    return {one.id: series_card(one) for one in rows.select_related("assigner", "doer")}


def series_card(series: TaskSeries) -> Card:
    """Return the card of one series."""
    look, page = SERIES_LOOKS[SeriesState(series.state)], series_address(series.code)
    return Card(
        code=series.code,
        title=series.heading,
        who=series.assigner.name,
        state=series.state,
        tag=str(look.tag),
        tone=look.tone,
        address=page,
        next_action=_("Xem"),
        next_address=page,
        handler=series.doer.name,
    )


def series_address(code: str) -> str:
    """Return the page of a series by its code."""
    return reverse("tasks:series", args=[code])


SERIES_KIND = Kind(
    code="task_series",
    label=gettext_lazy("Nhiệm vụ định kỳ"),
    address=series_address,
    cards=series_cards,
)
QUEUES = (
    Queue("cho-xac-nhan", gettext_lazy("Chờ xác nhận nhiệm vụ"), (State.REPORTED,), (Can.CONFIRM,)),
    Queue("cho-gia-han", gettext_lazy("Chờ duyệt gia hạn"), (State.EXTENSION_ASKED,), (Can.GIVE,)),
)
KIND = Kind(
    code="task",
    label=gettext_lazy("Nhiệm vụ"),
    address=address,
    cards=cards,
    states={str(state.value): LOOKS[state].tag for state in State if state in OPEN},
    queues=QUEUES,
    takes=takes,
    find=find_cards,
    matching=matching_ids,
    waiting=waiting,
    stranded=stranded,
)
