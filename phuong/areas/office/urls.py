"""Addresses of the ward's own settings."""

from django.urls import URLPattern, path

from phuong.areas.office import views

app_name = "office"
urlpatterns: list[URLPattern] = [
    path("quan-tri/lich/", views.calendar, name="calendar"),
    path("quan-tri/lich/moi/", views.decide, name="decide"),
    path("quan-tri/lich/<uuid:entry_id>/", views.decision, name="decision"),
    path("quan-tri/lich/<uuid:entry_id>/tinh-tiep/", views.go_on, name="go-on"),
]
