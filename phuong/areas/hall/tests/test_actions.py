"""Taking, booking, calling, missing, coming back, serving."""

import uuid
from contextlib import contextmanager
from datetime import timedelta

import pytest

from phuong.areas.hall import actions, jobs, queries
from phuong.areas.hall.models import Ticket
from phuong.areas.hall.states import State
from phuong.areas.hall.tests.builders import NINE, PHONE, book, call, make_hall, take
from phuong.areas.hall.tests.lives import check_whole
from phuong.kernel.audit.api import Event
from phuong.kernel.audit.proof import verify
from phuong.kernel.errors import NotPermitted, RuleBroken, WrongState
from phuong.kernel.wards.remembered import forget_all
from tests.invariants.breaking import breaks_nowhere
from tests.support.builders import CALENDAR, MONDAY, SATURDAY, TUESDAY, citizen, machine, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    return make_hall()


def minutes(n, since=MONDAY):
    return since + timedelta(minutes=n)


@contextmanager
def refused(code):
    with pytest.raises((RuleBroken, WrongState)) as refusal:
        yield
    assert refusal.value.code == code


def test_numbers_go_up_by_letter_and_begin_anew_each_day(hall):
    assert [take(hall).shown, take(hall).shown] == ["A001", "A002"]
    assert take(hall, group=hall.b).shown == "B001"
    assert take(hall, TUESDAY).shown == "A001"
    # What a process remembers is nothing that counts.
    forget_all()
    assert take(hall, TUESDAY).shown == "A002"
    assert verify(hall.ward.pk).holds


def test_one_form_sent_twice_is_one_number(hall):
    who = citizen(hall.ward, MONDAY, request_id=uuid.uuid4())
    first = actions.take(who, hall.ward, hall.a, way="phone")
    assert actions.take(who, hall.ward, hall.a, way="phone") == first
    assert Ticket.objects.of(hall.ward).count() == 1


def test_no_number_is_given_while_the_hall_is_closed(hall):
    with refused("hall.take.closed-day"):
        take(hall, SATURDAY)
    with refused("hall.take.too-early"):
        take(hall, moment(16, 6, 29))
    with refused("hall.take.too-late"):
        take(hall, moment(16, 17, 0))


def test_only_the_desk_takes_numbers_for_others(hall):
    with pytest.raises(NotPermitted):
        take(hall, way="desk")
    taken = actions.take(hall.of(hall.one), hall.ward, hall.a, way="desk")
    assert taken.way == "desk"


def test_priority_goes_first_and_the_rest_in_the_order_of_coming(hall):
    first, second = take(hall, minutes(0)), take(hall, minutes(1))
    elderly = take(hall, minutes(2), priority=True)
    assert [call(hall, minutes(5)).id, call(hall, minutes(6), hall.two).id] == [
        elderly.id,
        first.id,
    ]
    assert second.state == State.WAITING


def test_a_counter_calls_its_own_groups_alone_and_one_at_a_time(hall):
    take(hall, group=hall.b)
    with refused("hall.call.nobody"):
        call(hall, person=hall.two)
    assert call(hall).shown == "B001"
    take(hall)
    with refused("hall.call.still-called"):
        call(hall)


def test_who_sits_nowhere_calls_nobody(hall):
    take(hall)
    actions.leave_counter(hall.of(hall.one), hall.counters[0].id)
    with refused("hall.call.no-counter"):
        call(hall)
    with pytest.raises(NotPermitted):
        actions.call_next(hall.of(hall.leader))


def test_calling_the_next_ends_the_one_who_is_served(hall):
    take(hall), take(hall)
    first = actions.start(hall.of(hall.one), call(hall))
    second = call(hall, minutes(7))
    first.refresh_from_db()
    assert (first.state, first.ended_at, second.shown) == (State.SERVED, minutes(7), "A002")
    check_whole(hall.ward)


def test_a_turn_is_missed_after_two_calls_and_the_number_comes_back_to_its_place(hall):
    missed, by = take(hall, priority=False), hall.of(hall.one)
    take(hall, minutes(1))
    call(hall)
    with refused("hall.miss.too-soon"):
        actions.miss(by, missed)
    actions.call_again(by, missed)
    actions.miss(by, missed)
    back = actions.rejoin(hall.owner(missed, minutes(30)), missed)
    assert (back.shown, back.state) == ("A001", State.WAITING)
    assert call(hall, minutes(31)).shown == "A001"


