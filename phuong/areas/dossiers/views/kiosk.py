"""Rating at the counter's own screen, or from a letter: no name, nothing of the dossier.

The receipt's QR code is the proof, or its code with digits; no cookie is left behind, so that the
next person at the screen finds nothing of the one before.
"""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from phuong.areas.dossiers import actions, policy, queries, rules
from phuong.areas.dossiers.forms.ratings import CallBackForm, KioskForm, MarksForm
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.views import proof, track
from phuong.kernel.access.doors import PUBLIC, Request, door
from phuong.kernel.errors import NotVisible, RuleBroken, WrongState
from phuong.kernel.law import api as law
from phuong.kernel.ui.pages import INVALID, render_page
from phuong.kernel.ui.sentences import sentence

SCANNED = re.compile(r"/q/([\w-]{16,32})")
# At the counter a page that was left gives way to the next person.
ASKING, THANKING = 180, 30
AT_COUNTER, IN_HALL, HALL = "1", "sanh", "/kiosk/"
Page = Callable[..., HttpResponse]


def unkept(page: Page) -> Page:
    """Keep no copy: on a shared screen the way back shows nothing."""

    @wraps(page)
    def shown(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        response = page(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    return shown


@require_http_methods(["GET", "POST"])
@door(PUBLIC)
@unkept
def start(request: Request) -> HttpResponse:
    """Ask for the receipt: scanned, or its code typed."""
    question = _("Ông/bà thấy chúng tôi phục vụ thế nào?")
    return _ask(request, question, "dossiers:kiosk-rate", AT_COUNTER)


@require_http_methods(["GET", "POST"])
@door(PUBLIC)
@unkept
def start_in_hall(request: Request) -> HttpResponse:
    """Ask the same at the kiosk of the hall, whose start it gives way to."""
    question = _("Ông/bà thấy chúng tôi phục vụ thế nào?")
    page = _ask(request, question, "dossiers:kiosk-rate", IN_HALL)
    return _leaving_hall(request, page)


@require_http_methods(["GET", "POST"])
@door(PUBLIC)
@unkept
def look_up(request: Request) -> HttpResponse:
    """Look a dossier up at the kiosk of the hall: what its QR page says, and nothing stays."""
    page = _ask(request, _("Tra cứu hồ sơ"), "dossiers:kiosk-status", IN_HALL)
    return _leaving_hall(request, page)


@require_GET
@door(PUBLIC)
@unkept
def status(request: Request, token: str) -> HttpResponse:
    """Show what the QR page of a dossier shows, and give way to the next person."""
    return _leaving_hall(request, track.shown_by_qr(request, token))


def _ask(request: Request, question: str, leads_to: str, where: str) -> HttpResponse:
    form = KioskForm(request.POST or None)
    if form.is_valid():
        try:
            dossier = _meant(request, form.cleaned_data["code"], form.cleaned_data["proof"])
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            if dossier is not None:
                return redirect(f"{reverse(leads_to, args=[dossier.token])}?quay={where}")
            form.add_error("code", track.not_found(request))
    context = {
        "form": form,
        "question": question,
        "next_words": _("Tiếp tục"),
        "back_url": HALL if where == IN_HALL else "",
    }
    status = INVALID if form.errors else 200
    return render_page(request, "dossiers/citizen/kiosk.html", context, status=status)


def _meant(request: Request, typed: str, shown: str) -> Dossier | None:
    scanned = SCANNED.search(typed)
    if scanned is None:
        rules.check_kiosk_proof(shown)
        return track.looked_up(request, typed[:60], shown)
    try:
        return policy.by_token(request.ward.pk, scanned[1])
    except NotVisible:
        return None


@require_http_methods(["GET", "POST"])
@door(PUBLIC)
@unkept
def rate(request: Request, token: str) -> HttpResponse:
    """Ask three questions, once for each occasion."""
    dossier = policy.by_token(request.ward.pk, token)
    when = proof.occasion(request, dossier.id)
    after = rules.rated_after(dossier.state, is_late=queries.is_late(dossier, when.now))
    if not after:
        messages.info(request, _("Chưa đến lúc đánh giá: hồ sơ chưa xong và chưa quá hẹn."))
        return redirect("dossiers:kiosk")
    done_url = f"{reverse('dossiers:kiosk-done', args=[token])}{_asked(request)}"
    if queries.rating_of(dossier, after) is not None:
        return redirect(done_url)
    form = MarksForm(request.POST or None)
    if form.is_valid():
        under = when.under(form.cleaned_data["request_id"])
        try:
            actions.rate(under, dossier, marks=form.marks)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            return redirect(done_url)
    context = {
        "form": form,
        "question": _("Ông/bà thấy chúng tôi phục vụ thế nào?"),
        "next_words": _("Gửi đánh giá"),
        "in_confidence": True,
    }
    status = INVALID if form.errors else 200
    page = render_page(request, "dossiers/citizen/kiosk.html", context, status=status)
    return _leaving(request, page, ASKING)


@require_GET
@door(PUBLIC)
@unkept
def done(request: Request, token: str) -> HttpResponse:
    """Thank; after a low rating, ask whether to call back."""
    dossier = policy.by_token(request.ward.pk, token)
    rating = queries.last_rating(dossier)
    if rating is None:
        return redirect("dossiers:kiosk")
    low = rules.is_low((rating.attitude, rating.guidance, rating.time))
    context = {
        "asks": low and not rating.call_back and bool(dossier.applicant.phone),
        "called": rating.call_back,
        "days": law.in_force("dossiers.call_back", proof.occasion(request).today).value,
        "form": CallBackForm(),
        "action": f"{reverse('dossiers:kiosk-call-back', args=[token])}{_asked(request)}",
        "at_counter": bool(_asked(request)),
        "start": _start(request),
    }
    page = render_page(request, "dossiers/citizen/kiosk_done.html", context)
    return _leaving(request, page, THANKING)


@require_POST
@door(PUBLIC)
@unkept
def call_back(request: Request, token: str) -> HttpResponse:
    """Offer the matter as a task."""
    dossier = policy.by_token(request.ward.pk, token)
    when = proof.occasion(request, dossier.id)
    form = CallBackForm(request.POST)
    form.is_valid()
    try:
        actions.want_call_back(when.under(form.cleaned_data["request_id"]), dossier)
    except WrongState as refusal:
        messages.info(request, sentence(refusal))
    return redirect(f"{reverse('dossiers:kiosk-done', args=[token])}{_asked(request)}")


def _asked(request: Request) -> str:
    where = request.GET.get("quay")
    return f"?quay={IN_HALL if where == IN_HALL else AT_COUNTER}" if where else ""


def _start(request: Request) -> str:
    """Return the page that gives way to the next person: the hall's, or that of ratings."""
    in_hall = request.GET.get("quay") == IN_HALL
    return f"{HALL}?xong=1" if in_hall else reverse("dossiers:kiosk")


def _leaving_hall(request: Request, page: HttpResponse) -> HttpResponse:
    """Ask, as every page of the hall's kiosk, whether somebody is still there."""
    if page.status_code in (200, INVALID):
        seconds = law.number("hall.idle", proof.occasion(request).today)
        query = urlencode({"ve": request.get_full_path()})
        page["Refresh"] = f"{seconds}; url={HALL}con-day/?{query}"
    return page


def _leaving(request: Request, page: HttpResponse, seconds: int) -> HttpResponse:
    if _asked(request):
        page["Refresh"] = f"{seconds}; url={_start(request)}"
    return page
