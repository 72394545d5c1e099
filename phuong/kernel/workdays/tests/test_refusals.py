"""What cannot be is refused with a stable code and a Vietnamese sentence."""

from datetime import date
from decimal import Decimal

import pytest

from phuong.kernel.errors import RuleBroken
from phuong.kernel.workdays import Limit, OfficeHours, Session, Unit, WorkCalendar
from phuong.kernel.workdays.reading import parse_minute, read_moment
from phuong.kernel.workdays.tests.clocks import clock, due, pause

START = "2026-11-16T09:00"


def refused(act) -> str:
    with pytest.raises(RuleBroken) as refusal:
        act()
    sentence = str(refusal.value)
    assert sentence[0].isupper()
    assert sentence.endswith((".", "”", "day", "handover"))
    assert any(mark > "\x7f" for mark in sentence), "a Vietnamese sentence"
    return refusal.value.code


@pytest.mark.parametrize("unit", [u for u in Unit if u not in {"same_day", "handover"}])
def test_limit_0_and_negative_limits_are_refused(unit):
    assert refused(lambda: Limit(unit, 0)) == "workdays.limit.zero"
    assert refused(lambda: Limit(unit, -1)) == "workdays.limit.negative"


@pytest.mark.parametrize("unit", ["working_day", "calendar_day", "month", "year"])
@pytest.mark.parametrize("n", [1.5, Decimal("0.5"), 1e-9])
def test_fractional_days_are_refused(unit, n):
    assert refused(lambda: Limit(unit, n)) == "workdays.limit.fraction"


@pytest.mark.parametrize("n", [Decimal("1e-999999"), 0.001, Decimal("1.0001")])
def test_hours_finer_than_a_minute_are_refused(n):
    assert refused(lambda: Limit("working_hour", n)) == "workdays.limit.fraction"


@pytest.mark.parametrize("n", [True, None, "3", float("nan"), float("inf"), Decimal("sNaN")])
def test_what_is_no_number_is_refused(n):
    assert refused(lambda: Limit("working_day", n)) == "workdays.limit.number"


def test_absurdly_long_limits_are_refused():
    assert refused(lambda: Limit("working_day", 10**9)) == "workdays.limit.too-long"
    assert refused(lambda: due(START, "99999wd")) == "workdays.out-of-years"
    assert refused(lambda: due(START, "99999d")) == "workdays.out-of-years"
    assert refused(lambda: due(START, "99999y")) == "workdays.out-of-years"
    assert refused(lambda: due("2198-12-31T09:00", "99999h")) == "workdays.out-of-years"


def test_units_without_a_number_take_none():
    assert refused(lambda: Limit("same_day", 2)) == "workdays.limit.number"
    assert Limit("same_day", 1) == Limit("same_day", 0) == Limit("same_day")


def test_an_unknown_unit_is_refused():
    assert refused(lambda: Limit("fortnight", 1)) == "workdays.unit"


def test_an_end_before_its_start_is_refused():
    assert refused(lambda: pause("2026-11-18T09:00/2026-11-17T09:00")) == "workdays.pause.reversed"
    assert refused(lambda: Session(600, 600)) == "workdays.session.reversed"
    assert refused(lambda: Session.parse("11:00", "07:00")) == "workdays.session.reversed"
    hours = refused(
        lambda: OfficeHours((0,), (), valid_from=date(2026, 2, 1), valid_to=date(2026, 1, 1))
    )
    assert hours == "workdays.hours.reversed"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2026-11-17T09:00/2026-11-19T09:00", "2026-11-18T09:00/2026-11-20T09:00"),
        ("2026-11-17T09:00/2026-11-20T09:00", "2026-11-18T09:00/2026-11-19T09:00"),
        ("2026-11-17T09:00/2026-11-19T09:00", "2026-11-17T09:00/2026-11-19T09:00"),
        ("2026-11-17T09:00/2026-11-17T09:00", "2026-11-17T09:00/2026-11-17T09:00"),
        ("2026-11-17T09:00/2026-11-19T09:00", "2026-11-18T09:00/2026-11-18T09:00"),
        ("2026-11-17T09:00/2026-11-19T09:00", "2026-11-18T09:00/"),
    ],
)
def test_overlapping_nested_and_repeated_pauses_are_refused(first, second):
    assert refused(lambda: clock(START, "9wd", first, second)) == "workdays.pause.overlap"
    assert refused(lambda: clock(START, "9wd", second, first)) == "workdays.pause.overlap"


def test_a_pause_after_an_open_one_is_refused():
    spans = ("2026-11-17T09:00/", "2026-11-18T09:00/2026-11-19T09:00")
    assert refused(lambda: clock(START, "9wd", *spans)) == "workdays.pause.after-open"
    assert refused(lambda: clock(START, "9wd", spans[0], spans[0])) == "workdays.pause.after-open"


def test_a_pause_before_the_start_is_refused():
    assert refused(lambda: clock(START, "9wd", "2026-11-16T08:59/2026-11-18T09:00")) == (
        "workdays.pause.before-start"
    )
    assert clock(START, "9wd", "2026-11-16T09:00/2026-11-18T09:00").pauses


def test_a_handover_neither_stops_nor_grows():
    assert refused(lambda: clock(START, "handover", "2026-11-17T09:00/")) == (
        "workdays.handover.fixed"
    )


def test_a_calendar_without_working_days_is_refused_and_does_not_hang():
    nobody = WorkCalendar(working_weekdays=())
    for limit in ("1wd", "1wh", "1d", "same-day"):
        assert refused(lambda limit=limit: due(START, limit, calendar=nobody)) == (
            "workdays.out-of-years"
        )
    assert refused(lambda: nobody.add(date(2026, 11, 16), -1)) == "workdays.out-of-years"
    assert due(START, "12h", calendar=nobody) == "2026-11-16T21:00"


def test_overlapping_sessions_and_unknown_weekdays_are_refused():
    overlapping = (Session(420, 660), Session(600, 720))
    assert refused(lambda: WorkCalendar(sessions=overlapping)) == "workdays.session.overlap"
    assert refused(lambda: WorkCalendar(working_weekdays=(7,))) == "workdays.weekday"
    assert refused(lambda: OfficeHours((-1,), ())) == "workdays.weekday"


@pytest.mark.parametrize("text", ["7h", "7", "25:00", "07:60", "07:0", "-1:00", "٠٧:٠٠", ""])
def test_times_that_are_none_are_refused(text):
    assert refused(lambda: parse_minute(text)) == "workdays.time"


@pytest.mark.parametrize("value", ["", "mai", 5, None, "2026-13-01", "2026-11-16T25:00", []])
def test_moments_that_are_none_are_refused(value):
    assert refused(lambda: read_moment(value)) == "workdays.moment"


@pytest.mark.parametrize("text", ["1899-05-01", "2199-05-01", "9999-12-31T23:59-12:00"])
def test_years_beyond_reach_are_refused(text):
    assert refused(lambda: read_moment(text)) == "workdays.out-of-years"


@pytest.mark.parametrize("text", ["", "3", "3w", "wd", "3 wd", "three", "1.wd", "1e3wd"])
def test_shorthand_that_is_none_is_refused(text):
    assert refused(lambda: clock(START, text)) == "workdays.limit.shorthand"
