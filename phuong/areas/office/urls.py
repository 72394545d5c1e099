"""Addresses of the ward's own settings."""

from django.urls import URLPattern, path

from phuong.areas.office.views import calendar, founding, hours, organisation, values, ward

app_name = "office"
urlpatterns: list[URLPattern] = [
    path("thiet-lap/", founding.begin, name="set-up"),
    path("thiet-lap/phuong/", founding.choose, name="set-up-choose"),
    path("thiet-lap/chi-tiet/", founding.found, name="set-up-ward"),
    path("quan-tri/phuong/", ward.ward, name="ward"),
    path("quan-tri/bo-may/goi-y/", ward.suggestion, name="template"),
    path("quan-tri/lich/", calendar.calendar, name="calendar"),
    path("quan-tri/lich/moi/", calendar.decide, name="decide"),
    path("quan-tri/lich/<uuid:entry_id>/", calendar.decision, name="decision"),
    path("quan-tri/lich/<uuid:entry_id>/tinh-tiep/", calendar.go_on, name="go-on"),
    path("quan-tri/gio-lam-viec/", hours.hours, name="hours"),
    path("quan-tri/gio-lam-viec/dat/", hours.set_hours, name="set-hours"),
    path("quan-tri/gio-lam-viec/<slug:whose>/<str:first>/bo/", hours.end_hours, name="end-hours"),
    path("quan-tri/gia-tri/", values.values, name="values"),
    path("quan-tri/gia-tri/<str:key>/", values.value, name="value"),
    path("quan-tri/bo-may/", organisation.organisation, name="organisation"),
    path("quan-tri/bo-may/da-doi/", organisation.history, name="history"),
    path("quan-tri/chuc-vu/<uuid:post_id>/", organisation.post, name="post"),
    path("quan-tri/can-bo/", organisation.people, name="people"),
    path("quan-tri/can-bo/<uuid:person_id>/", organisation.person, name="person"),
    path("quan-tri/can-bo/<uuid:person_id>/duong-dan/", organisation.invite, name="invite"),
    path("quan-tri/bo-phan/moi/", organisation.act, {"name": "them-bo-phan"}, name="add-unit"),
    path("quan-tri/ghi/<slug:name>/<uuid:row_id>/", organisation.act, name="act"),
]
