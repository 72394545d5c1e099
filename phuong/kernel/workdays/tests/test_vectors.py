"""The worked examples of the law notes: sessions 07–11 and 13–17; 24/11/2026 off, 2026 swaps."""

from datetime import date, datetime

import pytest

from phuong.kernel.workdays import Clock, Decision, Limit, Pause, WorkCalendar, evaluate

OFF = [
    *(date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2), date(2026, 11, 24)),
]
CALENDAR = WorkCalendar(
    (
        *(Decision(f"off {day}", day, "off") for day in OFF),
        Decision("swap", date(2026, 8, 22), "work"),
    )
)


@pytest.mark.parametrize(
    ("start", "unit", "n", "due"),
    [
        (datetime(2026, 11, 20, 9), "working_day", 3, datetime(2026, 11, 26, 17)),
        (datetime(2026, 11, 20, 14), "working_hour", 8, datetime(2026, 11, 23, 14)),
        (datetime(2026, 11, 23, 15, 30), "same_day", 0, datetime(2026, 11, 25, 17)),
        (datetime(2026, 11, 20, 9), "working_day", 7, datetime(2026, 12, 2, 17)),
        (datetime(2026, 11, 23, 9), "calendar_day", 30, datetime(2026, 12, 23, 17)),
        (datetime(2026, 10, 1, 9), "calendar_day", 30, datetime(2026, 11, 2, 17)),
        (datetime(2026, 8, 21, 10), "working_hour", 8, datetime(2026, 8, 22, 10)),
        (datetime(2026, 8, 28, 10), "working_hour", 8, datetime(2026, 9, 3, 10)),
    ],
)
def test_the_worked_examples_of_the_law_notes(start, unit, n, due):
    assert evaluate(Clock(start, Limit(unit, n)), CALENDAR).at.replace(tzinfo=None) == due


def test_a_pause_of_three_working_days_moves_the_due_date_by_three():
    pause = Pause(datetime(2026, 11, 23, 10), datetime(2026, 11, 27, 10))
    clock = Clock(datetime(2026, 11, 20, 9), Limit("working_day", 3), (pause,))
    assert evaluate(clock, CALENDAR).on == date(2026, 12, 1)
