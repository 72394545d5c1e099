"""The cash book of a day, closing it, and the account into which transfers go."""

import csv
from collections.abc import Sequence
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from phuong.areas.money import actions, queries
from phuong.areas.money.forms import AccountForm, CloseForm
from phuong.areas.money.policy import Can, may_take
from phuong.areas.money.queries import Book
from phuong.kernel.access.api import HERE, Request, door
from phuong.kernel.audit.api import Subject, kinds
from phuong.kernel.documents import api as documents
from phuong.kernel.documents.official import api as official
from phuong.kernel.documents.official.api import SheetColumn, Value
from phuong.kernel.errors import RuleBroken
from phuong.kernel.text import show_date
from phuong.kernel.ui.forms import DayFilter
from phuong.kernel.ui.pages import INVALID, render_page

COLUMNS = (
    SheetColumn("Số", 16),
    SheetColumn("Lúc", 10),
    SheetColumn("Hồ sơ", 22),
    SheetColumn("Thu, trả", 12),
    SheetColumn("Cách nộp", 16),
    SheetColumn("Số tiền (đồng)", 18),
)


@require_GET
@door(Can.SEE)
def book(request: Request) -> HttpResponse:
    """Show the book of a day with its totals."""
    form = DayFilter(request.GET, request.occasion.today)
    day = form.day()
    found = queries.book(request.occasion.actor, day)
    context = {
        "form": form,
        "book": found,
        "lines": [(line, _address(line.charge.subject)) for line in found.lines],
        "unpaid": [(charge, _address(charge.subject)) for charge in found.unpaid],
        "may_close": may_take(request.occasion.actor) and found.row and not found.is_closed,
        "query": f"?ngay={day:%Y-%m-%d}",
        "trail": [(_("Sổ quỹ"), "")],
    }
    return render_page(request, "money/book.html", context)


@require_GET
@door(Can.SEE)
def excel(request: Request) -> HttpResponseBase:
    """Give the book of a day as an Excel file."""
    day = DayFilter(request.GET, request.occasion.today).day()
    found = queries.book(request.occasion.actor, day)
    totals = {"Tiền mặt": found.cash, "Chuyển khoản": found.transfers, "Cộng": found.total}
    rows: list[Sequence[Value]] = [*_rows(found)]
    rows += [["", "", "", "", words, amount] for words, amount in totals.items()]
    heading = [f"SỔ QUỸ NGÀY {show_date(day)}", request.ward.name]
    content = official.render_excel("Sổ quỹ", heading, COLUMNS, rows)
    return documents.respond_made(content, f"So quy {day:%Y-%m-%d}.xlsx", official.XLSX)


@require_GET
@door(Can.SEE)
def as_csv(request: Request) -> HttpResponse:
    """Give the book of a day as a file of lines."""
    day = DayFilter(request.GET, request.occasion.today).day()
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="so-quy-{day:%Y-%m-%d}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow([column.label for column in COLUMNS])
    writer.writerows(_rows(queries.book(request.occasion.actor, day)))
    return response


@require_http_methods(["GET", "POST"])
@door(Can.TAKE)
def close(request: Request) -> HttpResponse:
    """Close the book of a day over the cash that was counted."""
    day = DayFilter(request.GET, request.occasion.today).day()
    form = CloseForm(request.POST or None)
    if form.is_valid():
        occasion = request.occasion.under(form.cleaned_data["request_id"])
        counted, note = form.cleaned_data["counted"], form.cleaned_data["note"]
        try:
            actions.close_day(occasion, day, counted=counted, note=note)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã khoá sổ quỹ ngày %(day)s.") % {"day": show_date(day)})
            return redirect(_book(day))
    context = {
        "form": form,
        "book": queries.book(request.occasion.actor, day),
        "back": _book(day),
        "trail": [(_("Sổ quỹ"), _book(day)), (_("Khoá sổ"), "")],
    }
    return render_page(request, "money/close.html", context, status=INVALID if form.errors else 200)


@require_http_methods(["GET", "POST"])
@door(Can.SET_UP)
def account(request: Request) -> HttpResponse:
    """Show and set the account into which transfers go."""
    form = AccountForm(request.POST or None)
    if form.is_valid():
        occasion = request.occasion.under(form.cleaned_data["request_id"])
        given = {name: form.cleaned_data[name] for name in ("bank", "number", "holder")}
        try:
            actions.set_account(occasion, **given)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Từ nay chuyển khoản vào tài khoản này."))
            return redirect("money:account")
    context = {
        "form": form,
        "account": queries.account(request.ward.pk),
        "trail": [(_("Tài khoản nhận tiền"), "")],
    }
    return render_page(
        request, "money/account.html", context, status=INVALID if form.errors else 200
    )


def _book(day: date) -> str:
    return f"{reverse('money:book')}?ngay={day:%Y-%m-%d}"


def _rows(found: Book) -> list[list[str | int]]:
    return [
        [
            line.number,
            f"{line.at.astimezone(HERE):%H:%M}",
            line.charge.subject.code,
            str(line.get_kind_display()),
            str(line.get_how_display()),
            line.signed,
        ]
        for line in found.lines
    ]


def _address(subject: Subject) -> str:
    kind = kinds.get(subject.kind)
    return kind.address(subject.code) if kind is not None else ""
