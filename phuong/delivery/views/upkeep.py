"""Quản trị: what stayed behind and what time should have done, with what can be done about it."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phuong.areas.office import api as office
from phuong.delivery import actions, upkeep
from phuong.delivery.forms import BehindForm
from phuong.delivery.policy import Can
from phuong.kernel.access.api import Request, door
from phuong.kernel.errors import NotVisible
from phuong.kernel.notices.api import Group
from phuong.kernel.ui.pages import render_page


@require_safe
@door(Can.LOOK_AFTER)
def house(request: Request) -> HttpResponse:
    """Show the administrator's first page."""
    context = {
        "now": request.occasion.now,
        "behind": upkeep.behind(request.ward.pk),
        "regular": upkeep.regular(request.occasion),
        "is_demo": request.ward.is_demo,
        "begun": office.has_begun(request.ward.pk),
    }
    return render_page(request, "delivery/house.html", context)


@require_POST
@door(Can.LOOK_AFTER)
def settle_behind(request: Request) -> HttpResponse:
    """Send one line of messages again, or no more."""
    form = BehindForm(request.POST)
    if not form.is_valid():
        raise NotVisible
    given = form.cleaned_data
    group = Group(given["channel"], given["state"], given["reason"])
    number = actions.settle_behind(request.occasion, group, again=given["what"] == "again")
    said = (
        _("%(number)d tin vào hàng gửi lại.")
        if given["what"] == "again"
        else _("Thôi gửi %(number)d tin.")
    )
    messages.success(request, said % {"number": number})
    return HttpResponseRedirect(reverse("delivery:house"))
