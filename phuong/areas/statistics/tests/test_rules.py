"""What is published gives nobody away: an attacker who knows the program tries every world."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phuong.areas.statistics.rules import REST, Branch, Leaf, bundles, published

LEAST = 5
LEAVES = st.lists(
    st.builds(
        lambda unit, field, whole, share: Leaf(unit, field, whole, round(whole * share)),
        st.sampled_from("ABC"),
        st.sampled_from("xyzt"),
        st.integers(0, 40) | st.integers(0, 6),
        st.floats(0, 1) | st.just(1.0) | st.just(0.0),
    ),
    max_size=12,
    unique_by=lambda leaf: (leaf.unit, leaf.field),
)


def every(branch):
    yield branch
    for one in branch.branches:
        yield from every(one)


@given(LEAVES)
def test_every_number_that_stands_there_is_large_enough_and_all_add_up(leaves):
    root = published(leaves, LEAST)
    if root is None:
        assert sum(leaf.whole for leaf in leaves) < LEAST
        return
    assert root.whole == sum(leaf.whole for leaf in leaves)
    for one in every(root):
        assert one.whole >= LEAST
        if one.branches:
            assert len(one.branches) > 1
            assert sum(each.whole for each in one.branches) == one.whole
            told = {each.part is None for each in one.branches}
            assert len(told) == 1
            if told == {False}:
                assert sum(each.part for each in one.branches) == one.part
        if one.part is not None:
            for number in (one.part, one.whole - one.part):
                assert number == 0 or number >= LEAST


@given(LEAVES)
def test_a_number_under_a_name_is_the_number_of_that_name(leaves):
    root = published(leaves, LEAST)
    if root is None:
        return
    for unit in root.branches:
        if unit.key == REST:
            continue
        own = [leaf for leaf in leaves if leaf.unit == unit.key]
        assert unit.whole == sum(leaf.whole for leaf in own)
        assert unit.part in (None, sum(leaf.part for leaf in own))
        for field in unit.branches:
            if field.key != REST:
                [leaf] = [leaf for leaf in own if leaf.field == field.key]
                assert (field.whole, field.part) in ((leaf.whole, None), (leaf.whole, leaf.part))


@given(LEAVES)
def test_records_are_exactly_as_many_as_the_numbers_say_at_every_level(leaves):
    root = published(leaves, LEAST)
    if root is None:
        return
    found = bundles(root)
    assert sum(one.many for one in found) == root.whole
    for unit in root.branches:
        mine = [one for one in found if one.record.unit == unit.key]
        assert sum(one.many for one in mine) == unit.whole
        for field in unit.branches:
            own = [one for one in mine if one.record.field == field.key]
            assert sum(one.many for one in own) == field.whole
            if field.part is not None:
                assert sum(one.many for one in own if one.record.has_part) == field.part
    # No bundle tells of fewer people than a published number may.
    assert all(one.many >= LEAST for one in found)


def worlds(shape, most, *, parts):
    """Return every way in which the cells of a ward may be filled."""
    cell = [
        (whole, part) for whole in range(most + 1) for part in (range(whole + 1) if parts else [0])
    ]
    for filled in product(cell, repeat=len(shape)):
        yield tuple(
            Leaf(unit, field, *counts) for (unit, field), counts in zip(shape, filled, strict=True)
        )


def told(world, least):
    """Return everything that goes out of the house: the tables, totals, CSV, and the records."""
    root = published(world, least)
    return (root, bundles(root) if root is not None else None)


def given_away(shape, publish, *, least=3, most=6, parts=True, looked_at=4):
    """Return the worlds in which a small number can be worked out from what is published.

    The attacker knows this very program, the units and the fields: of all worlds that would be
    published alike, they keep what is common to all. Only worlds far from the edge are held to it:
    at the edge of what is tried there are fewer others.
    """
    alike = defaultdict(list)
    for world in worlds(shape, most, parts=parts):
        alike[publish(world, least)].append(world)
    for possible in alike.values():
        if all(max(leaf.whole for leaf in world) > looked_at for world in possible):
            continue
        for place in range(len(shape)):
            for side in ("whole", "part", "rest") if parts else ("whole",):
                values = {count(world[place], side) for world in possible}
                if len(values) == 1 and 0 < next(iter(values)) < least:
                    yield possible[0], place, side


def count(leaf, side):
    return {"whole": leaf.whole, "part": leaf.part, "rest": leaf.whole - leaf.part}[side]


SHAPES = {
    "three fields of one unit": ["Ax", "Ay", "Az"],
    "three units": ["Ax", "By", "Cz"],
    "two units, one with two fields": ["Ax", "Ay", "Bz"],
    "one field that two units share": ["Ax", "Bx", "By"],
}


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_an_attacker_who_tries_every_world_works_out_no_small_cell(shape):
    found = list(given_away([tuple(one) for one in shape], told))
    assert found == []


@pytest.mark.slow
def test_an_attacker_learns_no_small_cell_of_two_units_of_two_fields():
    shape = [("A", "x"), ("A", "y"), ("B", "x"), ("B", "y")]
    assert list(given_away(shape, told, most=8, parts=False)) == []


def naive(world, least):
    """Suppress what is small and nothing else, as one does without thinking."""
    whole = sum(leaf.whole for leaf in world)
    cells = tuple(leaf.whole if leaf.whole == 0 or leaf.whole >= least else None for leaf in world)
    return (whole if whole >= least else None, cells)


def test_the_attacker_is_no_weakling_a_lone_empty_cell_falls_at_once():
    shape = [("A", "x"), ("A", "y"), ("A", "z")]
    assert list(given_away(shape, naive, parts=False))


def unthinking_parts(world, least):
    root = published([Leaf(one.unit, one.field, one.whole) for one in world], least)
    whole = sum(leaf.part for leaf in world)
    parts = tuple(leaf.part if leaf.part == 0 or leaf.part >= least else None for leaf in world)
    return (root, whole if whole >= least else None, parts)


def test_the_attacker_finds_parts_that_are_told_one_by_one():
    shape = [("A", "x"), ("A", "y"), ("A", "z")]
    assert list(given_away(shape, unthinking_parts))


def test_small_neighbours_are_put_together_with_the_next_smallest():
    root = published([Leaf("A", "x", 30, 30), Leaf("A", "y", 9, 9), Leaf("A", "z", 2, 1)], 5)
    assert root == Branch(REST, 41, None)
    root = published([Leaf("A", "x", 30, 30), Leaf("B", "y", 9, 9), Leaf("B", "z", 2, 2)], 5)
    assert root == Branch(REST, 41, 41, (Branch("A", 30, 30), Branch("B", 11, 11)))
    root = published([Leaf("A", f, n) for f, n in zip("xyzt", (30, 20, 2, 1), strict=True)], 5)
    # One unit is no division; its fields are told once it stands beside another.
    assert root == Branch(REST, 53, 0)
