"""From a right password to an open door: the second step in between, and what stands at the end."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

from phuong.areas.accounts import api as accounts
from phuong.delivery import navigation
from phuong.delivery.views import comfort
from phuong.kernel.access.api import UNFINISHED, Request, throttle
from phuong.kernel.access.queries import actor_of
from phuong.kernel.people.models import Account
from phuong.kernel.ui.pages import is_our_path

PENDING, LED = "second-step", "second-step-led"
WITHIN: Final = timedelta(minutes=10)
# A browser that somebody came in with before keeps tries of its own: strangers who guess at a
# name shut nobody out of the machine on their desk.
KNOWN, KNOWN_FOR = "may", 180 * 24 * 3600
# Somebody who guesses waits soon; the officials of one house share an address.
TRIES: Final = {
    "here": throttle.Limit(5, 15),
    "thing_at_all": throttle.Limit(20, 15),
    "address_at_all": throttle.Limit(30, 15),
}
CODE_TRIES: Final = {
    "here": throttle.Limit(5, 15),
    "thing_at_all": throttle.Limit(10, 60),
    "address_at_all": throttle.Limit(30, 15),
}


@dataclass(frozen=True, slots=True)
class Pending:
    """Somebody whose password was right and whose second step is still to come."""

    account: Account
    wanted: str
    way: accounts.Way


def address_of(request: Request) -> str:
    """Return from where a request comes."""
    return str(request.META.get("REMOTE_ADDR", ""))


def tries(request: Request, who: str) -> throttle.Keys:
    """Return under which keys a wrong password counts."""
    known = request.get_signed_cookie(KNOWN, default="", salt=KNOWN, max_age=KNOWN_FOR) or ""
    mark, _, own = known.partition(".")
    if own and constant_time_compare(mark, _mark(who)):
        return {f"known:{own}": TRIES["here"]}
    return throttle.keys(who, address_of(request), **TRIES)


def first_step_done(
    request: Request, account: Account, wanted: str, *, way: accounts.Way, proven: bool = False
) -> HttpResponse:
    """Go on after a right password: in, or to the second step.

    `proven` says that another house already asked for one.
    """
    if proven or not accounts.standing(account).any:
        return let_in(request, Pending(account, wanted, way), proven=proven)
    request.session.cycle_key()
    request.session[PENDING] = {
        "account": str(account.pk),
        "wanted": wanted,
        "way": str(way),
        "until": (request.occasion.now + WITHIN).isoformat(),
        # A password changed meanwhile ends this, too.
        "hash": account.get_session_auth_hash(),
    }
    return HttpResponseRedirect(reverse("access:second-step"))


def pending(request: Request) -> Pending | None:
    """Return whose second step this browser is at; nothing where that was too long ago."""
    held: dict[str, Any] = request.session.get(PENDING) or {}
    if not held or datetime.fromisoformat(held["until"]) < request.occasion.now:
        return None
    account = accounts.account(held["account"])
    if account is None or not constant_time_compare(held["hash"], account.get_session_auth_hash()):
        return None
    return Pending(account, held["wanted"], accounts.Way(held["way"]))


def let_in(request: Request, who: Pending, *, proven: bool = False) -> HttpResponse:
    """Begin the session, note the device, and show the pages as their reader wishes."""
    account, ward = who.account, request.ward
    actor = actor_of(ward.pk, account.pk, request.occasion.now)
    is_demo = ward.is_demo or account.is_demo
    needs = accounts.needs_second_step(actor, is_demo=is_demo)
    missing = needs and not proven and not accounts.standing(account).any
    login(request, account)
    had_second = request.session.pop(PENDING, None) is not None
    if missing:
        request.session[UNFINISHED] = True
    accounts.actions.note_log_in(
        request.occasion,
        account,
        str(request.session.session_key),
        address=address_of(request),
        agent=request.META.get("HTTP_USER_AGENT", ""),
        way=who.way,
    )
    there = reverse(settings.SECOND_FACTOR_URL) if missing else after(request, who.wanted)
    if had_second:
        request.session[LED] = there
    response = HttpResponseRedirect(there)
    comfort.bring(request, response, account)
    _know(request, response, account)
    return response


def let_in_before(request: Request) -> str | None:
    """Return where the second step led that this browser has passed: it was pressed twice."""
    there: str | None = request.session.get(LED)
    return there if request.occasion.actor.is_official else None


def after(request: Request, wanted: str) -> str:
    """Return where to go on: back where one wanted to go, never to another site."""
    if is_our_path(request, wanted):
        return wanted
    return navigation.address(navigation.TODAY)


def _know(request: Request, response: HttpResponse, account: Account) -> None:
    response.set_signed_cookie(
        KNOWN,
        f"{_mark(account.login)}.{get_random_string(12)}",
        salt=KNOWN,
        max_age=KNOWN_FOR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        path=reverse("access:log-in"),
    )


def _mark(login_name: str) -> str:
    name = login_name.strip().casefold()
    return salted_hmac(KNOWN, name, algorithm="sha256").hexdigest()[:32]
