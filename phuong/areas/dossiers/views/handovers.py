"""Hand-over lists: what waits, previewed, made, taken by the unit, mended by another list."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from phuong.areas.dossiers import actions, policy, queries
from phuong.areas.dossiers.forms.ledgers import DayForm, ReplaceForm
from phuong.areas.dossiers.models import HalfDay
from phuong.areas.dossiers.states import Can
from phuong.areas.dossiers.views.ledgers import PRINTERS, answer_issued, previewed, up
from phuong.kernel.access.api import Request, door
from phuong.kernel.audit import api as audit
from phuong.kernel.documents import api as documents
from phuong.kernel.documents.official import api as official
from phuong.kernel.documents.official.api import Printed
from phuong.kernel.errors import NotVisible, WrongState
from phuong.kernel.people.models import Unit
from phuong.kernel.ui.pages import render_page
from phuong.kernel.ui.sentences import sentence

TAKERS = (Can.ASSIGN, Can.PROCESS)


@require_GET
@door(*PRINTERS)
def preview(request: Request) -> HttpResponse:
    """Show a list that nobody has made yet as it would print."""
    return previewed(request, lambda: _proposed(request))


@require_GET
@door(*PRINTERS)
def word(request: Request) -> HttpResponse:
    """Give a list that nobody has made yet as a Word file to edit."""
    content = official.render_word(official.sheet_of(_proposed(request), ""))
    return documents.respond_made(content, f"{_('Biên bản bàn giao')}.docx", official.DOCX)


@require_POST
@door(*policy.LEDGER_ISSUERS)
def issue(request: Request) -> HttpResponse:
    """Hand over what waits of a half day and a unit, and print the list."""
    occasion, asked = request.occasion, _asked(request)
    return answer_issued(request, lambda: actions.issue_handover(occasion, request.ward, *asked))


@require_http_methods(["GET", "POST"])
@door(*policy.LEDGER_ISSUERS)
def replace(request: Request, code: str) -> HttpResponse:
    """Ask what stays on the list that takes the place of a wrong one, or make it."""
    occasion = request.occasion
    found = policy.get_ledger(occasion.actor, code)
    if found.given_at is None:
        raise NotVisible
    dossiers = queries.handed(found)
    choices = [(one.id, f"{one.code}, {one.applicant.name}") for one in dossiers]
    form = ReplaceForm(request.POST if request.method == "POST" else None, choices)
    if form.is_valid():
        when, kept = occasion.under(form.cleaned_data["request_id"]), form.cleaned_data["kept"]
        return answer_issued(
            request, lambda: actions.replace_handover(when, request.ward, found, kept)
        )
    audit.note_reading(occasion, [one.id for one in dossiers], "dossiers.handover")
    context = {
        "ledger": found,
        "form": form,
        "trail": [
            (_("Sổ, biên bản"), up(request)),
            (found.code, reverse("dossiers:ledger", args=[found.code])),
            (_("Lập biên bản thay"), ""),
        ],
    }
    status = 422 if form.errors else 200
    return render_page(request, "dossiers/staff/replace_handover.html", context, status=status)


@require_GET
@door(*TAKERS)
def taking(request: Request) -> HttpResponse:
    """Show which lists came to the actor's units, first those that nobody confirmed."""
    actor = request.occasion.actor
    context = {
        "waiting": queries.to_take(actor, taken=False),
        "taken": queries.to_take(actor, taken=True),
        "trail": [(_("Nhận bàn giao"), "")],
    }
    return render_page(request, "dossiers/staff/taking.html", context)


@require_POST
@door(*TAKERS)
def take(request: Request, code: str) -> HttpResponse:
    """Write down that the unit took the dossiers of a list."""
    found = policy.get_ledger(request.occasion.actor, code)
    try:
        actions.take_handover(request.occasion, found)
    except WrongState as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("Đã ghi: bộ phận nhận đủ hồ sơ."))
    return redirect("dossiers:ledger", found.code)


def _proposed(request: Request) -> Printed:
    occasion = request.occasion
    unit, day, half_day = _asked(request)
    waiting = queries.waiting_for(occasion.actor, unit, day, half_day).values_list("id", flat=True)
    if not waiting:
        raise NotVisible
    audit.note_reading(occasion, waiting, "dossiers.handover")
    return queries.proposed(occasion.actor, request.ward, unit, day, half_day, today=occasion.today)


def _asked(request: Request) -> tuple[Unit, date, HalfDay]:
    """Return the unit, the day and the half of it that were asked for."""
    given = request.POST if request.method == "POST" else request.GET
    day = DayForm(given, request.occasion.today).day()
    unit = queries.unit_by_code(request.ward.pk, given.get("bo-phan", ""))
    if unit is None or given.get("buoi") not in HalfDay.values:
        raise NotVisible
    return unit, day, HalfDay(given["buoi"])
