"""The search of officials: by code, name or phone, across all kinds, without marks."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from phuong.delivery import work
from phuong.delivery.forms import SearchForm
from phuong.kernel.access.api import OFFICIALS, Request, door
from phuong.kernel.audit.api import kinds
from phuong.kernel.ui.pages import render_page

LIMIT = 25


@require_safe
@door(OFFICIALS)
def search(request: Request) -> HttpResponse:
    """Show what matches, the newest first; what one may not read is not found."""
    form = SearchForm(request.GET)
    asked = form.cleaned_data["q"].strip() if form.is_valid() else ""
    found = []
    for kind in kinds.all_kinds() if asked else ():
        if kind.find is not None:
            cards = kind.find(request.occasion.actor, asked, LIMIT + 1)
            found += [work.row(request.occasion, card, card.due_at) for card in cards]
    work.note_seen(request.occasion, [row.card for row in found[:LIMIT]], "delivery.search")
    context = {
        "filter": form,
        "asked": asked,
        "rows": found[:LIMIT],
        "handlers": work.several_handlers(found[:LIMIT]),
        "more": len(found) > LIMIT,
        "count": f"{LIMIT}+" if len(found) > LIMIT else str(len(found)),
    }
    return render_page(request, "delivery/search.html", context)
