"""What whoever sits at a counter does: sit down, call, call again, miss, serve, help others."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from phuong.areas.hall import actions, policy, queries
from phuong.areas.hall.forms import ActForm
from phuong.areas.hall.models import Ticket
from phuong.areas.hall.states import (
    ARRIVE,
    CALL,
    CALL_AGAIN,
    FINISH,
    LEAVE,
    MISS,
    PUT_BACK,
    REJOIN,
    START,
    Can,
    State,
)
from phuong.areas.procedures import api as procedures
from phuong.kernel.access.api import Occasion, Request, door
from phuong.kernel.errors import NotVisible, RuleBroken, WrongState
from phuong.kernel.ui.pages import is_our_path, render_page
from phuong.kernel.ui.sentences import sentence

SIT, STAND, GIVE = "ngoi", "roi", "lay-giup"
OF_TICKET: Mapping[str, Callable[[Occasion, Ticket], Ticket]] = {
    CALL_AGAIN.slug: actions.call_again,
    START.slug: actions.start,
    MISS.slug: actions.miss,
    PUT_BACK.slug: actions.put_back,
    FINISH.slug: actions.finish,
    REJOIN.slug: actions.rejoin,
    LEAVE.slug: actions.leave,
}


def desk_card(request: Request) -> dict[str, Any]:
    """Return what stands on the desk's page of the hall: my counter, whom I call, who waits."""
    when = request.occasion
    seat = queries.seat(when.actor, when.today)
    counter, ticket = (seat.counter, seat.ticket) if seat else (None, None)
    version = (
        procedures.current(when.ward_id, ticket.procedure, when.today)
        if ticket is not None and ticket.procedure
        else None
    )
    moves = policy.open_moves(when.actor, ticket) if ticket is not None else []
    return {
        "counter": counter,
        "counters": [] if counter else list(policy.counters(when.ward_id)),
        "ticket": ticket,
        "waiting": seat.waiting if seat else 0,
        "many": seat.many if seat else "",
        "procedure": version,
        "may_call": counter is not None and (ticket is None or ticket.state == State.SERVING),
        "call": CALL,
        "moves": [move for move in moves if move.slug in OF_TICKET and move is not LEAVE],
        "form": ActForm(),
        "back": request.path,
    }


def card(request: Request, receive: str = "") -> SafeString:
    """Return the card of the hall that stands on the desk's page."""
    context = {**desk_card(request), "receive": receive}
    return SafeString(render_to_string("hall/_card.html", context, request))


@require_GET
@door(Can.SERVE)
def queue(request: Request) -> HttpResponse:
    """Show who waits, who missed the turn, and who comes today by appointment."""
    when = request.occasion
    line = queries.line(when.ward_id, when.today, when.now)
    order = {one.id: place for place, one in enumerate(line)}
    waiting = queries.of_today(when.actor, when.today, State.WAITING)
    context = {
        **desk_card(request),
        "line": sorted(waiting, key=lambda one: order.get(one.id, len(order))),
        "missed": queries.of_today(when.actor, when.today, State.MISSED),
        "booked": queries.of_today(when.actor, when.today, State.BOOKED),
        "broken": len(queries.broken(policy.readable(when.actor), when)),
        "groups": list(policy.groups(when.ward_id)),
        "rejoin": REJOIN,
        "arrive": ARRIVE,
        "now": when.now,
        "trail": [(_("Hàng chờ"), "")],
    }
    return render_page(request, "hall/queue.html", context)


@require_POST
@door(Can.SERVE)
def act(request: Request) -> HttpResponse:
    """Do what a button of the counter says, once, and go back to where it stood."""
    form = ActForm(request.POST)
    if not form.is_valid():
        raise NotVisible
    given = form.cleaned_data
    when = request.occasion.under(given["request_id"])
    try:
        _do(request, when, given)
    except (RuleBroken, WrongState) as refusal:
        messages.warning(request, sentence(refusal))
    back = request.POST.get("back", "")
    return redirect(back if is_our_path(request, back) else reverse("hall:queue"))


def _do(request: Request, when: Occasion, given: Mapping[str, Any]) -> None:
    slug = given["act"]
    if slug == CALL.slug:
        actions.call_next(when)
    elif slug in (SIT, STAND) and given["counter"]:
        (actions.sit if slug == SIT else actions.leave_counter)(when, given["counter"])
    elif slug == GIVE:
        _give(request, when, given)
    elif slug == ARRIVE.slug:
        actions.arrive(when, request.ward, _ticket(request, given["ticket"]))
    elif slug in OF_TICKET:
        OF_TICKET[slug](when, _ticket(request, given["ticket"]))
    else:
        raise NotVisible


def _give(request: Request, when: Occasion, given: Mapping[str, Any]) -> None:
    group = policy.groups(request.ward.pk).filter(id=given["group"]).first()
    if group is None:
        raise NotVisible
    ticket = actions.take(
        when, request.ward, group, way=Ticket.Way.DESK, priority=given["priority"]
    )
    messages.success(request, _("Đã lấy giúp số %(number)s.") % {"number": ticket.shown})


def _ticket(request: Request, ticket_id: UUID | None) -> Ticket:
    mine = policy.readable(request.occasion.actor)
    found = mine.filter(id=ticket_id).first() if ticket_id is not None else None
    if found is None:
        raise NotVisible
    return found
