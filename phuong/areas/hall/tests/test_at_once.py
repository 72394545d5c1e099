"""Two who act at the same moment in the hall: nothing is called, given or booked twice."""

import pytest

from phuong.areas.hall.models import Ticket
from phuong.areas.hall.states import State
from phuong.areas.hall.tests.builders import book, call, make_hall, take
from phuong.areas.hall.tests.lives import check_whole
from phuong.kernel.errors import Refusal
from tests.support.lives import at_once

pytestmark = pytest.mark.slow
PEOPLE = 6


def refused(answers):
    return [one.code for one in answers if isinstance(one, Refusal)]


def test_two_counters_that_call_at_once_never_call_one_number(committed_db):
    hall = make_hall()
    take(hall), take(hall)
    answers = at_once(lambda: call(hall), lambda: call(hall, person=hall.two))
    assert sorted(ticket.shown for ticket in answers) == ["A001", "A002"]
    assert len({ticket.counter_id for ticket in answers}) == 2
    check_whole(hall.ward)


def test_of_two_counters_that_want_the_last_number_one_is_told_that_nobody_waits(committed_db):
    hall = make_hall()
    take(hall)
    answers = at_once(lambda: call(hall), lambda: call(hall, person=hall.two))
    assert refused(answers) == ["hall.call.nobody"]
    assert Ticket.objects.of(hall.ward).filter(state=State.CALLED).count() == 1
    check_whole(hall.ward)


def test_numbers_taken_at_once_are_all_different_and_without_gap(committed_db):
    hall = make_hall()
    answers = at_once(*(lambda: take(hall) for _one in range(PEOPLE)))
    assert sorted(ticket.number for ticket in answers) == list(range(1, PEOPLE + 1))


def test_of_those_who_want_the_last_places_only_so_many_get_one(committed_db):
    hall = make_hall()
    answers = at_once(*(lambda: book(hall) for _one in range(3)))
    assert refused(answers) == ["hall.book.full"]
    assert Ticket.objects.of(hall.ward).filter(state=State.BOOKED).count() == 2
