"""Outside witnesses: NumPy for the arithmetic, the package `holidays` for the calendar.

Witnesses, not judges: where they differ from a decision, the decision wins and stands here with its
reason, so that a difference nobody explained turns up.
"""

import os
import random
from datetime import date, datetime, time, timedelta

import holidays
import numpy as np
import pytest

from phuong.kernel.workdays import Clock, Limit, Unit, WorkCalendar, evaluate
from phuong.kernel.workdays.pack import legal_calendar

FIRST, LAST = date(2012, 1, 1), date(2026, 12, 31)

# Day → why the package does not have it. True: worked here, off there.
EXPLAINED = {
    date(2012, 12, 31): (False, "swap of New Year 2013, worked off on 5 January"),
    date(2013, 1, 5): (True, "swap of New Year 2013"),
    date(2013, 2, 23): (True, "worked for 15 February 2013, which the package has"),
    date(2014, 1, 25): (True, "worked for 28 January 2014"),
    date(2014, 1, 28): (False, "swap before Tết 2014, worked off on 25 January"),
    date(2014, 2, 5): (False, "second compensation day: two days of Tết 2014 fell on a weekend"),
    date(2014, 2, 8): (True, "worked for 29 January 2014, which the package has"),
    date(2026, 1, 2): (False, "12729/VPCP-KGVX of 25 December 2025 made it a day off"),
    date(2026, 1, 10): (True, "12729/VPCP-KGVX: worked for 2 January"),
}


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def test_the_package_holidays_agrees_but_for_what_is_explained():
    calendar = legal_calendar()
    vietnam = holidays.country_holidays("VN", years=range(FIRST.year, LAST.year + 1))
    differences = {
        day: calendar.is_working_day(day)
        for day in days(FIRST, LAST)
        if calendar.is_working_day(day) != vietnam.is_working_day(day)
    }
    assert differences == {day: worked for day, (worked, _why) in EXPLAINED.items()}


def test_the_culture_day_of_november_is_off_from_2026():
    assert not legal_calendar().is_working_day(date(2026, 11, 24))
    assert legal_calendar().is_working_day(date(2025, 11, 24))


@pytest.mark.parametrize("calendar", [WorkCalendar(), legal_calendar()], ids=["plain", "law"])
def test_numpy_agrees_on_every_limit_in_working_days(calendar):
    # NumPy knows no worked Saturdays: every day is a working day there, but for a list.
    off = [day for day in days(FIRST, date(2027, 12, 31)) if not calendar.is_working_day(day)]
    witness = np.busdaycalendar(weekmask="1111111", holidays=off)
    chance = random.Random(20261122)  # noqa: S311 - a fixed sample, no secret
    for _ in range(int(os.environ.get("PHUONG_EXAMPLES", "1000"))):
        start = FIRST + timedelta(days=chance.randrange((LAST - FIRST).days))
        n = chance.randrange(1, 200)
        clock = Clock(datetime.combine(start, time(9)), Limit(Unit.WORKING_DAY, n))
        due = evaluate(clock, calendar).on
        if due is None or due.year > 2027:
            continue
        assert due == np.busday_offset(start, n, roll="backward", busdaycal=witness).item()
        assert calendar.count(start, due) == n
        counted = np.busday_count(start + timedelta(1), due + timedelta(1), busdaycal=witness)
        assert counted == n
