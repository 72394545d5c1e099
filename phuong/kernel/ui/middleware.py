"""What stands around every request: language, clean input, refusals as pages, headers."""

import unicodedata
from collections.abc import Callable
from typing import Final

from csp.constants import HEADER as CSP
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation
from django.utils.cache import patch_vary_headers

from phuong.kernel.access.api import ANY_HOST
from phuong.kernel.errors import NotVisible, Refusal
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.ui.pages import refusal_page

Next = Callable[[HttpRequest], HttpResponseBase]

NUL, SPOILT = "\x00", "\ufffd"
PERMISSIONS: Final = (
    "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"
)


class LocalePrefix:
    """Read the language from the address: `/en/…` is the same page in English.

    The prefix is taken off before the address is resolved and given to Django as the script
    prefix, so that `reverse` and `{% url %}` keep it without anybody thinking of it. Static files
    do not get it, as long as STATIC_URL begins with a slash.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the language of the address, and put the thread back as it was."""
        before = get_script_prefix()
        english = request.path_info == "/en" or request.path_info.startswith("/en/")
        if english:
            request.path_info = request.path_info[3:] or "/"
            set_script_prefix(f"{before.rstrip('/')}/en/")
        language = "en" if english else "vi"
        try:
            with translation.override(language):
                response = self.get_response(request)
        finally:
            set_script_prefix(before)
        response.headers.setdefault("Content-Language", language)
        return response


class NormalisedQuery:
    """Put what stands after the question mark into Unicode NFC, as forms do with what is typed.

    The character NUL, which nobody types and PostgreSQL refuses, becomes the mark of a spoilt one
    here, in the address and in cookies: it then names nothing, and nothing breaks.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Change `request.GET` only where it is not NFC already."""
        if NUL in request.path_info:
            request.path_info = request.path_info.replace(NUL, SPOILT)
        if any(NUL in value for value in request.COOKIES.values()):
            request.COOKIES = {n: v for n, v in request.COOKIES.items() if NUL not in v}
        query = request.GET
        values = (value for _, many in query.lists() for value in many)
        if not all(unicodedata.is_normalized("NFC", v) and NUL not in v for v in values):
            fresh = QueryDict(mutable=True)
            for name, many in query.lists():
                fresh.setlist(name, [_clean(value) for value in many])
            fresh._mutable = False
            request.GET = fresh  # type: ignore[assignment]
        return self.get_response(request)


def _clean(value: str) -> str:
    return unicodedata.normalize("NFC", value).replace(NUL, SPOILT)


class Refusals:
    """Turn a refusal that no view caught into a page with its sentence and a next step."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; `process_exception` does the work."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, *_args: object, **_kwargs: object
    ) -> HttpResponse | None:
        """Answer a host of no ward here: Django shows no page for what `process_view` raises."""
        if getattr(request, "ward", request) is not None or ANY_HOST in getattr(view, "door", ()):
            return None
        return refusal_page(
            request, NotVisible("wards.unknown-host", _("Địa chỉ này không thuộc phường nào."))
        )

    def process_exception(self, request: HttpRequest, refusal: Exception) -> HttpResponse | None:
        """Answer a refusal; leave every other exception to Django."""
        return refusal_page(request, refusal) if isinstance(refusal, Refusal) else None


class PageHeaders:
    """Say what a page may load and use of the device, and that it differs by the reader's cookies.

    `Referrer-Policy` is set to `same-origin`: other sites learn nothing. `no-referrer` would make
    browsers send `Origin: null` with our own forms; a page that wants it all the same sets it
    itself, and `CsrfWithoutReferrer` lets its forms through.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        # The same for every page, so it is written once: no page adds an exception of its own.
        self._policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add the headers that the view did not set."""
        response = self.get_response(request)
        response.headers.setdefault(CSP, self._policy)
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Cookie"])
        return response


class CsrfWithoutReferrer(CsrfViewMiddleware):
    """Django's check of forged forms, for pages with `Referrer-Policy: no-referrer` too.

    Such pages send `Origin: null`. The browser then says in `Sec-Fetch-Site`, which no script can
    set, that the form is ours. The token is checked as always.
    """

    def _origin_verified(self, request: HttpRequest) -> bool:
        if (
            request.META.get("HTTP_ORIGIN") == "null"
            and request.META.get("HTTP_SEC_FETCH_SITE") == "same-origin"
        ):
            return True
        return bool(super()._origin_verified(request))  # type: ignore[misc]
