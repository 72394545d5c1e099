"""Booked times that cannot be kept: whom to call, what to read out, who was told already."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from phuong.areas.hall import actions, policy, queries
from phuong.areas.hall.cards import TICKET
from phuong.areas.hall.forms import CallForm
from phuong.areas.hall.models import Ticket
from phuong.areas.hall.states import Can
from phuong.kernel.access.api import Request, door
from phuong.kernel.audit import api as audit
from phuong.kernel.errors import NotVisible, WrongState
from phuong.kernel.notices import api as notices
from phuong.kernel.ui.pages import render_page
from phuong.kernel.ui.sentences import sentence

DONE = {
    notices.Outcome.CALLED: gettext_lazy("Đã ghi: đã gọi được."),
    notices.Outcome.NOT_REACHED: gettext_lazy("Đã ghi: chưa gặp; sẽ nhắc gọi lại."),
    notices.Outcome.GIVEN_UP: gettext_lazy("Đã ghi: thôi gọi."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A booking that cannot be kept, and the call that waits to be made, if one does."""

    ticket: Ticket
    call: notices.Call | None

    @property
    def is_told(self) -> bool:
        """Whether its holder was told of this very time."""
        return self.ticket.told_for == self.ticket.booked_for


@require_GET
@door(Can.SERVE)
def closed(request: Request) -> HttpResponse:
    """Show the bookings that cannot be kept, whom to call first."""
    when = request.occasion
    found = queries.broken(policy.readable(when.actor), when)
    calls = {
        call.subject_id: call for call in notices.calls_to_make(request.ward, when.now, kind=TICKET)
    }
    audit.note_reading(when, [one.id for one in found if one.phone], "hall.closed")
    lines = [Line(one, calls.get(one.id)) for one in found]
    context = {
        "lines": sorted(lines, key=lambda line: line.call is None),
        "caller": notices.sender_of(request.ward),
        "trail": [(_("Hàng chờ"), reverse("hall:queue")), (_("Lịch hẹn không giữ được"), "")],
    }
    return render_page(request, "hall/closed.html", context)


@require_POST
@door(Can.SERVE)
def settle(request: Request, ticket_id: UUID, notice_id: UUID) -> HttpResponse:
    """Write down how a call ended."""
    ticket = policy.readable(request.occasion.actor).filter(id=ticket_id).first()
    form = CallForm(request.POST)
    if ticket is None or not form.is_valid():
        raise NotVisible
    outcome = notices.Outcome(form.cleaned_data["outcome"])
    try:
        actions.settle_call(request.occasion, ticket, notice_id, outcome)
    except WrongState as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, DONE[outcome])
    return redirect("hall:closed")
