"""Calendar decisions: what each effect does, which of two wins, and what was known when."""

from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from phuong.kernel.workdays import (
    Clock,
    Decision,
    Effect,
    Limit,
    OfficeHours,
    Reason,
    Session,
    Unit,
    WorkCalendar,
    evaluate,
    promise_at_receipt,
    service_target,
)
from phuong.kernel.workdays.tests.clocks import (
    PLAIN,
    at,
    clock,
    due,
    off,
    opened,
    short,
    worked,
)

TUESDAY = date(2026, 11, 17)
SATURDAY = date(2026, 11, 21)


def test_a_day_with_one_open_session_is_a_working_day_and_ends_with_it():
    flood = WorkCalendar((opened("2026-11-17", "07:00-11:00"),))
    assert flood.is_working_day(TUESDAY)
    assert due("2026-11-16T09:00", "1wd", calendar=flood) == "2026-11-17T11:00"
    assert due("2026-11-16T09:00", "2wd", calendar=flood) == "2026-11-18T17:00"


@pytest.mark.parametrize(
    "closed",
    [
        Decision("x", TUESDAY, Effect.OFF, local=True),
        Decision("x", TUESDAY, Effect.SESSIONS, local=True),
    ],
)
def test_closed_all_day_by_the_ward_is_no_working_day(closed):
    calendar = WorkCalendar((closed,))
    assert not calendar.is_working_day(TUESDAY)
    assert calendar.intake_of(TUESDAY) == ()
    assert calendar.shape_of(TUESDAY).reason is Reason.CLOSED
    assert due("2026-11-16T09:00", "1wd", calendar=calendar) == "2026-11-18T17:00"
    assert due("2026-11-16T09:00", "1d", calendar=calendar) == "2026-11-18T17:00"
    assert due("2026-11-17T09:00", "same-day", calendar=calendar) == "2026-11-18T17:00"


def test_a_worked_day_is_fully_worked_with_the_hours_of_the_office():
    office = OfficeHours((0, 1, 2, 3, 4), (Session.parse("07:30", "16:00"),))
    calendar = WorkCalendar(worked("2026-11-21"), hours=(office,))
    assert calendar.sessions_of(SATURDAY) == office.sessions
    assert calendar.takes_in(at("2026-11-21T08:00"))
    assert WorkCalendar(worked("2026-11-21")).sessions_of(SATURDAY) == PLAIN.sessions


def test_a_desk_only_day_takes_in_and_does_not_count():
    saturday = Decision("x", SATURDAY, Effect.DESK_ONLY, (Session.parse("07:30", "11:00"),))
    tuesday = Decision("y", TUESDAY, Effect.DESK_ONLY)
    calendar = WorkCalendar((saturday, tuesday))
    assert calendar.takes_in(at("2026-11-21T08:00"))
    assert not calendar.takes_in(at("2026-11-21T13:00"))
    assert calendar.takes_in(at("2026-11-17T13:00"))
    assert due("2026-11-16T09:00", "1wd", calendar=calendar) == "2026-11-18T17:00"
    assert due("2026-11-20T09:00", "1wd", calendar=calendar) == "2026-11-23T17:00"


def test_a_part_day_takes_in_only_while_open():
    calendar = WorkCalendar((opened("2026-11-17", "09:00-12:00"),))
    assert calendar.intake_of(TUESDAY) == (Session.parse("09:00", "11:00"),)


def test_of_two_decisions_the_local_one_wins_then_the_one_known_later():
    nation = Decision("nation", SATURDAY, Effect.WORK, known_from=date(2026, 11, 10))
    ward = Decision("ward", SATURDAY, Effect.OFF, local=True, known_from=date(2026, 11, 1))
    later = Decision("later", SATURDAY, Effect.OFF, known_from=date(2026, 11, 12))
    for order in ((nation, ward), (ward, nation)):
        assert not WorkCalendar(order).is_working_day(SATURDAY)
    for order in ((nation, later), (later, nation)):
        assert not WorkCalendar(order).is_working_day(SATURDAY)
    assert WorkCalendar((nation, later)).as_known_at(date(2026, 11, 11)).is_working_day(SATURDAY)


