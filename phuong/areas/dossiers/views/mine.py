"""Hồ sơ của tôi: an account that gathers a citizen's dossiers. Never needed, left without a trace.

Whoever opens a link from their letters is in; a signed cookie says so for a month. A dossier is
gathered by its code and proof, never by a name. All that is known of the person is what the
cookie and a digest of the address hold.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from phuong.areas.accounts import api as accounts
from phuong.areas.accounts.api import CitizenAccount
from phuong.areas.dossiers import policy, queries
from phuong.areas.dossiers.forms.tracking import ComeInForm, LookupForm
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.views import proof, standing, track
from phuong.kernel.access.api import Occasion, throttle
from phuong.kernel.access.doors import PUBLIC, Request, door
from phuong.kernel.errors import NotVisible, RuleBroken, WrongState
from phuong.kernel.notices import api as notices
from phuong.kernel.ui.pages import INVALID, render_page
from phuong.kernel.ui.sentences import sentence

COOKIE: Final = "cua_toi"
KEPT_FOR: Final = 30 * 24 * 3600
DOOR: Final = "accounts.come-in"
# Every letter counts, not only those in vain: nobody fills another's letter box from here.
LETTERS: Final = {
    "here": throttle.Limit(3, 15),
    "thing_at_all": throttle.Limit(5, 60),
    "address_at_all": throttle.Limit(20, 60),
}
TOO_MANY: Final = 429
HOME: Final = "dossiers:mine"


def _account(request: Request) -> CitizenAccount | None:
    """Return whose cookie this is; forged, old and ended ones are nobody's."""
    text = request.get_signed_cookie(COOKIE, default="", salt=_salt(request), max_age=KEPT_FOR)
    name, _dot, of_round = (text or "").partition(".")
    if not of_round:
        return None
    try:
        return accounts.citizen(request.ward.pk, UUID(hex=name), int(of_round))
    except NotVisible:
        return None


def _salt(request: Request) -> str:
    return f"phuong.dossiers.mine.{request.ward.pk}"


