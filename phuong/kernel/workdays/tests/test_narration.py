"""The days told one by one: numbers, reasons, decisions."""

import doctest

import pytest

from phuong.kernel.text import phrases
from phuong.kernel.workdays import (
    Decision,
    Effect,
    Reason,
    Unit,
    WorkCalendar,
    evaluate,
    facts,
    reading,
)
from phuong.kernel.workdays.tests.clocks import (
    CALENDAR,
    PLAIN,
    at,
    clock,
    extension,
    off,
    opened,
    worked,
    worked_out,
)

START = "2026-11-20T09:00"


def told(start, limit, *pauses, calendar=CALENDAR, **facts):
    """Return the days as "20 start", "23 1 working", with the day of the month alone."""
    days = worked_out(start, limit, *pauses, calendar=calendar, **facts).days
    return [
        " ".join(
            str(part) for part in (day.date.day, day.counted, day.reason.value) if part is not None
        )
        for day in days
    ]


def test_every_reason_has_its_sentence_and_every_sentence_its_reason():
    assert set(phrases.CLOCK_SENTENCES) == {reason.value for reason in Reason}


@pytest.mark.parametrize("unit", Unit)
def test_every_unit_has_its_phrase(unit):
    assert "%" not in str(phrases.limit_phrase(unit, 3))
    assert set(phrases.LIMITS) == set(Unit)


@pytest.mark.parametrize("module", [facts, reading])
def test_the_examples_in_the_documentation_hold(module):
    tried = doctest.testmod(module)
    assert (tried.attempted > 0, tried.failed) == (True, 0)


def test_working_days_are_numbered_and_the_others_have_their_reason():
    assert told(START, "3wd") == [
        "20 start",
        "21 weekly",
        "22 weekly",
        "23 1 working",
        "24 off",
        "25 2 working",
        "26 3 working",
    ]


def test_the_decision_that_made_the_day_is_named():
    days = worked_out(START, "3wd").days
    assert [day.decision for day in days] == [None] * 4 + ["off 2026-11-24", None, None]


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        (worked("2026-11-21")[0], "21 1 made-up"),
        (opened("2026-11-23", "07:00-11:00"), "23 1 part-day"),
        (off("2026-11-23", local=True)[0], "23 closed"),
        (off("2026-11-23")[0], "23 off"),
        (Decision("x", at("2026-11-23").date(), Effect.DESK_ONLY), "23 desk-only"),
    ],
)
def test_each_effect_is_told(decision, expected):
    assert expected in told(START, "3wd", calendar=WorkCalendar((decision,)))


def test_days_that_stand_still_are_told():
    assert told(START, "3wd", "2026-11-23T08:00/2026-11-25T08:00") == [
        "20 start",
        "21 weekly",
        "22 weekly",
        "23 1 working",
        "24 off",
        "25 paused",
        "26 2 working",
        "27 3 working",
    ]


def test_an_interrupted_last_day_is_told_where_it_resumes():
    assert told(START, "1wd", "2026-11-23T08:00/2026-11-26T08:00")[3:] == [
        "23 interrupted",
        "24 off",
        "25 paused",
        "26 1 resumed",
    ]
    assert told(START, "1wd", "2026-11-23T08:00/2026-11-28T08:00")[3:] == [
        "23 interrupted",
        "24 off",
        "25 paused",
        "26 paused",
        "27 paused",
        "28 weekly",
        "29 weekly",
        "30 1 resumed",
    ]


def test_an_open_pause_ends_the_story_on_its_day():
    assert told(START, "3wd", "2026-11-23T08:00/") == [
        "20 start",
        "21 weekly",
        "22 weekly",
        "23 1 working",
    ]
    assert told("2026-11-16T09:00", "8wh", "2026-11-16T14:00/") == ["16 3 working"]


def test_calendar_days_are_numbered_whatever_they_are_and_the_move_is_told():
    assert told(START, "4d") == [
        "20 start",
        "21 1 calendar-day",
        "22 2 calendar-day",
        "23 3 calendar-day",
        "24 4 ends-on-day-off",
        "25 moved",
    ]


def test_a_moved_term_interrupted_before_it_ran_out():
    assert told("2026-11-19T09:00", "2d", "2026-11-23T10:00/2026-11-25T08:00") == [
        "19 start",
        "20 1 calendar-day",
        "21 interrupted",
        "22 moved",
        "23 moved",
        "24 paused",
        "25 2 resumed",
    ]


def test_months_tell_only_the_days_that_matter():
    assert told("2026-10-15T09:00", "1m") == ["15 start", "15 1 ends-on-day-off", "16 moved"]
    assert told("2026-10-15T09:00", "2m", "2026-10-20T09:00/2026-10-22T09:00") == [
        "15 start",
        "21 paused",
        "22 paused",
        "17 2 same-date",
    ]


def test_a_month_that_stands_still_does_not_claim_its_end():
    assert told("2026-10-15T09:00", "1m", "2026-10-20T09:00/") == ["15 start"]
    assert told("2026-10-15T09:00", "1m", "2026-10-15T09:00/") == ["15 start"]


def test_same_day_and_the_line_are_told():
    assert told("2026-11-20T15:00", "same-day") == ["20 1 same-day"]
    assert told("2026-11-20T15:01", "same-day") == [
        "20 after-line",
        "21 weekly",
        "22 weekly",
        "23 1 working",
    ]
    assert told("2026-11-24T09:00", "handover") == ["24 off", "25 1 working"]
    assert told("2026-11-20T09:00", "same-day", "2026-11-20T10:00/2026-11-23T08:00") == [
        "20 interrupted",
        "21 weekly",
        "22 weekly",
        "23 1 resumed",
    ]


def test_hours_are_told_as_they_are_used_up():
    assert told("2026-11-20T14:00", "8wh") == [
        "20 3 working",
        "21 weekly",
        "22 weekly",
        "23 8 working",
    ]
    assert told("2026-11-20T16:40", "1wh", calendar=PLAIN)[0] == "20 0.3333 working"
    assert told("2026-11-20T17:30", "1wh", calendar=PLAIN)[0] == "20 outside-hours"
    assert told("2026-11-20T17:00", "12h") == ["20 7 clock-hours", "21 12 clock-hours"]


def test_paused_hours_are_told():
    span = "2026-11-16T16:00/2026-11-18T08:00"
    assert told("2026-11-16T15:00", "3wh", span) == ["16 1 working", "17 paused", "18 3 working"]
    span = "2026-11-16T16:00/2026-11-18T16:00"
    assert told("2026-11-16T15:00", "12h", span) == [
        "16 1 clock-hours",
        "17 paused",
        "18 9 clock-hours",
        "19 12 clock-hours",
    ]


def test_an_extension_goes_on_numbering_in_its_unit():
    assert told("2026-11-16T09:00", "2wd", extensions=[extension("1wd")])[-2:] == [
        "18 2 working",
        "19 3 working",
    ]
    assert told("2026-11-16T09:00", "1wd", extensions=[extension("2d")])[-2:] == [
        "18 1 calendar-day",
        "19 2 calendar-day",
    ]


def test_nothing_is_told_unless_asked():
    assert evaluate(clock(START, "3wd"), CALENDAR).days == ()
