"""Addresses at which everything goes wrong, for the tests of the pages that say so."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.urls import include, path, reverse

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


urlpatterns = [
    path("", include("phuong.kernel.ui.urls")),
    path("xem/", show, name="show"),
    path("hong/<slug:what>/", fail),
    path("can-bo/hong/<slug:what>/", fail),
]

handler400 = "phuong.kernel.ui.views.bad_request"
handler403 = "phuong.kernel.ui.views.permission_denied"
handler404 = "phuong.kernel.ui.views.page_not_found"
handler500 = "phuong.kernel.ui.views.server_error"
