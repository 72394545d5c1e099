"""What is going to happen: one plan for each dossier, so that every state has some."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from phuong.areas.dossiers.api import State, fixed_due
from phuong.areas.procedures import api as procedures
from phuong.areas.procedures.api import VersionInfo
from phuong.delivery.demo.hours import OfficeTime
from phuong.delivery.demo.pack import DeskWork
from phuong.kernel.access.api import HERE
from phuong.kernel.workdays import Unit, WorkCalendar

SPAN = 60  # working days that the stories reach back
COUNTED_IN = 300  # the number of dossiers for which the pack counts its rests
FEWEST = 40
DESK_DAY = 420  # minutes a day in which the desk takes papers in
FROM_HOME = "here"  # the channel of what may be sent from a phone
LATE_WITH_LETTER = 70  # of a hundred dossiers in work past their day, those whose citizen was told
LATE, DUE_NOW, LAPSED = "late", "due_now", "lapsed"

# How many working days ago a dossier began that rests in a state now.
AGES = {
    State.DRAFT: (0.2, 9.0),
    State.PREPARED: (0.3, 6.0),
    State.DISCARDED: (6.0, 40.0),
    State.SENT: (0.1, 0.6),
    State.NOT_ACCEPTED: (2.0, 50.0),
    State.SUPPLEMENT_INTAKE: (1.0, 8.0),
    State.FORWARDED: (0.5, 4.0),
    State.RECEIVED: (0.03, 0.25),
    State.IN_WORK: (0.3, 1.8),
    State.SUPPLEMENT: (1.5, 9.0),
    State.PAYMENT: (1.0, 6.0),
    State.SIGNING: (0.6, 1.8),
    State.READY: (0.8, 6.0),
    State.STOPPED: (4.0, 50.0),
    State.WITHDRAWN: (4.0, 50.0),
}
# What stands still for a while needs a limit of days, not of hours.
SLOW = {State.IN_WORK, State.SIGNING, State.SUPPLEMENT, State.PAYMENT, State.STOPPED}
# These begin on the citizen's phone; the others at the counter.
AT_HOME = {State.DRAFT, State.PREPARED, State.DISCARDED, State.SENT}


@dataclass(frozen=True, slots=True)
class Plan:
    """One story: what for, when it begins, where it rests, and what happens on the way."""

    slug: str
    begins_at: datetime
    rest: State
    from_phone: bool
    lapses: bool = False
    late: bool = False
    guided: bool = False
    supplemented: bool = False
    sent_back: bool = False
    for_other: bool = False
    scanned: bool = False
    authorised: bool = False
    apologised: bool = False
    return_method: str = "counter"

    @property
    def is_quick(self) -> bool:
        """Whether nothing is waited for on the way: it rests before its end."""
        return self.rest not in (State.RETURNED, State.STOPPED, State.WITHDRAWN)


class Planner:
    """Draws the plans for a ward at a moment."""

    def __init__(
        self, ward_id: int, desk: DeskWork, line: OfficeTime, calendar: WorkCalendar, now: datetime
    ) -> None:
        """Look up the procedures that may be begun."""
        self._desk, self._line, self._calendar = desk, line, calendar
        self._now, self._today = now, now.astimezone(HERE).date()
        known = {one.slug: one for one in procedures.catalogue(ward_id, self._today)}
        self._weights = {
            slug: weight
            for slug, weight in desk.weights.items()
            if slug in known and known[slug].usable
        }
        self._versions = known

    def plans(self, rng: Random, number: int) -> list[Plan]:
        """Return as many plans: those that rest on the way first, the rest goes all the way."""
        share = number / COUNTED_IN
        found = [
            self._resting(rng, rest)
            for rest, count in self._desk.rests.items()
            for _one in range(max(1, round(count * share)))
        ]
        # However few they are, one of those that went all the way was late.
        found.append(self._finished(rng, is_late=True))
        while len(found) < number:
            found.append(self._finished(rng))
        return sorted(found[:number], key=lambda plan: plan.begins_at)

    def _resting(self, rng: Random, rest: str) -> Plan:
        if rest in (LATE, DUE_NOW):
            return self._by_due_day(rng, is_late=rest == LATE)
        if rest == LAPSED:
            slug = self._slug(rng, slow=True)
            begins_at = self._ago(rng, 27.0, 40.0)
            return self._plan(rng, slug, begins_at, State.STOPPED, lapses=True, supplemented=True)
        state = State(rest)
        from_phone = state in AT_HOME or (
            state in (State.SUPPLEMENT_INTAKE, State.NOT_ACCEPTED, State.SUPPLEMENT)
            and rng.random() < 0.3
        )
        sent = state in (State.SENT, State.SUPPLEMENT_INTAKE, State.NOT_ACCEPTED)
        slug = self._slug(rng, slow=state in SLOW, here=from_phone and (sent or state in SLOW))
        if state == State.PAYMENT:
            slug = self._with_fee(rng)
        if state == State.PREPARED:
            slug = self._slug(rng, here=False)
        return self._plan(
            rng,
            slug,
            self._ago(rng, *AGES[state]),
            state,
            from_phone=from_phone,
            supplemented=state == State.SUPPLEMENT,
            guided=state == State.SUPPLEMENT_INTAKE,
        )

    def _by_due_day(self, rng: Random, *, is_late: bool) -> Plan:
        """Plan a dossier in work whose day is today or was some days ago."""
        slug = self._slug(rng, slow=True)
        limit = self._versions[slug].limit
        assert limit is not None  # noqa: S101  # slow ones have one
        due = self._calendar.on_or_after(self._today)
        if is_late:
            due = self._calendar.add(self._today, -rng.randint(1, 4))
        return self._plan(
            rng,
            slug,
            self._on(rng, self._calendar.add(due, -int(limit.n))),
            State.IN_WORK,
            apologised=is_late and _often(rng, LATE_WITH_LETTER),
        )

    def _finished(self, rng: Random, *, is_late: bool = False) -> Plan:
        slug = self._slug(rng, slow=is_late)
        limit, habits = self._versions[slug].limit, self._desk.habits
        days = int(limit.n) + 3 if limit and limit.unit is not Unit.SAME_DAY else 1
        here = self._versions[slug].channel == FROM_HOME
        return self._plan(
            rng,
            slug,
            self._ago(rng, float(days), float(SPAN)),
            State.RETURNED,
            from_phone=here and rng.random() < 0.7,
            late=is_late or _often(rng, habits["late"]),
            guided=_often(rng, habits["guided"]),
            supplemented=days > 1 and _often(rng, habits["supplemented"] * 2),
            sent_back=_often(rng, habits["sent_back"]),
            authorised=_often(rng, habits["authorised"]),
        )

    def _plan(self, rng: Random, slug: str, begins_at: datetime, rest: State, **ways: bool) -> Plan:
        habits = self._desk.habits
        drawn = rng.randrange(100)
        post, online = habits["by_post"], habits["by_post"] + habits["electronic"]
        return Plan(
            slug=slug,
            begins_at=begins_at,
            rest=rest,
            from_phone=ways.pop("from_phone", False),
            for_other=_often(rng, habits["for_other"]),
            scanned=_often(rng, habits["scanned"]),
            return_method="post" if drawn < post else "online" if drawn < online else "counter",
            **ways,
        )

    def _slug(self, rng: Random, *, slow: bool = False, here: bool | None = None) -> str:
        fitting = {
            slug: weight
            for slug, weight in self._weights.items()
            if (not slow or _is_slow(self._versions[slug]))
            and (not here or self._versions[slug].channel == FROM_HOME)
            and (here is not False or self._versions[slug].channel != FROM_HOME)
        }
        return rng.choices(list(fitting), list(fitting.values()))[0]

    def _with_fee(self, rng: Random) -> str:
        """Draw a procedure whose fee at the desk is one certain amount."""
        fitting = [slug for slug in self._weights if _has_one_fee(self._versions[slug])]
        return rng.choice(fitting) if fitting else self._slug(rng, slow=True)

    def _ago(self, rng: Random, least: float, most: float) -> datetime:
        """Return a moment at the desk between so many working days ago."""
        minutes = rng.uniform(least, most) * DESK_DAY
        return self._line.moment(self._line.place(self._now) - minutes)

    def _on(self, rng: Random, day: date) -> datetime:
        """Return a moment at the desk on a working day."""
        morning = datetime.combine(day, time(), tzinfo=HERE)
        begin, end = self._line.place(morning), self._line.place(morning + timedelta(days=1))
        return self._line.moment(rng.uniform(begin, end - 5))


def _often(rng: Random, of_hundred: int) -> bool:
    return rng.randrange(100) < of_hundred


def _has_one_fee(version: VersionInfo) -> bool:
    at_desk = procedures.of_channel(version.fees, procedures.DESK)
    return fixed_due(version, "counter") is not None and len(at_desk) == 1


def _is_slow(version: VersionInfo) -> bool:
    limit = version.limit
    return limit is not None and limit.unit is Unit.WORKING_DAY and 2 <= limit.n <= 10
