"""Hôm nay: what an official should do now, today, and what waits for somebody else."""

from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phuong.delivery import navigation, work
from phuong.kernel.access.api import OFFICIALS, Actor, Occasion, Request, door
from phuong.kernel.audit.api import Card, kinds
from phuong.kernel.notices import api as notices
from phuong.kernel.ui.pages import render_page
from phuong.kernel.ui.parts import tag
from phuong.kernel.workflow.api import worklist
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
    context = {
        "now": occasion.now,
        "count": work.bounded(counts[work.ALL]),
        "late": work.bounded(counts[work.LATE]) if counts[work.LATE] > SHOWN else "",
        "work_url": navigation.address(navigation.WORK),
        "told": [each for each in notices.inbox(occasion, size=SHOWN).messages if not each.is_read],
        **_blocks(occasion),
    }
    return render_page(request, "delivery/today.html", context)


def _blocks(occasion: Occasion) -> dict[str, list[work.Row]]:
    """Return the three blocks: now, soon, and what waits for somebody else."""
    actor, due = occasion.actor, work.by_due(occasion.today, occasion.calendar)
    running = worklist.page(actor, Filter(due_before=due[work.NEAR].due_before), size=3 * SHOWN)
    still = worklist.page(actor, due[work.STILL], size=SHOWN)
    back = [card for kind in kinds.all_kinds() for card in _some(kind.came_back, actor)]
    others = [card for kind in kinds.all_kinds() for card in _some(kind.waiting, actor)]
    seen = {card.code for card in back}
    rest = [line for line in running.lines if line.card.code not in seen]
    until = due[work.TODAY].due_before
    urgent = [line for line in rest if until and line.item.due_key < until]
    soon = [line for line in rest if until and line.item.due_key >= until]
    paused = [line for line in still.lines if line.card.paused]
    return {
        "urgent": [*_answered(occasion, back), *work.rows(occasion, urgent[:SHOWN])],
        "soon": work.rows(occasion, soon[:SHOWN]),
        "waiting": [
            *(work.row(occasion, card, card.due_at) for card in others),
            *work.rows(occasion, paused),
        ],
    }


def _some(ask: kinds.Some | None, actor: Actor) -> Sequence[Card]:
    return ask(actor, SHOWN) if ask is not None else ()


def _answered(occasion: Occasion, cards: Sequence[Card]) -> list[work.Row]:
    """Return what the applicant has supplemented, with that said in place of the state."""
    said = tag(_("Đã bổ sung, chờ xem"), "warn")
    return [replace(work.row(occasion, card, card.due_at), state=said) for card in cards]
