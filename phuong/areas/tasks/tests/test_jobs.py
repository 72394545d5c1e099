import pytest

from phuong.areas.tasks import actions, jobs
from phuong.areas.tasks.models import Task
from phuong.areas.tasks.states import State
from phuong.areas.tasks.tests.builders import DUE, give, make_house, make_task
from phuong.kernel.access.api import Actor, Occasion
from phuong.kernel.measures.api import Ask, totals
from phuong.kernel.notices.models import Notice
from phuong.kernel.workdays import Decision, Effect, WorkCalendar
from phuong.kernel.workflow.api import WorkItem, clocks
from tests.support.builders import (
    MONDAY,
    NEXT_MONDAY,
    NEXT_TUESDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    machine,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return make_house()


def reminded(house):
    rows = Notice.objects.of(house.ward).filter(template__in=["tasks.near_due", "tasks.overdue"])
    return sorted(rows.values_list("template", "person_id"))


def test_the_doer_is_reminded_once_when_it_is_near_and_once_when_it_is_late(house):
    give(house)
    assert jobs.remind(machine(house.ward, TUESDAY)) == 0
    assert jobs.remind(machine(house.ward, WEDNESDAY)) == 1
    assert jobs.remind(machine(house.ward, WEDNESDAY)) == 0
    assert jobs.remind(machine(house.ward, THURSDAY)) == 0
    assert reminded(house) == [("tasks.near_due", house.doer.id)]
    assert jobs.remind(machine(house.ward, NEXT_MONDAY)) == 1
    assert jobs.remind(machine(house.ward, NEXT_TUESDAY)) == 0
    late = {("tasks.overdue", one) for one in (house.doer.id, house.leader.id)}
    assert set(reminded(house)) == late | {("tasks.near_due", house.doer.id)}


def test_a_scheduler_that_was_off_reminds_all_the_same(house):
    give(house)
    assert jobs.remind(machine(house.ward, NEXT_TUESDAY)) == 1
    assert {template for template, _who in reminded(house)} == {"tasks.overdue"}


def test_whoever_takes_a_task_over_is_reminded_of_the_same_day(house):
    task = give(house)
    assert jobs.remind(machine(house.ward, WEDNESDAY)) == 1
    other = house.helper
    actions.hand_on(house.of(house.leader, WEDNESDAY), task, doer_id=other.id, reason="Nghỉ ốm.")
    assert jobs.remind(machine(house.ward, WEDNESDAY)) == 1
    assert ("tasks.near_due", other.id) in reminded(house)


def test_nobody_is_reminded_of_what_waits_for_somebody_else_or_is_closed(house):
    for state in (State.REPORTED, State.EXTENSION_ASKED, State.DONE, State.CANCELLED):
        make_task(house, state)
    assert jobs.remind(machine(house.ward, NEXT_TUESDAY)) == 0


def test_an_extended_task_is_reminded_of_its_new_day(house):
    task = make_task(house, State.EXTENSION_ASKED)
    assert jobs.remind(machine(house.ward, THURSDAY)) == 0
    actions.extend(house.of(house.leader, THURSDAY), task)
    assert jobs.remind(machine(house.ward, THURSDAY)) == 0
    assert jobs.remind(machine(house.ward, NEXT_TUESDAY.replace(day=25))) == 1


def test_whoever_enters_a_decision_sees_and_moves_tasks_too(house):
    task = give(house)
    closed = WorkCalendar(decisions=(Decision("x", DUE, Effect.OFF),))
    knows = Occasion(Actor.clock(house.ward.pk), TUESDAY, closed)
    assert [moved.code for moved in clocks.preview(knows)] == [task.code]
    assert clocks.rebuild(knows, 1) == 1
    assert clocks.preview(knows) == []


def test_a_decision_of_the_calendar_moves_the_day_and_never_the_first_promise(house):
    task = give(house)
    closed = WorkCalendar(decisions=(Decision("x", DUE, Effect.OFF),))
    knows = Occasion(Actor.clock(house.ward.pk), TUESDAY, closed)
    [moved] = jobs.rebuild_due_dates(knows, apply=False)
    assert (moved.code, moved.after.date()) == (task.code, NEXT_MONDAY.date())
    assert Task.objects.of(house.ward).get().due_on == DUE
    jobs.rebuild_due_dates(knows, apply=True)
    assert jobs.rebuild_due_dates(knows, apply=True) == []
    task = Task.objects.of(house.ward).get()
    assert (task.due_on, task.first_due_on) == (NEXT_MONDAY.date(), DUE)
    assert WorkItem.objects.of(house.ward).get(subject_id=task.id).due_at == task.due_at
    (running,) = totals(house.ward.pk, [Ask("tasks.running", by_day=True)])
    assert running == {("", DUE): 1}
    assert MONDAY.date() == task.given_on
