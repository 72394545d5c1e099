"""Leads tasks through their lives by the real actions, beside the dossiers of the desk."""

import tomllib
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any, Self

from phuong.areas.tasks import api as tasks
from phuong.areas.tasks.api import State, Task, Wanted, actions
from phuong.delivery.demo.hours import DAY
from phuong.delivery.demo.pack import FOLDER
from phuong.delivery.demo.staff import Official
from phuong.delivery.demo.world import World
from phuong.kernel.access.api import HERE, Role

Ending = Generator[datetime, None, None]
LATE, EXTENDED = "late", "extended"
# How many working days each was given before now, and for how many days.
SPANS: Mapping[str, tuple[float, float, int]] = {
    State.GIVEN: (0.1, 1, 5),
    State.DOING: (1.5, 4, 7),
    LATE: (8, 12, 6),
    State.EXTENSION_ASKED: (3, 4, 5),
    EXTENDED: (5, 7, 6),
    State.REPORTED: (3, 6, 7),
    State.DONE: (8, 18, 6),
    State.NOT_DONE: (8, 12, 8),
    State.CANCELLED: (5, 9, 9),
}


@dataclass(frozen=True, slots=True)
class ErrandText:
    """One task in words: what, its product, by which role, and how it is reported."""

    title: str
    product: str
    role: Role
    report: str


@dataclass(frozen=True, slots=True)
class Errands:
    """All tasks of the demo: their texts, where they rest, and the sentences people write."""

    texts: tuple[ErrandText, ...]
    rests: tuple[str, ...]
    words: Mapping[str, Sequence[str]]

    @classmethod
    def read(cls) -> Self:
        """Read the file of tasks."""
        table: dict[str, Any] = tomllib.loads((FOLDER / "tasks.toml").read_text("utf-8"))
        rows = (row | {"role": Role(row["role"])} for row in table["task"])
        rests = [rest for rest, number in table["rests"].items() for _one in range(number)]
        return cls(tuple(ErrandText(**row) for row in rows), tuple(rests), table["words"])

    def lives(self, world: World, rng: Random, now: datetime) -> Iterator[Ending]:
        """Return the lives, each with a source of chance of its own."""
        for turn, rest in enumerate(self.rests):
            own = Random(rng.getrandbits(64))  # noqa: S311  # stories, nothing secret
            yield Errand(self, world, self.texts[turn % len(self.texts)], rest, own).run(now)


@dataclass(slots=True)
class Errand:
    """One task and what becomes of it."""

    all: Errands
    world: World
    text: ErrandText
    rest: str
    rng: Random

    def run(self, now: datetime) -> Ending:
        """Give, do, report, confirm; end where the task rests."""
        least, most, days = SPANS[self.rest]
        office, staff = self.world.office, self.world.staff
        at = office.moment(office.place(now) - self.rng.uniform(least, most) * DAY)
        yield at
        giver, task = self._give(at, days)
        doer = staff.by_person(task.doer_id)
        if self.rest == State.GIVEN:
            return
        at = office.after(at, self.rng.uniform(20, 240))
        yield at
        if self.rest == State.CANCELLED:
            self._because(actions.cancel, giver, at, task, "cancels")
            return
        task = actions.take_up(staff.occasion(doer, at), task)
        if self.rng.random() < 0.5:
            at = office.after(at, self.rng.uniform(120, DAY))
            yield at
            words = self._words("progress")
            task = actions.report_progress(staff.occasion(doer, at), task, words=words)
        if self.rest in (State.DOING, LATE):
            return
        if self.rest in (State.EXTENSION_ASKED, EXTENDED):
            yield from self._extend(giver, doer, at, task)
            return
        at = office.after(at, self.rng.uniform(0.5, 1.5) * DAY)
        yield at
        if self.rest == State.NOT_DONE:
            self._because(actions.close_undone, giver, at, task, "not_done")
            return
        yield from self._finish(giver, doer, at, task)

    def _give(self, at: datetime, days: int) -> tuple[Official, Task]:
        staff, rng, day = self.world.staff, self.rng, at.astimezone(HERE).date()
        giver = staff.leader(rng, 30)
        occasion = staff.occasion(giver, at)
        everybody = tasks.workers(occasion.actor, day)
        doer = rng.choice([one for one in everybody if one.role == self.text.role])
        same = [one for one in everybody if one.unit_id == doer.unit_id]
        helpers = [one.person_id for one in same if one.person_id != doer.person_id]
        wanted = Wanted(
            title=self.text.title,
            product=self.text.product,
            doer_id=doer.person_id,
            by=occasion.calendar.add(day, days),
            details=self._words("details"),
            basis=self._words("bases"),
            helpers=rng.sample(helpers, min(len(helpers), rng.randrange(2))),
        )
        return giver, actions.give(occasion, self.world.ward, wanted)

    def _extend(self, giver: Official, doer: Official, at: datetime, task: Task) -> Ending:
        office, staff = self.world.office, self.world.staff
        at = office.after(at, self.rng.uniform(60, 240))
        yield at
        occasion = staff.occasion(doer, at)
        by = occasion.calendar.add(task.due_on, self.rng.randint(2, 4))
        reason = self._words("delays")
        task = actions.ask_extension(occasion, task, by=by, reason=reason)
        if self.rest == EXTENDED:
            at = office.after(at, self.rng.uniform(20, 240))
            yield at
            actions.extend(staff.occasion(giver, at), task)

    def _finish(self, giver: Official, doer: Official, at: datetime, task: Task) -> Ending:
        office, staff, rng = self.world.office, self.world.staff, self.rng
        if self.rest == State.DONE and rng.random() < 0.25:
            at = office.after(at, 6 * DAY)  # Some are late, as in life.
            yield at
        files = [self.world.sheets.page(rng, "").stored] if rng.random() < 0.6 else []
        occasion = staff.occasion(doer, at)
        task = actions.report_done(occasion, task, words=self.text.report, files=files)
        if self.rest == State.REPORTED:
            return
        at = office.after(at, rng.uniform(30, DAY))
        yield at
        if rng.random() < 0.2:
            task = self._because(actions.send_back, giver, at, task, "send_backs")
            at = office.after(at, rng.uniform(60, 240))
            yield at
            occasion = staff.occasion(doer, at)
            task = actions.report_done(occasion, task, words=self.text.report)
            at = office.after(at, rng.uniform(20, 120))
            yield at
        actions.confirm(staff.occasion(giver, at), task)

    def _because(self, act: Any, who: Official, at: datetime, task: Task, why: str) -> Task:
        done: Task = act(self.world.staff.occasion(who, at), task, reason=self._words(why))
        return done

    def _words(self, name: str) -> str:
        return self.rng.choice(self.all.words[name])
