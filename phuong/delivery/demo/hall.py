"""Fills the hall of the demo ward: two days of people who took numbers, booked, were served."""

import tomllib
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from phuong.areas.hall import api as hall
from phuong.delivery.demo.hours import DAY
from phuong.delivery.demo.lives import Ending
from phuong.delivery.demo.pack import FOLDER
from phuong.delivery.demo.staff import Official
from phuong.delivery.demo.world import World
from phuong.kernel.access.api import HERE, Occasion
from phuong.kernel.errors import RuleBroken, WrongState

# Working days before now on which the hall opened, and the minutes between two who come.
OPENED, BETWEEN = 1.9, (8, 22)
FIRST_BOOKED, BOOKED = (510, 840, 870), 3


@dataclass(slots=True)
class Days:
    """The hall with its groups and who sits at which counter."""

    world: World
    rng: Random
    groups: list[Any] = field(default_factory=list)
    counters: list[Any] = field(default_factory=list)
    seated: date | None = None

    def run(self, now: datetime) -> Ending:
        """Set the hall up, then let people come until now."""
        line = self.world.desk
        at = line.moment(line.place(now) - OPENED * DAY)
        yield at
        self._furnish(at)
        while True:
            at = line.after(at, self.rng.uniform(*BETWEEN))
            yield at
            self._sit(at)
            with suppress(RuleBroken):
                self._come(at)
            for official in self._officials():
                if self.rng.random() < 0.55:
                    with suppress(RuleBroken, WrongState):
                        self._serve(official, at)

    def _furnish(self, at: datetime) -> None:
        table: dict[str, Any] = tomllib.loads((FOLDER / "hall.toml").read_text("utf-8"))
        by = self._occasion(self.world.staff.administrator(), at)
        self.groups = [hall.set_group(by, hall.GivenGroup(**row)) for row in table["group"]]
        by_letter = {group.letter: group.id for group in self.groups}
        self.counters = [
            hall.set_counter(
                by, number=row["number"], name=row["name"],
                groups=[by_letter[letter] for letter in row["groups"]],
            )
            for row in table["counter"]
        ]  # fmt: skip
        self._book(at)

    def _book(self, at: datetime) -> None:
        """Let some book a time of the days to come."""
        days = (at.astimezone(HERE).date() + timedelta(days=step) for step in range(1, 8))
        for day, start in zip(days, FIRST_BOOKED * BOOKED, strict=False):
            with suppress(RuleBroken):
                hall.book(
                    self.world.staff.visitor(at), self.world.ward, self.groups[0],
                    day=day, start=start, way=hall.Ticket.Way.PHONE,
                )  # fmt: skip

    def _sit(self, at: datetime) -> None:
        today = at.astimezone(HERE).date()
        if self.seated == today:
            return
        for official, counter in zip(self._officials(), self.counters, strict=False):
            hall.sit(self._occasion(official, at), counter.id)
        self.seated = today

    def _come(self, at: datetime) -> None:
        group = self.rng.choices(self.groups, weights=(4, 5, 2, 3))[0]
        way = self.rng.choice((hall.Ticket.Way.KIOSK, hall.Ticket.Way.PHONE))
        visitor = self.world.staff.visitor(at)
        priority = self.rng.random() < 0.15
        hall.take(visitor, self.world.ward, group, way=way, priority=priority)

    def _serve(self, official: Official, at: datetime) -> None:
        by = self._occasion(official, at)
        held = hall.held(by)
        if held is None or held.state != "called":
            hall.call_next(by)
        elif self.rng.random() < 0.9:
            hall.start(by, held)
        else:
            hall.miss(by, hall.call_again(by, held))

    def _officials(self) -> list[Official]:
        return self.world.staff.desk()

    def _occasion(self, official: Official, at: datetime) -> Occasion:
        return self.world.staff.occasion(official, at)


def lives(world: World, rng: Random, now: datetime) -> list[Ending]:
    """Return the one life of the hall, with a source of chance of its own."""
    return [Days(world, Random(rng.getrandbits(64))).run(now)]  # noqa: S311  # stories
