"""`calendar_day`, `month`, `year`, `same_day` and `handover`."""

import pytest

from phuong.kernel.workdays import WorkCalendar
from phuong.kernel.workdays.reading import parse_minute
from phuong.kernel.workdays.tests.clocks import CULTURE_DAY, PLAIN, due, off, opened, worked


def test_the_start_day_is_not_counted():
    assert due("2026-11-16T09:00", "1d") == "2026-11-17T17:00"
    assert due("2026-11-16T23:59", "3d") == "2026-11-19T17:00"


def test_a_term_that_ends_on_a_day_off_moves_to_the_next_working_day():
    assert due("2026-11-19T09:00", "2d") == "2026-11-23T17:00"
    assert due("2026-11-21T09:00", "3d") == "2026-11-25T17:00"
    assert due("2026-08-27T09:00", "2d") == "2026-09-03T17:00"


def test_days_off_within_the_term_are_counted():
    assert due("2026-08-27T09:00", "8d") == "2026-09-04T17:00"


def test_a_worked_saturday_is_no_day_off():
    calendar = WorkCalendar(worked("2026-11-21"))
    assert due("2026-11-19T09:00", "2d", calendar=calendar) == "2026-11-21T17:00"


def test_due_at_the_end_of_the_last_session_of_that_day():
    calendar = WorkCalendar((opened("2026-11-18", "07:00-11:00"),))
    assert due("2026-11-16T09:00", "2d", calendar=calendar) == "2026-11-18T11:00"


def test_a_term_that_ends_on_a_day_closed_by_the_ward_moves_too():
    closed = WorkCalendar(off("2026-11-18", local=True))
    assert due("2026-11-16T09:00", "2d", calendar=closed) == "2026-11-19T17:00"


def test_the_move_happens_once_after_pauses_and_extensions():
    # 31 October is a Saturday: moved at once it would give Tuesday the third after one more day.
    assert due("2026-10-01T09:00", "31d") == "2026-11-02T17:00"
    assert due("2026-10-01T09:00", "30d", "2026-10-05T08:00/2026-10-06T08:00") == "2026-11-02T17:00"


@pytest.mark.parametrize(
    ("start", "limit", "expected"),
    [
        ("2026-10-15T09:00", "1m", "2026-11-16T17:00"),
        ("2026-10-16T09:00", "1m", "2026-11-16T17:00"),
        ("2026-01-31T09:00", "1m", "2026-03-02T17:00"),
        ("2028-01-31T09:00", "1m", "2028-02-29T17:00"),
        ("2026-08-31T09:00", "1m", "2026-09-30T17:00"),
        ("2026-10-31T09:00", "4m", "2027-03-01T17:00"),
        ("2026-12-31T09:00", "12m", "2027-12-31T17:00"),
        ("2026-11-24T09:00", "13m", "2027-12-24T17:00"),
    ],
)
def test_a_month_is_the_same_date_or_the_last_day_of_the_month(start, limit, expected):
    assert due(start, limit, calendar=PLAIN) == expected


@pytest.mark.parametrize(
    ("start", "limit", "expected"),
    [
        ("2024-02-29T09:00", "1y", "2025-02-28T17:00"),
        ("2024-02-29T09:00", "4y", "2028-02-29T17:00"),
        ("2026-11-20T09:00", "2y", "2028-11-20T17:00"),
        ("2026-11-21T09:00", "1y", "2027-11-22T17:00"),
    ],
)
def test_a_year_is_twelve_months(start, limit, expected):
    assert due(start, limit, calendar=PLAIN) == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-11-16T05:00", "2026-11-16T17:00"),
        ("2026-11-16T09:00", "2026-11-16T17:00"),
        ("2026-11-16T12:00", "2026-11-16T17:00"),
        ("2026-11-16T14:59:59", "2026-11-16T17:00"),
        ("2026-11-16T15:00:00", "2026-11-16T17:00"),
        ("2026-11-16T15:00:01", "2026-11-17T17:00"),
        ("2026-11-16T15:01", "2026-11-17T17:00"),
        ("2026-11-20T16:00", "2026-11-23T17:00"),
        ("2026-11-23T16:00", "2026-11-25T17:00"),
    ],
)
def test_same_day_up_to_and_including_15_00_00(start, expected):
    assert due(start, "same-day") == expected


@pytest.mark.parametrize("hour", ["08:00", "15:00", "16:00", "23:59"])
def test_a_receipt_on_a_day_off_moves_once(hour):
    assert due(f"2026-11-21T{hour}", "same-day") == "2026-11-23T17:00"
    assert due(f"2026-11-24T{hour}", "same-day") == "2026-11-25T17:00"


def test_the_line_is_a_fact_of_the_calendar():
    early = WorkCalendar(CULTURE_DAY, same_day_line=parse_minute("10:30"))
    assert due("2026-11-16T10:30", "same-day", calendar=early) == "2026-11-16T17:00"
    assert due("2026-11-16T10:31", "same-day", calendar=early) == "2026-11-17T17:00"


def test_on_a_half_day_what_comes_after_the_last_session_is_due_the_next_day():
    flood = WorkCalendar((opened("2026-11-17", "07:00-11:00"),))
    assert due("2026-11-17T10:59", "same-day", calendar=flood) == "2026-11-17T11:00"
    assert due("2026-11-17T11:00", "same-day", calendar=flood) == "2026-11-18T17:00"
    assert due("2026-11-17T14:00", "same-day", calendar=flood) == "2026-11-18T17:00"


def test_handover_on_the_same_working_day_or_at_the_opening_of_the_next():
    assert due("2026-11-16T09:00", "handover") == "2026-11-16T17:00"
    assert due("2026-11-16T15:00", "handover") == "2026-11-16T17:00"
    assert due("2026-11-16T15:00:01", "handover") == "2026-11-17T07:00"
    assert due("2026-11-20T16:00", "handover") == "2026-11-23T07:00"
    assert due("2026-11-21T09:00", "handover") == "2026-11-23T07:00"
    afternoon = WorkCalendar((opened("2026-11-17", "13:30-17:00"),))
    assert due("2026-11-16T16:00", "handover", calendar=afternoon) == "2026-11-17T13:30"
