"""Hôm nay: what an official should do now, today, and what waits for somebody else."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phuong.delivery import navigation, work
from phuong.kernel.access.api import OFFICIALS, Occasion, Request, door
from phuong.kernel.audit.api import Card, Shelf
from phuong.kernel.notices import api as notices
from phuong.kernel.ui.pages import render_page
from phuong.kernel.ui.parts import tag
from phuong.kernel.workflow.api import NO_DUE, WorkItem, worklist
from phuong.kernel.workflow.worklist import Filter

SHOWN = 10


@require_POST
@door(OFFICIALS)
def read_notices(request: Request) -> HttpResponse:
    """Mark what was told to an official as read."""
    notices.mark_read(request.occasion)
    return HttpResponseRedirect(navigation.address(navigation.TODAY))


@require_safe
@door(OFFICIALS)
def today(request: Request) -> HttpResponse:
    """Show the day of an official; whoever begins elsewhere is led there."""
    occasion, actor = request.occasion, request.occasion.actor
    first = navigation.landing(actor)
    if first != navigation.TODAY:
        return HttpResponseRedirect(navigation.address(first))
    counts = worklist.counts(actor, {queue.slug: queue.filter for queue in work.queues(occasion)})
    shelf = Shelf(actor)
    blocks = _blocks(occasion, shelf)
    told = notices.inbox(occasion, size=SHOWN, shelf=shelf, ward=request.ward).messages
    context = {
        "now": occasion.now,
        "count": work.bounded(counts[work.ALL]),
        "late": work.bounded(counts[work.LATE]) if counts[work.LATE] > SHOWN else "",
        "work_url": navigation.address(navigation.WORK),
        "absent_url": navigation.address(navigation.ABSENT),
        "told": [each for each in told if not each.is_read],
        **blocks(),
        "stranded": _stranded(occasion),
    }
    return render_page(request, "delivery/today.html", context)


def _stranded(occasion: Occasion) -> str:
    """Return how much those hold who are away or left, for whoever may give it to others."""
    if not navigation.open_to(occasion.actor, navigation.ABSENT):
        return ""
    found = len(work.stranded(occasion))
    return work.bounded(found) if found else ""


def _blocks(occasion: Occasion, shelf: Shelf) -> Callable[[], dict[str, list[work.Row]]]:
    """Ask for the three blocks: now, soon, and what waits for somebody else.

    What they show is said to the shelf; they are made once it has all that the page wants.
    """
    actor, due = occasion.actor, work.by_due(occasion.today, occasion.calendar)
    near = Filter(due_before=due[work.NEAR].due_before)
    running, still = worklist.parts(actor, [(near, 3 * SHOWN), (due[work.STILL], SHOWN)])
    others = worklist.gathered(actor, SHOWN)
    shelf.want((item.kind, item.subject_id) for item in (*running, *still))
    for each in others.values():
        shelf.want(each)

    def made() -> dict[str, list[work.Row]]:
        back = _first(shelf, others["came_back"])
        seen = {card.code for card in back}
        lines = [line for line in _lines(shelf, running) if line.card.code not in seen]
        until = due[work.TODAY].due_before
        urgent = [line for line in lines if until and line.item.due_key < until]
        soon = [line for line in lines if until and line.item.due_key >= until]
        paused = [line for line in _lines(shelf, still) if line.card.paused]
        waiting = _first(shelf, others["waiting"])
        return {
            "urgent": [*_answered(occasion, back), *work.rows(occasion, urgent[:SHOWN])],
            "soon": work.rows(occasion, soon[:SHOWN]),
            "waiting": [
                *(work.row(occasion, card, card.due_at) for card in waiting),
                *work.rows(occasion, paused),
            ],
        }

    return made


def _lines(shelf: Shelf, items: Sequence[WorkItem]) -> list[worklist.Line]:
    """Return the items whose card the actor may read, with it."""
    cards = ((item, shelf.get(item.subject_id)) for item in items)
    return [worklist.Line(item, card) for item, card in cards if card is not None]


def _first(shelf: Shelf, wanted: Sequence[tuple[str, UUID]]) -> list[Card]:
    """Return the cards of several kinds together, the most urgent first."""
    found = [card for _kind, one in wanted if (card := shelf.get(one)) is not None]
    found.sort(key=lambda card: card.due_at or NO_DUE)
    return found[:SHOWN]


def _answered(occasion: Occasion, cards: Sequence[Card]) -> list[work.Row]:
    """Return what the applicant has supplemented, with that said in place of the state."""
    said = tag(_("Đã bổ sung, chờ xem"), "warn")
    return [replace(work.row(occasion, card, card.due_at), state=said) for card in cards]
