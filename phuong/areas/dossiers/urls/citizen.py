"""Addresses of the citizen pages."""

from django.urls import URLPattern, path

from phuong.areas.dossiers.views import drafts, steps

urlpatterns: list[URLPattern] = [
    path("thu-tuc/<slug:slug>/nop/", drafts.start, name="start"),
    path("nop/ma/", drafts.resume, name="resume"),
    path("nop/da-xoa/", drafts.discarded, name="discarded"),
    path("nop/<str:token>/", drafts.show, name="draft"),
    path("nop/<str:token>/kiem-tra/", drafts.check, name="check"),
    path("nop/<str:token>/da-gui/", drafts.sent, name="sent"),
    path("nop/<str:token>/luu/", drafts.saved, name="saved"),
    path("nop/<str:token>/sua-lai/", drafts.reopen, name="reopen"),
    path("nop/<str:token>/xoa/", drafts.discard, name="discard"),
    path("nop/<str:token>/<path:step>/", steps.step, name="step"),
]
