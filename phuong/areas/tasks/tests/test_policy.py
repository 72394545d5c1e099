"""Who may do what with a task: one table, without a database."""

from uuid import UUID

import pytest

from phuong.areas.tasks import policy
from phuong.areas.tasks.models import Task
from phuong.areas.tasks.states import LIFE, State
from phuong.kernel.access.api import Actor, Held, Role
from phuong.kernel.errors import NotVisible

OURS, THEIRS = UUID(int=1), UUID(int=2)
GIVER, DOER, HELPER, STRANGER = (UUID(int=n) for n in (11, 12, 13, 14))
DOERS = ["take_up", "report_done", "report_progress", "ask_extension"]
DECIDES = ["hand_on", "close_undone", "cancel"]


def actor(person, role, unit=OURS):
    return Actor(1, person, posts=frozenset({Held(role, unit)}))


def task_in(state, *, assigner=GIVER, helps=False):
    task = Task(ward_id=1, doer_id=DOER, assigner_id=assigner, unit_id=OURS, state=state)
    task.reader_helps = helps
    return task


def names(who, task):
    return [move.name for move in policy.open_moves(who, task)]


@pytest.mark.parametrize(
    ("person", "role", "unit", "state", "moves"),
    [
        (DOER, Role.SPECIALIST, OURS, State.GIVEN, DOERS),
        (DOER, Role.SPECIALIST, OURS, State.DOING, DOERS[1:]),
        (DOER, Role.SPECIALIST, OURS, State.EXTENSION_ASKED, ["report_done"]),
        (DOER, Role.SPECIALIST, OURS, State.REPORTED, []),
        (DOER, Role.LEADER, OURS, State.REPORTED, []),
        (DOER, Role.UNIT_HEAD, OURS, State.EXTENSION_ASKED, ["report_done"]),
        (GIVER, Role.UNIT_HEAD, OURS, State.GIVEN, DECIDES),
        (GIVER, Role.UNIT_HEAD, THEIRS, State.EXTENSION_ASKED, ["extend", "keep_date", *DECIDES]),
        (GIVER, Role.UNIT_HEAD, OURS, State.REPORTED, ["confirm", "send_back", *DECIDES[1:]]),
        (STRANGER, Role.LEADER, THEIRS, State.REPORTED, ["confirm", "send_back", *DECIDES[1:]]),
        (STRANGER, Role.UNIT_HEAD, OURS, State.REPORTED, []),
        (STRANGER, Role.SPECIALIST, OURS, State.GIVEN, []),
        (STRANGER, Role.ADMINISTRATOR, OURS, State.REPORTED, []),
        (GIVER, Role.LEADER, OURS, State.DONE, []),
    ],
)
def test_moves_offered(person, role, unit, state, moves):
    assert names(actor(person, role, unit), task_in(state)) == moves


def test_who_helps_reports_progress_and_confirms_nothing():
    helper = actor(HELPER, Role.LEADER)
    assert names(helper, task_in(State.REPORTED, helps=True)) == DECIDES[1:]
    assert "report_progress" in names(
        actor(HELPER, Role.SPECIALIST), task_in(State.DOING, helps=True)
    )


def test_what_a_source_gave_is_answered_by_the_head_of_the_unit():
    mine = task_in(State.REPORTED, assigner=None)
    assert "confirm" in names(actor(STRANGER, Role.UNIT_HEAD), mine)
    assert names(actor(STRANGER, Role.UNIT_HEAD, THEIRS), mine) == []


def test_a_task_of_another_ward_is_not_there():
    far = task_in(State.GIVEN)
    far.ward_id = 2
    with pytest.raises(NotVisible):
        policy.check(actor(DOER, Role.SPECIALIST), far, LIFE["take_up"])


@pytest.mark.django_db
def test_each_sees_what_names_them_what_their_unit_does_and_leaders_all():
    from phuong.areas.tasks.tests.builders import give, make_house
    from tests.support.builders import MONDAY

    house = make_house()
    give(house)
    sees = {
        name: policy.readable(house.of(getattr(house, name), MONDAY).actor).count()
        for name in ("leader", "secretary", "head", "doer", "helper", "other", "administrator")
    }
    assert sees == {
        "leader": 1, "secretary": 1, "head": 1, "doer": 1, "helper": 1, "other": 0,
        "administrator": 0,
    }  # fmt: skip
