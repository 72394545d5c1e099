"""The board of the hall, the screen of a counter, and what both ask for every half second."""

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from phuong.areas.hall import policy, queries
from phuong.areas.hall.states import AT_COUNTER
from phuong.areas.hall.views import door as at
from phuong.kernel.access.api import PUBLIC, Occasion, Request, door
from phuong.kernel.errors import NotVisible
from phuong.kernel.ui.pages import render_page

# A call is seen within the second: half of it for asking, half for the way.
EVERY_MS, EVERY_WITHOUT_SCRIPT = 500, 5
NAMED = 3


@require_GET
@door(PUBLIC)
def board(request: Request) -> HttpResponse:
    """Show the last calls, the newest marked; no names."""
    when = at.occasion(request)
    calls = queries.board(request.ward.pk, when.today, queries.number("board_calls", when.today))
    context = _screen(when, calls, at.board_address()) | {"speaks": "doc" in request.GET}
    return render_page(request, "hall/board.html", context)


def now_called(request: Request) -> SafeString:
    """Return what the home page says of the hall: which numbers are being called."""
    when = at.occasion(request)
    calls = queries.board(request.ward.pk, when.today, NAMED)
    context = {"calls": [one for one in calls if one.state in AT_COUNTER]}
    return SafeString(render_to_string("hall/_now.html", context, request))


@require_GET
@door(PUBLIC)
def counter(request: Request, number: int) -> HttpResponse:
    """Show whom a counter calls or serves."""
    when = at.occasion(request)
    if not policy.counters(request.ward.pk).filter(number=number).exists():
        raise NotVisible
    calls = queries.board(request.ward.pk, when.today, 1, number)
    context = _screen(when, calls, at.board_address(number)) | {"counter": number}
    return render_page(request, "hall/counter.html", context)


def _screen(when: Occasion, calls: list[queries.Call], poll: str) -> dict[str, object]:
    return {
        "calls": calls,
        "newest": calls[0] if calls else None,
        "version": queries.version_of(calls),
        "poll": poll,
        "every": EVERY_MS,
        "refresh": EVERY_WITHOUT_SCRIPT,
        "stale": queries.number("board_stale", when.today),
        "now": when.now,
    }


@require_GET
@door(PUBLIC)
def board_json(request: Request) -> HttpResponse:
    """Tell every screen what was called last: one statement, and nothing where nothing changed."""
    when = at.occasion(request)
    asked = request.GET.get("quay", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else None
    most = 1 if number is not None else queries.number("board_calls", when.today)
    calls = queries.board(request.ward.pk, when.today, most, number)
    body = {
        "calls": [
            {"number": one.shown, "counter": one.counter, "missed": one.is_missed} for one in calls
        ]
    }
    return at.told(request, queries.version_of(calls), body)
