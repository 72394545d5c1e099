"""What may be done in the hall, from values alone."""

from datetime import timedelta

import pytest

from phuong.areas.hall import rules
from phuong.areas.hall.rules import Place
from phuong.kernel.errors import RuleBroken
from phuong.kernel.workdays import Session
from tests.support.builders import MONDAY

MORNING, AFTERNOON = Session(420, 660), Session(780, 1020)


def minutes(n):
    return MONDAY + timedelta(minutes=n)


def test_a_number_is_shown_with_its_letter_and_read_digit_by_digit():
    assert rules.shown("A", 42) == "A042"
    assert rules.shown("A", None) == ""
    assert rules.spoken("A", 42, 3) == "Mời số A không bốn hai đến quầy ba"
    assert rules.spoken("B", 107, 21) == "Mời số B một không bảy đến quầy hai mươi mốt"


def test_whom_the_law_puts_first_is_first_then_bookings_then_the_order_of_coming():
    first = Place(False, minutes(0), None, 1)
    booked = Place(False, minutes(20), minutes(25), 5)
    too_early = Place(False, minutes(22), minutes(90), 6)
    elderly = Place(True, minutes(28), None, 7)
    at = sorted([first, too_early, booked, elderly], key=lambda one: rules.turn(one, minutes(30)))
    assert [one.number for one in at] == [7, 5, 1, 6]


def test_the_wait_is_the_median_of_what_was_measured_and_says_when_it_knows_too_little():
    served = [300, 300, 360, 3600, 240]
    assert rules.estimate(6, served, 2, 5).minutes == 15
    assert rules.estimate(0, served, 1, 5).minutes == 0
    assert rules.estimate(6, served[:4], 2, 5).minutes is None
    assert rules.estimate(6, served, 0, 5).minutes is None


@pytest.mark.parametrize(
    ("minute", "code"),
    [(380, "hall.take.too-early"), (1020, "hall.take.too-late")],
)
def test_numbers_are_taken_from_a_while_before_opening_to_the_end_of_the_day(minute, code):
    with pytest.raises(RuleBroken) as refused:
        rules.check_hall_open((MORNING, AFTERNOON), minute, 30)
    assert refused.value.code == code
    for fine in (390, 700, 1019):
        rules.check_hall_open((MORNING, AFTERNOON), fine, 30)
    with pytest.raises(RuleBroken) as refused:
        rules.check_hall_open((), 480, 30)
    assert refused.value.code == "hall.take.closed-day"


def test_slots_fit_into_the_desk_s_sessions_and_the_group_s_own_hours():
    assert rules.slot_starts((MORNING,), (), 120) == (420, 540)
    assert rules.slot_starts((MORNING, AFTERNOON), (Session(600, 840),), 30) == (600, 630, 780, 810)
    assert rules.slot_starts((MORNING,), (), 0) == ()


@pytest.mark.parametrize(
    ("now", "code"),
    [(-31, "hall.arrive.too-early"), (16, "hall.arrive.expired")],
)
def test_a_booking_holds_from_a_while_before_to_a_while_after(now, code):
    with pytest.raises(RuleBroken) as refused:
        rules.check_arrival(MONDAY, minutes(now), early=30, grace=15)
    assert refused.value.code == code
    for fine in (-30, 0, 15):
        rules.check_arrival(MONDAY, minutes(fine), early=30, grace=15)


def test_settings_that_cannot_work_are_refused():
    for call, code in (
        (lambda: rules.check_letter("Đ", ()), "hall.group.letter"),
        (lambda: rules.check_letter("AB", ()), "hall.group.letter"),
        (lambda: rules.check_letter("A", ("A",)), "hall.group.letter-taken"),
        (lambda: rules.check_capacity(30, 0), "hall.group.slots"),
        (lambda: rules.check_counter_number(1, (1,)), "hall.counter.taken"),
        (lambda: rules.check_serves(()), "hall.counter.nothing"),
        (lambda: rules.check_slot(540, {540: 0}), "hall.book.full"),
        (lambda: rules.check_slot(541, {540: 1}), "hall.book.no-such-time"),
        (lambda: rules.check_other_time(MONDAY, MONDAY), "hall.move.same"),
    ):
        with pytest.raises(RuleBroken) as refused:
            call()
        assert refused.value.code == code
    rules.check_capacity(0, 0)
