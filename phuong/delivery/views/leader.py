"""The leader's pages: what needs a decision now, the figures, and the records behind each."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phuong.areas.dossiers import api as dossiers
from phuong.delivery import navigation, overview, periods, work
from phuong.delivery.forms import OverviewFilter
from phuong.kernel.access.api import Occasion, Request, door
from phuong.kernel.audit.api import kinds
from phuong.kernel.errors import NotVisible
from phuong.kernel.measures.api import Ask, Measure, Window, get, totals
from phuong.kernel.ui import display, tables
from phuong.kernel.ui.pages import render_page

SHOWN = 8


@require_safe
@door(dossiers.Can.OVERSEE)
def overview_page(request: Request) -> HttpResponse:
    """Show a leader the morning: what is late, six numbers, two charts."""
    occasion = request.occasion
    offered = periods.offered(occasion.today)
    form = OverviewFilter(
        request.GET,
        periods=[(period.code, period.label) for period in offered],
        fields=list(overview.field_names(occasion).items()),
    )
    code, field = form.chosen("period"), form.chosen("field")
    period = next((each for each in offered if each.code == code), offered[0])
    shown = overview.overview(occasion, period, field)
    urgent = _rows(occasion, _measure(overview.RUNNING), Window(None, occasion.today, field))
    late_tasks = _rows(
        occasion, _measure(overview.TASKS), Window(None, occasion.today - timedelta(days=1))
    )
    context = {
        "now": occasion.now,
        "period": period,
        "late_tasks": late_tasks,
        "tasks_url": overview.records_url(
            overview.TASKS, Window(None, occasion.today - timedelta(days=1))
        ),
        "filter": form,
        "shown": shown,
        "urgent": urgent,
        "more": shown.urgent_count > len(urgent),
    }
    return render_page(request, "delivery/overview.html", context)


@require_safe
@door(dossiers.Can.OVERSEE)
def records(request: Request) -> HttpResponse:
    """List exactly the records behind a figure, by the same window that counted them."""
    occasion = request.occasion
    measure, window = _measure(request.GET.get("chi-tieu", "")), _window(request)
    page = tables.page_of(request, measure.rows(occasion.actor, window), measure.order)
    (counted,) = totals(occasion.ward_id, [Ask(measure.code, window)])
    context = {
        "now": occasion.now,
        "measure": measure,
        "count": sum(counted.values()),
        "said": _said(occasion, measure, window),
        "rows": _cards(occasion, measure, [row.id for row in page.rows]),
        "page_of_rows": page,
        "trail": [
            (_("Toàn cảnh"), navigation.address(navigation.OVERVIEW)),
            (str(measure.name), ""),
        ],
    }
    return render_page(request, "delivery/records.html", context)


def _measure(code: str) -> Measure:
    found = get(code)
    if found is None or found.private:
        raise NotVisible
    return found


def _window(request: Request) -> Window:
    return Window(
        _day(request.GET.get("tu", "")),
        _day(request.GET.get("den", "")),
        request.GET.get("linh-vuc", ""),
    )


def _day(written: str) -> date | None:
    """Return a day of the address; a spoilt one hides the page, since it would count otherwise."""
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise NotVisible from None


def _rows(occasion: Occasion, measure: Measure, window: Window) -> list[work.Row]:
    """Return the first records behind a figure: three statements."""
    rows = measure.rows(occasion.actor, window).order_by(*measure.order)
    return _cards(occasion, measure, list(rows.values_list("id", flat=True)[:SHOWN]))


def _cards(occasion: Occasion, measure: Measure, ids: list[Any]) -> list[work.Row]:
    kind = kinds.get(measure.kind)
    shown = measure.cards or (kind.cards if kind is not None else None)
    cards = shown(occasion.actor, ids) if shown is not None and ids else {}
    work.note_seen(occasion, cards.values(), "delivery.records")
    return [work.row(occasion, cards[one], cards[one].due_at) for one in ids if one in cards]


def _said(occasion: Occasion, measure: Measure, window: Window) -> str:
    """Say in words which records are meant."""
    said = []
    words = {"day": measure.day, "first": "", "last": ""}
    if window.first:
        words["first"] = display.day(window.first)
    if window.last:
        words["last"] = display.day(window.last)
    if window.first and window.last:
        said.append(_("%(day)s từ %(first)s đến %(last)s") % words)
    elif window.first:
        said.append(_("%(day)s từ %(first)s") % words)
    elif window.last:
        said.append(_("%(day)s đến hết %(last)s") % words)
    if window.field:
        named = overview.field_names(occasion).get(window.field, window.field)
        said.append(_("lĩnh vực %(field)s") % {"field": named})
    return ", ".join(said)
