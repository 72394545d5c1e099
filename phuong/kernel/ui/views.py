"""The display settings, and the pages Django asks for when something goes wrong."""

import logging
import secrets
import sys
from collections.abc import Mapping

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import get_script_prefix
from django.utils.functional import LazyObject
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from phuong.kernel.access.api import PUBLIC, door
from phuong.kernel.ui import context as keys
from phuong.kernel.ui import kept, trouble
from phuong.kernel.ui.forms import FilterForm
from phuong.kernel.ui.pages import came_from, error_page, is_our_path, render_page

log = logging.getLogger(__name__)

YEAR = 365 * 24 * 3600


class DisplayForm(FilterForm):
    """How this browser shows the pages."""

    size = forms.ChoiceField(
        label=_("Cỡ chữ"),
        choices=[("normal", _("Vừa")), ("large", _("To"))],
        widget=forms.RadioSelect,
    )
    theme = forms.ChoiceField(
        label=_("Nền trang"),
        choices=[("light", _("Sáng")), ("dark", _("Tối")), ("auto", _("Theo máy"))],
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=_("Ngôn ngữ"),
        choices=[("vi", "Tiếng Việt"), ("en", "English")],
        widget=forms.RadioSelect,
    )
    density = forms.ChoiceField(
        label=_("Bảng của cán bộ"),
        choices=[("dense", _("Gọn, nhiều dòng")), ("roomy", _("Thoáng"))],
        widget=forms.RadioSelect,
        required=False,
    )
    shortcuts = forms.ChoiceField(
        label=_("Phím tắt của cán bộ"),
        choices=[("on", _("Bật")), ("off", _("Tắt"))],
        widget=forms.RadioSelect,
        required=False,
    )
    next = forms.CharField(widget=forms.HiddenInput, required=False)


@require_http_methods(["GET", "POST"])
@door(PUBLIC)
def display(request: HttpRequest) -> HttpResponse:
    """Show and keep the display settings in cookies of this browser; no account is needed."""
    form = DisplayForm(request.POST or None, initial=_now_shown(request))
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        response = HttpResponseRedirect(_back(request, chosen["next"], chosen["language"]))
        kept = {
            keys.SIZE: chosen["size"],
            keys.THEME: chosen["theme"],
            keys.DENSITY: chosen["density"],
            keys.KEYS: chosen["shortcuts"],
        }
        keep(request, response, {name: value for name, value in kept.items() if value})
        return response
    status = 422 if form.errors else 200
    return render_page(request, "ui/display.html", {"form": form}, status=status)


def keep(request: HttpRequest, response: HttpResponse, kept: Mapping[str, str]) -> None:
    """Keep display settings in cookies of this browser, for a year."""
    for name, value in kept.items():
        response.set_cookie(
            name, value, max_age=YEAR, secure=request.is_secure(), httponly=True, samesite="Lax"
        )


def _now_shown(request: HttpRequest) -> dict[str, str]:
    shown = keys.page(request)["page"]
    return {
        "size": "large" if shown.large else "normal",
        "theme": shown.theme,
        "language": shown.language,
        "density": "dense" if shown.dense else "roomy",
        "shortcuts": "on" if shown.shortcuts else "off",
        "next": request.GET.get("ve", "") or came_from(request),
    }


def _back(request: HttpRequest, wanted: str, language: str) -> str:
    """Return where to go on, in the chosen language; never to another site."""
    path = wanted if is_our_path(request, wanted) else "/"
    root = get_script_prefix().removesuffix("en/")
    plain = "/" + path.removeprefix(root).lstrip("/")
    if plain == "/en" or plain.startswith("/en/"):
        # Two slashes at the beginning would name another site.
        plain = "/" + plain[3:].lstrip("/")
    return f"{root}en{plain}" if language == "en" else f"{root}{plain[1:]}"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400."""
    return error_page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    return error_page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token was too old or missing."""
    return error_page(request, 403, code="csrf")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404."""
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without a database and without what the page might have broken.

    Where the database or the disk takes nothing for a while it is 503, and what was typed stays.
    """
    incident = secrets.token_hex(4).upper()
    shown = f"{incident[:4]}-{incident[4:]}"
    log.error("incident %s at %s", shown, request.path, extra={"request": request})
    filled = {
        "incident": shown,
        "phone": _known_phone(request),
        "stylesheets": _stylesheets(),
        "home_url": get_script_prefix(),
    }
    if trouble.is_passing(sys.exc_info()[1]):
        return _away(request, filled)
    return HttpResponse(render_to_string("ui/500.html", filled), status=500)


def _away(request: HttpRequest, filled: Mapping[str, object]) -> HttpResponse:
    """Answer 503 with the form as it was sent: one press sends it again, under the same id."""
    kept.leave_connections()
    sent = trouble.typed(request) if request.method == "POST" else None
    words = None if sent is None else kept.words(request)
    told = {
        **filled,
        "fields": None if sent is None else [*sent, *(words or ())],
        "is_once": any(name == "request_id" for name, _value in sent or ()),
        "had_files": sent is not None and words is None,
        "files": kept.names(request) if words is not None else (),
        # Two slashes at the beginning would name another site.
        "address": "/" + request.get_full_path().lstrip("/"),
    }
    response = HttpResponse(render_to_string("ui/away.html", told), status=503)
    response.headers["Retry-After"] = "60"
    response.headers["Cache-Control"] = "no-store"
    return response


def maintenance(request: HttpRequest) -> HttpResponse:
    """Answer 503; `MAINTENANCE_UNTIL` in the settings is the hour to tell."""
    filled = {
        "until": getattr(settings, "MAINTENANCE_UNTIL", ""),
        "phone": _known_phone(request),
        "stylesheets": _stylesheets(),
    }
    response = HttpResponse(render_to_string("ui/maintenance.html", filled), status=503)
    response.headers["Retry-After"] = "600"
    return response


def _known_phone(request: HttpRequest) -> str:
    """Return the ward's phone if it is known already: a lazy ward would ask the database."""
    ward = vars(request).get("ward")
    known = "" if isinstance(ward, LazyObject) else getattr(ward, "phone", "")
    return str(known or getattr(settings, "HELP_PHONE", ""))


def _stylesheets() -> list[str]:
    try:
        return [static("vendor/bootstrap.min.css"), static("ui/phuong.css")]
    except ValueError:
        # No manifest of static files: the page is plain, but it is there.
        return []
