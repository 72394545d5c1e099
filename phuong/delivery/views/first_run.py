"""Thiết lập: what the ward still lacks before its first dossier."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phuong.delivery import first_run
from phuong.delivery.policy import Can
from phuong.kernel.access.api import Request, door
from phuong.kernel.ui.pages import render_page


@require_safe
@door(Can.LOOK_AFTER)
def set_up(request: Request) -> HttpResponse:
    """Show what is there and what is missing, each line leading to its page."""
    context = {
        "standing": first_run.standing(request.occasion),
        "trail": [(_("Quản trị"), reverse("delivery:house")), (_("Thiết lập"), "")],
    }
    return render_page(request, "delivery/first_run.html", context)
