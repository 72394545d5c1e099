"""Loading synthetic wards: plans lives in order, has them told by processes, writes batches."""

import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache, partial
from itertools import repeat
from random import Random
from threading import Event, Semaphore
from time import perf_counter
from typing import TypeVar

from django.db import connections

from phuong.areas.procedures import api as procedures
from phuong.areas.procedures.api import VersionInfo
from phuong.delivery.generate import lives, wards
from phuong.delivery.generate.chains import key
from phuong.delivery.generate.links import checked_at_the_end
from phuong.delivery.generate.sheets import Book
from phuong.delivery.generate.workshop import KINDS, Cell, Made, Planned, Workshop, addressees
from phuong.kernel.access.api import HERE
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.law import api as law
from phuong.kernel.measures.models import Summary
from phuong.kernel.numbering import api as numbering
from phuong.kernel.numbering.models import Counter as NumberCounter
from phuong.kernel.wards.models import Ward
from phuong.kernel.workdays import Limit, Unit, WorkCalendar

G = TypeVar("G")
T = TypeVar("T")
CHUNK = 500
# How many chunks each process may be ahead of the writing; in seconds, how soon one ends.
AHEAD, WAIT = 4, 0.2
OPENS, CLOSES = 7 * 60 + 30, 16 * 60
# Which act draws a number of which series.
DRAWS = {"send": "dossier", "take_in": "dossier", "sign": "result"}
A_DAY = 60
LONGEST_LIFE = 60
FEWEST_DAYS, MOST_DAYS = 90, 750
Telling = Callable[[Iterator[list[Planned]]], Iterator[Made]]
# What a process that is told to make rows makes them with; set before it is forked.
_shops: list[Workshop] = []


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a load is."""

    ward: Ward
    dossiers: int
    rows: int
    seconds: float

    @property
    def rows_a_second(self) -> int:
        """Rows written a second so far."""
        return round(self.rows / max(self.seconds, 1e-6))


def load(
    *,
    wards_wanted: int,
    dossiers_each: int,
    seed: int,
    until: date,
    jobs: int = 1,
    tell: Callable[[Progress], None] = lambda progress: None,
) -> list[Progress]:
    """Make wards with dossiers that all lie before a day; return how each load ended."""
    first = Ward.objects.filter(code_prefix__startswith="G").count() + 1
    loads = []
    for number in range(first, first + wards_wanted):
        own = f"{seed}:{number}"
        staff = wards.make(Random(own), number, until)  # noqa: S311
        loads.append(_Load(own, until, staff))
    # Before the transaction: processes are made while no connection is open.
    with _tellers([one.shop for one in loads], jobs) as told, checked_at_the_end(KINDS):
        return [
            one.run(dossiers_each, partial(told, place), tell) for place, one in enumerate(loads)
        ]


class _Load:
    """One ward's load."""

    def __init__(self, seed: str, until: date, staff: wards.Staff) -> None:
        self._seed, self._until, self._staff = seed, until, staff
        self._random = Random(seed)  # noqa: S311
        self._calendar = law.calendar(staff.ward.pk)
        self._versions = _versions(staff, until)
        self._numbers: Counter[tuple[str, str]] = Counter()
        self._cells: Counter[Cell] = Counter()
        self.shop = Workshop(seed, staff, self._calendar, self._versions, addressees(staff, until))
        self._period = lru_cache(maxsize=8192)(
            lambda series, day: numbering.period_of(staff.ward, series, day)
        )

    def run(self, wanted: int, told_by: Telling, tell: Callable[[Progress], None]) -> Progress:
        """Have the dossiers told, write them, and tell now and then how far it is."""
        begun = told = perf_counter()
        book, ward, made = Book(*KINDS, Summary, NumberCounter), self._staff.ward, 0
        for part in told_by(_chunks(self._plans(wanted))):
            book.write(part.rows)
            self._cells.update(part.cells)
            made += part.dossiers
            if perf_counter() - told > 2:
                told = perf_counter()
                tell(Progress(ward, made, book.written, told - begun))
        self._sums(book)
        book.write()
        done = Progress(ward, made, book.written, perf_counter() - begun)
        tell(done)
        return done

    def _plans(self, wanted: int) -> Iterator[Planned]:
        """Draw how each dossier lives, in the order of time, and give out the numbers."""
        days = _working_days(self._calendar, self._until, wanted)
        shares = [1 / place for place, _version in enumerate(self._versions, start=1)]
        places = range(len(self._versions))
        for number, (place, state) in enumerate(self._beginnings(wanted, len(days))):
            version = self._random.choices(places, shares)[0]
            limit = self._versions[version].limit
            assert limit is not None  # noqa: S101  # `_versions` left the others out
            steps = lives.life(self._random, state, days_of(limit))
            age = 0 if state in lives.FINISHED else self._random.randint(0, 4)
            start = max(0, min(place, len(days) - 1 - steps[-1].day) - age)
            moments = self._moments(days, start, steps)
            numbers = {
                series: self._number(series, at)
                for step, at in zip(steps, moments, strict=True)
                if (series := DRAWS.get(step.act))
            }
            yield Planned(number, version, steps, moments, numbers)

    def _beginnings(self, wanted: int, days: int) -> list[tuple[int, str]]:
        """Draw on which day each dossier begins and how it stands; in the order of time."""
        found = []
        for _each in range(wanted):
            state = lives.state(self._random)
            last = days - 1
            place = self._random.randrange(last) if state in lives.FINISHED else last
            found.append((place, state))
        return sorted(found)

    def _moments(
        self, days: list[datetime], start: int, steps: tuple[lives.Step, ...]
    ) -> tuple[datetime, ...]:
        """Return when each act was: in office hours, one after the other."""
        found: list[datetime] = []
        minute, day = 0, -1
        for step in steps:
            if step.day != day:
                day, minute = step.day, self._random.randint(OPENS, CLOSES)
            else:
                minute += self._random.randint(2, 20)
            seconds = minute * 60 + self._random.random() * 60
            found.append(days[min(start + day, len(days) - 1)] + timedelta(seconds=seconds))
        return tuple(sorted(found))

    def _number(self, series: str, at: datetime) -> str:
        day = at.astimezone(HERE).date()
        counter = (series, self._period(series, day))
        self._numbers[counter] += 1
        return numbering.numbered(self._staff.ward, series, day, self._numbers[counter])

    def _sums(self, book: Book) -> None:
        """Write the figures and the counters that the dossiers of this load add up to."""
        ward_id, now = self._staff.ward.pk, datetime.combine(self._until, time(), tzinfo=HERE)
        for (measure, of, unit_id, day), value in sorted(self._cells.items(), key=str):
            row = {"measure": measure, "field": of, "unit_id": unit_id, "day": day, "value": value}
            own = {"ward_id": ward_id, "id": key(self._random, now)}
            book.add(Summary, row | own | {"unit_key": str(unit_id) if unit_id else ""})
        for (series, period), value in self._numbers.items():
            counter = {"ward_id": ward_id, "series": series, "period": period, "value": value}
            book.add(NumberCounter, counter)


