"""Phiên bản cũ: the open dossiers that keep the version they were received under."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phuong.areas.dossiers.queries.kept import keeping_old
from phuong.areas.dossiers.views.workspace import READERS
from phuong.kernel.access.api import Request, door
from phuong.kernel.ui.pages import render_page


@require_safe
@door(*READERS)
def kept(request: Request) -> HttpResponse:
    """List them by procedure, with what was in force then and what is now."""
    occasion = request.occasion
    context = {
        "groups": keeping_old(occasion.actor, occasion.today),
        "trail": [(_("Hồ sơ giữ phiên bản cũ"), "")],
    }
    return render_page(request, "dossiers/staff/kept.html", context)
