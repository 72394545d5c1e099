"""The public figures with their files and records."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phuong.areas.statistics import queries
from phuong.areas.statistics.forms import MonthFilter
from phuong.areas.statistics.queries import Figures, Kind, Month
from phuong.kernel.access.api import PUBLIC, Request, door
from phuong.kernel.documents import api as documents
from phuong.kernel.errors import NotVisible
from phuong.kernel.ui import charts, display
from phuong.kernel.ui.pages import render_page
from phuong.kernel.wards.reading import from_standby

# What is published does not change; a new month may be out within the hour.
KEPT = "public, max-age=3600"
CHARTED, A_PAGE = 12, 100


@dataclass(frozen=True, slots=True)
class Shown:
    """One set on the first page: its newest figures."""

    kind: Kind
    url: str
    figures: Figures | None
    percent: str


@require_safe
@door(PUBLIC)
@from_standby
def figures(request: Request) -> HttpResponse:
    """Show how the ward is doing: each set with its newest month. One statement."""
    published = queries.months(request.ward.pk)
    newest = published[0] if published else None
    shown = []
    for slug in queries.SETS:
        kind = queries.kind_of(slug)
        if kind is None:
            continue
        found = queries.tree(kind, newest) if newest else None
        shown.append(Shown(kind, reverse("statistics:table", args=[slug]), found, _share(found)))
    settled = queries.kind_of("giai-quyet")
    context = {
        "newest": newest,
        "shown": shown,
        "chart": _chart(settled, published) if settled and published else "",
        "trail": _trail((_("Số liệu công khai"), "")),
    }
    return _kept(render_page(request, "statistics/figures.html", context))


def _share(found: Figures | None) -> str:
    if found is None or found.root is None or not found.kind.part or found.root.part is None:
        return ""
    return display.percent(found.root.part / found.root.whole * 100)


@require_safe
@door(PUBLIC)
@from_standby
def table(request: Request, kind: str) -> HttpResponse:
    """Show one set in one month: by unit and field, as a chart over a year, to be taken home."""
    found = _kind(kind)
    published = queries.months(request.ward.pk)
    form = MonthFilter(request.GET, choices=[(one.code, one.label) for one in published])
    month = _month(published, form.chosen())
    figures = queries.tree(found, month) if month else None
    context = {
        "kind": found,
        "filter": form,
        "month": month,
        "figures": figures,
        "lines": figures.lines() if figures else [],
        "chart": _chart(found, published) if published else "",
        "file_url": reverse("statistics:file", args=[found.slug]),
        "records_url": reverse("statistics:records", args=[found.slug]),
        "trail": _trail(
            (_("Số liệu công khai"), reverse("statistics:figures")), (str(found.title), "")
        ),
    }
    return _kept(render_page(request, "statistics/table.html", context))


@require_safe
@door(PUBLIC)
@from_standby
def records(request: Request, kind: str) -> HttpResponse:
    """List the records behind a number: as much of each as the published figures tell."""
    found = _kind(kind)
    published = queries.months(request.ward.pk)
    month = _month(published, request.GET.get("ky", ""))
    figures = queries.tree(found, month) if month else None
    unit, field = request.GET.get("bo-phan", "")[:60], request.GET.get("linh-vuc", "")[:60]
    bundles = queries.records(figures, unit, field) if figures else []
    many, first = sum(one.many for one in bundles), _first(request)
    rows, at = list[tuple[int, tuple[str, str, str]]](), 0
    for bundle in bundles:
        named = figures.named(bundle) if figures else ("", "", "")
        here = range(max(at, first), min(at + bundle.many, first + A_PAGE))
        rows += [(number + 1, named) for number in here]
        at += bundle.many
    context = {
        "kind": found,
        "month": month,
        "many": many,
        "rows": rows,
        "before": _page(request, first - A_PAGE) if first else "",
        "after": _page(request, first + A_PAGE) if first + A_PAGE < many else "",
        "trail": _trail(
            (_("Số liệu công khai"), reverse("statistics:figures")),
            (str(found.title), reverse("statistics:table", args=[found.slug])),
            (_("Bản ghi"), ""),
        ),
    }
    return _kept(render_page(request, "statistics/records.html", context))


def _first(request: Request) -> int:
    written = request.GET.get("tu", "0")
    return int(written) // A_PAGE * A_PAGE if written.isdecimal() and len(written) < 9 else 0


def _page(request: Request, first: int) -> str:
    query = request.GET.copy()
    query["tu"] = str(max(0, first))
    return f"{request.path}?{query.urlencode()}"


@require_safe
@door(PUBLIC)
@from_standby
def file(request: Request, kind: str) -> HttpResponse:
    """Give a set as a file: every published month, every line that a page shows."""
    found = _kind(kind)
    lines = documents.csv_lines(queries.rows_of_file(found, queries.months(request.ward.pk)))
    response = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.slug}.csv"'
    return _kept(response)


@require_safe
@door(PUBLIC)
@from_standby
def columns(request: Request) -> HttpResponse:
    """Say what each column of a file holds, and how numbers are kept from telling of persons."""
    context = {
        "kinds": [kind for slug in queries.SETS if (kind := queries.kind_of(slug)) is not None],
        "trail": _trail(
            (_("Số liệu công khai"), reverse("statistics:figures")), (_("Các cột"), "")
        ),
    }
    return _kept(render_page(request, "statistics/columns.html", context))


def _kind(slug: str) -> Kind:
    found = queries.kind_of(slug)
    if found is None:
        raise NotVisible
    return found


def _month(published: Sequence[Month], code: str) -> Month | None:
    """Return the month of an address, or the newest; a spoilt one hides the page."""
    if not code:
        return published[0] if published else None
    found = next((one for one in published if one.code == code), None)
    if found is None:
        raise Http404
    return found


def _trail(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Trang chủ"), "/"), *steps]


def _kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = KEPT
    return response


def _chart(kind: Kind, published: Sequence[Month]) -> SafeString:
    """Draw the share over the last months, or how many there were where there is no share."""
    shown = [queries.tree(kind, month) for month in reversed(published[:CHARTED])]
    labels = [f"{one.month.first.month}/{one.month.first.year % 100:02}" for one in shown]
    table_url = reverse("statistics:table", args=[kind.slug])
    urls = [f"{table_url}?ky={one.month.code}" for one in shown]
    measure = kind.part_measure or kind.measure
    how = str(measure.formula) if measure else ""
    if not kind.part:
        bars = [
            charts.Bar(label, one.root.whole, 0, url)
            for one, label, url in zip(shown, labels, urls, strict=True)
            if one.root is not None
        ]
        words = charts.Words("theo-thang", str(kind.title), _month_words(kind, shown), how)
        return charts.bar_chart(words, bars, label_head=_("Tháng"), value_head=str(kind.whole_word))
    shares = [
        one.root.part / one.root.whole * 100
        if one.root is not None and one.root.part is not None
        else None
        for one in shown
    ]
    words = charts.Words("theo-thang", str(kind.share_word), _share_words(shares), how)
    return charts.line_chart(
        words,
        labels,
        [charts.Series(str(kind.share_word), shares)],
        label_head=_("Tháng"),
        urls=urls,
    )


def _month_words(kind: Kind, shown: Sequence[Figures]) -> str:
    last = next((one for one in reversed(shown) if one.root is not None), None)
    if last is None or last.root is None:
        return _("Chưa tháng nào đủ số để công bố.")
    return _("%(month)s: %(n)s.") % {
        "month": last.month.label,
        "n": display.number(last.root.whole),
    }


def _share_words(shares: Sequence[float | None]) -> str:
    known = [share for share in shares if share is not None]
    if not known:
        return _("Chưa tháng nào đủ số để công bố tỷ lệ.")
    return _("Gần nhất %(share)s.") % {"share": display.percent(known[-1])}
