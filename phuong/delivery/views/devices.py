"""Thiết bị đang đăng nhập: where one is logged in, each to be ended."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phuong.areas.accounts import api as accounts
from phuong.delivery.views.factors import mine
from phuong.kernel.access.api import OFFICIALS, Request, door
from phuong.kernel.ui.forms import RefusableForm
from phuong.kernel.ui.pages import render_page, sending, was_sent


@require_safe
@door(OFFICIALS)
def devices(request: Request) -> HttpResponse:
    """Show where the account is logged in, since when and from where."""
    found = accounts.devices(mine(request), str(request.session.session_key))
    context = {
        "devices": found,
        "form": RefusableForm(),
        "others": [each for each in found if not each.is_this],
        "trail": [(_("Cài đặt"), reverse("delivery:settings")), (_("Thiết bị đang đăng nhập"), "")],
    }
    return render_page(request, "delivery/devices.html", context)


@require_POST
@door(OFFICIALS)
def end_device(request: Request, device_id: UUID) -> HttpResponse:
    """End one; to whoever presses twice it is gone already."""
    if was_sent(request) is None:
        accounts.actions.end_log_in(sending(request), mine(request), device_id)
    messages.success(request, _("Đã thoát khỏi thiết bị đó."))
    return HttpResponseRedirect(reverse("delivery:devices"))


@require_POST
@door(OFFICIALS)
def end_other_devices(request: Request) -> HttpResponse:
    """End all but this one."""
    key = str(request.session.session_key)
    accounts.actions.end_others(request.occasion, mine(request), key)
    messages.success(request, _("Đã thoát khỏi mọi thiết bị khác."))
    return HttpResponseRedirect(reverse("delivery:devices"))
