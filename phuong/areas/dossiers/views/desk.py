"""The counter: who waits, what was sent, walk-ins, and whatever is scanned."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from phuong.areas.dossiers import cards, policy, queries
from phuong.areas.dossiers.states import LOOKS, Can, State
from phuong.kernel.access.api import Request, door
from phuong.kernel.audit import api as audit
from phuong.kernel.notices import api as notices
from phuong.kernel.ui.pages import render_page
from phuong.kernel.workflow.api import worklist

WAITING = (State.SENT, State.SUPPLEMENT_INTAKE, State.READY)
SHOWN = 10


@require_GET
@door(Can.RECEIVE)
def desk(request: Request) -> HttpResponse:
    """Show what waits for reception, and the two ways to begin."""
    actor = request.occasion.actor
    filters = {state.value: worklist.Filter(state=state.value) for state in WAITING}
    pages = [(state, worklist.page(actor, filters[state.value], size=SHOWN)) for state in WAITING]
    context = {
        "waiting": [(LOOKS[state].tag, state.value, page) for state, page in pages],
        "typed": request.GET.get("ma", ""),
        "to_call": notices.number_to_call(request.ward.pk, request.occasion.now),
        "trail": [(_("Quầy"), "")],
    }
    return render_page(request, "dossiers/staff/desk.html", context)


@require_GET
@door(Can.RECEIVE)
def find(request: Request) -> HttpResponse:
    """Go where a scanned or typed code leads: a QR address, a token, a draft, a dossier, a name."""
    typed = request.GET.get("ma", "").strip()
    actor = request.occasion.actor
    found = policy.scanned(actor, typed, request.ward.code_prefix)
    if found is not None and found.state == State.PREPARED:
        return redirect("dossiers:prepared", found.token, "tiep-nhan")
    if found is not None and policy.readable(actor).filter(id=found.id).exists():
        return redirect("dossiers:workspace", found.code)
    other = queries.ward_scanned(request.ward, typed)
    named = cards.find(actor, typed, 25)
    audit.note_reading(request.occasion, [dossier.id for dossier in named], "dossiers.find")
    context = {
        "typed": typed,
        "found": named,
        "other": other[0] if other else None,
        "other_url": f"{request.scheme}://{other[1]}/can-bo/quay/" if other and other[1] else "",
        "trail": [(_("Quầy"), reverse("dossiers:desk")), (_("Tìm"), "")],
    }
    return render_page(request, "dossiers/staff/find.html", context)