def inside(page: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Send whoever is not in to where one comes in."""

    @wraps(page)
    def asked(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        account = _account(request)
        if account is None:
            return redirect(HOME)
        return page(request, account, *args, **kwargs)

    return asked


@require_http_methods(["GET", "POST"])
@never_cache
@door(PUBLIC)
def mine(request: Request) -> HttpResponse:
    """List what one gathered, and gather more; at the door, ask where the link is sent."""
    account = _account(request)
    if account is None:
        return _at_the_door(request)
    form = LookupForm(request.POST or None)
    if form.is_valid():
        try:
            found = track.looked_up(request, form.cleaned_data["code"], form.cleaned_data["proof"])
            if found is not None:
                when = proof.occasion(request, found.id)
                accounts.actions.keep(when, account, found.id)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            if found is not None:
                messages.success(request, _("Đã giữ hồ sơ %(code)s.") % {"code": found.code})
                return redirect(HOME)
            form.add_error("code", track.not_found(request))
    context = {"form": form, "rows": _rows(request, account)}
    status = INVALID if form.errors else 200
    return render_page(request, "dossiers/citizen/mine.html", context, status=status)


def _at_the_door(request: Request) -> HttpResponse:
    form = ComeInForm(request.POST or None)
    context: dict[str, Any] = {
        "form": form,
        "open": notices.letters_go_out() or request.ward.is_demo,
    }
    if context["open"] and form.is_valid():
        when = proof.occasion(request)
        address = form.cleaned_data["address"]
        press = when.under(form.cleaned_data["request_id"])
        try:
            token = accounts.actions.asked_before(press, address) or _ask(request, press, address)
        except RuleBroken as refusal:
            form.add_error(None, sentence(refusal))
            return render_page(request, "dossiers/citizen/come_in.html", context, status=TOO_MANY)
        context["sent"] = True
        if request.ward.is_demo:
            # No letter leaves a ward that is only shown: the link stands here instead.
            context["shown"] = reverse("dossiers:mine-come-in", args=[token])
        return render_page(request, "dossiers/citizen/come_in.html", context)
    status = INVALID if form.errors else 200
    return render_page(request, "dossiers/citizen/come_in.html", context, status=status)


def _ask(request: Request, occasion: Occasion, address: str) -> str:
    """Count a letter, then send it; the second press of a sending never comes here."""
    ward, here = request.ward, str(request.META.get("REMOTE_ADDR", ""))
    tried = throttle.keys(address, here, **LETTERS)
    throttle.check(ward.pk, DOOR, tried, occasion.now, phone=ward.phone)
    throttle.note_failure(ward.pk, DOOR, tried, occasion.now)
    return accounts.actions.ask_to_come_in(occasion, address)


def _rows(request: Request, account: CitizenAccount) -> list[dict[str, Any]]:
    """Return what is kept, the newest first, with where each stands: two statements."""
    ids = list(accounts.kept(account).values_list("subject_id", flat=True))
    when = proof.occasion(request, *ids)
    found = {each.id: each for each in policy.readable(when.actor).filter(id__in=ids)}
    return [_row(found[each], when) for each in ids if each in found]


def _row(dossier: Dossier, when: Occasion) -> dict[str, Any]:
    return {
        "id": dossier.id,
        "code": dossier.code,
        "name": queries.version(dossier).name,
        "state": dossier.get_state_display(),
        "tone": standing.tone(dossier),
        "promise": standing.promise(dossier, when),
    }


@require_http_methods(["GET", "POST"])
@never_cache
@door(PUBLIC)
def come_in(request: Request, token: str) -> HttpResponse:
    """Let in whoever has the link, by a press: what only opens links uses none up."""
    try:
        if request.method != "POST":
            accounts.actions.check_link(proof.occasion(request), token)
            return render_page(request, "dossiers/citizen/come_in_now.html")
        account = accounts.actions.come_in(proof.occasion(request), token)
    except WrongState as refusal:
        messages.error(request, sentence(refusal))
        return redirect(HOME)
    response = redirect(HOME)
    response.set_signed_cookie(
        COOKIE,
        f"{account.id.hex}.{account.round}",
        salt=_salt(request),
        max_age=KEPT_FOR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


@require_http_methods(["GET", "POST"])
@never_cache
@door(PUBLIC)
@proof.proved
def keep(request: Request, dossier: Dossier, when: Occasion) -> HttpResponse:
    """Keep a dossier that this browser has open."""
    account = _account(request)
    if request.method == "POST" and account is not None:
        try:
            accounts.actions.keep(when, account, dossier.id)
        except RuleBroken as refusal:
            messages.error(request, sentence(refusal))
        else:
            messages.success(request, _("Đã giữ hồ sơ %(code)s.") % {"code": dossier.code})
        return redirect(HOME)
    context = {"dossier": dossier, "is_in": account is not None}
    return render_page(request, "dossiers/citizen/keep.html", context)


@require_POST
@door(PUBLIC)
@inside
def open_kept(request: Request, account: CitizenAccount, subject_id: UUID) -> HttpResponse:
    """Open the page of a dossier that one keeps: it was proved when it was gathered."""
    kept = accounts.kept(account).filter(subject_id=subject_id).first()
    if kept is None:
        raise NotVisible
    dossier = policy.owned(proof.occasion(request, subject_id).actor, subject_id)
    response = redirect("dossiers:status", code=dossier.code)
    proof.prove(request, response, dossier)
    return response


@require_POST
@door(PUBLIC)
@inside
def drop(request: Request, account: CitizenAccount, subject_id: UUID) -> HttpResponse:
    """Keep a dossier no more."""
    accounts.actions.drop(account, subject_id)
    messages.success(request, _("Đã bỏ khỏi danh sách. Hồ sơ vẫn được giải quyết như thường."))
    return redirect(HOME)


@require_POST
@door(PUBLIC)
@inside
def leave(request: Request, account: CitizenAccount) -> HttpResponse:
    """Close the list in this browser, or in every one."""
    if request.POST.get("what") == "everywhere":
        accounts.actions.end_everywhere(account)
    return _out(request, _("Đã thoát khỏi trang Hồ sơ của tôi."))


@require_http_methods(["GET", "POST"])
@never_cache
@door(PUBLIC)
@inside
def delete(request: Request, account: CitizenAccount) -> HttpResponse:
    """Remove the account, asked for once more."""
    if request.method != "POST":
        return render_page(request, "dossiers/citizen/delete_mine.html")
    accounts.actions.delete_citizen(account)
    return _out(request, _("Đã xoá tài khoản. Hồ sơ vẫn được giải quyết như thường."))


def _out(request: Request, words: str) -> HttpResponseRedirect:
    messages.success(request, words)
    response = HttpResponseRedirect(reverse(HOME))
    response.delete_cookie(COOKIE, samesite="Lax")
    proof.forget(response)
    return response
