"""Arithmetic of measurements. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
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


def short(value: float) -> str:
    """Write a figure with three digits that count."""
    if value != value:
        return "–"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
