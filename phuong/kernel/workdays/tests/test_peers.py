"""What users of other systems reported, as cases with the answer they should have had.

Each names the public thread. Their calendars are rebuilt with our sessions; the numbers are theirs
where the thread gives any.
"""

from datetime import date

import pytest

from phuong.kernel.workdays import (
    Decision,
    Effect,
    Punctuality,
    Session,
    Unit,
    WorkCalendar,
    days_left,
    evaluate,
    promise_at_receipt,
    punctuality,
    service_target,
)
from phuong.kernel.workdays.tests.clocks import at, clock, due, off, short, worked_out

ALL_WEEK = tuple(range(7))


def office(*spans: str, weekdays=(0, 1, 2, 3, 4), decisions=()) -> WorkCalendar:
    sessions = tuple(Session.parse(*span.split("-")) for span in spans)
    return WorkCalendar(decisions, sessions=sessions, working_weekdays=weekdays)


def test_zammad_390_only_the_holidays_that_hold_here_are_skipped():
    # 48 hours at 09–21 every day from 9 November 23:00. The feed had two days too many.
    shop = office("09:00-21:00", weekdays=ALL_WEEK)
    assert due("2016-11-09T23:00", "48wh", calendar=shop) == "2016-11-13T21:00"
    generous = office("09:00-21:00", weekdays=ALL_WEEK, decisions=off("2016-11-11", "2016-11-13"))
    assert due("2016-11-09T23:00", "48wh", calendar=generous) == "2016-11-15T21:00"


def test_zammad_3180_round_the_clock_loses_no_minute_at_midnight():
    always = office("00:00-24:00", weekdays=ALL_WEEK)
    assert due("2020-09-04T23:00", "2wh", calendar=always) == "2020-09-05T01:00"
    assert due("2020-09-04T12:00", "240wh", calendar=always) == "2020-09-14T12:00"


def test_glpi_22678_hours_carried_over_to_the_next_day():
    shop = office("08:00-18:00")
    assert due("2026-01-12T10:00", "4wh", calendar=shop) == "2026-01-12T14:00"
    assert due("2026-01-12T17:00", "4wh", calendar=shop) == "2026-01-13T11:00"
    assert due("2026-01-12T17:00", "3wh", calendar=shop) == "2026-01-13T10:00"


def test_osticket_4807_four_hours_from_friday_evening_end_on_monday():
    assert due("2019-03-15T17:00", "4wh", calendar=office("08:00-18:00")) == "2019-03-18T11:00"


def test_osticket_1168_a_request_of_the_weekend_is_not_overdue_on_the_weekend():
    shop = office("09:00-18:00")
    assert due("2014-08-23T10:00", "8wh", calendar=shop) == "2014-08-25T17:00"


def test_glpi_687_what_is_received_outside_the_hours_has_a_due_date_too():
    shop = office("08:00-18:30")
    assert due("2017-01-05T22:00", "2wh", calendar=shop) == "2017-01-06T10:00"
    assert due("2017-01-07T22:00", "2wh", calendar=shop) == "2017-01-09T10:00"


def test_osticket_6847_and_helpdesk_2212_the_lunch_break_does_not_count():
    shop = office("09:00-13:00", "14:00-18:00")
    assert due("2025-06-24T12:30", "1wh", calendar=shop) == "2025-06-24T14:30"
    assert due("2025-06-24T13:20", "1wh", calendar=shop) == "2025-06-24T15:00"
    assert due("2025-06-24T09:00", "8wh", calendar=shop) == "2025-06-24T18:00"


def test_opencps_354_and_602_no_due_date_falls_on_a_day_off():
    for limit in ("1wd", "2d", "1m", "same-day"):
        found = evaluate(clock("2026-11-20T16:00", limit), WorkCalendar())
        assert found.on is not None
        assert WorkCalendar().is_working_day(found.on)


def test_helpdesk_1554_and_1675_the_due_date_moves_when_the_pause_ends():
    shop = office("09:00-17:00")
    start, limit = "2023-09-11T09:00", "4wh"
    assert due(start, limit, "2023-09-11T10:00/", calendar=shop) is None
    assert due(start, limit, "2023-09-11T10:00/2023-09-11T12:00", calendar=shop) == (
        "2023-09-11T15:00"
    )


