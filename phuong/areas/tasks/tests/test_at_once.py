"""Two people at once on one task, and a process killed between two lines. Real commits."""

import pytest

from phuong.areas.tasks import actions, jobs, measures
from phuong.areas.tasks.models import Occurrence, Task
from phuong.areas.tasks.states import State
from phuong.areas.tasks.tests.builders import begin_series, clock_of, give, make_house, make_task
from phuong.areas.tasks.tests.lives import check_series_whole, check_whole
from phuong.kernel.audit.api import Event
from phuong.kernel.audit.proof import verify
from phuong.kernel.errors import Refusal
from phuong.kernel.measures import api as figures
from tests.support.builders import MONDAY, NEXT_FRIDAY, NEXT_MONDAY, TUESDAY, load_law_values
from tests.support.killing import killed_after
from tests.support.lives import at_once

pytestmark = pytest.mark.slow


@pytest.fixture
def house(committed_db):
    return make_house()


def test_of_two_who_answer_a_report_at_once_one_decides_and_the_other_is_told(house):
    task = make_task(house, State.REPORTED)
    answers = at_once(
        lambda: actions.confirm(house.of(house.leader, NEXT_MONDAY), task),
        lambda: actions.send_back(house.of(house.secretary, NEXT_MONDAY), task, reason="Thiếu"),
    )
    assert sum(isinstance(answer, Refusal) for answer in answers) == 1, answers
    assert Task.objects.of(house.ward).get().state in (State.DONE, State.DOING)
    check_whole(house.ward)


def test_of_an_undo_and_the_next_move_at_once_only_one_happens(house):
    task = give(house, TUESDAY)
    actions.take_up(house.of(house.doer, TUESDAY), task)
    answers = at_once(
        lambda: actions.undo(house.of(house.doer, TUESDAY), task),
        lambda: actions.hand_on(
            house.of(house.leader, TUESDAY), task, doer_id=house.other.id, reason="Ốm"
        ),
    )
    fresh = Task.objects.of(house.ward).get()
    verbs = list(Event.objects.of(house.ward).order_by("seq").values_list("verb", flat=True))
    # Handing on can follow what was taken back; what was handed on is not taken back.
    refused = [isinstance(answer, Refusal) for answer in answers]
    assert refused in ([True, False], [False, False]), answers
    assert verbs[-1] == "tasks.hand_on"
    assert (fresh.state, fresh.doer_id) == (State.GIVEN, house.other.id)


LIVING = """
import itertools
from phuong.areas.tasks import actions
from phuong.areas.tasks.tests.builders import PRODUCT, TITLE, Wanted, DUE
from phuong.kernel.people.models import Person
from phuong.kernel.wards.models import Ward
from tests.support.builders import FRIDAY, MONDAY, TUESDAY, occasion_of
ward = Ward.objects.get()
leader, doer, helper, other = (
    Person.objects.of(ward).get(name=name)
    for name in ("Võ Văn Thuận", "Trần Văn Làm", "Lê Thị Giúp", "Ngô Văn Xa")
)
wanted = Wanted(TITLE, PRODUCT, doer.id, by=DUE, helpers=(helper.id,))
for number in itertools.count():
    task = actions.give(occasion_of(leader, MONDAY), ward, wanted)
    actions.take_up(occasion_of(doer, TUESDAY), task)
    actions.undo(occasion_of(doer, TUESDAY), task)
    actions.hand_on(occasion_of(leader, TUESDAY), task, doer_id=other.id, reason="Ốm")
    actions.report_done(occasion_of(other, FRIDAY), task, words="Xong")
    actions.confirm(occasion_of(leader, FRIDAY), task)
    print(task.code, flush=True)
    number or print("ready", flush=True)
"""


@pytest.mark.parametrize("turn", range(6))
def test_a_process_killed_in_the_middle_leaves_nothing_half_and_loses_nothing(house, turn):
    load_law_values()
    told = killed_after(0.2 + turn * 0.0191, LIVING)
    kept = {task.code: task for task in Task.objects.of(house.ward)}
    assert set(told) <= set(kept)
    assert len(kept) <= len(told) + 1
    assert told
    assert {kept[code].state for code in told} <= {State.DONE}
    check_whole(house.ward)
    assert verify(house.ward.pk).holds
    for measure in measures.MEASURES:
        [total] = figures.totals(house.ward.pk, [figures.Ask(measure.code)])
        rows = measure.rows(house.of(house.leader, MONDAY).actor, figures.Window())
        assert sum(total.values()) == rows.count(), measure.code


def run(house, now):
    return jobs.give_regular(clock_of(house, now))


def test_schedulers_at_once_give_each_planned_day_once(house):
    for _series in range(3):
        begin_series(house)
    at_once(*4 * [lambda: run(house, NEXT_FRIDAY)])
    assert Task.objects.of(house.ward).count() == 3
    assert Occurrence.objects.of(house.ward).count() == 6
    check_series_whole(house.ward)


SCHEDULER = """
from phuong.areas.tasks import jobs
from phuong.kernel.access.actors import Actor, Occasion
from phuong.kernel.wards.models import Ward
from tests.support.builders import CALENDAR, NEXT_MONDAY
ward = Ward.objects.get()
print("ready", flush=True)
jobs.give_regular(Occasion(Actor.clock(ward.pk), NEXT_MONDAY, CALENDAR))
"""


@pytest.mark.parametrize("turn", range(5))
def test_a_scheduler_that_is_killed_leaves_nothing_half_and_the_next_goes_on(house, turn):
    for _series in range(40):
        begin_series(house)
    killed_after(0.03 + turn * 0.031, SCHEDULER)
    check_series_whole(house.ward)
    run(house, NEXT_MONDAY)
    assert Task.objects.of(house.ward).count() == 40
    assert Occurrence.objects.of(house.ward).count() == 80
    check_series_whole(house.ward)
    assert verify(house.ward.pk).holds
