"""The register and the hand-over lists: previewed, issued, edited, taken as Excel."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from phuong.areas.dossiers import actions, policy, queries
from phuong.areas.dossiers.forms.ledgers import DayForm, MonthForm
from phuong.areas.dossiers.models import Ledger
from phuong.areas.dossiers.states import Can
from phuong.areas.dossiers.views.paper_box import Issued
from phuong.areas.dossiers.views.workspace import READERS
from phuong.kernel.access.api import Request, door
from phuong.kernel.audit import api as audit
from phuong.kernel.documents import api as documents
from phuong.kernel.documents.official import api as official
from phuong.kernel.documents.official.api import IssuedDocument, Printed
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.people.models import Unit
from phuong.kernel.text import show_date
from phuong.kernel.ui.pages import render_page
from phuong.kernel.ui.sentences import sentence

PRINTERS = (Can.RECEIVE, Can.OVERSEE)


@require_GET
@door(*PRINTERS)
def ledgers(request: Request) -> HttpResponse:
    """Show of which period the register and hand-overs are wanted, and what was issued last."""
    occasion = request.occasion
    month, day = MonthForm(request.GET, occasion.today), DayForm(request.GET, occasion.today)
    first, last = month.period()
    on = day.day()
    context = {
        "month": month,
        "day": day,
        "first": first,
        "last": last,
        "on": on,
        "of_month": urlencode({"thang": f"{first:%Y-%m}"}),
        "some": queries.received(occasion.actor, first, last).exists(),
        "handed": [
            (one, urlencode({"ngay": on.isoformat(), "bo-phan": one.unit.code}))
            for one in queries.to_hand_over(occasion.actor, on)
        ],
        "may_issue": policy.may_issue_ledgers(occasion.actor),
        "recent": queries.recent_ledgers(occasion.actor),
        "trail": [(_("Sổ, biên bản"), "")],
    }
    return render_page(request, "dossiers/staff/ledgers.html", context)


@require_GET
@door(*PRINTERS)
def preview_register(request: Request) -> HttpResponse:
    """Show the register of a month as it would print."""
    return _previewed(request, lambda: _register(request))


@require_GET
@door(*PRINTERS)
def preview_handover(request: Request) -> HttpResponse:
    """Show a hand-over as it would print."""
    return _previewed(request, lambda: _handover(request))


@require_GET
@door(*PRINTERS)
def word_handover(request: Request) -> HttpResponse:
    """Give a hand-over as a Word file to edit."""
    content = official.render_word(official.sheet_of(_handover(request), ""))
    return documents.respond_made(content, f"{_('Biên bản bàn giao')}.docx", official.DOCX)


@require_GET
@door(*PRINTERS)
def excel(request: Request) -> HttpResponse:
    """Give the register of a month as an Excel file; who took it is written down."""
    occasion = request.occasion
    first, last = MonthForm(request.GET, occasion.today).period()
    rows = queries.received(occasion.actor, first, last)
    try:
        queries.check_length(rows, queries.MOST_IN_EXCEL)
    except RuleBroken as refusal:
        return _refused(request, refusal)
    audit.note_reading(occasion, rows.values_list("id", flat=True), "dossiers.register")
    told = f"Hồ sơ tiếp nhận từ ngày {show_date(first)} đến ngày {show_date(last)}"
    content = official.render_excel(
        "Sổ theo dõi hồ sơ",
        ["SỔ THEO DÕI HỒ SƠ", f"{request.ward.name}. {told}"],
        queries.EXCEL_COLUMNS,
        queries.excel_rows(queries.lines(rows)),
    )
    return documents.respond_made(content, f"So theo doi {first:%Y-%m}.xlsx", official.XLSX)


@require_POST
@door(*policy.LEDGER_ISSUERS)
def issue_register(request: Request) -> HttpResponse:
    """Issue the register of a month."""
    first, last = MonthForm(request.POST, request.occasion.today).period()
    return _issued(
        request, lambda: actions.issue_register(request.occasion, request.ward, first, last)
    )


@require_POST
@door(*policy.LEDGER_ISSUERS)
def issue_handover(request: Request) -> HttpResponse:
    """Issue the hand-over of a day's dossiers to a unit."""
    unit, day = _unit_and_day(request)
    return _issued(
        request, lambda: actions.issue_handover(request.occasion, request.ward, unit, day)
    )


@require_GET
@door(*READERS)
def ledger(request: Request, code: str) -> HttpResponse:
    """Show a register or hand-over with every paper that was issued of it."""
    found = policy.get_ledger(request.occasion.actor, code)
    papers = official.of_subject(found.ward_id, found.id)
    shown = [
        Issued(one, reverse("dossiers:ledger-paper", args=[found.code, one.id]))
        for one in reversed(papers)
    ]
    context = {
        "ledger": found,
        "papers": shown,
        "trail": [(_("Sổ, biên bản"), _up(request)), (found.code, "")],
    }
    return render_page(request, "dossiers/staff/ledger.html", context)


@require_GET
@door(*READERS)
def paper(request: Request, code: str, document_id: UUID) -> HttpResponseBase:
    """Open an issued register or hand-over: the very bytes that were printed."""
    found = policy.get_ledger(request.occasion.actor, code)
    document = official.get(found.ward_id, found.id, document_id)
    audit.note_reading(request.occasion, [found.id], "dossiers.paper")
    return documents.respond(document, request=request)


def _up(request: Request) -> str:
    allowed = policy.may_print_ledgers(request.occasion.actor)
    return reverse("dossiers:ledgers") if allowed else ""


def _register(request: Request) -> Printed:
    occasion = request.occasion
    first, last = MonthForm(request.GET, occasion.today).period()
    return queries.register(occasion.actor, request.ward, first, last, occasion.today)


def _handover(request: Request) -> Printed:
    occasion = request.occasion
    unit, day = _unit_and_day(request)
    return queries.handover(occasion.actor, request.ward, unit, day, occasion.today)


def _unit_and_day(request: Request) -> tuple[Unit, date]:
    """Return the unit and day that were asked for; a day without dossiers for it is not there."""
    occasion = request.occasion
    given = request.POST if request.method == "POST" else request.GET
    day = DayForm(given, occasion.today).day()
    for one in queries.to_hand_over(occasion.actor, day):
        if one.unit.code == given.get("bo-phan"):
            return one.unit, day
    raise NotVisible


def _previewed(request: Request, read: Callable[[], Printed]) -> HttpResponse:
    try:
        content = official.preview(read())
    except RuleBroken as refusal:
        return _refused(request, refusal)
    return documents.respond_made(content, f"{_('Xem trước')}.pdf", official.PDF)


def _issued(request: Request, issue: Callable[[], tuple[Ledger, IssuedDocument]]) -> HttpResponse:
    try:
        found, document = issue()
    except RuleBroken as refusal:
        return _refused(request, refusal)
    messages.success(
        request, _("Đã phát hành bản chính thức số %(number)s.") % {"number": document.number}
    )
    return redirect("dossiers:ledger", found.code)


def _refused(request: Request, refusal: RuleBroken) -> HttpResponse:
    messages.error(request, sentence(refusal))
    return redirect("dossiers:ledgers")
