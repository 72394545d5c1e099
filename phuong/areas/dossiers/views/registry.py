"""The register of issued results: a list with filters, and the same rows as Excel and CSV."""

from collections.abc import Callable
from itertools import chain

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phuong.areas.dossiers import queries
from phuong.areas.dossiers.forms.registry import RegisterFilter
from phuong.areas.dossiers.models import ResultQuerySet
from phuong.areas.dossiers.views.workspace import READERS
from phuong.areas.procedures import api as procedures
from phuong.kernel.access.api import Request, door
from phuong.kernel.audit import api as audit
from phuong.kernel.documents import api as documents
from phuong.kernel.documents.official import api as official
from phuong.kernel.errors import RuleBroken
from phuong.kernel.text import show_date
from phuong.kernel.ui import tables
from phuong.kernel.ui.pages import render_page
from phuong.kernel.ui.sentences import sentence

PURPOSE = "dossiers.results"


@require_safe
@door(*READERS)
def results(request: Request) -> HttpResponse:
    """List issued results, the newest first: at most seven statements, reading log included."""
    form, rows = _asked(request)
    page = tables.page_of(request, rows, queries.NEWEST_FIRST)
    audit.note_reading(request.occasion, [one.dossier_id for one in page.rows], PURPOSE)
    context = {
        "filter": form,
        "page_of_rows": page,
        "is_filtered": any(request.GET.get(form.add_prefix(name)) for name in form.fields),
        "query": request.GET.urlencode(),
        "trail": [(_("Sổ kết quả"), "")],
    }
    return render_page(request, "dossiers/staff/results.html", context)


@require_safe
@door(*READERS)
def excel(request: Request) -> HttpResponseBase:
    """Give the rows of the list as an Excel file; who took it is written down."""
    return _file(request, _as_excel)


@require_safe
@door(*READERS)
def csv(request: Request) -> HttpResponseBase:
    """Give the same rows as a file that every program reads."""
    return _file(request, _as_csv)


def _file(
    request: Request, write: Callable[[Request, ResultQuerySet], HttpResponseBase]
) -> HttpResponseBase:
    _form, rows = _asked(request)
    try:
        queries.check_size(rows)
    except RuleBroken as refusal:
        messages.error(request, sentence(refusal))
        return redirect(f"{reverse('dossiers:results')}?{request.GET.urlencode()}")
    audit.note_reading(request.occasion, rows.values_list("dossier_id", flat=True), PURPOSE)
    return write(request, rows)


def _as_excel(request: Request, rows: ResultQuerySet) -> HttpResponseBase:
    told = f"{request.ward.name}. Lập ngày {show_date(request.occasion.today)}"
    content = official.render_excel(
        "Sổ kết quả",
        ["SỔ KẾT QUẢ ĐÃ BAN HÀNH", told],
        queries.RESULT_COLUMNS,
        queries.register_rows(rows),
    )
    return documents.respond_made(content, "So ket qua.xlsx", official.XLSX)


def _as_csv(_request: Request, rows: ResultQuerySet) -> HttpResponseBase:
    labels = [column.label for column in queries.RESULT_COLUMNS]
    return documents.respond_csv(chain([labels], queries.register_rows(rows)), "So ket qua.csv")


def _asked(request: Request) -> tuple[RegisterFilter, ResultQuerySet]:
    """Return the filters and what they leave of the one queryset of all results."""
    actor, today = request.occasion.actor, request.occasion.today
    fields = procedures.fields(actor.ward_id, today)
    chosen = request.GET.get(RegisterFilter.WRITTEN["field"], "")
    within = next((one.procedures for one in fields if one.code == chosen), ())
    form = RegisterFilter(
        request.GET,
        field=[(one.code, one.name) for one in fields],
        procedure=[(one.slug, one.name) for one in within],
        unit=[(str(one.id), one.name) for one in queries.units_of(actor)],
        signer=[(str(one.id), one.name) for one in queries.signers_of(actor.ward_id)],
    )
    wanted = form.wanted({one.slug: one.procedure_id for one in within})
    return form, queries.registered(actor, request.ward, wanted, today)