def test_helpdesk_2449_a_hold_over_closed_hours_gives_nothing_back():
    # Eight hours from 09:00, on hold from the evening until the next morning.
    shop = office("09:00-17:00")
    held = "2025-09-01T17:00/2025-09-02T09:00"
    assert due("2025-09-01T09:00", "8wh", held, calendar=shop) == "2025-09-01T17:00"
    held = "2025-09-01T16:00/2025-09-02T09:00"
    assert due("2025-09-01T09:00", "8wh", held, calendar=shop) == "2025-09-02T10:00"


def test_glpi_10594_and_14937_pending_over_the_weekend_gives_no_working_day_back():
    shop = office("08:00-18:00")
    pending = "2022-02-11T17:00/2022-02-13T12:00"
    assert due("2022-02-11T09:00", "1wd", pending, calendar=shop) == "2022-02-14T18:00"


def test_open_zaak_885_a_suspension_moves_the_end_and_its_end_gives_it_back_once():
    assert due("2026-03-02T09:00", "30d", "2026-03-09T09:00/") is None
    assert due("2026-03-02T09:00", "30d", "2026-03-09T09:00/2026-03-16T09:00") == "2026-04-08T17:00"


def test_helpdesk_3354_time_left_turns_negative_only_when_late():
    friday = at("2026-11-20T17:00")
    assert days_left(friday, date(2026, 11, 20), WorkCalendar()) == 0
    assert days_left(friday, date(2026, 11, 23), WorkCalendar()) == -1


def test_alaveteli_7292_a_holiday_added_later_bears_on_what_is_in_progress():
    start = "2022-09-08T09:00"
    before = WorkCalendar()
    after = before.with_decisions(
        Decision("mourning", date(2022, 9, 19), Effect.OFF, known_from=date(2022, 9, 10))
    )
    assert due(start, "20wd", calendar=before) == "2022-10-06T17:00"
    assert due(start, "20wd", calendar=after) == "2022-10-07T17:00"
    # The promise of the eighth stays what it was, and is what the ward aims at.
    assert short(promise_at_receipt(clock(start, "20wd"), after)) == "2022-10-06T17:00"
    assert short(service_target(clock(start, "20wd"), after)) == "2022-10-06T17:00"


def test_alaveteli_6727_a_working_day_here_may_be_a_day_off_there():
    here = WorkCalendar()
    there = WorkCalendar(off("2022-08-01", local=True))
    assert due("2022-07-29T09:00", "1wd", calendar=here) == "2022-08-01T17:00"
    assert due("2022-07-29T09:00", "1wd", calendar=there) == "2022-08-02T17:00"


def test_alaveteli_621_a_calendar_term_that_ends_on_a_day_off_expires_on_the_next_other_day():
    monday = WorkCalendar(off("2012-10-01"))
    assert due("2012-08-30T09:00", "30d", calendar=monday) == "2012-10-02T17:00"


def test_alaveteli_5101_the_page_shows_which_days_were_taken_into_account_and_why():
    found = worked_out("2015-12-21T09:00", "5wd", calendar=WorkCalendar(off("2015-12-25")))
    assert [day.counted for day in found.days] == [None, 1, 2, 3, None, None, None, 4, 5]
    assert found.days[4].decision == "off 2015-12-25"
    assert found.days[-1].date == found.on


@pytest.mark.parametrize("received", ["2025-12-24", "2025-12-25", "2025-12-31"])
def test_receipts_around_the_decision_of_25_december_2025(received):
    # 2 January 2026 became a day off, Saturday 10 January a worked day, on 25 December.
    known = date(2025, 12, 25)
    calendar = WorkCalendar(
        (
            Decision("law", date(2026, 1, 1), Effect.OFF),
            Decision("swap", date(2026, 1, 2), Effect.OFF, known_from=known),
            Decision("swap", date(2026, 1, 10), Effect.WORK, known_from=known),
        )
    )
    promised = promise_at_receipt(clock(f"{received}T09:00", "6wd"), calendar)
    expected = {
        "2025-12-24": ("2026-01-02T17:00", "2026-01-05T17:00"),
        "2025-12-25": ("2026-01-06T17:00", "2026-01-06T17:00"),
        "2025-12-31": ("2026-01-10T17:00", "2026-01-10T17:00"),
    }[received]
    assert (short(promised), due(f"{received}T09:00", "6wd", calendar=calendar)) == expected


def test_recordtrac_67_being_late_is_judged_on_the_shifted_date():
    found = evaluate(clock("2026-11-20T09:00", "1d"), WorkCalendar())
    monday = at("2026-11-23T16:00")
    assert punctuality(found.at, Unit.CALENDAR_DAY, finished=monday, now=monday) is (
        Punctuality.ON_TIME
    )
