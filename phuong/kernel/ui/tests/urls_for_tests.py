"""Addresses at which everything goes wrong, for the tests of the pages that say so."""

import sqlite3

import psycopg
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, InternalError, OperationalError, ProgrammingError
from django.http import HttpResponse, JsonResponse
from django.urls import include, path, reverse
from django.views.decorators.debug import sensitive_post_parameters

from phuong.kernel.access.api import PUBLIC, door
from phuong.kernel.errors import NotPermitted, NotVisible, RuleBroken, WrongState

RAISED = {
    "not-visible": NotVisible("dossiers.secret", "Hồ sơ mật 0147."),
    "not-permitted": NotPermitted("dossiers.other-unit", "Hồ sơ thuộc bộ phận khác giải quyết."),
    "wrong-state": WrongState("dossiers.moved", "%(who)s vừa chuyển hồ sơ này.", who="Hạnh"),
    "rule-broken": RuleBroken("dossiers.rule", "Chỉ hỏi một lần."),
    "denied": PermissionDenied(),
    "suspicious": SuspiciousOperation(),
    "broken": ZeroDivisionError(),
}


def told(kind, cause):
    """Return an error as Django hands on what the driver said."""
    error = kind(str(cause))
    error.__cause__ = cause
    return error


def busy():
    """Let SQLite itself say that another holds the file."""
    with sqlite3.connect("file:busy?mode=memory&cache=shared", uri=True) as one:
        one.execute("CREATE TABLE t (n)")
        other = sqlite3.connect("file:busy?mode=memory&cache=shared", uri=True, timeout=0)
        try:
            other.execute("INSERT INTO t VALUES (1)")
            one.execute("INSERT INTO t VALUES (1)")
        except sqlite3.OperationalError as error:
            return error
        finally:
            other.close()
    raise AssertionError("nobody was in the way")


AWAY = {
    "lost": told(OperationalError, psycopg.OperationalError("the connection is lost")),
    "stops": told(OperationalError, psycopg.errors.AdminShutdown("terminating connection")),
    "no-leader": told(InternalError, psycopg.errors.ReadOnlySqlTransaction("read-only")),
    "closed": InterfaceError("connection already closed"),
    "busy": told(OperationalError, busy()),
    "full": told(OperationalError, psycopg.errors.DiskFull("no space left")),
    "wrong": told(ProgrammingError, psycopg.errors.UndefinedTable("no such table")),
}


@door(PUBLIC)
def fail(request, what):
    raise RAISED[what]


@door(PUBLIC)
def show(request):
    from django.utils.translation import get_language

    return HttpResponse(
        f"{get_language()} {reverse('show')} {request.GET.get('q', '')}",
        content_type="text/plain; charset=utf-8",
    )


@door(PUBLIC)
def send(request):
    if "away" in request.GET:
        raise AWAY[request.GET["away"]]
    files = {f"{name}/{one.name}": one.read().hex() for name, one in request.FILES.items()}
    return JsonResponse({"fields": {**request.POST.dict()}, "files": files})


@door(PUBLIC)
@sensitive_post_parameters("answer")
def send_secret(request):
    return send(request)


urlpatterns = [
    path("", include("phuong.kernel.ui.urls")),
    path("xem/", show, name="show"),
    path("gui/", send),
    path("bi-mat/", send_secret),
    path("hong/<slug:what>/", fail),
    path("can-bo/hong/<slug:what>/", fail),
]

handler400 = "phuong.kernel.ui.views.bad_request"
handler403 = "phuong.kernel.ui.views.permission_denied"
handler404 = "phuong.kernel.ui.views.page_not_found"
handler500 = "phuong.kernel.ui.views.server_error"
