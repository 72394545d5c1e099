"""Choosing which procedures the ward takes in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from phuong.areas.procedures import actions, policy, queries
from phuong.areas.procedures.forms import OfferForm
from phuong.areas.procedures.policy import Can
from phuong.kernel.access.api import Request, door
from phuong.kernel.errors import RuleBroken
from phuong.kernel.ui.pages import INVALID, render_page


@require_http_methods(["GET", "POST"])
@door(Can.CONFIRM)
def choose(request: Request) -> HttpResponse:
    """Show a switch for each procedure; saving changes those that were switched."""
    occasion = request.occasion
    policy.check(occasion.actor)
    form = OfferForm(
        request.POST or None,
        fields=queries.fields(request.ward.pk, occasion.today),
        closed=queries.closed(request.ward.pk),
    )
    if form.is_valid():
        given = form.cleaned_data
        try:
            changed = actions.choose_offered(
                occasion.under(given["request_id"]), **form.changes(), where=given["where"]
            )
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            told = ngettext(
                "Đã đổi %(n)d thủ tục. Hồ sơ đã nhận vẫn giải quyết tiếp.",
                "Đã đổi %(n)d thủ tục. Hồ sơ đã nhận vẫn giải quyết tiếp.",
                changed,
            )
            messages.success(request, told % {"n": changed})
            return redirect("procedures:offering")
    context = {
        "form": form,
        "trail": [
            (_("Quản trị"), f"{get_script_prefix()}quan-tri/"),
            (_("Thủ tục"), reverse("procedures:review")),
            (_("Thủ tục phường nhận"), ""),
        ],
    }
    status = INVALID if form.errors else 200
    return render_page(request, "procedures/offering.html", context, status=status)