def test_a_calendar_as_known_at_a_moment_leaves_later_decisions_out():
    calendar = WorkCalendar(
        (
            *off("2026-11-24"),
            *off("2026-11-25", known_from="2026-11-20"),
            Decision("moment", date(2026, 11, 26), Effect.OFF, known_from=at("2026-11-21T10:00")),
        )
    )
    start, limit = "2026-11-23T09:00", "1wd"
    known = {
        "2026-11-19": "2026-11-25T17:00",
        "2026-11-20": "2026-11-26T17:00",
        "2026-11-21": "2026-11-27T17:00",
    }
    for day, expected in known.items():
        then = calendar.as_known_at(date.fromisoformat(day))
        assert due(start, limit, calendar=then) == expected
    assert due(start, limit, calendar=calendar.as_known_at(at("2026-11-21T09:59"))) == (
        "2026-11-26T17:00"
    )
    assert calendar.as_known_at(at("2026-11-21T10:00")) is calendar
    assert calendar.as_known_at(at("2026-11-21T03:00Z")) is calendar


def test_the_promise_at_receipt_is_computed_by_the_calendar_known_then():
    calendar = WorkCalendar(off("2026-11-24", known_from="2026-11-22"))
    facts = clock("2026-11-20T09:00", "3wd")
    assert short(promise_at_receipt(facts, calendar)) == "2026-11-25T17:00"
    assert short(evaluate(facts, calendar)) == "2026-11-26T17:00"


def test_the_service_target_is_the_earlier_of_both():
    closed = WorkCalendar(off("2026-11-24", known_from="2026-11-22"))
    opened_up = WorkCalendar(
        (Decision("swap", SATURDAY, Effect.WORK, known_from=date(2026, 11, 20)),)
    )
    assert short(service_target(clock("2026-11-20T09:00", "3wd"), closed)) == "2026-11-25T17:00"
    assert short(service_target(clock("2026-11-19T09:00", "3wd"), opened_up)) == (
        "2026-11-23T17:00"
    )


def test_the_service_target_stands_still_with_an_open_pause():
    closed = WorkCalendar(off("2026-11-24", known_from="2026-11-22"))
    facts = clock("2026-11-20T09:00", "3wd", "2026-11-23T09:00/")
    assert service_target(facts, closed).at is None


def test_a_calendar_is_a_value():
    assert WorkCalendar(off("2026-11-24")) == WorkCalendar(off("2026-11-24"))
    assert hash(WorkCalendar(off("2026-11-24"))) == hash(WorkCalendar(off("2026-11-24")))
    assert WorkCalendar(off("2026-11-24")) != WorkCalendar()
    used = WorkCalendar(off("2026-11-24"))
    due("2026-11-20T09:00", "3wd", calendar=used)
    assert used == WorkCalendar(off("2026-11-24"))
    with pytest.raises(FrozenInstanceError):
        used.same_day_line = 0  # type: ignore[misc]


def test_more_decisions_make_another_calendar():
    more = PLAIN.with_decisions(*off("2026-11-17"))
    assert PLAIN.is_working_day(TUESDAY)
    assert not more.is_working_day(TUESDAY)
    assert more.decision_on(TUESDAY) is not None


def test_another_agency_s_clock_starts_with_its_own_receipt():
    ours = Clock(at("2026-11-16T09:00"), Limit(Unit.WORKING_DAY, 3))
    theirs = Clock(at("2026-11-18T10:00"), Limit(Unit.WORKING_DAY, 3))
    assert short(evaluate(ours, PLAIN)) == "2026-11-19T17:00"
    assert short(evaluate(theirs, PLAIN)) == "2026-11-23T17:00"


def test_a_whole_day_open_loses_no_minute_at_midnight():
    always = WorkCalendar(
        sessions=(Session.parse("00:00", "24:00"),), working_weekdays=tuple(range(7))
    )
    assert due("2026-11-16T12:00", "24wh", calendar=always) == "2026-11-17T12:00"
    assert due("2026-11-16T12:00", "240wh", calendar=always) == "2026-11-26T12:00"
    found = evaluate(clock("2026-11-16T09:00", "1wd"), always)
    assert short(found) == "2026-11-18T00:00"
    assert found.on == date(2026, 11, 17)
