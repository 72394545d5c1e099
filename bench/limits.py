"""The budgets, and what a figure is worth against them. Pure."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.figures import Spread, short

FILE = Path(__file__).with_name("limits.toml")
KINDS = ("most", "least")
MOST_TAKEN = 0.15


@dataclass(frozen=True, slots=True)
class Limit:
    """One budget: of which row, which figure, and how it is judged."""

    row: str
    figure: str
    kind: str
    hard: float | None = None
    mark: float | None = None
    goal: float | None = None
    interval: bool = False
    # What only says how fast this machine is: like requests a second, judged at the half.
    speed: bool = False
    # A wait by the wall: judged whole, but only where the machine was ours to use.
    wall: bool = False
    only: str = ""
    # A limit that is missed today, openly: it is shown as missed, and beyond this value it fails.
    open: float | None = None

    @property
    def of_machine(self) -> bool:
        """Whether the figure is time by the wall, which others can take."""
        by_wall = self.wall or self.figure == "transaction_p99"
        return self.mark is not None or self.speed or by_wall

    @property
    def floor(self) -> float | None:
        """What fails: the hard limit, or half of the mark, or half of a speed."""
        if self.mark is not None:
            return self.mark / 2
        if self.speed and self.hard is not None:
            return self.hard / 2
        return self.hard


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a figure is worth: does it hold, and how far the goal is."""

    limit: Limit
    database: str
    value: Spread
    holds: bool
    # The share of the processor that others took, where that makes the figure say nothing.
    taken: float = 0.0
    # The limit does not hold, but no worse than was said openly.
    missed: bool = False

    @property
    def words(self) -> str:
        """Say it for the table."""
        limit = self.limit
        sign = "≤" if limit.kind == "most" else "≥"
        said = "ok" if self.holds else "**FAILS**"
        if self.missed:
            said = f"**missed, openly** (fails beyond {short(limit.open or 0)})"
        if self.taken:
            said = f"not judged, others took {self.taken:.0%} of the processor"
        asked = limit.hard if limit.hard is not None else limit.mark
        text = f"{said}: {short(self.value.middle)} {sign} {short(asked or 0)}"
        if limit.floor != asked:
            text += f" (fails below {short(limit.floor or 0)})"
        if limit.goal is not None:
            reached = self.value.middle / limit.goal
            far = 1 / reached if limit.kind == "most" and reached else reached
            text += f"; {min(far, 9.99):.0%} of the goal {short(limit.goal)}"
        return text


def read(path: Path = FILE) -> tuple[Limit, ...]:
    """Read the budgets; refuse a line that judges nothing."""
    found = tuple(Limit(**line) for line in tomllib.loads(path.read_text("utf-8"))["limit"])
    for limit in found:
        if limit.kind not in KINDS or (limit.hard is None) == (limit.mark is None):
            raise ValueError(f"{limit.row} {limit.figure}: one of hard and mark, most or least")
    return found


def judge(limit: Limit, database: str, rounds: list[float], taken: float = 0.0) -> Verdict:
    """Judge the rounds of a figure; speeds and waits only where the machine was ours to use."""
    value = Spread.of(rounds)
    holds = _keeps(limit, value, limit.floor or 0)
    if not holds and taken > MOST_TAKEN and limit.of_machine:
        return Verdict(limit, database, value, True, taken)
    missed = not holds and limit.open is not None and _keeps(limit, value, limit.open)
    return Verdict(limit, database, value, holds or missed, missed=missed)


def _keeps(limit: Limit, value: Spread, edge: float) -> bool:
    if limit.kind == "most":
        return (value.low if limit.interval else value.middle) <= edge
    return (value.high if limit.interval else value.middle) >= edge


def verdicts(
    limits: tuple[Limit, ...],
    database: str,
    figures: Mapping[str, Mapping[str, Any]],
    taken: float = 0.0,
) -> list[Verdict]:
    """Judge everything that was measured on a database; what was not is not judged."""
    return [
        judge(limit, database, list(figures[limit.row][limit.figure]), taken)
        for limit in limits
        if limit.only in ("", database) and limit.figure in figures.get(limit.row, {})
    ]
