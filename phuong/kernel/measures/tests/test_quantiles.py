"""Medians and percentiles by rank, and numbers told by steps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phuong.kernel.measures.quantiles import Spread, at_share, band, spread

VALUES = st.lists(st.integers(0, 500), min_size=1, max_size=60)


@given(VALUES, st.integers(1, 100))
def test_so_many_per_cent_come_up_to_the_value_and_fewer_below_it(values, percent):
    found = at_share(sorted(values), percent)
    assert found in values
    assert sum(one <= found for one in values) * 100 >= percent * len(values)
    assert sum(one < found for one in values) * 100 < percent * len(values)


@given(VALUES)
def test_invariant_17_one_stuck_dossier_moves_the_median_by_one_rank_at_most(values):
    before, after = sorted(values), sorted([*values, 10**9])
    middle = at_share(after, 50)
    rank = -(-len(before) // 2) - 1
    assert before[rank] == at_share(before, 50)
    assert middle in (before[rank], *after[rank + 1 : rank + 2])


def test_too_few_have_no_spread():
    assert spread([1, 2, 3, 4], 5) is None
    assert spread([], 0) is None
    assert spread([5, 1, 4, 2, 3], 5) == Spread(5, 3, 5)


@pytest.mark.parametrize(
    ("n", "told"), [(4, 0), (5, 5), (9, 5), (10, 10), (49, 20), (99, 50), (101, 100), (760, 500)]
)
def test_a_number_that_grows_is_told_by_steps(n, told):
    assert band(n) == told


@given(st.integers(5, 10**6))
def test_a_step_is_never_more_than_there_is(n):
    assert n / 2.5 < band(n) <= n
