"""The books of certification: a list with filters, and the same lines as Excel and CSV."""

from collections.abc import Callable
from itertools import chain

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phuong.areas.dossiers.forms.certifying import BookFilter
from phuong.areas.dossiers.models import Certification
from phuong.areas.dossiers.queries import certifying as books
from phuong.areas.dossiers.states import Can
from phuong.areas.dossiers.views.workspace import READERS
from phuong.kernel.access import api as access
from phuong.kernel.access.api import Request, door
from phuong.kernel.audit import api as audit
from phuong.kernel.documents import api as documents
from phuong.kernel.documents.official import api as official
from phuong.kernel.errors import RuleBroken
from phuong.kernel.text import show_date
from phuong.kernel.ui import tables
from phuong.kernel.ui.pages import render_page
from phuong.kernel.ui.sentences import sentence

PURPOSE = "dossiers.certified"
Rows = QuerySet[Certification]


@require_safe
@door(*READERS)
def book(request: Request) -> HttpResponse:
    """List the lines of the books, the newest first, void ones too."""
    form, rows = _asked(request)
    page = tables.page_of(request, rows, books.BOOK_ORDER)
    audit.note_reading(request.occasion, [one.dossier_id for one in page.rows], PURPOSE)
    context = {
        "filter": form,
        "page_of_rows": page,
        "lines": books.lines_of(page.rows),
        "is_filtered": any(request.GET.get(form.add_prefix(name)) for name in form.fields),
        "may_certify": access.has(request.occasion.actor, Can.CERTIFY),
        "query": request.GET.urlencode(),
        "trail": [(_("Sổ chứng thực"), "")],
    }
    return render_page(request, "dossiers/staff/certified.html", context)


@require_safe
@door(*READERS)
def excel(request: Request) -> HttpResponseBase:
    """Give the lines as an Excel file; who took it is written down."""
    return _file(request, _as_excel)


@require_safe
@door(*READERS)
def csv(request: Request) -> HttpResponseBase:
    """Give the same lines as a file that every program reads."""
    return _file(request, _as_csv)


def _file(request: Request, write: Callable[[Request, Rows], HttpResponseBase]) -> HttpResponseBase:
    _form, rows = _asked(request)
    try:
        books.check_lines(rows)
    except RuleBroken as refusal:
        messages.error(request, sentence(refusal))
        return redirect(f"{reverse('dossiers:certified')}?{request.GET.urlencode()}")
    audit.note_reading(request.occasion, rows.values_list("dossier_id", flat=True), PURPOSE)
    return write(request, rows)


def _as_excel(request: Request, rows: Rows) -> HttpResponseBase:
    told = f"{request.ward.name}. Lập ngày {show_date(request.occasion.today)}"
    content = official.render_excel(
        "Sổ chứng thực", ["SỔ CHỨNG THỰC", told], books.BOOK_COLUMNS, books.book_rows(rows)
    )
    return documents.respond_made(content, "So chung thuc.xlsx", official.XLSX)


def _as_csv(_request: Request, rows: Rows) -> HttpResponseBase:
    labels = [column.label for column in books.BOOK_COLUMNS]
    return documents.respond_csv(chain([labels], books.book_rows(rows)), "So chung thuc.csv")


def _asked(request: Request) -> tuple[BookFilter, Rows]:
    """Return the filters and what they leave of the one queryset of all lines."""
    form = BookFilter(request.GET)
    return form, books.certifications(request.occasion.actor, request.ward, form.wanted())
