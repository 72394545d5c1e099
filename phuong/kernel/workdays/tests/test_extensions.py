"""Extensions: counted on from the last day before any move, once, in time."""

import pytest

from phuong.kernel.errors import RuleBroken
from phuong.kernel.workdays import Mode
from phuong.kernel.workdays.tests.clocks import due, extension

START = "2026-11-16T09:00"


def test_an_extension_counts_on_from_the_last_day():
    assert due(START, "3wd", extensions=[extension("2wd")]) == due(START, "5wd")
    assert due(START, "4wh", extensions=[extension("2wh")]) == due(START, "6wh")
    assert due(START, "12h", extensions=[extension("12h")]) == due(START, "24h")


def test_it_counts_on_from_the_last_day_before_any_move_off_a_day_off():
    # 30 days from 1 October end on Saturday 31; three more are Tuesday 3 November, not Thursday.
    assert due("2026-10-01T09:00", "30d") == "2026-11-02T17:00"
    assert due("2026-10-01T09:00", "30d", extensions=[extension("3d")]) == "2026-11-03T17:00"
    assert due("2026-09-30T09:00", "1m", extensions=[extension("1m")]) == "2026-11-30T17:00"
    assert due("2026-10-31T09:00", "1m", extensions=[extension("1m")]) == "2026-12-30T17:00"


def test_units_in_days_may_follow_each_other():
    # The month ends on Sunday the fifteenth; two working days after it are Monday and Tuesday.
    assert due("2026-10-15T09:00", "1m", extensions=[extension("2wd")]) == "2026-11-17T17:00"
    assert due(START, "2wd", extensions=[extension("10d")]) == "2026-11-30T17:00"
    assert due(START, "same-day", extensions=[extension("1wd")]) == "2026-11-17T17:00"


def test_pauses_bear_on_the_extension_too():
    late = "2026-11-20T08:00/2026-11-23T08:00"
    assert due(START, "3wd", late) == "2026-11-19T17:00"
    assert due(START, "3wd", late, extensions=[extension("2wd")]) == "2026-11-25T17:00"


def test_one_extension_unless_the_rule_says_more():
    twice = [extension("30d"), extension("30d")]
    with pytest.raises(RuleBroken) as refusal:
        due(START, "30d", extensions=twice)
    assert refusal.value.code == "workdays.extension.again"
    assert due(START, "30d", extensions=twice, most_extensions=2) == due(START, "90d")


def test_replace_total_is_a_new_limit_from_the_same_start():
    longer = extension("150d", mode=Mode.REPLACE_TOTAL)
    assert due(START, "90d", extensions=[longer]) == due(START, "150d")
    assert due(START, "3wd", extensions=[extension("1m", mode=Mode.REPLACE_TOTAL)]) == due(
        START, "1m"
    )


@pytest.mark.parametrize(
    ("limit", "more", "in_time", "late"),
    [
        ("3wd", "2wd", "2026-11-19T23:00", "2026-11-20T00:00"),
        ("5d", "2d", "2026-11-23T20:00", "2026-11-24T08:00"),
        ("4wh", "2wh", "2026-11-16T15:00", "2026-11-16T15:01"),
    ],
)
def test_an_extension_decided_after_the_due_date_is_refused(limit, more, in_time, late):
    assert due(START, limit, extensions=[extension(more, in_time)]) is not None
    with pytest.raises(RuleBroken) as refusal:
        due(START, limit, extensions=[extension(more, late)])
    assert refusal.value.code == "workdays.extension.late"


def test_a_pause_keeps_the_term_open_for_an_extension():
    decided = [extension("2wd", "2026-11-24T08:00")]
    span = "2026-11-18T08:00/2026-11-23T08:00"
    assert due(START, "3wd", span, extensions=[extension("2wd", "2026-11-23T08:00")]) is not None
    with pytest.raises(RuleBroken):
        due(START, "3wd", extensions=decided)


def test_the_second_extension_is_measured_against_the_first():
    twice = [extension("2wd", "2026-11-19T08:00"), extension("2wd", "2026-11-23T08:00")]
    assert due(START, "3wd", extensions=twice, most_extensions=2) == due(START, "7wd")


def test_hours_and_days_do_not_mix():
    for limit, more in (("3wd", "2wh"), ("4wh", "1wd"), ("4wh", "4h")):
        with pytest.raises(RuleBroken) as refusal:
            due(START, limit, extensions=[extension(more)])
        assert refusal.value.code == "workdays.extension.unit-differs"


def test_an_extension_decided_before_the_start_is_refused():
    with pytest.raises(RuleBroken) as refusal:
        due(START, "3wd", extensions=[extension("2wd", "2026-11-13T08:00")])
    assert refusal.value.code == "workdays.extension.before-start"


def test_an_extension_has_a_number_and_a_mode():
    with pytest.raises(RuleBroken) as refusal:
        due(START, "3wd", extensions=[extension("same-day")])
    assert refusal.value.code == "workdays.extension.unit"
    with pytest.raises(RuleBroken) as refusal:
        extension("2wd", mode="double")  # type: ignore[arg-type]
    assert refusal.value.code == "workdays.extension.mode"
