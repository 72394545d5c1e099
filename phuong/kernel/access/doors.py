"""`@door`: every view says who may enter; a view that says nothing is closed."""

from collections.abc import Callable, Iterable
from enum import Enum
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from phuong.kernel.access import roles
from phuong.kernel.access.actors import Actor, Occasion
from phuong.kernel.errors import NotVisible
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.wards.models import Ward

PUBLIC = "public"
OFFICIALS = "officials"
ANY_HOST = "any-host"
Door = str | Enum


class Request(HttpRequest):
    """A request whose ward is fixed and whose occasion is known."""

    ward: Ward
    occasion: Occasion


View = Callable[..., HttpResponseBase]


# Stands in the session of whoever must add a second step before anything else.
UNFINISHED = "second-step-missing"


def door(*capabilities: Door, unfinished: bool = False) -> Callable[[View], View]:
    """Let in whoever has one of the capabilities; PUBLIC everybody, OFFICIALS every post holder.

    Without a log-in one is sent to it and comes back; without the capability the page is not there.
    Whoever must add a second step first is sent there from all but the `unfinished` pages.
    ANY_HOST is for the machine's own questions: everybody, also at a host name of no ward.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if ANY_HOST in capabilities:
                return view(request, *args, **kwargs)
            if request.ward is None:
                raise NotVisible("wards.unknown-host", _("Địa chỉ này không thuộc phường nào."))
            if PUBLIC in capabilities:
                return view(request, *args, **kwargs)
            if not request.user.is_authenticated:
                return HttpResponseRedirect(_log_in_first(request))
            if not may_enter(request.occasion.actor, capabilities):
                raise NotVisible
            if not unfinished and UNFINISHED in request.session:
                return HttpResponseRedirect(reverse(settings.SECOND_FACTOR_URL))
            return view(request, *args, **kwargs)

        guarded.door = capabilities  # type: ignore[attr-defined]
        return guarded

    return wrap


def _log_in_first(request: Request) -> str:
    """Return the log-in page that leads back here; it tells whether a form was lost on the way."""
    query = {"next": request.get_full_path()}
    if request.method not in ("GET", "HEAD"):
        query["lost"] = "1"
    return f"{reverse(settings.LOGIN_URL)}?{urlencode(query)}"


def may_enter(actor: Actor, capabilities: Iterable[Door]) -> bool:
    """Tell whether a door with these capabilities lets an actor in; menus ask it too."""
    return any(
        roles.has(actor, capability)
        if isinstance(capability, Enum)
        else capability == PUBLIC or (capability == OFFICIALS and actor.is_official)
        for capability in capabilities
    )
