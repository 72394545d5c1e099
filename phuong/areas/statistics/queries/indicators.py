"""What the page of the index shows: indicators, groups, the whole; each knows its own sums."""

from dataclasses import dataclass
from datetime import date, datetime

from phuong.kernel.ui import display

# Points shared out in equal parts add up to the whole but for the last digits.
CLOSE = 0.005


@dataclass(frozen=True, slots=True)
class Counted:
    """One number of an indicator: its name, formula, value, and the address of its records."""

    name: str
    formula: str
    value: int
    url: str


@dataclass(frozen=True, slots=True)
class Outside:
    """What another system measured: per cent or points, read where and when, entered by whom."""

    value: float
    source: str
    read_on: date
    entered_at: datetime
    by: str

    @property
    def told(self) -> str:
        """The value as people read it."""
        return display.number(self.value, 1)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: what the law says of it, and how it stands here."""

    code: str
    name: str
    formula: str
    points: float | None
    citation: str
    needs_review: bool
    shares_points: bool = False
    why_not: str = ""
    how: str = ""
    parts: tuple[Counted, ...] = ()
    wholes: tuple[Counted, ...] = ()
    outside: Outside | None = None

    @property
    def is_measured(self) -> bool:
        """Whether this installation has the records that it needs."""
        return bool(self.wholes)

    @property
    def own_share(self) -> float | None:
        """The part in hundredths of the whole; nothing where there is no whole."""
        whole = sum(one.value for one in self.wholes)
        return sum(one.value for one in self.parts) / whole * 100 if whole else None

    @property
    def share(self) -> float | None:
        """What counts: as measured here, else as it was entered."""
        if self.own_share is None and self.outside is not None:
            return self.outside.value
        return self.own_share

    @property
    def is_own(self) -> bool:
        """Whether what counts was measured here."""
        return self.own_share is not None

    @property
    def score(self) -> float | None:
        """The points reached; nothing where the share or the points are not known."""
        if self.share is None or self.points is None:
            return None
        return self.points * self.share / 100

    @property
    def told(self) -> str:
        """The points reached as people read them."""
        return display.number(self.score or 0, 1)

    @property
    def worth(self) -> str:
        """The points of the law as people read them."""
        return points_told(self.points or 0)


@dataclass(frozen=True, slots=True)
class Group:
    """One group of indicators with the points that the law gives it.

    Where its indicators do not cover it, the points that another system gave the whole group
    count.
    """

    code: str
    name: str
    points: float
    indicators: tuple[Indicator, ...]
    outside: Outside | None = None

    @property
    def _covered(self) -> float:
        return sum(one.points or 0 for one in self.indicators if one.score is not None)

    @property
    def is_outside(self) -> bool:
        """Whether the points that another system gave the whole group count."""
        return self.outside is not None and self._covered < self.points - CLOSE

    @property
    def measured(self) -> float:
        """The points of which it is known how many were reached."""
        return self.points if self.is_outside else min(self._covered, self.points)

    @property
    def score(self) -> float:
        """The points reached among these."""
        if self.is_outside and self.outside is not None:
            return self.outside.value
        return sum(one.score or 0 for one in self.indicators)

    @property
    def own_score(self) -> float:
        """The points reached among what was measured here."""
        return 0 if self.is_outside else sum(i.score or 0 for i in self.indicators if i.is_own)

    @property
    def told(self) -> str:
        """The points reached as people read them."""
        return display.number(self.score, 1)

    @property
    def covers(self) -> str:
        """The points of which it is known how many were reached, as people read them."""
        return points_told(self.measured)


@dataclass(frozen=True, slots=True)
class Index:
    """The whole index: groups, how much of it is known, and what was reached of that."""

    groups: tuple[Group, ...]
    own: tuple[Indicator, ...]
    citation: str
    needs_review: bool
    band: str

    @property
    def points(self) -> float:
        """The points that the law gives in all."""
        return sum(one.points for one in self.groups)

    @property
    def measured(self) -> float:
        """The points of which it is known how many were reached."""
        return sum(one.measured for one in self.groups)

    @property
    def score(self) -> float:
        """The points reached among these."""
        return sum(one.score for one in self.groups)

    @property
    def told(self) -> str:
        """The points reached as people read them."""
        return display.number(self.score, 1)

    @property
    def covers(self) -> str:
        """The points of which it is known how many were reached, as people read them."""
        return points_told(self.measured)

    @property
    def own_told(self) -> str:
        """Of the points reached, those measured here."""
        return display.number(sum(one.own_score for one in self.groups), 1)

    @property
    def outside_told(self) -> str:
        """Of the points reached, those entered from elsewhere; "" where there are none."""
        entered = self.score - sum(one.own_score for one in self.groups)
        return display.number(entered, 1) if entered > CLOSE or self._has_outside else ""

    @property
    def _has_outside(self) -> bool:
        return any(
            group.is_outside or any(one.outside and not one.is_own for one in group.indicators)
            for group in self.groups
        )


def points_told(points: float) -> str:
    """Say points: whole ones without a digit behind the comma."""
    return display.number(points, 0 if abs(points - round(points)) < CLOSE else 1)
