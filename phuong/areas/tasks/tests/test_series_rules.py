"""Which days a series plans, and what becomes of each. No database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phuong.areas.tasks.rules import Pattern, Planned, check_pattern, coming, outcome, planned
from phuong.kernel.errors import RuleBroken
from phuong.kernel.workdays import Decision, Effect, WorkCalendar

MONDAY, SATURDAY = date(2026, 11, 16), date(2026, 11, 21)
HOLIDAY = Decision("28/2026/QH16", date(2026, 11, 23), Effect.OFF)
PLAIN, WITH_HOLIDAY = WorkCalendar(), WorkCalendar(decisions=(HOLIDAY,))
PATTERNS = st.builds(Pattern, st.just("weekly"), st.integers(0, 6), st.booleans()) | st.builds(
    Pattern, st.just("monthly"), st.integers(1, 31), st.booleans()
)
DAYS = st.dates(date(2012, 1, 1), date(2035, 1, 1))


@given(PATTERNS, DAYS)
def test_planned_days_go_on_one_a_week_or_month(pattern, since):
    first = pattern.next_from(since)
    second = pattern.next_from(first + timedelta(days=1))
    assert since <= first < second
    assert pattern.next_from(first) == first
    if pattern.rhythm == "weekly":
        assert (first.weekday(), second - first) == (pattern.day, timedelta(days=7))
    else:
        months = (second.year - first.year) * 12 + second.month - first.month
        assert months == 1
        assert first.day == pattern.day or (first + timedelta(days=1)).day == 1


@given(PATTERNS, DAYS)
def test_what_is_given_is_given_on_a_working_day_before_the_next_one_is_planned(pattern, since):
    one = planned(pattern, pattern.next_from(since), PLAIN)
    if one.gives_on is None:
        assert one.why
        assert not PLAIN.is_working_day(one.on)
    else:
        assert PLAIN.is_working_day(one.gives_on)
        assert one.on <= one.gives_on < pattern.next_from(one.on + timedelta(days=1))


@given(PATTERNS, DAYS, st.integers(0, 60))
def test_of_all_that_waits_after_a_standstill_at_most_one_is_given(pattern, since, still):
    today = since + timedelta(days=still)
    made = []
    on = pattern.next_from(since)
    while result := outcome(planned(pattern, on, PLAIN), pattern, today, PLAIN):
        made.append(result)
        on = pattern.next_from(on + timedelta(days=1))
    assert on > today or planned(pattern, on, PLAIN).gives_on > today
    assert sum(one in ("given", "shifted", "late") for one in made) <= 1


def test_a_closed_day_moves_on_and_says_which_decision_closed_it():
    monday = Pattern("weekly", 0)
    assert planned(monday, date(2026, 11, 23), WITH_HOLIDAY) == Planned(
        date(2026, 11, 23), date(2026, 11, 24), "off", "28/2026/QH16"
    )
    assert planned(Pattern("weekly", 5), SATURDAY, PLAIN) == Planned(
        SATURDAY, date(2026, 11, 23), "weekly"
    )


def test_a_closed_day_is_left_out_where_that_was_chosen():
    monday = Pattern("weekly", 0, skips_closed=True)
    assert planned(monday, date(2026, 11, 23), WITH_HOLIDAY).gives_on is None
    assert outcome(
        planned(monday, date(2026, 11, 23), WITH_HOLIDAY), monday, date(2026, 11, 23), WITH_HOLIDAY
    ) == ("closed")


def test_the_last_day_of_a_short_month_stands_for_the_days_it_lacks():
    found = list(coming(Pattern("monthly", 31, last_on=date(2027, 3, 1)), MONDAY, PLAIN))
    assert [one.on for one in found] == [
        date(2026, 11, 30), date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 11, 15), ""),
        (MONDAY, "given"),
        (date(2026, 11, 17), "late"),
        (date(2026, 11, 23), "overtaken"),
    ],
)
def test_what_becomes_of_a_monday(today, expected):
    monday = Pattern("weekly", 0)
    assert outcome(planned(monday, MONDAY, PLAIN), monday, today, PLAIN) == expected


@pytest.mark.parametrize(
    ("last_on", "limit", "first_on", "field"),
    [
        (None, 4, date(2026, 11, 15), "first_on"),
        (None, 0, MONDAY, "limit_days"),
        (None, 61, MONDAY, "limit_days"),
        (date(2026, 11, 20), 4, date(2026, 11, 17), "last_on"),
    ],
)
def test_a_series_that_cannot_be_is_refused(last_on, limit, first_on, field):
    with pytest.raises(RuleBroken) as refusal:
        check_pattern(Pattern("weekly", 0, last_on=last_on), limit, first_on, MONDAY)
    assert refusal.value.field == field
