"""Office hours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phuong.kernel.notices.opening import next_opening
from phuong.kernel.workdays import ZONE
from tests.support.builders import CALENDAR, moment


@pytest.mark.parametrize(
    ("at", "opening"),
    [
        (moment(16, 9, 30), moment(16, 9, 30)),
        (moment(16, 7), moment(16, 7)),
        (moment(16, 6, 59), moment(16, 7)),
        (moment(16, 11), moment(16, 13)),
        (moment(16, 17), moment(17, 7)),
        (moment(20, 17), moment(23, 7)),
        (moment(21, 10), moment(23, 7)),
    ],
)
def test_the_next_moment_at_which_nobody_is_woken(at, opening):
    assert next_opening(CALENDAR, at) == opening


@given(st.datetimes(moment(1).replace(tzinfo=None), moment(30).replace(tzinfo=None)))
def test_an_opening_is_never_earlier_and_is_its_own_opening(at):
    opening = next_opening(CALENDAR, at.replace(tzinfo=ZONE))
    assert opening >= at.replace(tzinfo=ZONE)
    assert next_opening(CALENDAR, opening) == opening
