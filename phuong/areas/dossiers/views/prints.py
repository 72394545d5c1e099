"""Slips for officials to print."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from phuong.areas.dossiers import policy
from phuong.areas.dossiers.views.workspace import READERS
from phuong.kernel.access.api import Request, door
from phuong.kernel.ui.pages import render_page


@require_GET
@door(*READERS)
def print_slip(request: Request, code: str, form: str) -> HttpResponse:
    """Show a slip of a dossier as it prints."""
    dossier = policy.get(request.occasion.actor, code)
    return render_page(request, "dossiers/staff/find.html", {"typed": dossier.code, "found": []})
