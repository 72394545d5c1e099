"""Pauses: what stands still, what is given back, what a late pause cannot do."""

from itertools import permutations

import pytest

from phuong.kernel.workdays import Punctuality, WorkCalendar, punctuality
from phuong.kernel.workdays.tests.clocks import at, clock, due, off, pause, worked_out

START = "2026-11-16T09:00"


def test_days_after_the_day_of_from_up_to_and_including_the_day_of_to_stand_still():
    # Monday start; paused Tuesday to Thursday: Wednesday and Thursday stand still.
    assert due(START, "4wd") == "2026-11-20T17:00"
    assert due(START, "4wd", "2026-11-17T08:00/2026-11-19T16:00") == "2026-11-25T17:00"


def test_the_working_days_among_them_are_given_back_and_only_those():
    # Friday to Monday holds one working day, Monday.
    assert due(START, "6wd", "2026-11-20T08:00/2026-11-23T08:00") == "2026-11-26T17:00"
    # Friday to Sunday holds none.
    assert due(START, "6wd", "2026-11-20T08:00/2026-11-22T08:00") == due(START, "6wd")


def test_hours_are_paused_to_the_minute_half_open():
    assert due(START, "4wh") == "2026-11-16T15:00"
    assert due(START, "4wh", "2026-11-16T10:00/2026-11-16T10:17") == "2026-11-16T15:17"
    assert due(START, "4wh", "2026-11-16T10:00/2026-11-16T13:30") == "2026-11-16T16:30"
    assert due(START, "4wh", "2026-11-16T11:00/2026-11-16T13:00") == "2026-11-16T15:00"
    assert due(START, "4wh", "2026-11-16T10:00:40/2026-11-16T10:17:20") == "2026-11-16T15:17"


def test_clock_hours_are_paused_by_the_clock():
    assert due(START, "12h", "2026-11-16T11:00/2026-11-16T13:00") == "2026-11-16T23:00"


def test_calendar_days_are_given_back_whatever_they_are():
    assert due(START, "10d") == "2026-11-26T17:00"
    assert due(START, "10d", "2026-11-20T08:00/2026-11-22T08:00") == "2026-11-30T17:00"
    assert due(START, "1m", "2026-11-20T08:00/2026-11-22T08:00") == "2026-12-18T17:00"


def test_several_pauses_add_up_and_their_order_does_not_matter():
    spans = (
        "2026-11-17T08:00/2026-11-18T08:00",
        "2026-11-19T08:00/2026-11-20T08:00",
        "2026-11-23T08:00/2026-11-26T08:00",
    )
    for limit in ("5wd", "20d", "20wh", "50h", "1m"):
        answers = {due(START, limit, *order) for order in permutations(spans)}
        assert len(answers) == 1
    # One, one and two working days (the 24th is off).
    assert due(START, "5wd", *spans) == "2026-11-30T17:00"
    assert clock(START, "5wd", *spans) == clock(START, "5wd", *reversed(spans))


def test_touching_is_not_overlapping():
    touching = ("2026-11-17T08:00/2026-11-18T08:00", "2026-11-18T08:00/2026-11-19T08:00")
    assert due(START, "4wd", *touching) == due(START, "4wd", "2026-11-17T08:00/2026-11-19T08:00")


def test_a_pause_of_no_length_has_no_effect():
    for moment in ("2026-11-16T09:00", "2026-11-18T10:00", "2026-11-19T16:00"):
        assert due(START, "3wd", f"{moment}/{moment}") == due(START, "3wd")
        assert due(START, "20wh", f"{moment}/{moment}") == due(START, "20wh")


def test_a_pause_within_one_day_gives_no_day_back():
    assert due(START, "3wd", "2026-11-17T08:00/2026-11-17T16:00") == due(START, "3wd")
    assert due(START, "3wd", "2026-11-19T08:00/2026-11-19T16:00") == due(START, "3wd")


def test_a_pause_on_the_last_day_ends_the_term_on_the_day_on_which_it_resumes():
    assert due(START, "3wd") == "2026-11-19T17:00"
    assert due(START, "3wd", "2026-11-19T10:00/2026-11-20T08:00") == "2026-11-20T17:00"
    assert due(START, "3wd", "2026-11-19T16:59/2026-11-23T16:00") == "2026-11-23T17:00"
    assert due(START, "3d", "2026-11-19T10:00/2026-11-23T08:00") == "2026-11-23T17:00"
    assert due(START, "same-day", "2026-11-16T10:00/2026-11-18T10:00") == "2026-11-18T17:00"


