"""Bookings that cannot be kept: told once, by message or by a voice, and told again if need be."""

import pytest

from phuong.areas.hall import actions, jobs, queries
from phuong.areas.hall.models import Ticket
from phuong.areas.hall.tests.builders import NINE, PHONE, book, make_hall, take
from phuong.kernel.access.api import Actor, Occasion
from phuong.kernel.audit.api import Event
from phuong.kernel.audit.proof import verify
from phuong.kernel.notices.models import Notice
from phuong.kernel.workdays import WorkCalendar
from tests.support.builders import MONDAY, TUESDAY, WEDNESDAY, browser_of

pytestmark = pytest.mark.django_db
# The desk opens no more on Tuesdays.
NO_TUESDAY = WorkCalendar(working_weekdays=(0, 2, 3, 4))


@pytest.fixture
def hall(settings):
    settings.CLOCK = lambda: MONDAY
    return make_hall()


def clock(hall, calendar=NO_TUESDAY, now=MONDAY):
    return Occasion(Actor.clock(hall.ward.pk), now, calendar)


def told(hall):
    return list(Notice.objects.of(hall.ward).filter(template="hall.closed").order_by("channel"))


def test_who_booked_is_told_once_when_the_day_closes_and_called_where_no_message_goes(hall):
    reached, unknown, kept = (
        book(hall, phone=PHONE), book(hall, start=NINE + 30), book(hall, day=WEDNESDAY, phone=PHONE)
    )  # fmt: skip
    assert jobs.tell_closed(clock(hall, WorkCalendar())) == 0
    assert jobs.tell_closed(clock(hall)) == 2
    assert jobs.tell_closed(clock(hall)) == 0
    assert {row.subject_id for row in told(hall)} == {reached.id}
    assert "call" in {row.channel for row in told(hall)}
    assert Event.objects.of(hall.ward).filter(verb="hall.tell_closed").count() == 2
    for ticket in (reached, unknown, kept):
        ticket.refresh_from_db()
    assert [t.told_for for t in (reached, unknown, kept)] == [
        reached.booked_for, unknown.booked_for, None,
    ]  # fmt: skip
    assert verify(hall.ward.pk).holds


def test_who_moved_to_another_time_that_closes_too_is_told_again_and_who_left_is_not(hall):
    ticket, gone = book(hall, phone=PHONE), book(hall, phone=PHONE)
    jobs.tell_closed(clock(hall))
    moved = actions.move_time(hall.owner(ticket), ticket, day=WEDNESDAY.date(), start=NINE)
    actions.leave(hall.owner(gone), gone)
    assert queries.broken(Ticket.objects.of(hall.ward), clock(hall)) == []
    nothing = WorkCalendar(working_weekdays=(0, 3, 4))
    assert jobs.tell_closed(clock(hall, nothing)) == 1
    moved.refresh_from_db()
    assert moved.told_for == moved.booked_for


def test_numbers_of_today_and_times_gone_by_are_no_broken_bookings(hall):
    take(hall)
    book(hall, phone=PHONE)
    after = TUESDAY.replace(hour=18)
    assert jobs.tell_closed(clock(hall, now=after)) == 0


def test_a_group_that_is_used_no_more_keeps_none_of_its_bookings_and_the_desk_calls(hall):
    ticket = book(hall, phone=PHONE)
    actions.retire_group(hall.of(hall.administrator), hall.a.id)
    desk = browser_of(hall.one)
    assert "1 lịch hẹn không giữ được" in desk.get("/can-bo/hang-cho/").content.decode()
    address = "/can-bo/hang-cho/khong-giu-duoc/"
    assert "Sẽ được báo trong một giờ tới" in desk.get(address).content.decode()
    jobs.tell_closed(clock(hall, WorkCalendar()))
    page = desk.get(address).content.decode()
    assert "không giữ được: lúc ấy phường không tiếp nhận nữa." in page
    assert f"tel:{PHONE}" in page
    call = next(row for row in told(hall) if row.channel == "call")
    done = desk.post(f"{address}{ticket.id}/{call.id}/", {"outcome": "called"}, follow=True)
    assert "Đã ghi: đã gọi được." in done.content.decode()
    assert "Đã báo; người này chưa đổi giờ." in done.content.decode()
    again = desk.post(f"{address}{ticket.id}/{call.id}/", {"outcome": "called"}, follow=True)
    assert "Người khác vừa ghi cuộc gọi này" in again.content.decode()
    assert browser_of(hall.leader).get(address).status_code == 404
    assert desk.post(f"{address}{ticket.id}/{call.id}/", {"outcome": "x"}).status_code == 404
