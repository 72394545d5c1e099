"""The program's addresses, and beside them the same pages bare: parsed alike, nothing looked up.

A bare page renders the real page's own template from what the real view once gave it, kept in
this process; a bare filing parses the form and redirects. Both stand behind all middleware, the
session and the log-in.
"""

import copy
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import path, resolve

from phuong.areas.dossiers.api import models
from phuong.areas.dossiers.forms.intake import WalkInForm
from phuong.areas.procedures import api as procedures
from phuong.delivery.urls import (  # noqa: F401
    handler400,
    handler403,
    handler404,
    handler500,
)
from phuong.delivery.urls import urlpatterns as ours
from phuong.kernel.access.api import PUBLIC, door
from phuong.kernel.ui import pages

_given: dict[str, tuple[Any, ...]] = {}
_versions: dict[str, Any] = {}


def _render(request: Any, template: str, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """Keep what the real view gave, where it was asked for by a bare page."""
    if key := getattr(request, "bench_key", ""):
        _given[key] = (template, context, args, kwargs)
    return render(request, template, context, *args, **kwargs)


vars(pages)["render"] = _render


@door(PUBLIC)
def bare_page(request: HttpRequest) -> HttpResponse:
    """Render the page of an address from what it was made of the first time."""
    address = request.GET["as"]
    inner = _as(request, address)
    if not address.startswith("/ho-so/"):
        assert request.user.is_authenticated
    if address not in _given:
        inner.bench_key = address
        match = inner.resolver_match
        return match.func(inner, *match.args, **match.kwargs)  # type: ignore[no-any-return]
    template, context, args, kwargs = _given[address]
    return render(inner, template, context, *args, **kwargs)


def _as(request: HttpRequest, address: str) -> Any:
    inner: Any = copy.copy(request)
    parts = urlsplit(address)
    inner.path = inner.path_info = parts.path
    inner.GET = QueryDict(parts.query)
    inner.resolver_match = resolve(parts.path)
    return inner


@door(PUBLIC)
def bare_filing(request: Any) -> HttpResponse:
    """Parse the desk's form with its files and redirect, as the real one does."""
    assert request.user.is_authenticated
    slug = request.GET["thu-tuc"]
    if slug not in _versions:
        day = request.occasion.today
        _versions[slug] = procedures.current(request.ward.pk, slug, day)
    form = WalkInForm(request.POST, request.FILES, version=_versions[slug])
    if not form.is_valid():
        return HttpResponse(form.errors.as_text(), status=422)
    messages.success(request, f"Xong: Tiếp nhận, hồ sơ {form.cleaned_data['name']}.")
    return HttpResponseRedirect("/can-bo/ho-so/X/in/giay-hen/")


@door(PUBLIC)
def one_look_up(request: HttpRequest, code: str) -> HttpResponse:
    """Look one dossier up by the ORM and say its state: what a page can't be faster than."""
    found = models.Dossier.objects.of(request.ward).get(code=code)  # type: ignore[attr-defined]
    return HttpResponse(found.state)


urlpatterns = [
    path("bench/trang/", bare_page, name="bench-page"),
    path("bench/nop/", bare_filing, name="bench-filing"),
    path("bench/mot/<str:code>/", one_look_up, name="bench-look-up"),
    *ours,
]
