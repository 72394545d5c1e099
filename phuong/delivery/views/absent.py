"""Đổi người: what those hold who are away or left, for the head to give to somebody else."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phuong.areas.dossiers import api as dossiers
from phuong.areas.tasks import api as tasks
from phuong.delivery import work
from phuong.kernel.access.api import Request, door
from phuong.kernel.audit import api as audit
from phuong.kernel.ui.pages import render_page


@require_safe
@door(dossiers.Can.ASSIGN, tasks.Can.GIVE)
def absent(request: Request) -> HttpResponse:
    """List it, of whatever kind, the most urgent first, each with the one thing to do."""
    found = work.stranded(request.occasion)
    named = [one.card.subject_id for one in found if one.card.subject_id is not None]
    audit.note_reading(request.occasion, named, "dossiers.workspace")
    context = {"rows": found, "trail": [(_("Đổi người"), "")]}
    return render_page(request, "delivery/absent.html", context)
