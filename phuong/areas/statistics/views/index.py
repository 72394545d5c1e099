"""The leaders' national index, and what others have measured of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from phuong.areas.statistics import actions, policy, queries
from phuong.areas.statistics.forms import MonthFilter, OutsideForm
from phuong.areas.statistics.policy import Can
from phuong.kernel.access.api import Request, door
from phuong.kernel.errors import RuleBroken
from phuong.kernel.ui import tables
from phuong.kernel.ui.pages import INVALID, render_page


@require_safe
@door(Can.WATCH)
def index(request: Request) -> HttpResponse:
    """Show the national index: groups, indicators, and from each number to its records."""
    occasion = request.occasion
    offered = queries.periods(occasion.today)
    form = MonthFilter(request.GET, choices=[(one.code, one.label) for one in offered])
    code = form.chosen()
    period = next((one for one in offered if one.code == code), offered[0])
    context = {
        "now": occasion.now,
        "filter": form,
        "period": period,
        "index": queries.index(occasion, period),
        "may_enter": policy.may_enter(occasion.actor),
        "trail": [(_("Toàn cảnh"), "/lanh-dao/"), (_("Chỉ số phục vụ"), "")],
    }
    return render_page(request, "statistics/index.html", context)


@require_http_methods(["GET", "POST"])
@door(Can.ENTER)
def enter(request: Request) -> HttpResponse:
    """Ask for a figure that another system has measured, with where it was read."""
    occasion = request.occasion
    offered = queries.periods(occasion.today)
    asked = {"of": request.GET.get("cua", "")[:60], "period": request.GET.get("ky", "")[:7]}
    form = OutsideForm(
        request.POST or None,
        initial=asked,
        things=queries.things(occasion.today),
        periods=[(one.code, one.label) for one in offered],
    )
    if form.is_valid():
        under = occasion.under(form.cleaned_data["request_id"])
        try:
            row = actions.enter_outside(under, form.given())
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã ghi số đo ở nơi khác."))
            return redirect(f"{reverse('statistics:index')}?ky={row.period}")
    context = {"form": form, "trail": _trail(_("Nhập số đo ở nơi khác"))}
    status = INVALID if form.errors else 200
    return render_page(request, "statistics/enter.html", context, status=status)


@require_safe
@door(Can.WATCH)
def entered(request: Request) -> HttpResponse:
    """List what was entered, also what something newer has replaced."""
    occasion = request.occasion
    page = tables.page_of(request, policy.entered(occasion.actor), ("-entered_at", "-id"))
    names = dict(queries.things(occasion.today))
    context = {
        "rows": [(one, names.get(one.of, one.of)) for one in page.rows],
        "page_of_rows": page,
        "may_enter": policy.may_enter(occasion.actor),
        "trail": _trail(_("Số đo ở nơi khác")),
    }
    return render_page(request, "statistics/entered.html", context)


def _trail(here: str) -> list[tuple[str, str]]:
    return [
        (_("Toàn cảnh"), "/lanh-dao/"),
        (_("Chỉ số phục vụ"), reverse("statistics:index")),
        (here, ""),
    ]
