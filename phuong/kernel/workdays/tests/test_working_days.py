"""`working_day`: day 0, what counts, where the last day ends."""

from datetime import date

import pytest

from phuong.kernel.workdays import ZONE, WorkCalendar
from phuong.kernel.workdays.tests.clocks import (
    CALENDAR,
    PLAIN,
    due,
    off,
    opened,
    worked,
    worked_out,
)


@pytest.mark.parametrize("hour", ["00:00", "06:59", "07:00", "11:30", "15:00", "15:01", "23:59:59"])
def test_the_day_of_the_start_is_day_0_whatever_the_hour(hour):
    assert due(f"2026-11-16T{hour}", "1wd") == "2026-11-17T17:00"


@pytest.mark.parametrize("day", ["2026-11-20", "2026-11-21", "2026-11-22"])
def test_the_day_of_the_start_is_day_0_whatever_kind_of_day(day):
    assert due(f"{day}T09:00", "1wd") == "2026-11-23T17:00"


def test_the_day_of_the_start_is_the_local_day():
    # 18:00 in Greenwich on Sunday is Monday 01:00 in the ward.
    assert due("2026-11-15T18:00Z", "1wd") == "2026-11-17T17:00"
    assert due("2026-11-15T16:59Z", "1wd") == "2026-11-16T17:00"
    assert due("2026-11-16T01:00+07:00", "1wd") == "2026-11-17T17:00"
    assert due("2026-11-15T11:00-07:00", "1wd") == "2026-11-17T17:00"


def test_the_answer_is_an_instant_in_the_zone_of_the_ward():
    found = worked_out("2026-11-16T02:00Z", "1wd").at
    assert found is not None
    assert found.tzinfo is ZONE
    assert found.isoformat() == "2026-11-17T17:00:00+07:00"


def test_due_at_the_end_of_the_last_open_session_of_the_nth_day():
    early = WorkCalendar((opened("2026-11-19", "07:00-10:30", "13:00-15:30"),))
    assert due("2026-11-16T09:00", "3wd", calendar=early) == "2026-11-19T15:30"


def test_worked_saturdays_count():
    assert due("2026-08-21T09:00", "1wd") == "2026-08-22T17:00"
    calendar = WorkCalendar(worked("2026-08-23"))
    assert due("2026-08-21T09:00", "1wd", calendar=calendar) == "2026-08-23T17:00"


def test_swapped_off_days_do_not_count():
    assert due("2026-08-28T09:00", "1wd") == "2026-09-03T17:00"


def test_the_15_oclock_line_does_not_move_day_0():
    assert due("2026-11-16T14:59", "3wd") == due("2026-11-16T16:30", "3wd") == "2026-11-19T17:00"


def test_many_years_are_counted():
    plain = worked_out("2026-01-01T09:00", "20000wd", calendar=PLAIN)
    assert plain.on == date(2102, 8, 31)
    assert plain.days[-1].counted == 20000


def test_the_story_of_2013_is_counted_too():
    # The day off of 31/12/2012 was worked off on Saturday 5/1/2013.
    calendar = WorkCalendar((*off("2012-12-31", "2013-01-01"), *worked("2013-01-05")))
    assert due("2012-12-28T09:00", "4wd", calendar=calendar) == "2013-01-05T17:00"


def test_counting_days_between_two_days_leaves_the_first_out():
    assert CALENDAR.count(date(2026, 11, 20), date(2026, 11, 26)) == 3
    assert CALENDAR.count(date(2026, 11, 26), date(2026, 11, 20)) == -3
    assert CALENDAR.count(date(2026, 11, 21), date(2026, 11, 22)) == 0


def test_adding_days_goes_forward_and_back():
    assert CALENDAR.add(date(2026, 11, 20), 3) == date(2026, 11, 26)
    assert CALENDAR.add(date(2026, 11, 26), -3) == date(2026, 11, 20)
    assert CALENDAR.add(date(2026, 11, 22), -1) == date(2026, 11, 20)
    assert CALENDAR.add(date(2026, 11, 21), 0) == date(2026, 11, 21)
    assert CALENDAR.on_or_after(date(2026, 11, 24)) == date(2026, 11, 25)
    assert CALENDAR.on_or_after(date(2026, 11, 25)) == date(2026, 11, 25)


def test_adding_goes_back_beyond_the_years_known_so_far():
    calendar = WorkCalendar()
    assert calendar.add(date(2026, 1, 5), -2000) == date(2018, 5, 7)
    assert calendar.add(calendar.add(date(2026, 1, 5), -9000), 9000) == date(2026, 1, 5)
