"""`@door`: every view says who may enter; a view that says nothing is closed."""

from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from phuong.kernel.access import roles
from phuong.kernel.access.actors import Occasion
from phuong.kernel.errors import NotVisible
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.wards.models import Ward

PUBLIC = "public"
OFFICIALS = "officials"
Door = str | Enum


class Request(HttpRequest):
    """A request whose ward is fixed and whose occasion is known."""

    ward: Ward
    occasion: Occasion


View = Callable[..., HttpResponseBase]


def door(*capabilities: Door) -> Callable[[View], View]:
    """Let in whoever has one of the capabilities; PUBLIC everybody, OFFICIALS every post holder.

    Without a log-in one is sent to it and comes back; without the capability the page is not there.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.ward is None:
                raise NotVisible("wards.unknown-host", _("Địa chỉ này không thuộc phường nào."))
            if PUBLIC in capabilities:
                return view(request, *args, **kwargs)
            if not request.user.is_authenticated:
                query = urlencode({"next": request.get_full_path()})
                return HttpResponseRedirect(f"{reverse(settings.LOGIN_URL)}?{query}")
            if not _may_enter(request, capabilities):
                raise NotVisible
            return view(request, *args, **kwargs)

        guarded.door = capabilities  # type: ignore[attr-defined]
        return guarded

    return wrap


def _may_enter(request: Request, capabilities: tuple[Door, ...]) -> bool:
    actor = request.occasion.actor
    if OFFICIALS in capabilities:
        return actor.is_official
    return any(
        roles.has(actor, capability) for capability in capabilities if isinstance(capability, Enum)
    )
