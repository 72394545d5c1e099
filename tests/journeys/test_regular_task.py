"""A task that comes again: begun once, given by time, a slip of the hand taken back, ended."""

import os
from pathlib import Path

import pytest
from django.utils import timezone

from phuong.areas.tasks import jobs
from phuong.areas.tasks.models import Task, TaskSeries
from phuong.areas.tasks.states import SeriesState, State
from phuong.areas.tasks.tests.builders import clock_of, make_house
from tests.journeys.hands import enter
from tests.support.browser import PHONE, follow

LIST = "/can-bo/nhiem-vu/dinh-ky/"


@pytest.fixture
def house(visit):
    return make_house(host="127.0.0.1")


def picture(page, name):
    """Keep a picture where somebody wants to look at the pages."""
    if folder := os.environ.get("PHUONG_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def press(page, name):
    follow(page.get_by_role("button", name=name, exact=True))


def begin(leader, look):
    leader.goto("/can-bo/nhiem-vu/")
    follow(leader.get_by_role("link", name="Nhiệm vụ định kỳ"))
    look(leader)
    picture(leader, "regular-1")
    follow(leader.get_by_role("link", name="Giao nhiệm vụ định kỳ"))
    leader.get_by_label("Việc phải làm").fill("Rà soát việc trong tuần")
    leader.get_by_label("Sản phẩm phải có").fill("Biên bản rà soát")
    leader.get_by_label("Người chịu trách nhiệm").select_option(index=1)
    leader.get_by_label("Làm trong bao nhiêu ngày làm việc").fill("4")
    press(leader, "Giao nhiệm vụ định kỳ")
    # What was forgotten is said beside its field, and what was typed is still there.
    assert leader.get_by_label("Việc phải làm").input_value() == "Rà soát việc trong tuần"
    look(leader)
    picture(leader, "regular-2")
    leader.get_by_label("Lặp vào").select_option(label="Thứ bảy")
    press(leader, "Giao nhiệm vụ định kỳ")
    assert leader.get_by_text("Thứ bảy hằng tuần").is_visible()
    assert leader.get_by_text("ngày nghỉ hằng tuần").first.is_visible()
    look(leader)
    picture(leader, "regular-3")


def take_up_and_back(doer, look, code):
    doer.goto(f"/can-bo/nhiem-vu/{code}/bat-dau/")
    press(doer, "Bắt đầu làm")
    look(doer)
    picture(doer, "regular-4")
    follow(doer.get_by_role("link", name="Hoàn tác"))
    look(doer)
    picture(doer, "regular-5")
    press(doer, "Hoàn tác")
    assert doer.get_by_text(f"Đã hoàn tác, nhiệm vụ {code}").is_visible()
    assert doer.get_by_text("Mới giao").first.is_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "scripts off"])
def test_a_leader_lets_a_task_come_again_and_stops_it(visit, house, axe, scripts):
    # Axe is a script itself.
    look = axe if scripts else lambda _page: None
    leader = enter(visit, house.leader, scripts=scripts)
    begin(leader, look)
    series = TaskSeries.objects.of(house.ward).get()
    TaskSeries.objects.of(house.ward).update(next_on=timezone.localdate(), day=_today())
    assert jobs.give_regular(clock_of(house, timezone.now(), _every_day())) == 1
    task = Task.objects.of(house.ward).get()
    doer_page = enter(visit, task.doer, size=PHONE, scripts=scripts)
    take_up_and_back(doer_page, look, task.code)
    assert Task.objects.of(house.ward).get().state == State.GIVEN
    leader.goto(f"{LIST}{series.code}/")
    assert leader.get_by_role("link", name=task.code).is_visible()
    follow(leader.get_by_role("link", name="Tạm dừng lặp"))
    look(leader)
    picture(leader, "regular-6")
    press(leader, "Tạm dừng lặp")
    assert leader.get_by_text("Đang tạm dừng lặp").first.is_visible()
    assert TaskSeries.objects.of(house.ward).get().state == SeriesState.PAUSED


def _today():
    return timezone.localdate().weekday()


def _every_day():
    from phuong.kernel.workdays import WorkCalendar

    return WorkCalendar(working_weekdays=tuple(range(7)))
