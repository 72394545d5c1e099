"""Addresses of the catalogue; `/thu-tuc/<slug>/nop/` belongs to the dossiers."""

from django.urls import path

from phuong.areas.procedures.views import catalogue, correcting, offering

app_name = "procedures"

urlpatterns = [
    path("thu-tuc/", catalogue.index, name="list"),
    path("thu-tuc/<str:slug>/", catalogue.guide, name="guide"),
    path("tim/", catalogue.search, name="search"),
    path("quan-tri/thu-tuc/", catalogue.review, name="review"),
    path("quan-tri/thu-tuc/nhan/", offering.choose, name="offering"),
    path("quan-tri/thu-tuc/<slug:slug>/xac-nhan/", catalogue.confirm, name="confirm"),
    path("quan-tri/thu-tuc/<slug:slug>/phien-ban/", correcting.correct, name="correct"),
]