def test_half_an_hour_after_the_missed_turn_a_new_number_is_needed(hall):
    missed, by = take(hall), hall.of(hall.one)
    call(hall)
    actions.call_again(by, missed)
    actions.miss(by, missed)
    with refused("hall.rejoin.too-late"):
        actions.rejoin(hall.owner(missed, minutes(31)), missed)


def test_a_call_by_a_slip_of_the_hand_is_taken_back_to_its_place(hall):
    first = take(hall)
    take(hall, minutes(1))
    call(hall)
    actions.put_back(hall.of(hall.one), first)
    first.refresh_from_db()
    assert (first.state, first.calls, first.first_called_at) == (State.WAITING, 0, None)
    assert call(hall).shown == "A001"


def test_nobody_moves_the_number_of_another(hall):
    ticket = take(hall)
    for who in (citizen(hall.ward), hall.of(hall.leader), hall.of(hall.administrator)):
        with pytest.raises(NotPermitted):
            actions.leave(who, ticket)
    assert actions.leave(hall.of(hall.one), ticket).state == State.LEFT


def test_a_time_is_booked_up_to_its_capacity_and_comes_before_those_without(hall):
    first, second = book(hall), book(hall)
    with refused("hall.book.full"):
        book(hall)
    assert book(hall, start=NINE + 30).booked_for == moment(17, 9, 30)
    with refused("hall.book.no-such-time"):
        book(hall, start=NINE + 7)
    with refused("hall.book.no-such-time"):
        book(hall, day=SATURDAY)
    actions.leave(hall.owner(second), second)
    assert book(hall).state == State.BOOKED
    walked_in = take(hall, moment(17, 8, 30))
    came = actions.arrive(hall.owner(first, moment(17, 8, 55)), hall.ward, first)
    actions.sit(hall.of(hall.one, TUESDAY), hall.counters[0].id)
    assert came.shown == "A002"
    assert call(hall, moment(17, 9, 1)).id == first.id
    assert walked_in.state == State.WAITING


def test_a_group_without_slots_and_a_time_too_far_ahead_take_no_booking(hall):
    who = citizen(hall.ward)
    far = {"day": MONDAY.date() + timedelta(days=28), "start": NINE, "way": "phone"}
    for group, given in ((hall.b, {**far, "day": TUESDAY.date()}), (hall.a, far)):
        with refused("hall.book.no-such-time"):
            actions.book(who, hall.ward, group, **given)


def test_an_expired_booking_says_what_to_do_and_another_time_may_be_chosen(hall):
    ticket = book(hall)
    with refused("hall.arrive.too-early"):
        actions.arrive(hall.owner(ticket, moment(17, 8, 29)), hall.ward, ticket)
    late = hall.owner(ticket, moment(17, 9, 16))
    with refused("hall.arrive.expired"):
        actions.arrive(late, hall.ward, ticket)
    with refused("hall.move.same"):
        actions.move_time(hall.owner(ticket), ticket, day=TUESDAY.date(), start=NINE)
    moved = actions.move_time(late, ticket, day=TUESDAY.date(), start=NINE + 60)
    assert moved.booked_for == moment(17, 10, 0)
    assert queries.free(hall.a, TUESDAY.date(), CALENDAR, MONDAY)[NINE] == 2


def test_the_day_closes_and_no_number_of_it_lives_on(hall):
    take(hall), book(hall, day=MONDAY, start=NINE + 60)
    call(hall)
    assert jobs.close_days(machine(hall.ward, minutes(600))) == 0
    assert jobs.close_days(machine(hall.ward, TUESDAY)) == 2
    assert jobs.close_days(machine(hall.ward, TUESDAY)) == 0
    states = set(Ticket.objects.of(hall.ward).values_list("state", flat=True))
    assert states == {State.LAPSED}


