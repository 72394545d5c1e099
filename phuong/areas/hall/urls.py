"""The addresses of the hall."""

from django.urls import path

from phuong.areas.hall.views import board, closed, counter, kiosk, setup, taking, waits

app_name = "hall"
urlpatterns = [
    path("lay-so/", taking.take, name="take"),
    path("lay-so/hen/<slug:letter>/", taking.book, name="book"),
    path("lay-so/<slug:token>/", taking.ticket_page, name="ticket"),
    path("lay-so/<slug:token>/moi.json", taking.ticket_json, name="ticket-json"),
    path("lay-so/<slug:token>/phieu.pdf", taking.slip, name="slip"),
    path("lay-so/<slug:token>/doi-gio/", taking.move_time, name="move-time"),
    path("lay-so/<slug:token>/<slug:slug>/", taking.act, name="act"),
    path("kiosk/", kiosk.start, name="kiosk"),
    path("kiosk/con-day/", kiosk.idle, name="kiosk-idle"),
    path("kiosk/lay-so/", kiosk.take, name="kiosk-take"),
    path("kiosk/da-hen/", kiosk.booked, name="kiosk-booked"),
    path("kiosk/nhan-ket-qua/", kiosk.results, name="kiosk-results"),
    path("kiosk/phieu/<slug:token>/", kiosk.ticket_page, name="kiosk-ticket"),
    path("bang-goi/", board.board, name="board"),
    path("bang-goi/moi.json", board.board_json, name="board-json"),
    path("bang-goi/<int:number>/", board.counter, name="counter-screen"),
    path("can-bo/hang-cho/", counter.queue, name="queue"),
    path("can-bo/hang-cho/viec/", counter.act, name="queue-act"),
    path("can-bo/hang-cho/thoi-gian-cho/", waits.waits, name="waits"),
    path("can-bo/hang-cho/khong-giu-duoc/", closed.closed, name="closed"),
    path(
        "can-bo/hang-cho/khong-giu-duoc/<uuid:ticket_id>/<uuid:notice_id>/",
        closed.settle,
        name="settle-closed",
    ),
    path("quan-tri/quay/", setup.setup, name="setup"),
    path("quan-tri/quay/nhom/", setup.group, name="add-group"),
    path("quan-tri/quay/nhom/<uuid:group_id>/", setup.group, name="set-group"),
    path("quan-tri/quay/so/", setup.counter, name="add-counter"),
    path("quan-tri/quay/so/<uuid:counter_id>/", setup.counter, name="set-counter"),
    path("quan-tri/quay/thoi/<slug:what>/<uuid:row_id>/", setup.retire, name="retire"),
]