def test_resumed_on_a_day_off_the_last_day_is_the_next_working_day():
    assert due(START, "3wd", "2026-11-19T10:00/2026-11-21T08:00") == "2026-11-23T17:00"
    assert due(START, "3d", "2026-11-19T10:00/2026-11-22T08:00") == "2026-11-23T17:00"


def test_paused_again_on_the_day_on_which_it_resumed():
    spans = ("2026-11-19T10:00/2026-11-20T08:00", "2026-11-20T15:00/2026-11-25T08:00")
    assert due(START, "3wd", *spans) == "2026-11-25T17:00"


def test_a_term_moved_off_a_day_off_has_not_run_out_until_then():
    # Ends on Saturday the 21st, moved to Monday the 23rd; paused on that Monday until Thursday.
    assert due(START, "5d") == "2026-11-23T17:00"
    assert due(START, "5d", "2026-11-23T10:00/2026-11-26T10:00") == "2026-11-26T17:00"
    assert due(START, "5d", "2026-11-22T10:00/2026-11-25T10:00") == "2026-11-25T17:00"


def test_a_pause_opened_after_the_term_ran_out_changes_nothing():
    assert due(START, "3wd", "2026-11-20T08:00/2026-11-27T08:00") == "2026-11-19T17:00"
    assert due(START, "4wh", "2026-11-16T15:00/2026-11-18T08:00") == "2026-11-16T15:00"
    assert due(START, "4h", "2026-11-16T13:00/2026-11-18T08:00") == "2026-11-16T13:00"
    assert due(START, "3d", "2026-11-20T00:00/2026-11-27T08:00") == "2026-11-19T17:00"


@pytest.mark.parametrize("begins", [START, "2026-11-17T08:00", "2026-11-19T16:30"])
def test_an_open_pause_begun_by_the_due_day_leaves_no_due_date(begins):
    for limit in ("3wd", "3d"):
        found = worked_out(START, limit, f"{begins}/")
        assert found.at is None
        assert found.on is None
        assert found.open_pause == pause(f"{begins}/")


def test_under_an_open_pause_nothing_is_late():
    unit = clock(START, "3wd").limit.unit
    found = punctuality(None, unit, finished=None, now=at("2027-05-01T08:00"))
    assert found is Punctuality.OPEN


def test_an_open_pause_begun_later_changes_nothing():
    assert due(START, "3wd", "2026-11-20T00:00/") == "2026-11-19T17:00"
    assert due(START, "3d", "2026-11-20T00:00/") == "2026-11-19T17:00"
    assert due(START, "4wh", "2026-11-16T15:00/") == "2026-11-16T15:00"
    assert due(START, "4h", "2026-11-16T13:00/") == "2026-11-16T13:00"


def test_an_open_pause_stops_hours_before_they_are_used_up():
    assert due(START, "4wh", "2026-11-16T14:59/") is None
    assert due(START, "4h", "2026-11-16T12:59/") is None


def test_an_open_pause_after_a_closed_one():
    spans = ("2026-11-17T08:00/2026-11-18T08:00", "2026-11-20T08:00/")
    assert due(START, "3wd", *spans) is None
    assert due(START, "2wd", *spans) == "2026-11-19T17:00"


def test_a_pause_over_a_long_holiday_gives_working_days_back():
    tet = WorkCalendar(off(*(f"2026-02-{day}" for day in range(16, 21))))
    span = "2026-02-13T08:00/2026-02-24T08:00"
    # The 13th counts; of 14 to 24 February only the 23rd and the 24th are worked.
    assert due("2026-02-12T09:00", "2wd", calendar=tet) == "2026-02-23T17:00"
    assert due("2026-02-12T09:00", "2wd", span, calendar=tet) == "2026-02-25T17:00"


def test_pauses_may_be_written_with_any_offset():
    there = due(START, "4wd", "2026-11-17T01:00Z/2026-11-19T09:00Z")
    assert there == due(START, "4wd", "2026-11-17T08:00/2026-11-19T16:00")


def test_a_suspended_complaint_goes_on_with_what_was_left():
    # Ten of thirty days used, suspended for eleven: twenty are left, not thirty.
    assert due("2026-03-02T09:00", "30d") == "2026-04-01T17:00"
    suspended = "2026-03-12T09:00/2026-03-23T09:00"
    assert due("2026-03-02T09:00", "30d", suspended) == "2026-04-13T17:00"
