"""Giờ làm việc: the hours of the ward and of each desk, and new ones with all that they move."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from phuong.areas.office import actions, queries, rules
from phuong.areas.office.forms import Offered
from phuong.areas.office.forms.hours import WEEKDAYS, HoursForm
from phuong.areas.office.forms.organisation import PlainForm
from phuong.areas.office.states import Can
from phuong.kernel.access.api import Request, door
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.ui.pages import INVALID, render_page, was_sent

# Moved while the page waits; the job moves the rest.
AT_ONCE = 100


@require_GET
@door(Can.CALENDAR)
def hours(request: Request) -> HttpResponse:
    """List the hours of the ward and of each desk, past ones too."""
    occasion = request.occasion
    found = queries.all_hours(occasion.ward_id)
    begun = queries.has_begun(occasion.ward_id)
    context = {
        "rows": [
            (one, list(zip(WEEKDAYS, map(rules.show_sessions, one.week), strict=True)),
             not begun or one.is_future(occasion.today))
            for one in found
        ],
        "usual": list(
            zip(WEEKDAYS, map(rules.show_sessions, queries.usual_week(occasion)), strict=True)
        ),
        "today": occasion.today,
        "has_own": any(one.unit is None for one in found),
        "trail": [(_("Quản trị"), f"{get_script_prefix()}quan-tri/"), (_("Giờ làm việc"), "")],
    }  # fmt: skip
    return render_page(request, "office/hours.html", context)


@require_http_methods(["GET", "POST"])
@door(Can.CALENDAR)
def set_hours(request: Request) -> HttpResponse:
    """Ask for a week, show every clock that it moves, then set it."""
    occasion = request.occasion
    desks = queries.desk_units(occasion.ward_id, occasion.today)
    form = HoursForm(
        request.POST or None,
        units=[(str(one.id), one.name) for one in desks],
        week=queries.usual_week(occasion),
        first=occasion.today,
    )  # fmt: skip
    preview = None
    if request.method == "POST" and form.is_valid():
        first = form.cleaned_data["first"]
        try:
            if "apply" in request.POST:
                under = occasion.under(form.cleaned_data["request_id"])
                actions.set_hours(under, form.unit_id, form.week, first=first)
                actions.apply_calendar(occasion, most=AT_ONCE)
                messages.success(request, _("Đã đặt giờ làm việc."))
                return redirect("office:hours")
            rules.check_week(form.week)
            known = queries.beginnings(occasion.ward_id, form.unit_id)
            begun = queries.has_begun(occasion.ward_id)
            rules.check_hours(first, occasion.today, known, begun=begun)
            preview = queries.preview_hours(occasion, form.unit_id, form.week, first)
        except RuleBroken as refusal:
            form.refuse(refusal)
    context = {
        "form": form,
        "preview": preview,
        "trail": [(_("Giờ làm việc"), reverse("office:hours")), (_("Đặt giờ mới"), "")],
    }
    status = INVALID if form.errors else 200
    return render_page(request, "office/set_hours.html", context, status=status)


@require_http_methods(["GET", "POST"])
@door(Can.CALENDAR)
def end_hours(request: Request, whose: str, first: str) -> HttpResponse:
    """Take back hours that have not begun."""
    occasion = request.occasion
    try:
        day = date.fromisoformat(first)
    except ValueError:
        raise NotVisible from None
    row = next(
        (
            one
            for one in queries.all_hours(occasion.ward_id)
            if one.first == day and (one.unit.code if one.unit else "phuong") == whose
        ),
        None,
    )
    if was_sent(request):
        return redirect("office:hours")
    if row is None:
        raise NotVisible
    form = PlainForm(Offered(occasion.today), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            under = occasion.under(form.cleaned_data["request_id"])
            actions.end_hours(under, row.unit.id if row.unit else None, first=day)
            actions.apply_calendar(occasion, most=AT_ONCE)
            messages.success(request, _("Đã bỏ; giờ trước đó giữ nguyên."))
            return redirect("office:hours")
        except RuleBroken as refusal:
            form.refuse(refusal)
    context = {
        "form": form,
        "title": _("Bỏ giờ đã đặt"),
        "about": row.unit.name if row.unit else "",
        "back": reverse("office:hours"),
        "trail": [(_("Giờ làm việc"), reverse("office:hours")), (_("Bỏ giờ đã đặt"), "")],
    }
    status = INVALID if form.errors else 200
    return render_page(request, "office/act.html", context, status=status)
