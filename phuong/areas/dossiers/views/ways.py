"""How the applicant is told: changed on their own page, or for them at the desk."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phuong.areas.dossiers import actions, policy, queries
from phuong.areas.dossiers.forms.ways import WayForm
from phuong.areas.dossiers.models import Dossier, TellBy
from phuong.areas.dossiers.states import Can
from phuong.areas.dossiers.views import proof
from phuong.kernel.access.api import Occasion, Request, door
from phuong.kernel.access.doors import PUBLIC
from phuong.kernel.audit import api as audit
from phuong.kernel.errors import RuleBroken, WrongState
from phuong.kernel.ui.pages import INVALID, render_page
from phuong.kernel.ui.sentences import sentence


@require_http_methods(["GET", "POST"])
@door(PUBLIC)
@proof.proved
def own(request: Request, dossier: Dossier, when: Occasion) -> HttpResponse:
    """Ask the applicant how they wish to be told from now on."""
    back = reverse("dossiers:status", args=[dossier.code])
    return _asked(request, when, dossier, back, "dossiers/citizen/way.html", {"back": back})


@require_http_methods(["GET", "POST"])
@door(Can.RECEIVE)
def at_desk(request: Request, code: str) -> HttpResponse:
    """Write down at the desk how the applicant wishes to be told."""
    occasion = request.occasion
    dossier = policy.get(occasion.actor, code)
    audit.note_reading(occasion, [dossier.id], "dossiers.move")
    back = reverse("dossiers:workspace", args=[dossier.code])
    around = {"back": back, "trail": [(dossier.code, back), (_("Cách báo tin"), "")]}
    return _asked(request, occasion, dossier, back, "dossiers/staff/way.html", around)


def _asked(
    request: Request,
    when: Occasion,
    dossier: Dossier,
    back: str,
    template: str,
    around: dict[str, Any],
) -> HttpResponse:
    person = dossier.applicant
    initial = {"tell_by": person.tell_by, "email": person.email}
    form = WayForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.change_way(
                when.under(given["request_id"]),
                dossier,
                tell_by=TellBy(given["tell_by"]),
                email=given["email"],
            )
        except RuleBroken as refusal:
            form.refuse(refusal)
        except WrongState as refusal:
            messages.error(request, sentence(refusal))
            return redirect(back)
        else:
            messages.success(request, _("Đã đổi cách báo tin."))
            return redirect(back)
    context = {
        "form": form,
        "dossier": dossier,
        "version": queries.version(dossier),
        "question": _("Báo tin cho ông/bà bằng cách nào?"),
        "next_words": _("Lưu"),
        **around,
    }
    return render_page(request, template, context, status=INVALID if form.errors else 200)
