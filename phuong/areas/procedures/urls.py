"""Addresses of the catalogue; `/thu-tuc/<slug>/nop/` belongs to the dossiers."""

from django.urls import path

from phuong.areas.procedures import views

app_name = "procedures"

urlpatterns = [
    path("thu-tuc/", views.index, name="list"),
    path("thu-tuc/<str:slug>/", views.guide, name="guide"),
    path("tim/", views.search, name="search"),
    path("quan-tri/thu-tuc/", views.review, name="review"),
    path("quan-tri/thu-tuc/<slug:slug>/xac-nhan/", views.confirm, name="confirm"),
]
