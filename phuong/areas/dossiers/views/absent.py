"""The dossiers of those who are away, for the head to give to somebody else."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from phuong.areas.dossiers import cards, policy, queries
from phuong.areas.dossiers.states import REASSIGN, Can
from phuong.kernel.access.api import Request, Role, door
from phuong.kernel.audit import api as audit
from phuong.kernel.ui.pages import render_page


@require_GET
@door(Can.ASSIGN)
def absent(request: Request) -> HttpResponse:
    """List them, the most urgent first, each with the one thing to do."""
    occasion = request.occasion
    units = occasion.actor.units(Role.UNIT_HEAD)
    found = queries.of_absent(occasion.ward_id, units, occasion.today)
    audit.note_reading(occasion, [dossier.id for dossier in found], "dossiers.workspace")
    context = {
        "rows": [
            (dossier, queries.version(dossier), cards.move_address(dossier, REASSIGN))
            for dossier in found
            if policy.allows(occasion.actor, dossier, REASSIGN)
        ],
        "trail": [(_("Đổi người"), "")],
    }
    return render_page(request, "dossiers/staff/absent.html", context)
