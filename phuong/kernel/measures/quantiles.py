"""Medians and percentiles, never means: one stuck dossier must not make a service look slow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """How many there were, up to what half of them came, and up to what nine in ten."""

    n: int
    middle: int
    ninth: int


def at_share(ordered: Sequence[int], percent: int) -> int:
    """Return the smallest of the values up to which so many per cent of them come."""
    rank = -(-percent * len(ordered) // 100)
    return ordered[max(rank, 1) - 1]


def spread(values: Iterable[int], least: int) -> Spread | None:
    """Return median and 90th percentile, or nothing where so few would tell of single people."""
    ordered = sorted(values)
    if len(ordered) < max(least, 1):
        return None
    return Spread(len(ordered), at_share(ordered, 50), at_share(ordered, 90))


def band(n: int) -> int:
    """Return the round number that `n` has reached: an exact one would tell how it grew."""
    steps = (5, 10, 20, 50)
    reached = 0
    power = 1
    while steps[0] * power <= n:
        reached = max(step * power for step in steps if step * power <= n)
        power *= 10
    return reached
