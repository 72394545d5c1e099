"""`working_hour` and `clock_hour`: sessions, ties, opening times."""

from datetime import date

import pytest

from phuong.kernel.workdays import OfficeHours, Session, WorkCalendar
from phuong.kernel.workdays.tests.clocks import PLAIN, at, due, off, opened


@pytest.mark.parametrize(
    ("start", "limit", "expected"),
    [
        ("2026-11-16T07:00", "1wh", "2026-11-16T08:00"),
        ("2026-11-16T10:00", "2wh", "2026-11-16T14:00"),
        ("2026-11-16T10:59", "1wh", "2026-11-16T13:59"),
        ("2026-11-16T16:30", "1wh", "2026-11-17T07:30"),
        ("2026-11-20T16:00", "2wh", "2026-11-23T08:00"),
    ],
)
def test_hours_run_in_the_open_sessions_only(start, limit, expected):
    assert due(start, limit) == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-11-16T06:00", "2026-11-16T08:00"),
        ("2026-11-16T11:00", "2026-11-16T14:00"),
        ("2026-11-16T12:15", "2026-11-16T14:00"),
        ("2026-11-16T17:00", "2026-11-17T08:00"),
        ("2026-11-16T23:59", "2026-11-17T08:00"),
        ("2026-11-21T09:00", "2026-11-23T08:00"),
    ],
)
def test_counting_begins_at_the_next_opening(start, expected):
    assert due(start, "1wh") == expected


def test_a_tie_at_the_end_of_a_session_is_due_there():
    assert due("2026-11-16T07:00", "4wh") == "2026-11-16T11:00"
    assert due("2026-11-16T07:00", "8wh") == "2026-11-16T17:00"
    assert due("2026-11-16T09:00", "6wh") == "2026-11-16T17:00"
    assert due("2026-11-20T13:00", "4wh") == "2026-11-20T17:00"


def test_eight_working_hours_and_one_working_day_are_different_limits():
    assert due("2026-11-16T09:00", "8wh") == "2026-11-17T09:00"
    assert due("2026-11-16T09:00", "1wd") == "2026-11-17T17:00"


def test_hours_may_be_fractions_to_the_minute():
    assert due("2026-11-16T10:30", "1.5wh") == "2026-11-16T14:00"
    assert due("2026-11-16T10:30", "0.25h") == "2026-11-16T10:45"


def test_seconds_of_the_start_are_kept():
    assert due("2026-11-16T09:00:30", "1wh") == "2026-11-16T10:00:30"


def test_clock_hours_are_plain_hours():
    assert due("2026-11-20T20:15", "12h") == "2026-11-21T08:15"
    assert due("2026-11-23T20:00", "12h") == "2026-11-24T08:00"
    assert due("2026-11-20T12:00", "12h") == "2026-11-21T00:00"


def test_a_closed_session_is_not_there_in_hours():
    flood = WorkCalendar((opened("2026-11-17", "07:00-11:00"),))
    assert due("2026-11-17T10:00", "2wh", calendar=flood) == "2026-11-18T08:00"
    assert due("2026-11-17T13:30", "1wh", calendar=flood) == "2026-11-18T08:00"


def test_each_office_has_its_own_sessions_per_weekday_and_validity():
    winter = OfficeHours(
        (0, 1, 2, 3, 4),
        (Session.parse("07:30", "11:30"), Session.parse("13:00", "17:00")),
        valid_from=date(2026, 11, 1),
    )
    friday = OfficeHours((4,), (Session.parse("07:30", "12:00"),), valid_from=date(2026, 11, 16))
    calendar = WorkCalendar(hours=(winter, friday))
    assert due("2026-10-30T16:30", "1wh", calendar=calendar) == "2026-11-02T08:00"
    assert due("2026-11-12T16:30", "1wh", calendar=calendar) == "2026-11-13T08:00"
    assert due("2026-11-20T11:30", "1wh", calendar=calendar) == "2026-11-23T08:00"
    assert due("2026-11-19T09:00", "1wd", calendar=calendar) == "2026-11-20T12:00"
    assert due("2026-11-12T09:00", "1wd", calendar=calendar) == "2026-11-13T17:00"


def test_office_hours_end_with_their_validity():
    month = OfficeHours(
        (0, 1, 2, 3, 4),
        (Session.parse("08:00", "12:00"),),
        valid_from=date(2026, 11, 2),
        valid_to=date(2026, 11, 13),
    )
    calendar = WorkCalendar(hours=(month,))
    ends = [due(f"2026-11-{day:02d}T09:00", "1wd", calendar=calendar) for day in (1, 12, 13)]
    assert ends == ["2026-11-02T12:00", "2026-11-13T12:00", "2026-11-16T17:00"]


def test_the_default_sessions_are_used_where_an_office_sets_none():
    monday = OfficeHours((0,), (Session.parse("08:00", "10:00"),))
    calendar = WorkCalendar(hours=(monday,))
    assert due("2026-11-16T08:00", "3wh", calendar=calendar) == "2026-11-17T08:00"


def test_a_weekday_on_which_the_office_sets_no_session_is_no_working_day():
    calendar = WorkCalendar(hours=(OfficeHours((2,), ()),))
    assert not calendar.is_working_day(date(2026, 11, 18))
    assert due("2026-11-17T09:00", "1wd", calendar=calendar) == "2026-11-19T17:00"


def test_intake_hours_do_not_count_and_counting_hours_do_not_take_in():
    intake = (Session.parse("07:00", "10:30"), Session.parse("13:00", "16:30"))
    calendar = WorkCalendar(hours=(OfficeHours((0, 1, 2, 3, 4), PLAIN.sessions, intake),))
    assert due("2026-11-16T09:00", "1wd", calendar=calendar) == "2026-11-17T17:00"
    assert due("2026-11-16T10:00", "2wh", calendar=calendar) == "2026-11-16T14:00"
    assert calendar.takes_in(at("2026-11-16T10:29"))
    assert not calendar.takes_in(at("2026-11-16T10:30"))
    assert not calendar.takes_in(at("2026-11-16T16:45"))
    assert calendar.intake_of(date(2026, 11, 16)) == intake
    assert calendar.sessions_of(date(2026, 11, 16)) == PLAIN.sessions


def test_a_saturday_desk_takes_in_and_gives_back_and_never_counts():
    saturday = OfficeHours((5,), (Session.parse("07:30", "11:00"),))
    calendar = WorkCalendar(hours=(saturday,))
    assert calendar.takes_in(at("2026-11-21T08:00"))
    assert not calendar.is_working_day(date(2026, 11, 21))
    assert due("2026-11-20T09:00", "1wd", calendar=calendar) == "2026-11-23T17:00"
    assert due("2026-11-20T16:00", "2wh", calendar=calendar) == "2026-11-23T08:00"
    assert due("2026-10-22T09:00", "30d", calendar=calendar) == "2026-11-23T17:00"


def test_working_minutes_between_two_moments():
    minutes = PLAIN.working_minutes
    assert minutes(at("2026-11-16T10:00"), at("2026-11-16T14:00")) == 120
    assert minutes(at("2026-11-20T16:00"), at("2026-11-23T08:00")) == 120
    assert minutes(at("2026-11-16T14:00"), at("2026-11-16T10:00")) == -120
    assert minutes(at("2026-11-16T11:00"), at("2026-11-16T13:00")) == 0


def test_days_off_have_no_hours():
    calendar = WorkCalendar(off("2026-11-17"))
    assert due("2026-11-16T16:00", "2wh", calendar=calendar) == "2026-11-18T08:00"
