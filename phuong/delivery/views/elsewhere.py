"""Logging in by another house: to it and back."""

from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_noop as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from phuong.areas.accounts import api as accounts
from phuong.delivery import oidc
from phuong.delivery.views import letting_in
from phuong.delivery.views.entry import log_in_page
from phuong.kernel.access.api import PUBLIC, Request, door
from phuong.kernel.access.queries import actor_of
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.people.models import Account
from phuong.kernel.ui.pages import INVALID
from phuong.kernel.ui.sentences import sentence

BEGUN: Final = "elsewhere"


@require_safe
@never_cache
@door(PUBLIC)
def go(request: Request) -> HttpResponse:
    """Send the browser to the other house."""
    if not oidc.name():
        raise NotVisible
    try:
        address, kept = oidc.begin(_back(request), request.GET.get("next", ""))
    except RuleBroken as refusal:
        return log_in_page(request, refused=sentence(refusal), status=INVALID)
    request.session[BEGUN] = dict(kept)
    return HttpResponseRedirect(address)


@require_safe
@never_cache
@door(PUBLIC)
def come_back(request: Request) -> HttpResponse:
    """Let in whom the other house vouches for, if an official of that name is here."""
    if not oidc.name():
        raise NotVisible
    kept, now = request.session.pop(BEGUN, None) or {}, request.occasion.now
    try:
        who = oidc.finish(kept, request.GET.dict(), _back(request), now)
        account = _official(request, who.login)
    except RuleBroken as refusal:
        return log_in_page(request, refused=sentence(refusal), status=INVALID)
    return letting_in.first_step_done(
        request, account, kept["wanted"], way=accounts.Way.ELSEWHERE, proven=who.by_more_than_one
    )


def _official(request: Request, login: str) -> Account:
    """Return the official of that name; nobody gets an account by knocking."""
    account = accounts.account_of_login(login)
    now = request.occasion.now
    if account is None or not actor_of(request.ward.pk, account.pk, now).is_official:
        raise RuleBroken(
            "oidc.unknown-person",
            _("Ông/bà chưa có tài khoản giữ chức vụ ở phường này. Hỏi người quản trị."),
        )
    return account


def _back(request: Request) -> str:
    """Return where the browser comes back to: one address, whatever the language."""
    return f"{request.scheme}://{request.get_host()}/dang-nhap/cong-chung/ve/"
