"""Sharing time out: parts add up to the whole, whoever held a thing and whenever."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from phuong.kernel.workdays import ZONE, Change, Pause, Share, Unit, WorkCalendar, shared, whole
from phuong.kernel.workdays.spent import Counted, counted_in, spent
from phuong.kernel.workdays.tests.test_properties import CALENDARS, QUICKLY, STARTS

SECONDS = st.integers(0, 40 * 86400).map(lambda n: timedelta(seconds=n))
HOLDERS = st.sampled_from(["applicant", "tu-phap", "dia-chinh", "queue", "agency"])
PLAIN = WorkCalendar()


def at(day, hour=9, minute=0, second=0):
    return datetime(2026, 11, day, hour, minute, second, tzinfo=ZONE)


@QUICKLY
@given(
    CALENDARS,
    STARTS,
    SECONDS,
    st.lists(st.tuples(SECONDS, HOLDERS), min_size=1, max_size=9),
)
def test_invariant_05_the_parts_add_up_to_the_whole(calendar, start, length, held):
    changes = [Change(start + after, who) for after, who in held]
    until = start + length
    parts = shared(start, until, changes, calendar)
    found = whole(start, until, calendar)
    assert sum(part.working for part in parts.values()) == found.working
    assert (
        sum(part.clock for part in parts.values()) == found.clock == length // timedelta(minutes=1)
    )
    assert set(parts) == {who for _after, who in held}
    assert all(part.working >= 0 and part.clock >= 0 for part in parts.values())


@QUICKLY
@given(CALENDARS, STARTS, st.lists(SECONDS, min_size=2, max_size=6).map(sorted))
def test_handing_on_to_oneself_changes_nothing(calendar, start, cuts):
    *between, end = cuts
    one = shared(start, start + end, [Change(start, "a")], calendar)
    many = shared(start, start + end, [Change(start + cut, "a") for cut in between], calendar)
    assert one == many


def test_each_holds_what_lies_between_two_changes():
    changes = [Change(at(16), "queue"), Change(at(17, 8), "unit"), Change(at(18, 10), "applicant")]
    found = shared(at(16), at(23, 8, 30), changes, PLAIN)
    assert found == {
        "queue": Share(6 * 60 + 60, 23 * 60),
        "unit": Share(7 * 60 + 3 * 60, 26 * 60),
        "applicant": Share(60 + 4 * 60 + 8 * 60 * 2 + 90, (4 * 24 + 22) * 60 + 30),
    }


def test_seconds_are_never_lost_between_two_parts():
    changes = [Change(at(16, 9), "a"), Change(at(16, 9, 0, 31), "b"), Change(at(16, 9, 1, 2), "a")]
    found = shared(at(16, 9), at(16, 9, 2), changes, PLAIN)
    assert found == {"a": Share(1, 1), "b": Share(1, 1)}


def test_use_is_told_in_the_days_of_the_limit_without_the_pauses():
    pause = [Pause(at(18, 10), at(23, 8))]
    told = [
        spent(unit, at(16), at(25, 16), pauses, PLAIN)
        for unit in (Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.WORKING_HOUR, Unit.CLOCK_HOUR)
        for pauses in ([], pause)
    ]
    assert told == [7, 4, 9, 4, 61, 39, 223, 105]
    assert spent(Unit.SAME_DAY, at(16), at(16, 16), [], PLAIN) == 0
    assert counted_in(Unit.MONTH) is Counted.CALENDAR_DAY


def test_an_open_pause_ends_with_the_finish_and_one_after_it_counts_nothing():
    assert spent(Unit.WORKING_DAY, at(16), at(20), [Pause(at(18), None)], PLAIN) == 2
    assert spent(Unit.WORKING_DAY, at(16), at(17), [Pause(at(18), at(19))], PLAIN) == 1
