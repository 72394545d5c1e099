"""Leads one dossier through its life by the real actions, a step at each moment it yields.

A life is a generator: it yields the moment of its next act and is woken when that moment has come.
What would come after now never happens, so a ward is found in the middle of its work.
"""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from phuong.areas.dossiers.api import (
    BOOKS,
    COMMON_PAPERS,
    Certified,
    Dossier,
    State,
    actions,
    usual_due,
)
from phuong.areas.procedures.api import VersionInfo
from phuong.delivery.demo.arrivals import HELD_IS_OLD, Arrival
from phuong.delivery.demo.hours import DAY
from phuong.delivery.demo.plans import DESK_DAY, Plan
from phuong.delivery.demo.staff import Official
from phuong.delivery.demo.world import World
from phuong.kernel.access.api import HERE
from phuong.kernel.law import api as law

# Of those who see that they will be late.
MOST_SAY_SORRY = 0.7
# Of those who have their result.
SOME_RATE = 0.35
MARKS = ("attitude", "guidance", "time")

Steps = Generator[datetime, None, Dossier]
Ending = Generator[datetime, None, None]


@dataclass(slots=True)
class Life:
    """One dossier and what becomes of it."""

    world: World
    plan: Plan
    rng: Random
    last: datetime

    def run(self) -> Ending:
        """Hand in, settle, hand over; end where the plan lets it rest."""
        arrival = Arrival(self.world, self.plan, self.rng)
        dossier = yield from arrival.run()
        if dossier is None:
            return
        self.last = dossier.received_at or self.last
        if self.plan.rest == State.RECEIVED:
            return
        if self.plan.rest == State.RETURNED and arrival.version.slug == BOOKS["copy"]:
            yield from self._certify(dossier, arrival.version)
            return
        dossier = yield from self._begin_work(dossier)
        if self.plan.rest in (State.IN_WORK, State.PAYMENT):
            yield from self._rest_in_work(dossier)
            return
        if self.plan.supplemented:
            dossier = yield from self._ask(dossier, arrival.version)
            if self.plan.rest == State.SUPPLEMENT:
                return
            if self.plan.lapses:
                yield from self._lapse(dossier)
                return
            dossier = yield from self._answer(dossier)
        if self.plan.rest in (State.STOPPED, State.WITHDRAWN):
            yield from self._end_early(dossier, arrival.version)
            return
        yield from self._settle(dossier, arrival.version)

    def _soon(self, least: float, most: float) -> datetime:
        """Return a moment of open office so many minutes after the last act."""
        self.last = self.world.office.after(self.last, self.rng.uniform(least, most))
        return self.last

    def _at_desk(self, least: float, most: float) -> datetime:
        """Return a moment at which the desk is open, so many of its minutes after the last act."""
        self.last = self.world.desk.after(self.last, self.rng.uniform(least, most))
        return self.last

    def _handler(self, dossier: Dossier) -> Official:
        return self.world.staff.by_person(dossier.handler_id)

    def _begin_work(self, dossier: Dossier) -> Steps:
        """Assign, or let the specialist take it up."""
        staff = self.world.staff
        specialist = staff.specialist(dossier)
        now = self._soon(4, 30)
        yield now
        if self.rng.random() < 0.6:
            head = staff.head(dossier.unit_id)
            return actions.assign(staff.occasion(head, now), dossier, specialist.person.id)
        return actions.take_up(staff.occasion(specialist, now), dossier)

    def _ask(self, dossier: Dossier, version: VersionInfo) -> Steps:
        now = self._soon(30, 150)
        yield now
        return actions.ask_supplement(
            self.world.staff.occasion(self._handler(dossier), now),
            dossier,
            self.world.asked(self.rng, version),
            version,
            days=law.number("dossiers.supplement_answer_limit", now.date()),
            allowed=law.number("dossiers.supplements.processing", now.date()),
            again=HELD_IS_OLD,
        )

    def _rest_in_work(self, dossier: Dossier) -> Ending:
        """Say sorry in time, or ask for the fee, where the plan wants it."""
        if self.plan.rest == State.PAYMENT:
            yield from self._ask_to_pay(dossier)
        elif self.plan.apologised:
            yield from self._apologize(dossier)

    def _certify(self, dossier: Dossier, version: VersionInfo) -> Ending:
        """Put copies into the book and hand them over, as they are done while somebody waits."""
        rng, staff, world = self.rng, self.world.staff, self.world
        now = self._at_desk(4, 25)
        yield now
        paper = rng.choice(COMMON_PAPERS["copy"])
        what = Certified(paper, rng.randint(1, 4), rng.randint(1, 6), None)
        desk = staff.occasion(staff.reception(rng), now)
        dossier = actions.certify(desk, world.ward, dossier, version, what)
        now = self._at_desk(1, 10)
        yield now
        receiver = world.receiver(rng, authorised=self.plan.authorised)
        actions.hand_over(staff.occasion(staff.reception(rng), now), dossier, **receiver)

    def _ask_to_pay(self, dossier: Dossier) -> Ending:
        """Ask for the fee before the paper is drawn up, where there is one certain fee."""
        due = usual_due(dossier)
        if due is None:
            return
        now = self._soon(30, 150)
        yield now
        by = self.world.staff.occasion(self._handler(dossier), now)
        days = law.number("dossiers.payment_limit", now.date())
        why = self.rng.choice(self.world.pack.desk.payments)
        actions.ask_payment(by, dossier, due, why=why, days=days)

    def _answer(self, dossier: Dossier) -> Steps:
        """Let the citizen bring what is missing, or send it from home."""
        rng, staff = self.rng, self.world.staff
        now = self._at_desk(0.4 * DESK_DAY, 4 * DESK_DAY)
        yield now
        if rng.random() < 0.5:
            return actions.take_supplement(staff.occasion(staff.reception(rng), now), dossier)
        answers, files = self.world.answered(rng, dossier)
        return actions.answer_supplement(staff.owner(dossier, now), dossier, answers, files)

    def _lapse(self, dossier: Dossier) -> Ending:
        """Wait until the last day for the supplement has passed."""
        last_day = self.world.last_day(dossier)
        now = datetime.combine(last_day + timedelta(days=1), time(0, 20), tzinfo=HERE)
        yield now
        actions.lapse(self.world.staff.clock(now), dossier)

    def _end_early(self, dossier: Dossier, version: VersionInfo) -> Ending:
        """Refuse with reason and ground, or let the citizen take it back."""
        rng, staff, desk = self.rng, self.world.staff, self.world.pack.desk
        now = self._soon(60, DAY)
        yield now
        if self.plan.rest == State.WITHDRAWN:
            owner = staff.owner(dossier, now)
            actions.withdraw(owner, dossier, reason=rng.choice(desk.withdrawals))
            return
        leader = staff.leader(rng, desk.habits["vice_signs"])
        ground = self.world.ground(rng, version, "stopped")
        actions.stop(staff.occasion(leader, now), dossier, **ground)

    def _settle(self, dossier: Dossier, version: VersionInfo) -> Ending:
        """Draft, sign on the day that the plan wants, hand over."""
        world, rng, staff = self.world, self.rng, self.world.staff
        signs_at = self._signing_place(dossier)
        if self.plan.late and signs_at is not None and rng.random() < MOST_SAY_SORRY:
            dossier = yield from self._apologize(dossier)
        dossier = yield from self._submit(dossier, version, before=signs_at)
        if self.plan.rest == State.SIGNING:
            return
        leader = staff.leader(rng, world.pack.desk.habits["vice_signs"])
        if self.plan.sent_back:
            now = self._soon(5, 30)
            yield now
            reason = rng.choice(world.pack.desk.send_backs)
            dossier = actions.send_back(staff.occasion(leader, now), dossier, reason=reason)
            dossier = yield from self._submit(dossier, version, before=None)
        minutes = signs_at - world.office.place(self.last) if signs_at else 0.0
        now = self._soon(max(minutes, 3.0), max(minutes, 3.0) + 5)
        yield now
        dossier = actions.sign(staff.occasion(leader, now), world.ward, dossier)
        if self.plan.rest == State.READY:
            return
        now = self._at_desk(10, 2.5 * DESK_DAY)
        yield now
        receiver = world.receiver(rng, authorised=self.plan.authorised)
        dossier = actions.hand_over(staff.occasion(staff.reception(rng), now), dossier, **receiver)
        if rng.random() < SOME_RATE:
            yield from self._rate(dossier)

    def _rate(self, dossier: Dossier) -> Ending:
        """Say how it was, from home: mostly good, less so where it was late."""
        now = self._soon(20, DAY)
        yield now
        likely = (1, 2, 3, 3, 2) if self.plan.late else (0, 1, 2, 8, 12)
        marks = {name: self.rng.choices(range(1, 6), likely)[0] for name in MARKS}
        actions.rate(self.world.staff.owner(dossier, now), dossier, marks=marks)

    def _apologize(self, dossier: Dossier) -> Steps:
        """Say sorry in time, as most officers do who see that they will be late."""
        rng, staff, desk = self.rng, self.world.staff, self.world.pack.desk
        drafted, target = self._soon(5, 30), dossier.target_on
        handler = staff.occasion(self._handler(dossier), drafted)
        calendar = handler.calendar
        last = calendar.add(target, -1) if target is not None else drafted.date()
        if target is None or drafted.date() >= last:
            return dossier
        yield drafted
        why, reason = rng.choice(desk.apologies)
        new_on = calendar.add(target, 4)
        dossier = actions.draft_apology(handler, dossier, why=why, reason=reason, new_on=new_on)
        now = self._soon(5, 30)
        yield now
        leader = staff.occasion(staff.leader(rng, desk.habits["vice_signs"]), now)
        return actions.apologize(leader, self.world.ward, dossier)

    def _submit(self, dossier: Dossier, version: VersionInfo, *, before: float | None) -> Steps:
        """Put the draft before the leader, some time before the place at which it is signed."""
        now = self._soon(15, 60)
        if before is not None:
            here = self.world.office.place(now)
            now = self._soon(*(2 * [max((before - here) * self.rng.uniform(0.3, 0.9), 0.5)]))
        yield now
        desk = self.world.pack.desk
        return actions.submit(
            self.world.staff.occasion(self._handler(dossier), now),
            dossier,
            kind=version.result,
            summary=self.rng.choice(desk.summaries),
            files=self.world.draft_of(self.rng, version),
        )

    def _signing_place(self, dossier: Dossier) -> float | None:
        """Return where on the line of office time the result is signed; None is at once."""
        if self.plan.is_quick or dossier.due_at is None:
            return None
        here, due = self.world.office.place(self.last), self.world.office.place(dossier.due_at)
        if self.plan.late:
            return due + self.rng.uniform(60, 3 * DAY)
        return here + max(due - here - 10, 0.0) * self.rng.uniform(0.35, 0.95)