def test_a_phone_number_stands_in_no_event_and_goes_after_its_days(hall):
    ticket = book(hall, phone=PHONE)
    bodies = " ".join(Event.objects.of(hall.ward).values_list("body", flat=True))
    assert PHONE not in bodies
    assert jobs.forget_phones(machine(hall.ward, TUESDAY + timedelta(days=7))) == 0
    assert jobs.forget_phones(machine(hall.ward, TUESDAY + timedelta(days=8))) == 1
    ticket.refresh_from_db()
    assert (ticket.phone, ticket.salt) == ("", "")
    assert verify(hall.ward.pk).holds


def test_the_wait_is_told_from_measured_times_and_the_counters_that_serve(hall):
    day = MONDAY.date()
    before = queries.standing(hall.ward.pk, hall.a.id, day, MONDAY)
    assert (before.ahead, before.estimate.minutes, before.estimate.measured) == (0, None, 0)
    at = MONDAY
    for _each in range(5):
        take(hall, at)
        ticket = actions.start(hall.of(hall.one, at), call(hall, at))
        at += timedelta(minutes=10)
        actions.finish(hall.of(hall.one, at), ticket)
    waiting = [take(hall, at) for _each in range(3)]
    at += timedelta(minutes=1)
    take(hall, at, group=hall.b)
    mine = queries.standing(hall.ward.pk, hall.a.id, day, at, waiting[2].id)
    # Two before, ten minutes each, two counters.
    assert (mine.ahead, mine.estimate.minutes, mine.estimate.counters) == (2, 10, 2)
    new = queries.standing(hall.ward.pk, hall.a.id, day, at)
    assert (new.ahead, new.estimate.minutes) == (3, 20)


def test_the_board_shows_the_last_calls_of_the_day_with_one_statement(
    hall, django_assert_statements
):
    for number in range(7):
        take(hall, minutes(number))
        call(hall, minutes(number), hall.two)
        actions.start(hall.of(hall.two, minutes(number)), Ticket.objects.of(hall.ward).last())
    with django_assert_statements(1, exact=True):
        shown = queries.board(hall.ward.pk, MONDAY.date(), 5)
    assert [(one.shown, one.counter) for one in shown] == [
        (f"A{number:03}", 2) for number in (7, 6, 5, 4, 3)
    ]
    assert queries.board(hall.ward.pk, MONDAY.date(), 5, counter=1) == []
    assert [one.shown for one in queries.board(hall.ward.pk, MONDAY.date(), 1, 2)] == ["A007"]
    before = queries.version_of(shown)
    take(hall, minutes(20))
    assert queries.version_of(queries.board(hall.ward.pk, MONDAY.date(), 5)) == before
    call(hall, minutes(20))
    assert queries.version_of(queries.board(hall.ward.pk, MONDAY.date(), 5)) != before


def test_only_the_administrator_sets_up_and_a_wrong_letter_or_number_is_refused(hall):
    given = actions.GivenGroup("C", "Đất đai")
    for person in (hall.one, hall.leader):
        with pytest.raises(NotPermitted):
            actions.set_group(hall.of(person), given)
    by = hall.of(hall.administrator)
    with refused("hall.group.letter-taken"):
        actions.set_group(by, actions.GivenGroup("A", "Đất đai"))
    with refused("hall.counter.taken"):
        actions.set_counter(by, number=1, name="", groups=[hall.a.id])
    group = actions.set_group(by, given)
    actions.retire_group(by, group.id)
    assert actions.set_group(by, given).id != group.id
    actions.retire_counter(by, hall.counters[0].id)
    assert actions.set_counter(by, number=1, name="", groups=[hall.a.id]).number == 1


def test_taking_booking_calling_and_setting_up_are_whole_or_not_done(hall):
    assert breaks_nowhere(lambda: take(hall)) >= 4
    assert breaks_nowhere(lambda: book(hall, phone=PHONE)) >= 6
    actions.start(hall.of(hall.one), call(hall))
    take(hall)
    assert breaks_nowhere(lambda: call(hall)) >= 10
    by = hall.of(hall.administrator)
    given = {"number": 9, "name": "", "groups": [hall.a.id]}
    assert breaks_nowhere(lambda: actions.set_counter(by, **given)) >= 5
    check_whole(hall.ward)
