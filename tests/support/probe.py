"""One page, for the harness to look at itself with."""

from typing import Any

from django.http import HttpResponse
from django.urls import path

from phuong.kernel.access.doors import PUBLIC, door
from phuong.kernel.people.models import Account

PAGE = (
    '<!doctype html><html lang="vi"><head><title>Thử</title></head>'
    "<body><main><h1>Có {count} tài khoản; đây là {user}</h1></main></body></html>"
)


@door(PUBLIC)
def probe(request: Any) -> HttpResponse:
    return HttpResponse(PAGE.format(count=Account.objects.count(), user=request.user))


urlpatterns = [path("", probe)]
