"""Slips for officials to print."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from phuong.areas.dossiers import policy
from phuong.areas.dossiers.states import Can
from phuong.areas.dossiers.views import slips
from phuong.areas.dossiers.views.workspace import READERS
from phuong.kernel.access import api as access
from phuong.kernel.access.api import Request, door
from phuong.kernel.audit import api as audit


@require_GET
@door(*READERS)
def print_slip(request: Request, code: str, form: str) -> HttpResponse:
    """Show a slip as it prints: the applicant's own for the desk, the ward's copy for others."""
    dossier = policy.get(request.occasion.actor, code)
    at_the_desk = access.has(request.occasion.actor, Can.RECEIVE)
    audit.note_reading(request.occasion, [dossier.id], "dossiers.print")
    return slips.render(request, dossier, form, official=not at_the_desk)
