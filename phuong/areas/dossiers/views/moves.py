"""One page a move: what will happen, what is needed, one button. After it: what comes next."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phuong.areas.dossiers import policy, queries
from phuong.areas.dossiers.models import Apology, ApologyStanding, Dossier
from phuong.areas.dossiers.states import (
    APOLOGIZE,
    HAND_OVER,
    NOT_ACCEPT,
    POST_RESULT,
    RECALL_RESULT,
    RECEIVE,
    REPLACE_RESULT,
    RETURN_APOLOGY,
    REVOKE_RESULT,
    SEND_BACK,
    SIGN,
    Can,
    State,
)
from phuong.areas.dossiers.views.move_pages import PAGES, Page
from phuong.areas.dossiers.views.moving import Moving
from phuong.areas.dossiers.views.workspace import READERS
from phuong.areas.money import api as money
from phuong.kernel.access.api import Occasion, Request, door
from phuong.kernel.audit import api as audit
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.ui.pages import render_page, was_sent

WITH_LETTER = (APOLOGIZE, RETURN_APOLOGY, SIGN, SEND_BACK)
WITH_RESULT = (SIGN, SEND_BACK, REPLACE_RESULT, REVOKE_RESULT, RECALL_RESULT)
WITH_FEE = (HAND_OVER, POST_RESULT)


@require_http_methods(["GET", "POST"])
@door(*READERS)
def move(request: Request, code: str, slug: str) -> HttpResponse:
    """Make a move on a dossier that the actor may read."""
    page = PAGES.get(slug)
    if page is None:
        raise NotVisible
    try:
        dossier = policy.get(request.occasion.actor, code)
    except NotVisible:
        # Whoever sends a dossier on to others and presses twice sees it no more.
        if was_sent(request):
            return redirect("/can-bo/viec/")
        raise
    return carry_out(request, dossier, page)


@require_http_methods(["GET", "POST"])
@door(Can.RECEIVE)
def prepared(request: Request, token: str, slug: str) -> HttpResponse:
    """Receive or refuse what was prepared at home: its QR, shown at the desk, is the proof."""
    page = PAGES.get(slug)
    if page is None or page.move not in (RECEIVE, NOT_ACCEPT):
        raise NotVisible
    dossier = policy.by_token(request.occasion.ward_id, token)
    if dossier.state == State.DRAFT:
        raise NotVisible  # Nobody but its writer sees a draft, whatever token is held.
    return carry_out(request, dossier, page)


def carry_out(request: Request, dossier: Dossier, page: Page) -> HttpResponse:
    """Show the page of a move, or carry it out and say what comes next."""
    # A form sent twice meets a dossier that has moved on: the act itself knows its own request.
    policy.check_actor(request.occasion.actor, dossier.id, dossier.unit_id, page.move)
    if request.method != "POST":
        policy.check(request.occasion.actor, dossier, page.move)
        audit.note_reading(request.occasion, [dossier.id], "dossiers.move")
    moving = Moving(request, request.occasion, dossier, queries.version(dossier))
    form = page.make(moving)
    puts: Sequence[Any] = ()
    if form.is_valid():
        occasion = request.occasion.under(form.cleaned_data["request_id"])
        try:
            puts = page.preview(moving, form) if page.preview else ()
            if not puts and "change" not in request.POST:
                done = page.do(Moving(request, occasion, dossier, moving.version), form)
                return after(request, done, page.then_print, str(page.move.label))
        except RuleBroken as refusal:
            form.refuse(refusal)
    elif was_sent(request):
        return after(request, dossier, page.then_print, str(page.move.label))
    context = {
        "form": form,
        "dossier": dossier,
        "version": moving.version,
        "move": page.move,
        "puts": puts,
        "result": queries.latest(dossier) if page.move in WITH_RESULT else None,
        "apology": _letter(dossier) if page.move in WITH_LETTER else None,
        "unpaid": _unpaid(request.occasion, dossier) if page.move in WITH_FEE else None,
        "back": _back(dossier),
        "trail": [(_("Việc của tôi"), "/can-bo/viec/"), (dossier.code, _back(dossier))],
        **(page.around(moving) if page.around else {}),
    }
    return render_page(request, page.template, context, status=422 if form.errors else 200)


def _unpaid(occasion: Occasion, dossier: Dossier) -> money.Bill | None:
    """Return what is still to be paid before the result leaves the house."""
    bill = queries.bill(occasion, dossier)
    return bill if bill is not None and bill.is_due else None


def _letter(dossier: Dossier) -> Apology | None:
    """Return the letter that waits: whoever signs anything on the dossier sees it."""
    if dossier.apology != ApologyStanding.DRAFTED:
        return None
    return dossier.apologies.select_related("drafted_by").first()


def after(request: Request, dossier: Dossier, then_print: str, label: str) -> HttpResponse:
    """Go on to the slip or the dossier, and say what comes next, who does it, and by when."""
    messages.success(request, done_sentence(dossier, request.occasion, label))
    if then_print:
        return redirect("dossiers:print", dossier.code, then_print)
    if policy.readable(request.occasion.actor).filter(id=dossier.id).exists():
        return redirect("dossiers:workspace", dossier.code)
    return redirect("/can-bo/viec/")


def done_sentence(dossier: Dossier, occasion: Occasion, label: str) -> str:
    """Return "done", and the next step with who and by when."""
    done = _("Xong: %(what)s, hồ sơ %(code)s.") % {"what": label, "code": dossier.code}
    step = queries.next_step(dossier, occasion.today)
    if step is None:
        return f"{done} {_('Hồ sơ đã khép lại, không còn việc gì phải làm.')}"
    return f"{done} {_('Việc tiếp theo:')} {step.words}."


def _back(dossier: Dossier) -> str:
    if dossier.state == State.PREPARED:
        return reverse("dossiers:desk")
    return reverse("dossiers:workspace", args=[dossier.code])
