"""Punctuality, days left, counting back, the apology."""

from datetime import date

import pytest

from phuong.kernel.errors import RuleBroken
from phuong.kernel.workdays import (
    Limit,
    Punctuality,
    Unit,
    check_reschedule,
    days_left,
    is_at_least_before,
    is_on_time,
    latest_day_before,
    punctuality,
)
from phuong.kernel.workdays.tests.clocks import CALENDAR, at

FRIDAY = at("2026-11-20T17:00")
NOW = at("2027-01-01T08:00")


@pytest.mark.parametrize("unit", [Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH, Unit.SAME_DAY])
@pytest.mark.parametrize(
    ("finished", "expected"),
    [
        ("2026-11-19T23:59", "early"),
        ("2026-11-20T00:00", "on_time"),
        ("2026-11-20T16:00", "on_time"),
        ("2026-11-20T23:59", "on_time"),
        ("2026-11-21T00:00", "late"),
        ("2026-11-20T17:01Z", "late"),
        ("2026-11-23T08:00", "late"),
    ],
)
def test_limits_in_days_are_judged_by_the_day(unit, finished, expected):
    assert punctuality(FRIDAY, unit, finished=at(finished), now=NOW) == expected


def test_late_is_late_even_if_no_working_day_lies_between():
    saturday = at("2026-11-21T09:00")
    found = punctuality(FRIDAY, Unit.WORKING_DAY, finished=saturday, now=saturday)
    assert found is Punctuality.LATE
    assert not is_on_time(FRIDAY, saturday, Limit(Unit.WORKING_DAY, 3))
    assert days_left(FRIDAY, date(2026, 11, 21), CALENDAR) == -1


@pytest.mark.parametrize("unit", [Unit.WORKING_HOUR, Unit.CLOCK_HOUR])
@pytest.mark.parametrize(
    ("finished", "expected"),
    [
        ("2026-11-20T16:59", "early"),
        ("2026-11-20T16:59:01", "on_time"),
        ("2026-11-20T17:00", "on_time"),
        ("2026-11-20T17:00:59", "on_time"),
        ("2026-11-20T17:01", "late"),
    ],
)
def test_limits_in_hours_are_judged_by_the_minute(unit, finished, expected):
    assert punctuality(FRIDAY, unit, finished=at(finished), now=NOW) == expected


def test_open_and_past_is_late_open():
    def open_at(moment, unit=Unit.WORKING_DAY):
        return punctuality(FRIDAY, unit, finished=None, now=at(moment))

    assert open_at("2026-11-20T23:00") is Punctuality.OPEN
    assert open_at("2026-11-21T00:00") is Punctuality.LATE_OPEN
    assert open_at("2026-11-20T17:00:30", Unit.WORKING_HOUR) is Punctuality.OPEN
    assert open_at("2026-11-20T17:01", Unit.WORKING_HOUR) is Punctuality.LATE_OPEN


def test_what_is_finished_under_an_open_pause_is_not_late():
    found = punctuality(None, Unit.WORKING_DAY, finished=NOW, now=NOW)
    assert found is Punctuality.ON_TIME


def test_due_at_midnight_belongs_to_the_day_that_ends():
    midnight = at("2026-11-21T00:00")
    found = punctuality(midnight, Unit.WORKING_DAY, finished=at("2026-11-21T00:01"), now=NOW)
    assert found is Punctuality.LATE


@pytest.mark.parametrize(
    ("today", "left"),
    [
        ("2026-11-13", 5),
        ("2026-11-19", 1),
        ("2026-11-20", 0),
        ("2026-11-21", -1),
        ("2026-11-22", -1),
        ("2026-11-23", -1),
        ("2026-11-24", -1),
        ("2026-11-25", -2),
    ],
)
def test_days_left_are_working_days_nought_on_the_day_and_negative_when_late(today, left):
    assert days_left(FRIDAY, date.fromisoformat(today), CALENDAR) == left


def test_at_least_n_days_before_counts_back_from_the_event_as_day_0():
    event = date(2026, 11, 26)
    two, five = Limit(Unit.WORKING_DAY, 2), Limit(Unit.CALENDAR_DAY, 5)
    assert latest_day_before(event, two, CALENDAR) == date(2026, 11, 23)
    assert latest_day_before(event, five, CALENDAR) == date(2026, 11, 21)
    assert is_at_least_before(date(2026, 11, 23), event, two, CALENDAR)
    assert not is_at_least_before(date(2026, 11, 24), event, two, CALENDAR)


def test_the_notice_before_an_event_is_in_days():
    with pytest.raises(RuleBroken) as refusal:
        latest_day_before(date(2026, 11, 26), Limit(Unit.MONTH, 1), CALENDAR)
    assert refusal.value.code == "workdays.before.unit"


def apologise(signed_on="2026-11-19", new_due="2026-11-27T17:00", so_far=0, before=1):
    check_reschedule(
        FRIDAY,
        signed_on=date.fromisoformat(signed_on),
        new_due=at(new_due),
        reschedules_so_far=so_far,
        before=before,
        calendar=CALENDAR,
    )


def test_an_apology_is_signed_so_many_working_days_before_the_due_day():
    apologise("2026-11-19")
    apologise("2026-11-18", before=2)
    for signed_on, before in (("2026-11-20", 1), ("2026-11-19", 2)):
        with pytest.raises(RuleBroken) as refusal:
            apologise(signed_on, before=before)
        assert refusal.value.code == "workdays.reschedule.late"


def test_there_is_one_reschedule_only():
    with pytest.raises(RuleBroken) as refusal:
        apologise(so_far=1)
    assert refusal.value.code == "workdays.reschedule.again"


def test_the_new_appointment_is_later():
    with pytest.raises(RuleBroken) as refusal:
        apologise(new_due="2026-11-20T17:00")
    assert refusal.value.code == "workdays.reschedule.not-later"
