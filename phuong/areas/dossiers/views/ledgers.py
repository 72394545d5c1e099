"""The register: previewed, issued, taken as Excel; and the page of every register and list."""

from collections.abc import Callable
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
from phuong.kernel.errors import RuleBroken
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
        "waiting": [
            (
                one,
                urlencode({"ngay": str(on), "bo-phan": one.unit.code, "buoi": one.half_day.value}),
            )
            for one in queries.to_hand_over(occasion.actor, on)
        ],
        "forgotten": queries.forgotten(occasion.actor, on),
        "may_issue": policy.may_issue_ledgers(occasion.actor),
        "recent": queries.recent_ledgers(occasion.actor),
        "trail": [(_("Sổ, biên bản"), "")],
    }
    return render_page(request, "dossiers/staff/ledgers.html", context)


@require_GET
@door(*PRINTERS)
def preview_register(request: Request) -> HttpResponse:
    """Show the register of a month as it would print."""
    return previewed(request, lambda: _register(request))


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
    return answer_issued(
        request, lambda: actions.issue_register(request.occasion, request.ward, first, last)
    )


@require_POST
@door(*policy.LEDGER_ISSUERS)
def issue(request: Request, code: str) -> HttpResponse:
    """Issue the paper of a ledger again where something kept it from being issued at once."""
    found = policy.get_ledger(request.occasion.actor, code)
    return answer_issued(
        request,
        lambda: (found, actions.issue_paper(request.occasion, request.ward, found)),
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
    dossiers = queries.handed(found)
    audit.note_reading(request.occasion, [one.id for one in dossiers], "dossiers.handover")
    by = queries.replaced_by(found)
    may_issue = policy.may_issue_ledgers(request.occasion.actor)
    context = {
        "ledger": found,
        "papers": shown,
        "dossiers": dossiers,
        "replaced_by": by,
        "may_issue": may_issue and not shown,
        "may_replace": may_issue and found.given_at is not None and by is None,
        "may_take": found.taken_at is None
        and by is None
        and policy.may_take(request.occasion.actor, found),
        "trail": [(_("Sổ, biên bản"), up(request)), (found.code, "")],
    }
    return render_page(request, "dossiers/staff/ledger.html", context)


@require_GET
@door(*READERS)
def paper(request: Request, code: str, document_id: UUID) -> HttpResponseBase:
    """Open an issued register or hand-over: the very bytes that were printed."""
    found = policy.get_ledger(request.occasion.actor, code)
    document = official.get(found.ward_id, found.id, document_id)
    named = queries.named_in(request.occasion.actor, found)
    audit.note_reading(request.occasion, [found.id, *named], "dossiers.register")
    return documents.respond(document, request=request)


def up(request: Request) -> str:
    """Return the page from which an actor comes to a ledger: of all, or of their units."""
    allowed = policy.may_print_ledgers(request.occasion.actor)
    return reverse("dossiers:ledgers" if allowed else "dossiers:taking")


def _register(request: Request) -> Printed:
    occasion = request.occasion
    first, last = MonthForm(request.GET, occasion.today).period()
    printed = queries.register(occasion.actor, request.ward, first, last, occasion.today)
    rows = queries.received(occasion.actor, first, last)
    audit.note_reading(occasion, rows.values_list("id", flat=True), "dossiers.register")
    return printed


def previewed(request: Request, read: Callable[[], Printed]) -> HttpResponse:
    """Show a paper as it would print, or say why it cannot be."""
    try:
        content = official.preview(read())
    except RuleBroken as refusal:
        return _refused(request, refusal)
    return documents.respond_made(content, f"{_('Xem trước')}.pdf", official.PDF)


def answer_issued(
    request: Request, issue: Callable[[], tuple[Ledger, IssuedDocument]]
) -> HttpResponse:
    """Issue a paper and go to the ledger it hangs on, or say why it cannot be."""
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
