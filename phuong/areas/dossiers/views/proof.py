"""How a citizen shows that a dossier is theirs: a signed cookie after code and digits, or a token.

A citizen's page never asks who is logged in: an official who opens one is a citizen there, and
the page costs no look at sessions.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from phuong.areas.dossiers import policy, queries
from phuong.areas.dossiers.models import Dossier
from phuong.kernel.access.api import Actor, Occasion, clock
from phuong.kernel.access.doors import Request
from phuong.kernel.audit import api as audit
from phuong.kernel.errors import NotVisible
from phuong.kernel.law import api as law

COOKIE, RECEIPT = "ho_so", "giay-hen"
KEPT_FOR = 2 * 3600
MOST = 12
Page = Callable[..., HttpResponseBase]


def occasion(request: Request, *also: UUID) -> Occasion:
    """Return the occasion of the citizen at the door, with what the cookie proves."""
    now = clock.now()
    ward_id = request.ward.pk
    calendar = law.calendar(ward_id, known_at=now)
    at_the_door = Occasion(Actor.citizen(ward_id), now, calendar)
    return at_the_door.proving(*proven(request), *also)


def proven(request: Request) -> tuple[UUID, ...]:
    """Return the dossiers of this ward that the cookie proves; a forged or old one proves none."""
    text = request.get_signed_cookie(COOKIE, default="", salt=_salt(request), max_age=KEPT_FOR)
    return tuple(UUID(hex=part) for part in (text or "").split(".") if part)


def prove(request: Request, response: HttpResponse, dossier: Dossier) -> None:
    """Let the browser show for two hours that this dossier is its owner's."""
    ids = [dossier.id, *(each for each in proven(request) if each != dossier.id)][:MOST]
    response.set_signed_cookie(
        COOKIE,
        ".".join(each.hex for each in ids),
        salt=_salt(request),
        max_age=KEPT_FOR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def forget(response: HttpResponse) -> None:
    """Close every dossier that this browser has open."""
    response.delete_cookie(COOKIE, samesite="Lax")


def proved(page: Page) -> Page:
    """Send whoever has not shown a proof, or too long ago, to where it is asked for.

    A dossier that does not exist sends there too: the answer tells nobody which codes do.
    """

    @wraps(page)
    def asked(request: Any, code: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        when = occasion(request)
        try:
            dossier = policy.get(when.actor, code)
        except NotVisible:
            query = urlencode({"ma": policy.normal_code(code)})
            return redirect(f"{reverse('dossiers:lookup')}?{query}")
        response = page(request, dossier, when, *args, **kwargs)
        # On a shared machine the way back must not show what was closed.
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return asked


def public_address(request: HttpRequest, path: str) -> str:
    """Return an address as it is printed: without a language, so that it is one and the same."""
    base = settings.PUBLIC_URL.rstrip("/") or request.build_absolute_uri("/").rstrip("/")
    return f"{base}{path}"


def qr_address(request: HttpRequest, dossier: Dossier) -> str:
    """Return what the QR code of a dossier holds."""
    return public_address(request, f"/q/{dossier.token}/")


def receipt_address(request: Request, dossier: Dossier) -> str:
    """Return what the QR code of a receipt holds: the address, and behind `#` the signed facts.

    What stands behind `#` never reaches the server: whoever scans the code asks for the status.
    """
    address = qr_address(request, dossier)
    facts = queries.receipt(dossier)
    if facts is None:
        return address
    room = audit.receipts.ROOM - len(address.encode()) - 1
    written = audit.receipts.signed(dossier.ward_id, facts, clock.now(), room=room)
    return f"{address}#{written}" if written else address


def qr_of(request: Request, dossier: Dossier, slug: str) -> str:
    """Return what the code of a slip or form holds; a receipt's can be checked offline."""
    if slug == RECEIPT:
        return receipt_address(request, dossier)
    return qr_address(request, dossier)


def _salt(request: Request) -> str:
    # A cookie of one ward of the installation says nothing in another.
    return f"phuong.dossiers.proof.{request.ward.pk}"
