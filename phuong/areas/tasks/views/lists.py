"""The list of tasks, mine, given by me, of my unit, of the ward; the same rows as CSV."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from django.db.models import Q
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_safe

from phuong.areas.tasks import cards, policy
from phuong.areas.tasks.forms import TaskFilter
from phuong.areas.tasks.models import Task, TaskQuerySet
from phuong.areas.tasks.states import LOOKS, OPEN, Can, State
from phuong.kernel.access.api import Actor, Occasion, Request, Role, door
from phuong.kernel.documents import api as documents
from phuong.kernel.text.words import Words
from phuong.kernel.ui import display, parts, tables
from phuong.kernel.ui.pages import render_page
from phuong.kernel.workdays import days_left

MINE, GIVEN, UNIT, HELPED, ALL = "toi-lam", "toi-giao", "bo-phan", "phoi-hop", "tat-ca"
NOT_DONE_YET, LATE, EVERY = "chua-xong", "cham", "moi"
WHOSE: Final[Mapping[str, Words]] = {
    MINE: gettext_lazy("Tôi làm"),
    HELPED: gettext_lazy("Tôi phối hợp"),
    GIVEN: gettext_lazy("Tôi giao"),
    UNIT: gettext_lazy("Bộ phận tôi"),
    ALL: gettext_lazy("Cả phường"),
}
MOST_EXPORTED = 10_000
COLUMNS = (
    gettext_noop("Mã"),
    gettext_noop("Việc phải làm"),
    gettext_noop("Sản phẩm"),
    gettext_noop("Người giao"),
    gettext_noop("Người chịu trách nhiệm"),
    gettext_noop("Giao lúc"),
    gettext_noop("Hạn đầu tiên"),
    gettext_noop("Hạn đang tính"),
    gettext_noop("Số lần gia hạn"),
    gettext_noop("Tình trạng"),
    gettext_noop("Xong lúc"),
    gettext_noop("Đúng hạn"),
)


@require_safe
@door(Can.DO)
def tasks(request: Request) -> HttpResponse:
    """List tasks by day: at most six statements, log-in included."""
    occasion = request.occasion
    form, whose, rows = _chosen(request)
    page = tables.page_of(request, rows, ("due_at", "id"))
    context = {
        "filter": form,
        "whose": WHOSE[whose],
        "rows": [_row(occasion, task) for task in page.rows],
        "page_of_rows": page,
        "may_give": policy.gives(occasion.actor),
        "is_filtered": bool(request.GET.get("q") or request.GET.get("tinh-trang")),
        "export_url": f"xuat.csv?{request.GET.urlencode()}",
    }
    return render_page(request, "tasks/list.html", context)


@require_safe
@door(Can.DO)
def export(request: Request) -> StreamingHttpResponse:
    """Give the same rows as a file that spreadsheets open, marks and all."""
    _form, _whose, rows = _chosen(request)
    found = rows.order_by("due_at", "id")[:MOST_EXPORTED]
    return documents.respond_csv(_lines(found), "nhiem-vu.csv")


def offered(actor: Actor) -> list[str]:
    """Return whose tasks the actor may choose to look at, the first by default."""
    found = [MINE, HELPED]
    if policy.gives(actor):
        found.insert(0 if actor.holds(*policy.ABOVE) else 1, GIVEN)
    if actor.units(Role.UNIT_HEAD):
        found.append(UNIT)
    if actor.holds(*policy.ABOVE):
        found.append(ALL)
    return found


def _chosen(request: Request) -> tuple[TaskFilter, str, TaskQuerySet]:
    occasion = request.occasion
    whose = offered(occasion.actor)
    states: list[tuple[str, Any]] = [("", _("Chưa xong")), (LATE, _("Chậm so với hạn đầu tiên"))]
    states += [(str(state.value), LOOKS[state].tag) for state in State]
    states.append((EVERY, _("Mọi tình trạng")))
    form = TaskFilter(
        request.GET, whose=[("", WHOSE[whose[0]]), *((one, WHOSE[one]) for one in whose[1:])],
        states=states,
    )  # fmt: skip
    chosen = form.chosen("whose") or whose[0]
    rows = policy.readable(occasion.actor)
    if text := form.chosen("q"):
        rows = cards.matching(occasion.actor, text)
    rows = _NARROW[chosen](rows, occasion.actor)
    rows = _by_state(rows, form.chosen("state"), occasion)
    return form, chosen, policy.for_lists(rows, occasion.actor)


_NARROW: Final[Mapping[str, Callable[[TaskQuerySet, Actor], TaskQuerySet]]] = {
    MINE: lambda rows, actor: rows.filter(doer_id=actor.person_id),
    GIVEN: lambda rows, actor: rows.filter(assigner_id=actor.person_id),
    HELPED: lambda rows, actor: rows.helped_by(actor.person_id),
    UNIT: lambda rows, actor: rows.filter(Q(unit_id__in=actor.units(Role.UNIT_HEAD))),
    ALL: lambda rows, _actor: rows,
}


def _by_state(rows: TaskQuerySet, state: str, occasion: Occasion) -> TaskQuerySet:
    if state == EVERY:
        return rows
    if state == LATE:
        return rows.late(occasion.today)
    return rows.filter(state__in=(state,) if state else OPEN)


def _row(occasion: Occasion, task: Task) -> dict[str, Any]:
    card = cards.card(occasion.actor, task)
    running = task.is_running
    left = days_left(task.due_at, occasion.today, occasion.calendar) if running else None
    late = running and task.first_due_on < occasion.today
    shown = (
        parts.deadline(left, due=task.due_at, short=True)
        if running
        else parts.tag(card.mark, card.mark_tone)
    )
    return {
        "card": card,
        "product": task.product,
        "state": parts.tag(card.tag, card.tone),
        "deadline": shown,
        "late": late,
        "first": display.short_day(task.first_due_on) if task.extended else "",
    }


def _lines(rows: TaskQuerySet) -> Iterator[Sequence[object]]:
    yield [_(words) for words in COLUMNS]
    for task in rows.iterator(chunk_size=500):
        kept = {True: _("Đúng hạn"), False: _("Trễ hạn"), None: ""}[task.on_time]
        yield (
            task.code,
            task.heading,
            task.product,
            task.assigner.name if task.assigner else "",
            task.doer.name,
            display.short_moment(task.given_at),
            display.day(task.first_due_on),
            display.day(task.due_on),
            task.extended,
            str(LOOKS[State(task.state)].tag),
            display.short_moment(task.finished_at) if task.finished_at else "",
            kept,
        )
