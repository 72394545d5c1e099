"""The addresses of tasks."""

from django.urls import path

from phuong.areas.tasks.views import giving, lists, moves, offers, page, series, undoing

app_name = "tasks"
urlpatterns = [
    path("can-bo/nhiem-vu/", lists.tasks, name="list"),
    path("can-bo/nhiem-vu/xuat.csv", lists.export, name="export"),
    path("can-bo/nhiem-vu/giao/", giving.give, name="give"),
    path("can-bo/nhiem-vu/de-nghi/<uuid:source_id>/", offers.take, name="offer"),
    path("can-bo/nhiem-vu/de-nghi/<uuid:source_id>/khong-nhan/", offers.decline, name="decline"),
    path("can-bo/nhiem-vu/dinh-ky/", series.series_list, name="series-list"),
    path("can-bo/nhiem-vu/dinh-ky/giao/", series.begin, name="series-begin"),
    path("can-bo/nhiem-vu/dinh-ky/<str:code>/", series.series, name="series"),
    path("can-bo/nhiem-vu/dinh-ky/<str:code>/<slug:slug>/", series.move, name="series-move"),
    path("can-bo/nhiem-vu/<str:code>/", page.task, name="task"),
    path("can-bo/nhiem-vu/<str:code>/in/", page.print_task, name="print"),
    path(
        "can-bo/nhiem-vu/<str:code>/tep/<uuid:attachment_id>/", page.attachment, name="attachment"
    ),
    path("can-bo/nhiem-vu/<str:code>/hoan-tac/", undoing.undo, name="undo"),
    path("can-bo/nhiem-vu/<str:code>/<slug:slug>/", moves.move, name="move"),
]
