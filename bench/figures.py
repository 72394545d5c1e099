"""Arithmetic of measurements. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below or at which a share of the values lies (nearest rank)."""
    if not values:
        return float("nan")
    ordered = sorted(values)
    rank = max(1, -(-len(ordered) * share // 100))
    return ordered[int(rank) - 1]


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of the rounds, with the interval in which the true one lies."""

    middle: float
    low: float
    high: float

    @classmethod
    def of(cls, rounds: Sequence[float]) -> "Spread":
        """Return the spread of rounds: for seven rounds the second and the sixth are its ends.

        That interval holds the median in 94 of 100 runs; three rounds have only their ends.
        """
        ordered = sorted(rounds)
        inner = 1 if len(ordered) >= 7 else 0
        return cls(median(ordered), ordered[inner], ordered[-1 - inner])

    def __str__(self) -> str:
        """Show the median."""
        return short(self.middle)


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Return by how much the second grows with one more of the first (least squares)."""
    if len({x for x, _y in points}) < 2:
        return 0.0
    middle_x = sum(x for x, _y in points) / len(points)
    middle_y = sum(y for _x, y in points) / len(points)
    across = sum((x - middle_x) * (y - middle_y) for x, y in points)
    return across / sum((x - middle_x) ** 2 for x, _y in points)


def recovered_after(
    waits: Sequence[tuple[float, float]], most: float, window: float = 5.0
) -> float:
    """Return after how many seconds those who came were served as usual again.

    Of each window the 95th percentile counts; it is over when that is below the limit in a window
    and in the next. Windows in which nobody came say nothing. Infinite if it never was.
    """
    windows: dict[int, list[float]] = {}
    for came, wait in waits:
        windows.setdefault(int(came // window), []).append(wait)
    held = [(number, percentile(windows[number], 95) <= most) for number in sorted(windows)]
    for (number, now), (_next, then) in pairwise(held):
        if now and then:
            return number * window
    return math.inf


def short(value: float) -> str:
    """Write a figure with three digits that count."""
    if value != value:
        return "–"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
