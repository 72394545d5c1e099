"""The page of one task: what, who, by when, how far, proof, and the one thing to do next."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from phuong.areas.tasks import cards, policy, queries
from phuong.areas.tasks.models import Task
from phuong.areas.tasks.states import LIFE, LOOKS, Can, State
from phuong.areas.tasks.views import words
from phuong.kernel.access.api import HERE, Occasion, Request, door
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Event
from phuong.kernel.documents import api as documents
from phuong.kernel.links import api as links
from phuong.kernel.text import document_date
from phuong.kernel.text.phrases import CLOCK_SENTENCES
from phuong.kernel.ui.pages import render_page
from phuong.kernel.ui.parts import Act
from phuong.kernel.workdays import days_left
from phuong.kernel.workflow.api import undoing


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a task's history."""

    title: str
    event: Event


@dataclass(frozen=True, slots=True)
class File:
    """A file with its address."""

    name: str
    size: int
    url: str


@require_GET
@door(Can.DO)
def task(request: Request, code: str) -> HttpResponse:
    """Show one task: at most twelve statements, log-in and reading log included."""
    occasion = request.occasion
    found = policy.get(occasion.actor, code)
    audit.note_reading(occasion, [found.id], "tasks.page")
    inside = queries.inside(found)
    main = cards.next_move(occasion.actor, found)
    acts = {
        move.name: Act(str(move.label), cards.move_address(found, move), str(move.consequence))
        for move in policy.open_moves(occasion.actor, found)
    }
    context = {
        "task": found,
        "look": LOOKS[State(found.state)],
        "tag": cards.tag(found),
        "mark": cards.mark(found),
        "said": [
            (one.remark, title_of(one.remark.move), _files(found, one.files)) for one in inside.said
        ],
        "files": _files(found, inside.files),
        "extensions": inside.extensions,
        "left": _left(found, occasion),
        "late": found.is_running and occasion.now > found.due_at,
        "explained": _explained(found, inside, occasion),
        "takeback": undoing.takeback(occasion, inside.trail, LIFE, "tasks"),
        "ties": links.neighbours(occasion, found.id),
        "next": queries.next_step(found, occasion.today),
        "act": acts.get(main.name) if main else None,
        "others": [act for name, act in acts.items() if not main or name != main.name],
        "history": [Told(title_of(event.verb), event) for event in inside.trail],
        "trail": words.trail(task=found),
    }
    return render_page(request, "tasks/task.html", context)


@require_GET
@door(Can.DO)
def print_task(request: Request, code: str) -> HttpResponse:
    """Show the slip by which a task is given, as it prints."""
    found = policy.get(request.occasion.actor, code)
    audit.note_reading(request.occasion, [found.id], "tasks.print")
    day = document_date(found.given_at.astimezone(HERE).date())
    context = {
        "task": found,
        "slip_title": _("Phiếu giao nhiệm vụ"),
        "slip_number": found.code,
        "unit_name": request.ward.name,
        "desk_name": found.unit.name if found.unit else request.ward.name,
        "slip_place_and_day": f"{request.ward.place}, {day}" if request.ward.place else day,
        "after_print": [(_("Về nhiệm vụ"), reverse("tasks:task", args=[found.code]))],
    }
    return render_page(request, "tasks/print.html", context)


@require_GET
@door(Can.DO)
def attachment(request: Request, code: str, attachment_id: UUID) -> HttpResponseBase:
    """Open a file of a task that the actor may read; the opening is written down."""
    occasion = request.occasion
    found = policy.get(occasion.actor, code)
    file = documents.get(found.ward_id, found.id, attachment_id)
    audit.note_reading(occasion, [found.id], "tasks.attachment")
    return documents.respond(file)


def _files(found: Task, files: list[documents.Attachment]) -> list[File]:
    return [
        File(one.name, one.size, reverse("tasks:attachment", args=[found.code, one.id]))
        for one in files
    ]


def _left(found: Task, occasion: Occasion) -> int | None:
    return days_left(found.due_at, occasion.today, occasion.calendar) if found.is_running else None


def _explained(
    found: Task, inside: queries.Inside, occasion: Occasion
) -> list[tuple[object, str, str]]:
    """Return the day by day of the due date, out of the very evaluation that gives it."""
    due = queries.due(found, inside.extensions, occasion.calendar, narrate=True)
    return [
        (
            day.date,
            _(CLOCK_SENTENCES[day.reason]),
            f"{day.counted:g}".replace(".", ",") if day.counted is not None else "",
        )
        for day in due.days
    ]


_OTHER_TITLES = {
    "give": gettext_noop("Giao nhiệm vụ"),
    "undo": gettext_noop("Hoàn tác bước liền trước"),
    "recompute": gettext_noop("Tính lại hạn theo quyết định về lịch"),
}


def title_of(verb: str) -> str:
    """Return what happened, in words."""
    name = verb.removeprefix("tasks.")
    known = {move.name: str(move.label) for move in LIFE}
    return known.get(name) or _(_OTHER_TITLES.get(name, name))
