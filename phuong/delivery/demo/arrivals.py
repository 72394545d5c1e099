"""How dossiers come in: over the counter, from a phone, prepared at home, guided, refused."""

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from phuong.areas.dossiers import api as dossiers
from phuong.areas.dossiers.api import Dossier, Given, GivenFile, State, Way, actions
from phuong.areas.procedures import api as procedures
from phuong.areas.procedures.api import VersionInfo
from phuong.delivery.demo.plans import DESK_DAY, FROM_HOME, Plan
from phuong.delivery.demo.world import World
from phuong.kernel.access.api import Occasion
from phuong.kernel.law import api as law

Arrived = Generator[datetime, None, Dossier | None]
EVENING = 18
MISSING = "missing"
# Not the business of this ward: refused, or taken in for whose it is.
NOT_HERE = (State.NOT_ACCEPTED, State.FORWARDED)
# Said only where the ward has the paper of this person from another dossier.
HELD_IS_OLD = "Bản phường đang có đã cũ, không còn đúng với lần này."


@dataclass(slots=True)
class Arrival:
    """The way of one dossier until it is received, or not."""

    world: World
    plan: Plan
    rng: Random
    version: VersionInfo = field(init=False)

    def __post_init__(self) -> None:
        day = self.plan.begins_at.date()
        self.version = procedures.current(self.world.ward.pk, self.plan.slug, day)

    def run(self) -> Arrived:
        """Return the received dossier, or nothing where it rests before that."""
        if self.plan.from_phone:
            return (yield from self._from_phone())
        if self.plan.guided or self.plan.rest in NOT_HERE:
            return (yield from self._guided())
        now = self.plan.begins_at
        yield now
        return self._over_the_counter(now, actions.take_in, missing="")

    def _over_the_counter(self, now: datetime, action: Any, *, missing: str) -> Dossier:
        staff = self.world.staff
        given = self.world.crowd.applicant(self.version, now.date(), for_other=self.plan.for_other)
        papers = {**self._papers(), **({missing: MISSING} if missing else {})}
        occasion = staff.occasion(staff.reception(self.rng), now)
        given, way = self._of_one_visit(occasion, given)
        made: Dossier = action(
            occasion,
            self.world.ward,
            self.version,
            given,
            papers,
            return_method=self.plan.return_method,
            files=self._scans() if self.plan.scanned else (),
            way=way,
        )
        self.world.first_of_day.setdefault(now.date(), (made, given))
        return made

    def _of_one_visit(self, occasion: Occasion, given: Given) -> tuple[Given, Way]:
        """Return who comes: the second at the counter on a day is the first with another matter."""
        first = self.world.first_of_day.get(occasion.today)
        if first is None:
            return given, Way()
        self.world.first_of_day[occasion.today] = None
        visit = actions.open_visit(occasion, first[0])
        return replace(first[1], answers=given.answers), Way(visit_id=visit.id)

    def _papers(self) -> dict[str, str]:
        """Return in what form each paper lies on the counter."""
        forms = {"copy": "copy", "photo": "photo"}
        return {
            paper.code: "held" if paper.held_in else forms.get(paper.kind, "original")
            for paper in self.version.papers
            if paper.required
        }

    def _scans(self) -> list[GivenFile]:
        sheets = self.world.sheets
        return [
            sheets.page(self.rng, paper.code)
            for paper in self.version.papers
            if paper.required and not paper.held_in
        ]

    def _guided(self) -> Arrived:
        """Write down what is not complete or not ours, then guide or refuse."""
        now = self.plan.begins_at
        yield now
        paper = self.world.missing(self.rng, self.version)
        missing = paper.code if paper and self.plan.rest not in NOT_HERE else ""
        dossier = self._over_the_counter(now, actions.register_walk_in, missing=missing)
        return (yield from self._at_intake(dossier, now))

    def _at_intake(self, dossier: Dossier, now: datetime) -> Arrived:
        """Look at what came in: refuse it, ask for what is missing, or receive it."""
        staff, rng = self.world.staff, self.rng
        reception = staff.reception(rng)
        now = self.world.desk.after(now, rng.uniform(4, 25))
        yield now
        occasion = staff.occasion(reception, now)
        if self.plan.rest == State.NOT_ACCEPTED:
            ground = self.world.ground(rng, self.version, State.NOT_ACCEPTED.value)
            actions.not_accept(occasion, dossier, **ground)
            return None
        if self.plan.rest == State.FORWARDED:
            neighbour = self.world.pack.desk.neighbour
            papers = self._papers()
            actions.take_for_other(occasion, dossier, self.version, papers, to=neighbour)
            return None
        if not self.plan.guided:
            return actions.receive(occasion, dossier, self.version, self._papers())
        dossier = actions.ask_at_intake(
            occasion,
            dossier,
            self.world.asked(rng, self.version),
            self.version,
            days=law.number("dossiers.supplement_answer_limit", now.date()),
            allowed=law.number("dossiers.supplements.intake", now.date()),
            again=HELD_IS_OLD,
        )
        if self.plan.rest == State.SUPPLEMENT_INTAKE:
            return None
        if rng.random() < 0.4:
            now = now + timedelta(hours=rng.uniform(3, 30))
            yield now
            answers, files = self.world.answered(rng, dossier)
            owner = staff.owner(dossier, now)
            dossier = actions.answer_intake(owner, dossier, answers, files)
        now = self.world.desk.after(now, rng.uniform(0.3, 2.5) * DESK_DAY)
        yield now
        occasion = staff.occasion(staff.reception(rng), now)
        return actions.receive(occasion, dossier, self.version, self._papers())

    def _from_phone(self) -> Arrived:
        """Begin a draft; leave it, erase it, have it ready for the desk, or send it."""
        staff, rng = self.world.staff, self.rng
        now = self._at_home()
        yield now
        dossier = actions.start_draft(staff.visitor(now), self.version)
        pages = list(self._pages(now))
        rest = self.plan.rest
        if rest in (State.DRAFT, State.DISCARDED):
            pages = pages[: rng.randint(2, len(pages))]
        now = now + timedelta(minutes=rng.uniform(4, 11))
        yield now
        owner = staff.owner(dossier, now)
        for page in pages:
            dossier = actions.save_draft(owner, dossier, **page)
        if rest == State.DRAFT:
            return None
        if rest == State.DISCARDED:
            now = now + timedelta(hours=rng.uniform(2, 90))
            yield now
            actions.discard(staff.owner(dossier, now), dossier)
            return None
        given = dossiers.papers_given(self.version.papers, self._uploaded())
        if self.version.channel != FROM_HOME:
            dossier = actions.prepare(owner, dossier, self.version, given)
            if rest == State.PREPARED:
                return None
            now = self.world.desk.after(now, rng.uniform(0.2, 1.5) * DESK_DAY)
            yield now
            occasion = staff.occasion(staff.reception(rng), now)
            return actions.receive(occasion, dossier, self.version, self._papers())
        dossier = actions.send(owner, self.world.ward, dossier, self.version, given)
        if rest == State.SENT:
            return None
        return (yield from self._at_intake(dossier, now))

    def _at_home(self) -> datetime:
        """Return the beginning, or the evening before it: people do this after work."""
        begins_at = self.plan.begins_at
        if self.rng.random() < 0.5:
            return begins_at
        evening = begins_at - timedelta(days=1)
        return evening.replace(hour=EVENING + self.rng.randrange(4), minute=self.rng.randrange(59))

    def _uploaded(self) -> set[str]:
        return {paper.code for paper in self.version.papers if paper.required and not paper.held_in}

    def _pages(self, now: datetime) -> Iterator[Mapping[str, Any]]:
        """Yield what is saved on each page of the draft, in the order of its steps."""
        given = self.world.crowd.applicant(self.version, now.date(), for_other=self.plan.for_other)
        who = {name: getattr(given, name) for name in ("name", "phone", "email", "address")}
        other = {"other_name": given.other_name, "relation": given.relation}
        for step in dossiers.steps_of(self.version, given.for_whom):
            kept: dict[str, Any] = {"step": step}
            match step.partition("/"):
                case ("cho-ai", _, _):
                    kept["values"] = {"for_whom": given.for_whom}
                case ("nguoi-nop", _, _):
                    kept["values"] = who
                case ("nop-thay", _, _):
                    kept["values"] = other
                case ("khai", _, code):
                    kept["answers"] = {code: given.answers.get(code, "")}
                case ("giay-to", _, _) if self.version.channel == FROM_HOME:
                    pictures = sorted(self._uploaded())
                    kept["files"] = [self.world.sheets.picture(self.rng, code) for code in pictures]
                case ("cach-nhan", _, _):
                    kept["return_method"] = self.plan.return_method
            yield kept
