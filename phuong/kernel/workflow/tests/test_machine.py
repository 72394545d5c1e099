"""A life cycle is a table, checked when its module loads."""

from enum import Enum

import pytest

from phuong.kernel.errors import WrongState
from phuong.kernel.workflow.api import Care, Clock, Machine, Move


class State(Enum):
    OPEN = "open"
    HELD = "held"
    DONE = "done"


class Can(Enum):
    WORK = "tests:work"


def move(name, sources, target, **values):
    return Move(name, frozenset(sources), target, Can.WORK, name, name, **values)


HOLD = move("hold", [State.OPEN], State.HELD, clock=Clock.PAUSES)
RESUME = move("resume", [State.HELD], State.OPEN, clock=Clock.RESUMES)
FINISH = move("finish", [State.OPEN, State.HELD], State.DONE, care=Care.UNDO)


def test_moves_are_offered_in_their_order():
    life = Machine(State, initial=[State.OPEN], moves=[HOLD, RESUME, FINISH])
    assert list(life) == [HOLD, RESUME, FINISH]
    assert life.out_of(State.OPEN) == (HOLD, FINISH)
    assert life.out_of(State.HELD) == (RESUME, FINISH)
    assert life.out_of(State.DONE) == ()
    assert life.final == {State.DONE}
    assert life["resume"] is RESUME
    assert life.reachable() == set(State)


def test_an_unknown_move_is_no_move():
    life = Machine(State, initial=State, moves=[])
    with pytest.raises(KeyError):
        life["finish"]


def test_two_moves_of_one_name_are_refused():
    with pytest.raises(ValueError, match="two moves of one name"):
        Machine(State, initial=State, moves=[HOLD, move("hold", [State.HELD], State.OPEN)])


def test_a_state_that_no_way_leads_to_is_refused_and_named():
    with pytest.raises(ValueError, match=r"no way leads to \['done'\]"):
        Machine(State, initial=[State.OPEN], moves=[HOLD, RESUME])


def test_a_state_reached_only_from_one_that_is_not_reached_is_refused():
    with pytest.raises(ValueError, match=r"\['done', 'held'\]"):
        Machine(
            State, initial=[State.OPEN], moves=[RESUME, move("finish", [State.HELD], State.DONE)]
        )


def test_several_beginnings_are_all_reached():
    assert Machine(State, initial=[State.OPEN, State.HELD], moves=[FINISH]).initial == {
        State.OPEN,
        State.HELD,
    }


@pytest.mark.parametrize("state", State)
def test_a_move_is_refused_from_a_state_that_has_no_such_arrow(state):
    if state is State.HELD:
        RESUME.check_from(state)
        return
    with pytest.raises(WrongState) as refused:
        RESUME.check_from(state)
    assert (refused.value.code, refused.value.status) == ("workflow.wrong-state", 409)


def test_what_a_move_does_to_the_clock_and_how_a_slip_is_met_is_said_or_safe():
    assert (HOLD.clock, HOLD.care) == (Clock.PAUSES, Care.CONFIRM)
    assert (FINISH.clock, FINISH.care) == (Clock.KEEPS, Care.UNDO)
