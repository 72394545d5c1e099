"""The papers of a dossier after it was handed in: giving originals back, what was not needed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from phuong.areas.dossiers import actions, policy, queries
from phuong.areas.dossiers.forms.checklist import ReturnPapersForm, UnneededForm
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.states import SUBMIT, Can
from phuong.areas.dossiers.views.workspace import READERS, RETURNED_PAPERS
from phuong.kernel.access.api import Request, door
from phuong.kernel.audit import api as audit
from phuong.kernel.errors import RuleBroken
from phuong.kernel.ui.forms import RefusableForm
from phuong.kernel.ui.pages import INVALID, render_page


@require_http_methods(["GET", "POST"])
@door(Can.RECEIVE)
def give_back(request: Request, code: str) -> HttpResponse:
    """Give originals back, and go on to the slip that says which."""
    occasion = request.occasion
    dossier = policy.get(occasion.actor, code)
    kept = queries.kept_originals(dossier)
    form = ReturnPapersForm(request.POST or None, papers=kept)
    if form.is_valid():
        try:
            given = occasion.under(form.cleaned_data["request_id"])
            actions.return_papers(given, dossier, form.back())
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã ghi giấy tờ trả lại."))
            return redirect("dossiers:print", dossier.code, RETURNED_PAPERS)
    title = _("Trả lại giấy tờ bản chính")
    return _shown(request, dossier, form, title=title, button=_("Trả và in phiếu"), kept=kept)


@require_http_methods(["GET", "POST"])
@door(Can.PROCESS)
def note_unneeded(request: Request, code: str) -> HttpResponse:
    """Note which papers turned out not to be needed, and why."""
    occasion = request.occasion
    dossier = policy.get(occasion.actor, code)
    policy.check_actor(occasion.actor, dossier.id, dossier.unit_id, SUBMIT)
    there = list(dossier.papers.order_by("position").values_list("code", "name"))
    form = UnneededForm(request.POST or None, papers=there)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.find_unneeded(
                occasion.under(given["request_id"]),
                dossier,
                given["papers"],
                reason=given["reason"],
            )
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã ghi giấy tờ không cần. Cảm ơn đồng chí."))
            return redirect("dossiers:workspace", dossier.code)
    title = _("Giấy tờ không cần")
    return _shown(request, dossier, form, title=title, button=_("Ghi lại"), kept=there)


@require_safe
@door(*READERS)
def unneeded(request: Request) -> HttpResponse:
    """Show what was found unneeded and what was asked for again, by procedure and desk."""
    actor = request.occasion.actor
    chosen = request.GET.get("thu-tuc", "")
    records = queries.unneeded_records(actor, chosen) if chosen else []
    audit.note_reading(request.occasion, [one.dossier_id for one in records], "dossiers.unneeded")
    context = {
        "rows": queries.unneeded_by_procedure(actor),
        "records": records,
        "again": queries.asked_again(actor),
        "again_rows": queries.again_by_procedure(actor),
        "trail": [(_("Hôm nay"), "/can-bo/"), (_("Giấy tờ thừa, đòi lại"), "")],
    }
    return render_page(request, "dossiers/staff/unneeded.html", context)


def _shown(request: Request, dossier: Dossier, form: RefusableForm, **around: Any) -> HttpResponse:
    audit.note_reading(request.occasion, [dossier.id], "dossiers.move")
    back = reverse("dossiers:workspace", args=[dossier.code])
    context = {
        "form": form,
        "dossier": dossier,
        "version": queries.version(dossier),
        "back": back,
        "trail": [(dossier.code, back), (around["title"], "")],
        **around,
    }
    status = INVALID if form.errors else 200
    return render_page(request, "dossiers/staff/checklist.html", context, status=status)
