"""The tree of hashes leads from every leaf to its root, and from nothing else."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from phuong.kernel.audit import merkle

LEAVES = st.lists(st.text(max_size=5), min_size=1, max_size=70).map(
    lambda texts: [merkle.leaf_hash(text) for text in texts]
)


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_tree_of_three_is_this():
    a, b, c = (sha(text) for text in "abc")
    assert merkle.root([a, b, c]) == sha(f"node:{sha(f'node:{a}{b}')}{c}")
    assert merkle.path([a, b, c], 0) == [("right", b), ("right", c)]
    assert merkle.path([a, b, c], 1) == [("left", a), ("right", c)]
    assert merkle.path([a, b, c], 2) == [("left", sha(f"node:{a}{b}"))]


def test_one_leaf_is_its_own_root_and_nothing_is_zeros():
    assert merkle.root([sha("a")]) == sha("a")
    assert merkle.path([sha("a")], 0) == []
    assert merkle.root([]) == "0" * 64


@given(LEAVES, st.data())
def test_every_leaf_climbs_to_the_root(leaves, data):
    position = data.draw(st.integers(0, len(leaves) - 1))
    steps = merkle.path(leaves, position)
    assert merkle.climb(leaves[position], steps) == merkle.root(leaves)
    assert len(steps) <= (len(leaves) - 1).bit_length()


@given(LEAVES, st.data())
def test_another_leaf_does_not_climb_to_the_root(leaves, data):
    position = data.draw(st.integers(0, len(leaves) - 1))
    steps = merkle.path(leaves, position)
    assert merkle.climb(sha("something else entirely"), steps) != merkle.root(leaves)


@given(LEAVES, st.data())
def test_the_root_changes_with_each_leaf_and_with_their_number(leaves, data):
    position = data.draw(st.integers(0, len(leaves) - 1))
    changed = [*leaves[:position], sha("something else entirely"), *leaves[position + 1 :]]
    assert merkle.root(changed) != merkle.root(leaves)
    assert merkle.root([*leaves, leaves[-1]]) != merkle.root(leaves)