def _chunks(plans: Iterator[Planned]) -> Iterator[list[Planned]]:
    chunk: list[Planned] = []
    for plan in plans:
        chunk.append(plan)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    yield chunk


@contextmanager
def _tellers(
    shops: Sequence[Workshop], jobs: int
) -> Iterator[Callable[[int, Iterator[list[Planned]]], Iterator[Made]]]:
    """Have chunks of a shop told in order, by other processes where they can be forked."""
    if jobs == 1 or "fork" not in multiprocessing.get_all_start_methods():
        yield lambda place, chunks: map(shops[place].make, chunks)
        return
    _shops[:] = shops
    # Children take no connection along; the parent opens its own again.
    connections.close_all()
    try:
        with multiprocessing.get_context("fork").Pool(jobs) as pool:
            over = Event()

            def telling(place: int, chunks: Iterator[list[Planned]]) -> Iterator[Made]:
                made = partial(pool.imap, _make)
                return in_step(zip(repeat(place), chunks, strict=False), made, AHEAD * jobs, over)

            try:
                yield telling
            finally:
                over.set()
    finally:
        _shops.clear()


def in_step(
    given: Iterator[G], turn: Callable[[Iterator[G]], Iterator[T]], most: int, over: Event
) -> Iterator[T]:
    """Let a pool turn what is given into other things, at most so many ahead of who takes them.

    Without it whatever is made faster than it is written waits in memory. The pool asks from a
    thread of its own, which ends only when this does: `over` ends it where nobody takes any more.
    """
    room = Semaphore(most)

    def measured() -> Iterator[G]:
        for one in given:
            while not room.acquire(timeout=WAIT):
                if over.is_set():
                    return
            yield one

    for made in turn(measured()):
        yield made
        room.release()


def _make(task: tuple[int, list[Planned]]) -> Made:
    place, chunk = task
    return _shops[place].make(chunk)


def _versions(staff: wards.Staff, day: date) -> list[VersionInfo]:
    """Return the procedures that dossiers may begin under, the common ones first."""
    ward_id = staff.ward.pk
    found = {one.id: one for one in procedures.common(ward_id, day)}
    found |= {one.id: one for one in procedures.catalogue(ward_id, day)}
    usable = [
        one
        for one in found.values()
        if one.usable and one.limit is not None and one.field_code in staff.routes
    ]
    if not usable:
        raise RuleBroken(
            "generate.no-procedures",
            _("Chưa có thủ tục nào dùng được. Chạy: phuong load-law rồi phuong load-procedures"),
        )
    return usable


def days_of(limit: Limit) -> int:
    """Return about how many working days a limit is."""
    if limit.unit == Unit.WORKING_DAY:
        return max(1, int(limit.n))
    if limit.unit == Unit.CALENDAR_DAY:
        return max(1, int(limit.n) * 5 // 7)
    if limit.unit == Unit.MONTH:
        return min(22 * int(limit.n), LONGEST_LIFE)
    return 1


def _working_days(calendar: WorkCalendar, until: date, wanted: int) -> list[datetime]:
    """Return the midnights of the working days before a day, as many as the load wants."""
    most = min(MOST_DAYS, max(FEWEST_DAYS, wanted // A_DAY)) + LONGEST_LIFE
    found: list[date] = []
    day = until - timedelta(days=1)
    while len(found) < most:
        if calendar.is_working_day(day):
            found.append(day)
        day -= timedelta(days=1)
    midnights = [datetime.combine(each, time(), tzinfo=HERE) for each in reversed(found)]
    return [midnight.astimezone(UTC) for midnight in midnights]
