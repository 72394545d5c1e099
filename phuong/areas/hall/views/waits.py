"""How long people waited in the hall, by group; medians and percentiles, never means."""

from datetime import timedelta
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from phuong.areas.hall import measures, policy, queries
from phuong.areas.hall.states import Can
from phuong.kernel.access.api import Request, door, has
from phuong.kernel.access.roles import Role
from phuong.kernel.measures.api import Window, get, least
from phuong.kernel.ui.pages import render_page

DAYS = 30


@require_GET
@door(Can.SEE)
def waits(request: Request) -> HttpResponse:
    """Show how long the people of the last thirty days waited until they were called."""
    when = request.occasion
    window = Window(when.today - timedelta(days=DAYS - 1), when.today)
    rows = measures.waited(when.actor, window)
    found = queries.waits(rows, list(policy.groups(when.ward_id)), least(measures.WAITED))
    asked = {"chi-tieu": measures.WAITED, "tu": window.first, "den": window.last}
    context = {
        "measure": get(measures.WAITED),
        "window": window,
        "waits": found,
        "fewest": least(measures.WAITED),
        "records": f"{reverse('delivery:records')}?{urlencode(asked)}"
        if when.actor.holds(Role.LEADER, Role.SECRETARY)
        else "",
        "may_serve": has(when.actor, Can.SERVE),
        "trail": [(_("Thời gian chờ ở sảnh"), "")],
    }
    return render_page(request, "hall/waits.html", context)
