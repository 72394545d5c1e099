"""Calendar decisions: the list, a new one with everything that it moves, and how far it is."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from phuong.areas.office import actions, policy, queries, rules
from phuong.areas.office.forms import CalendarForm
from phuong.areas.office.states import Can
from phuong.kernel.access.api import Request, door
from phuong.kernel.errors import RuleBroken
from phuong.kernel.ui.pages import INVALID, render_page

# Moved while the page waits; the job moves the rest.
AT_ONCE = 100


@require_GET
@door(Can.CALENDAR)
def calendar(request: Request) -> HttpResponse:
    """List the decisions in force for this ward, and what was entered here."""
    occasion = request.occasion
    entries = {
        entry.decision_id: entry
        for entry in policy.readable(occasion.actor).select_related("entered_by")
    }
    found = queries.decided(occasion.ward_id, occasion.today.replace(month=1, day=1))
    context = {
        "decisions": [(one, entries.get(one.pk)) for one in found],
        "trail": [(_("Lịch làm việc"), "")],
    }
    return render_page(request, "office/calendar.html", context)


@require_http_methods(["GET", "POST"])
@door(Can.CALENDAR)
def decide(request: Request) -> HttpResponse:
    """Ask for a decision, show every clock that it moves, then enter and apply it."""
    occasion = request.occasion
    form = CalendarForm(request.POST if request.method == "POST" else None)
    found = None
    if form.is_valid():
        given = form.given()
        under = occasion.under(form.cleaned_data["request_id"])
        try:
            if "apply" in request.POST:
                entry = actions.decide_calendar(under, given)
                actions.apply_calendar(occasion, most=AT_ONCE)
                messages.success(
                    request, _("Đã nhập quyết định %(number)s.") % {"number": given.number}
                )
                return redirect("office:decision", entry.id)
            rules.check_number(given.number)
            rules.check_contradiction(given.days, occasion.calendar.decisions)
            rules.check_days(given.days, occasion.calendar)
            found = queries.preview(occasion, given.number, given.days)
        except RuleBroken as refusal:
            form.refuse(refusal)
    context = {
        "form": form,
        "preview": found,
        "trail": [(_("Lịch làm việc"), "/quan-tri/lich/"), (_("Nhập quyết định"), "")],
    }
    status = INVALID if form.errors else 200
    return render_page(request, "office/decide.html", context, status=status)


@require_GET
@door(Can.CALENDAR)
def decision(request: Request, entry_id: UUID) -> HttpResponse:
    """Show an entered decision, its days, and how many clocks are still to be moved."""
    entry = policy.get(request.occasion.actor, entry_id)
    context = {
        "entry": entry,
        "days": entry.decision.days.order_by("date"),
        "left": queries.left(request.occasion),
        "trail": [(_("Lịch làm việc"), "/quan-tri/lich/"), (entry.decision.number, "")],
    }
    return render_page(request, "office/decision.html", context)


@require_POST
@door(Can.CALENDAR)
def go_on(request: Request, entry_id: UUID) -> HttpResponse:
    """Move more clocks now, without waiting for the job."""
    entry = policy.get(request.occasion.actor, entry_id)
    actions.apply_calendar(request.occasion, most=AT_ONCE)
    return redirect("office:decision", entry.id)
