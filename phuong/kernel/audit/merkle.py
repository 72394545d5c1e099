"""A tree of hashes over texts, all of it checkable with `sha256sum`. Pure.

A leaf is the SHA-256 of its text, which begins with `{`; a node is the SHA-256 of the word `node:`
and its two children in hexadecimal, so that neither can pass for the other. An odd one at the end
of a row goes up as it is. The root of nothing is sixty-four zeros.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Literal

NOTHING = "0" * 64

Side = Literal["left", "right"]
Step = tuple[Side, str]


def leaf_hash(text: str) -> str:
    """Return the hash of a leaf's text."""
    return hashlib.sha256(text.encode()).hexdigest()


def node_hash(left: str, right: str) -> str:
    """Return the hash of two children."""
    return hashlib.sha256(f"node:{left}{right}".encode()).hexdigest()


def root(hashes: Sequence[str]) -> str:
    """Return the root over the hashes of leaves."""
    row = list(hashes)
    while len(row) > 1:
        row = _row_above(row)
    return row[0] if row else NOTHING


def path(hashes: Sequence[str], position: int) -> list[Step]:
    """Return the neighbours on the way from a leaf to the root, each with its side."""
    row, steps = list(hashes), list[Step]()
    while len(row) > 1:
        neighbour = position ^ 1
        if neighbour < len(row):
            steps.append(("left" if neighbour < position else "right", row[neighbour]))
        row, position = _row_above(row), position // 2
    return steps


def climb(leaf: str, steps: Iterable[Step]) -> str:
    """Return the root that a leaf's hash and its path lead to."""
    reached = leaf
    for side, neighbour in steps:
        pair = (neighbour, reached) if side == "left" else (reached, neighbour)
        reached = node_hash(*pair)
    return reached


def _row_above(row: list[str]) -> list[str]:
    above = [node_hash(row[at], row[at + 1]) for at in range(0, len(row) - 1, 2)]
    return above + row[len(above) * 2 :]
