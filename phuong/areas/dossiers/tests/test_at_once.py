"""Two people at once, a double click, and a process killed between two lines. Real commits."""

import uuid

import pytest

from phuong.areas.dossiers import actions, measures
from phuong.areas.dossiers.models import Dossier, Paper
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import (
    ALL_PAPERS,
    HUONG,
    make_desk,
    make_dossier,
    take_in,
)
from phuong.areas.dossiers.tests.lives import check_whole
from phuong.kernel.audit.api import Event
from phuong.kernel.errors import Refusal, WrongState
from phuong.kernel.measures import api as figures
from phuong.kernel.wards.models import Ward
from tests.support.builders import MONDAY, NEXT_MONDAY, load_law_values
from tests.support.killing import killed_after
from tests.support.lives import at_once

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(committed_db):
    return make_desk()


def test_of_two_undos_at_once_one_takes_back_and_the_other_is_told(desk):
    dossier = take_in(desk)
    actions.assign(desk.of(desk.head, NEXT_MONDAY), dossier, desk.specialist.id)
    events = Event.objects.of(desk.ward).filter(subject_id=dossier.id).count()
    answers = at_once(*2 * [lambda: actions.undo(desk.of(desk.head, NEXT_MONDAY), dossier)])
    refused = [answer for answer in answers if isinstance(answer, Refusal)]
    assert [type(answer) for answer in refused] == [WrongState]
    assert Event.objects.of(desk.ward).filter(subject_id=dossier.id).count() == events + 1
    check_whole(desk.ward)


def test_a_double_click_on_undo_is_one_act_with_one_answer(desk):
    dossier = take_in(desk)
    actions.assign(desk.of(desk.head, NEXT_MONDAY), dossier, desk.specialist.id)
    request_id = uuid.uuid4()
    by = {"now": NEXT_MONDAY, "request_id": request_id}
    answers = at_once(*2 * [lambda: actions.undo(desk.of(desk.head, **by), dossier)])
    assert [type(answer) for answer in answers] == [Dossier, Dossier], answers
    check_whole(desk.ward)


def test_two_sendings_that_both_looked_before_they_came_make_one_dossier(desk):
    sendings = [desk.of(desk.reception, MONDAY, request_id=uuid.UUID(int=7)) for _each in "12"]
    assert [actions.sent_before(one) for one in sendings] == [None, None]
    first, second = (
        actions.take_in(one, desk.ward, desk.version, HUONG, ALL_PAPERS) for one in sendings
    )
    assert first == second == actions.sent_before(sendings[0])
    assert Dossier.objects.of(desk.ward).count() == 1
    check_whole(desk.ward)


def test_of_an_undo_and_the_next_move_at_once_only_one_happens(desk):
    dossier = take_in(desk)
    actions.assign(desk.of(desk.head, NEXT_MONDAY), dossier, desk.specialist.id)
    answers = at_once(
        lambda: actions.undo(desk.of(desk.head, NEXT_MONDAY), dossier),
        lambda: actions.submit(
            desk.of(desk.specialist, NEXT_MONDAY), dossier, kind="Giấy", summary=""
        ),
    )
    assert sum(isinstance(answer, Refusal) for answer in answers) == 1, answers
    check_whole(desk.ward)


def test_a_filing_sent_eight_times_at_once_makes_one_dossier(desk):
    request_id = uuid.uuid4()
    answers = at_once(*(lambda: take_in(desk, request_id=request_id) for _click in range(8)))
    assert {answer.code for answer in answers} == {"PM-261116-0001"}
    assert Dossier.objects.of(desk.ward).count() == 1
    check_whole(desk.ward)


def test_eight_desks_at_once_draw_eight_codes_without_a_gap(desk):
    answers = at_once(*(lambda: take_in(desk) for _desk in range(8)))
    assert sorted(answer.code for answer in answers) == [f"PM-261116-{n:04}" for n in range(1, 9)]
    check_whole(desk.ward)


FILING = """
import itertools
from phuong.areas.dossiers.tests.builders import ALL_PAPERS, HUONG, MONDAY, Ward
from phuong.areas.dossiers import actions
from phuong.areas.procedures import api as procedures
from phuong.kernel.access.roles import Role
from phuong.kernel.people.models import Person
from tests.support.builders import occasion_of
ward = Ward.objects.get()
version = procedures.current(ward.pk, "khai-sinh", MONDAY.date())
reception = Person.objects.of(ward).get(name="Lê Thị Tiếp")
for number in itertools.count():
    made = actions.take_in(occasion_of(reception, MONDAY), ward, version, HUONG, ALL_PAPERS)
    print(made.code, flush=True)
    number or print("ready", flush=True)
"""


@pytest.mark.parametrize("turn", range(6))
def test_a_process_killed_in_the_middle_leaves_nothing_half_and_loses_nothing(desk, turn):
    load_law_values()
    told = killed_after(0.15 + turn * 0.0173, FILING)
    kept = set(Dossier.objects.of(desk.ward).values_list("code", flat=True))
    assert set(told) <= kept
    assert len(kept) <= len(told) + 1
    assert len(told) >= 1
    check_whole(desk.ward)
    papers = Paper.objects.of(desk.ward).count()
    assert papers == 2 * len(kept)
    for measure in measures.MEASURES:
        [total] = figures.totals(desk.ward.pk, [figures.Ask(measure.code)])
        rows = measure.rows(desk.of(desk.leader, MONDAY).actor, figures.Window())
        assert sum(total.values()) == rows.count()


def test_the_states_that_can_be_led_to_are_all_of_them(desk):
    assert {make_dossier(desk, state).state for state in State} == set(State)
    assert Ward.objects.count() == 1
