"""Every move of every life cycle: two at once, a double click, broken at each of its statements.

Which moves there are is drawn from the areas' own tables (`tests/support/lives.py`).
"""

import uuid

import pytest

from phuong.delivery.agreement import disagreements
from phuong.kernel.audit.api import Event, kinds
from phuong.kernel.audit.proof import verify
from phuong.kernel.errors import Refusal, WrongState
from phuong.kernel.measures.api import Ask, Window, all_measures, totals
from phuong.kernel.workflow.api import WorkItem
from tests.invariants.breaking import breaks_nowhere
from tests.support.builders import NEXT_MONDAY
from tests.support.lives import all_lives, all_moves, at_once
from tools import ourselves

MOVES = [pytest.param(*pair, id=".".join(pair)) for pair in all_moves()]
# Time sends no form.
OF_PEOPLE = [one for one in MOVES if one.values[1] not in all_lives()[one.values[0]].by_time]


def events_of(row):
    return Event.objects.of(row.ward_id).filter(subject_id=row.id).count()


def what_disagrees():
    """Return what no longer follows from the rows; builders make papers without a content."""
    found = disagreements(NEXT_MONDAY, tell=lambda line: None)
    return [one for one in found if one.code != "file"]


def prepared(area, name):
    """Return a move of an area with a thing on which it can be made."""
    lives = all_lives()[area]
    place, move = lives.make_place(), lives.life[name]
    return lives, place, move, lives.ready(place, move)


@pytest.mark.slow
@pytest.mark.parametrize(("area", "name"), MOVES)
def test_of_two_at_once_one_acts_and_the_other_is_told(committed_db, area, name):
    lives, place, move, row = prepared(area, name)
    # A move that leads nowhere else may find its state unchanged, and be refused by its rule.
    again = move.target in move.sources or move.target is None
    before = events_of(row)
    answers = at_once(*(lives.act(place, move, row, None) for _one in range(2)))
    refused = [answer for answer in answers if isinstance(answer, Refusal)]
    if name in lives.shared:
        assert (refused, events_of(row) - before) == ([], 2), answers
    else:
        one = lives.events.get(name, 1)
        assert (len(refused), events_of(row) - before) == (1, one), answers
        assert again or isinstance(refused[0], WrongState)
    lives.check_whole(place.ward)


@pytest.mark.slow
@pytest.mark.parametrize(("area", "name"), OF_PEOPLE)
def test_a_double_click_on_any_move_is_one_act_with_one_answer(committed_db, area, name):
    lives, place, move, row = prepared(area, name)
    request_id = uuid.uuid4()
    before = events_of(row)
    answers = at_once(*(lives.act(place, move, row, request_id) for _click in range(2)))
    assert [type(answer) for answer in answers] == [type(row), type(row)], answers
    assert events_of(row) == before + lives.events.get(name, 1)
    lives.check_whole(place.ward)


@pytest.mark.django_db
@pytest.mark.parametrize(("area", "name"), MOVES)
def test_invariant_09_every_move_is_whole_or_not_made_wherever_it_breaks(area, name):
    lives, place, move, row = prepared(area, name)
    assert breaks_nowhere(lives.act(place, move, row, None)) >= 5
    lives.check_whole(place.ward)
    assert verify(place.ward.pk).holds
    assert what_disagrees() == []


@pytest.mark.django_db
@pytest.mark.parametrize("area", list(all_lives()))
def test_every_state_can_be_led_to_and_figures_and_work_agree_in_all(area):
    lives = all_lives()[area]
    place = lives.make_place()
    rows = {state: lives.lead(place, state) for state in lives.life.states}
    assert {state: row.state for state, row in rows.items()} == {state: state for state in rows}
    leader = place.of(place.leader, place_now(rows)).actor
    for measure in all_measures():
        if measure.code.startswith(f"{area}.") and not measure.private:
            (counted,) = totals(place.ward.pk, [Ask(measure.code)])
            assert sum(counted.values()) == measure.rows(leader, Window()).count(), measure.code
    for item in WorkItem.objects.of(place.ward):
        cards = kinds.get(item.kind).cards(leader, [item.subject_id])
        assert cards[item.subject_id].state == item.state


def place_now(rows):
    """Return a moment after all of it."""
    newest = max(Event.objects.country_wide().values_list("at", flat=True))
    assert rows
    return newest


def test_every_area_with_a_life_cycle_is_tried():
    assert set(all_lives()) == set(ourselves.machines())
    assert len(all_lives()) >= 2
