"""Addresses with every kind of door, for the tests of doors."""

from django.db.models import TextChoices
from django.http import HttpResponse
from django.urls import include, path

from phuong.kernel.access.api import OFFICIALS, PUBLIC, Role, door


class Can(TextChoices):
    LEAD = "doors_for_tests:lead", "Lãnh đạo"
    TAKE_IN = "doors_for_tests:take_in", "Tiếp nhận"
    NOBODY = "doors_for_tests:nobody", "Không ai"


GRANTS = {Can.LEAD: [Role.LEADER], Can.TAKE_IN: [Role.RECEPTION]}


@door(PUBLIC)
def public(request):
    return HttpResponse(request.ward.code_prefix)


@door(OFFICIALS)
def officials(request):
    return HttpResponse(request.occasion.actor.post_code)


@door(Can.LEAD)
def lead(request):
    return HttpResponse("lead")


@door(Can.LEAD, Can.TAKE_IN)
def either(request):
    return HttpResponse("either")


@door(Can.NOBODY)
def nobody(request):
    return HttpResponse("nobody")


def forgotten(request):
    return HttpResponse("nobody said who may enter")


access = (
    [path("vao/", door(PUBLIC)(lambda request: HttpResponse("log in")), name="log-in")],
    "access",
)
urlpatterns = [
    path("cong/", public, name="public"),
    path("can-bo/", officials, name="officials"),
    path("lanh-dao/", lead, name="lead"),
    path("mot-trong-hai/", either, name="either"),
    path("khong-ai/", nobody, name="nobody"),
    path("quen/", forgotten, name="forgotten"),
    path("", include(access)),
]
handler404 = "phuong.kernel.ui.views.page_not_found"
