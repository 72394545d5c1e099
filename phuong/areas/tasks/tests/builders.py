"""A ward with people of every kind, and tasks led to a state through the real actions."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from phuong.areas.tasks import actions
from phuong.areas.tasks.actions import Regular, Wanted
from phuong.areas.tasks.models import OnClosed, Rhythm, Task, TaskSeries
from phuong.areas.tasks.states import SeriesState, State
from phuong.kernel.access.actors import Actor, Occasion
from phuong.kernel.access.roles import Role
from phuong.kernel.people.models import Person
from phuong.kernel.wards.models import Ward
from phuong.kernel.wards.remembered import forget_all
from phuong.kernel.workdays import WorkCalendar
from tests.support.builders import (
    CALENDAR,
    FRIDAY,
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    load_law_values,
    make_person,
    make_unit,
    make_ward,
    occasion_of,
)

DUE, LATER = date(2026, 11, 20), date(2026, 11, 27)
TITLE, PRODUCT = "Rà soát nhà trọ ở khu vực 3", "Danh sách nhà trọ và biên bản kiểm tra"


@dataclass(frozen=True, slots=True)
class House:
    """A ward with a leader, and a unit with its head and two specialists; one of another unit."""

    ward: Ward
    leader: Person
    secretary: Person
    head: Person
    doer: Person
    helper: Person
    other: Person
    administrator: Person

    def of(self, person: Person, now: datetime, **values: Any) -> Occasion:
        """Return the occasion on which a person acts."""
        return occasion_of(person, now, **values)


def make_house(prefix: str = "PM", *, host: str = "", ward: Ward | None = None) -> House:
    """Make a ward in which tasks can be given, done and confirmed."""
    load_law_values()
    ward = ward or make_ward(prefix, host=host)
    top = make_unit(ward, "lanh-dao-pt", name="Lãnh đạo phường")
    work = make_unit(ward, "van-hoa-pt", name="Văn hoá, xã hội")
    far = make_unit(ward, "kinh-te-pt", name="Kinh tế, hạ tầng")
    house = House(
        ward,
        make_person(ward, Role.LEADER, name="Võ Văn Thuận", unit=top),
        make_person(ward, Role.SECRETARY, name="Hồ Thị Sương", unit=top),
        make_person(ward, Role.UNIT_HEAD, name="Phạm Thị Trưởng", unit=work),
        make_person(ward, Role.SPECIALIST, name="Trần Văn Làm", unit=work),
        make_person(ward, Role.SPECIALIST, name="Lê Thị Giúp", unit=work),
        make_person(ward, Role.SPECIALIST, name="Ngô Văn Xa", unit=far),
        make_person(ward, Role.ADMINISTRATOR, name="Đỗ Quản Trị", unit=top),
    )
    forget_all()
    return house


def wanted(house: House, **values: Any) -> Wanted:
    """Return a task for the doer with one who helps, due on Friday 20/11/2026."""
    given = {
        "title": TITLE,
        "product": PRODUCT,
        "doer_id": house.doer.id,
        "by": DUE,
        "helpers": (house.helper.id,),
    }
    return Wanted(**(given | values))


def give(house: House, now: datetime = MONDAY, *, by: Person | None = None, **values: Any) -> Task:
    """Give the task, by the leader unless another is named."""
    occasion = house.of(by or house.leader, now, request_id=values.pop("request_id", None))
    return actions.give(occasion, house.ward, wanted(house, **values))


def make_task(house: House, state: State) -> Task:
    """Lead a task to a state, a step a day from Monday 16/11/2026."""
    return _LEAD[state](house)


def _doing(house: House) -> Task:
    return actions.take_up(house.of(house.doer, TUESDAY), give(house))


def _asked(house: House) -> Task:
    occasion = house.of(house.doer, WEDNESDAY)
    return actions.ask_extension(occasion, _doing(house), by=LATER, reason="Mưa ngập khu vực 3.")


def _reported(house: House) -> Task:
    occasion = house.of(house.doer, THURSDAY)
    return actions.report_done(occasion, _doing(house), words="Đã lập danh sách 12 nhà trọ.")


def _done(house: House) -> Task:
    return actions.confirm(house.of(house.leader, FRIDAY), _reported(house))


def _not_done(house: House) -> Task:
    occasion = house.of(house.leader, THURSDAY)
    return actions.close_undone(occasion, _doing(house), reason="Nhà trọ đã giải toả.")


def _cancelled(house: House) -> Task:
    occasion = house.of(house.leader, THURSDAY)
    return actions.cancel(occasion, give(house), reason="Quận đã làm việc này.")


_LEAD = {
    State.GIVEN: give,
    State.DOING: _doing,
    State.EXTENSION_ASKED: _asked,
    State.REPORTED: _reported,
    State.DONE: _done,
    State.NOT_DONE: _not_done,
    State.CANCELLED: _cancelled,
}


def regular(house: House, **values: Any) -> Regular:
    """Return a weekly review on Mondays by the doer, four working days each, from 16/11/2026."""
    given: dict[str, Any] = {
        "title": "Rà soát việc trong tuần",
        "product": "Biên bản rà soát",
        "doer_id": house.doer.id,
        "rhythm": Rhythm.WEEKLY,
        "day": 0,
        "limit_days": 4,
        "on_closed": OnClosed.SHIFT,
        "first_on": MONDAY.date(),
        "helpers": (house.helper.id,),
    }
    return Regular(**(given | values))


def begin_series(
    house: House, now: datetime = MONDAY, *, by: Person | None = None, **values: Any
) -> TaskSeries:
    """Begin the weekly review, by the leader unless another is named."""
    return actions.begin_series(
        house.of(by or house.leader, now), house.ward, regular(house, **values)
    )


def make_series(house: House, state: SeriesState) -> TaskSeries:
    """Lead a series to a state."""
    series = begin_series(house)
    if state == SeriesState.PAUSED:
        return actions.pause_series(house.of(house.leader, TUESDAY), series)
    if state == SeriesState.ENDED:
        return actions.end_series(house.of(house.leader, TUESDAY), series)
    return series


def clock_of(house: House, now: datetime, calendar: WorkCalendar = CALENDAR) -> Occasion:
    """Return the occasion of time itself."""
    return Occasion(Actor.clock(house.ward.pk), now, calendar)
