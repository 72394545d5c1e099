"""The worked examples of the law notes: sessions 07–11 and 13–17; 24/11/2026 off, 2026 swaps."""

import pytest

from phuong.kernel.workdays.tests.clocks import due


@pytest.mark.parametrize(
    ("start", "limit", "expected"),
    [
        ("2026-11-20T09:00", "3wd", "2026-11-26T17:00"),
        ("2026-11-20T14:00", "8wh", "2026-11-23T14:00"),
        ("2026-11-23T15:30", "same-day", "2026-11-25T17:00"),
        ("2026-11-20T09:00", "7wd", "2026-12-02T17:00"),
        ("2026-11-23T09:00", "30d", "2026-12-23T17:00"),
        ("2026-10-01T09:00", "30d", "2026-11-02T17:00"),
        ("2026-08-21T10:00", "8wh", "2026-08-22T10:00"),
        ("2026-08-28T10:00", "8wh", "2026-09-03T10:00"),
    ],
)
def test_the_worked_examples_of_the_law_notes(start, limit, expected):
    assert due(start, limit) == expected


def test_a_pause_of_three_working_days_moves_the_due_date_by_three():
    assert due("2026-11-20T09:00", "3wd", "2026-11-23T10:00/2026-11-27T10:00") == "2026-12-01T17:00"
