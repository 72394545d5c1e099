"""Checking a receipt in public, with or without a network, and the keys with which it is done."""

import hashlib
import json

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from phuong.areas.dossiers import api as dossiers
from phuong.delivery import checking
from phuong.delivery.forms import CheckForm
from phuong.kernel.access.api import PUBLIC, Request, clock, door
from phuong.kernel.audit.api import keys
from phuong.kernel.errors import NotVisible
from phuong.kernel.ui import display
from phuong.kernel.ui.pages import INVALID, render_page

STYLES = ("vendor/bootstrap.min.css", "ui/phuong.css", "ui/phuong.js", "ui/check.js")
# For browsers that read no codes themselves: fetched by them alone, kept from then on.
READER = "vendor/jsQR.js"
PEM = "application/x-pem-file"


@require_http_methods(["GET", "POST"])
@door(PUBLIC)
def check(request: Request) -> HttpResponse:
    """Check what stands in a receipt's code; with scripts the browser does it by itself."""
    form = CheckForm(request.POST or None)
    answer = None
    if form.is_valid():
        answer = checking.check(request.ward.pk, form.cleaned_data["code"])
    context = {
        "form": form,
        "answer": answer,
        "verdicts": checking.VERDICTS.values(),
        "paper_forms": json.dumps(checking.paper_forms(), ensure_ascii=False),
        "weekdays": json.dumps([gettext(day) for day in display.WEEKDAYS], ensure_ascii=False),
        "shortened": checking.SHORTENED,
        "reader": static(READER),
        "scopes": f"{reverse('delivery:check')} /q/",
    }
    status = INVALID if form.errors else 200
    return render_page(request, "delivery/check.html", context, status=status)


@require_safe
@door(PUBLIC)
def worker(request: Request) -> HttpResponse:
    """Give the script that keeps the page for when there is no network."""
    kept = [
        reverse("delivery:check"),
        reverse("delivery:keys-json"),
        *map(static, STYLES),
        static("ui/favicon.svg"),
    ]
    context = {
        "kept": json.dumps(kept),
        "later": json.dumps([static(READER)]),
        "mark": hashlib.sha256("".join([*kept, static(READER)]).encode()).hexdigest()[:12],
    }
    response = render(
        request, "delivery/check_worker.js", context, content_type="text/javascript; charset=utf-8"
    )
    # It also answers where a code leads, which lies beside it.
    response.headers["Service-Worker-Allowed"] = "/"
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
@door(PUBLIC)
def key_list(request: Request) -> HttpResponse:
    """List the public keys of the ward, and how to check a signature without this program."""
    return render_page(request, "delivery/keys.html", {"keys": _listed(request)})


@require_safe
@door(PUBLIC)
def keys_json(request: Request) -> HttpResponse:
    """List the public keys for the script of the page, and the receipts that hold no longer.

    Of those stands only the beginning of a hash: it tells nobody whose they were.
    """
    told = [
        {
            "key": key.code,
            "public": key.raw.hex(),
            "from": key.valid_from,
            "to": key.valid_to,
            "ended_by": key.ended_by,
        }
        for key in _listed(request)
    ]
    replaced = dossiers.replaced_marks(request.ward.pk)
    listed = {"v": 1, "ward": request.ward.pk, "keys": told, "replaced": replaced}
    response = JsonResponse(listed)
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
@door(PUBLIC)
def keys_pem(request: Request) -> HttpResponse:
    """Give all public keys in one file, for `phuong verify --keys`."""
    return HttpResponse("".join(key.pem for key in _listed(request)), content_type=PEM)


@require_safe
@door(PUBLIC)
def key_pem(request: Request, code: str) -> HttpResponse:
    """Give one public key as a file that `openssl` reads."""
    found = keys.find(request.ward.pk, code)
    if found is None:
        raise NotVisible
    return HttpResponse(found.pem, content_type=PEM)


def _listed(request: Request) -> list[keys.PublicKey]:
    keys.present(request.ward.pk, clock.now())
    return list(keys.listed(request.ward.pk))
