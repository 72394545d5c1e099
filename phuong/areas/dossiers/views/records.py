"""What is written about a dossier itself: who looked at it, and its events as a file."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from phuong.areas.dossiers import policy, queries
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.views import proof
from phuong.areas.dossiers.views.workspace import READERS
from phuong.kernel.access.api import Occasion, Request, door
from phuong.kernel.access.doors import PUBLIC
from phuong.kernel.audit import api as audit
from phuong.kernel.ui.pages import render_page


@require_GET
@door(PUBLIC)
@proof.proved
def seen(request: Request, dossier: Dossier, _when: Occasion) -> HttpResponse:
    """Tell the owner which posts looked at the dossier, when and for what."""
    context = {"dossier": dossier, "looks": [(one, _(one.why)) for one in queries.looks(dossier)]}
    return render_page(request, "dossiers/citizen/seen.html", context)


@require_GET
@door(PUBLIC)
@proof.proved
def export(_request: Request, dossier: Dossier, _when: Occasion) -> HttpResponse:
    """Give the owner every event of the dossier, to be checked without this program."""
    return _file(dossier)


@require_GET
@door(*READERS)
def staff_history(request: Request, code: str) -> HttpResponse:
    """Show an official what the file of events is, and who looked at the dossier."""
    dossier = policy.get(request.occasion.actor, code)
    audit.note_reading(request.occasion, [dossier.id], "dossiers.workspace")
    context = {
        "dossier": dossier,
        "subject": audit.subject_of(dossier.ward_id, dossier.id),
        "looks": [(one, _(one.why)) for one in queries.looks(dossier)],
        "trail": [
            (dossier.code, reverse("dossiers:workspace", args=[dossier.code])),
            (_("Sổ sự kiện"), ""),
        ],
    }
    return render_page(request, "dossiers/staff/history.html", context)


@require_GET
@door(*READERS)
def staff_export(request: Request, code: str) -> HttpResponse:
    """Give an official every event of a dossier they may read; the reading is written down."""
    dossier = policy.get(request.occasion.actor, code)
    audit.note_reading(request.occasion, [dossier.id], "dossiers.export")
    return _file(dossier)


def _file(dossier: Dossier) -> HttpResponse:
    lines = "".join(
        f"{line}\n" for line in audit.lines_of(audit.subject_of(dossier.ward_id, dossier.id))
    )
    response = HttpResponse(lines, content_type="application/jsonl; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{dossier.code}.jsonl"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
