"""Makes the demo ward, whole or not at all."""

import heapq
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.conf import settings
from django.db import transaction

from phuong.areas.dossiers import api as dossiers
from phuong.areas.procedures import api as procedures
from phuong.delivery.demo import hall, sheets
from phuong.delivery.demo.crowd import Crowd
from phuong.delivery.demo.errands import Errands
from phuong.delivery.demo.hours import OfficeTime
from phuong.delivery.demo.house import build
from phuong.delivery.demo.lives import Ending, Life
from phuong.delivery.demo.pack import DemoPack
from phuong.delivery.demo.plans import FEWEST, SPAN, Planner
from phuong.delivery.demo.staff import Staff
from phuong.delivery.demo.world import World
from phuong.kernel.access.api import HERE
from phuong.kernel.audit import jobs as seals
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.law import api as law
from phuong.kernel.measures import api as measures
from phuong.kernel.wards.api import Ward
from phuong.kernel.workdays import WorkCalendar

Progress = Callable[[int, int], None]
Waiting = tuple[datetime, int, Ending]
REACH = 21 + SPAN  # working days before now in which anything may happen
SEALED_AT = time(0, 30)


@dataclass(frozen=True, slots=True)
class Made:
    """What was made, or was there already: dossiers by state."""

    ward: Ward
    states: Counter[str]
    is_new: bool

    @property
    def dossiers(self) -> int:
        """How many dossiers there are."""
        return self.states.total()


def check_may_make(pack: DemoPack) -> Ward | None:
    """Return the demo ward that is there already; refuse a database that is not for demos."""
    if not settings.DEMO:
        raise RuleBroken(
            "demo.not-marked",
            _("Cơ sở dữ liệu này không phải bản mẫu. Đặt PHUONG_DEMO=1 nếu chỉ để xem thử."),
        )
    real = Ward.objects.filter(is_demo=False).order_by("pk").first()
    if real is not None:
        raise RuleBroken(
            "demo.real-ward",
            _("Đã có %(ward)s là phường thật; không lập phường mẫu bên cạnh. Dùng thư mục khác."),
            ward=real.name,
        )
    return Ward.objects.filter(code_prefix=pack.house.ward["code_prefix"]).first()


def make(
    now: datetime, *, number: int, seed: int, progress: Progress = lambda done, of: None
) -> Made:
    """Make the ward with its people and dossiers, as it stands at a moment.

    All in one transaction: nobody else works in this database yet, and half a ward helps nobody.
    """
    pack = DemoPack.read()
    present = check_may_make(pack)
    if present is not None:
        return Made(present, _states(present), is_new=False)
    if number < FEWEST:
        raise RuleBroken(
            "demo.too-few",
            _("Cần ít nhất %(fewest)s hồ sơ để có đủ mọi tình trạng."),
            fewest=FEWEST,
        )
    now = now.astimezone(HERE)
    rng = Random(seed)  # noqa: S311  # stories that can be told again, nothing secret
    drawn = sheets.draw(rng)  # files first, before the transaction
    with transaction.atomic():
        ward = build(pack.house)
        if not procedures.catalogue(ward.pk, now.date()):
            raise RuleBroken(
                "demo.no-law",
                _("Chưa có danh mục thủ tục. Chạy: phuong load-law, rồi phuong load-procedures."),
            )
        world, planner = _world(ward, pack, drawn, now, rng)
        _live(world, planner, now, rng, number, progress)
        measures.fold(ward.pk)
        return Made(ward, _states(ward), is_new=True)


def _world(
    ward: Ward, pack: DemoPack, drawn: sheets.Sheets, now: datetime, rng: Random
) -> tuple[World, Planner]:
    calendar = law.calendar(ward.pk)
    office, desk = (_line(calendar, pack, now, desk=desk) for desk in (False, True))
    world = World(
        ward=ward,
        pack=pack,
        staff=Staff(ward, pack.house, calendar, now),
        crowd=Crowd(pack.names, rng),
        sheets=drawn,
        office=office,
        desk=desk,
    )
    return world, Planner(ward.pk, pack.desk, desk, calendar, now)


def _line(calendar: WorkCalendar, pack: DemoPack, now: datetime, *, desk: bool) -> OfficeTime:
    first, last = calendar.add(now.date(), -REACH), calendar.add(now.date(), REACH)
    return OfficeTime(calendar, first, last, pack.house.hours, desk=desk)


def _live(
    world: World, planner: Planner, now: datetime, rng: Random, number: int, progress: Progress
) -> None:
    """Wake each life when its moment has come, in the order of time, until now."""
    waiting: list[Waiting] = []
    for turn, plan in enumerate(planner.plans(rng, number)):
        # Each life draws from a source of its own: one more act in one changes no other.
        life = Life(world, plan, Random(rng.getrandbits(64)), plan.begins_at)  # noqa: S311
        steps = life.run()
        heapq.heappush(waiting, (next(steps), turn, steps))
    others = (*Errands.read().lives(world, rng, now), *hall.lives(world, rng, now))
    for turn, steps in enumerate(others, start=number):
        heapq.heappush(waiting, (next(steps), turn, steps))
    sealed, done = None, 0
    while waiting and waiting[0][0] <= now:
        moment, turn, steps = waiting[0]
        sealed = _seal_until(world, sealed, moment)
        try:
            following = next(steps)
        except StopIteration:
            heapq.heappop(waiting)
            done += turn < number
            progress(done, number)
        else:
            heapq.heapreplace(waiting, (following, turn, steps))
    _seal_until(world, sealed, now)
    progress(number, number)


def _seal_until(world: World, sealed: date | None, moment: datetime) -> date:
    """Seal each day that has ended, as the nightly job would have done."""
    today = moment.astimezone(HERE).date()
    day = sealed or today
    while day < today:
        night = datetime.combine(day + timedelta(days=1), SEALED_AT, tzinfo=HERE)
        seals.seal(world.ward.pk, day, night)
        day += timedelta(days=1)
    return today


def _states(ward: Ward) -> Counter[str]:
    rows = dossiers.Dossier.objects.of(ward).values_list("state", flat=True)
    return Counter(rows)
