"""The table of a dossier's life."""

import pytest

from phuong.areas.dossiers.notices import TOLD
from phuong.areas.dossiers.states import AT_HOME, CLOSED, LIFE, LOOKS, OPEN, PAUSED, RUNNING, State
from phuong.kernel.workflow.machine import Care, Clock


def test_every_state_has_words_for_officials():
    assert set(LOOKS) == set(State)


def test_every_state_is_at_home_open_ready_or_closed_and_only_one_of_them():
    groups = [AT_HOME, OPEN, {State.READY}, CLOSED - AT_HOME]
    assert sorted(state for group in groups for state in group) == sorted(State)


@pytest.mark.parametrize("move", LIFE.moves, ids=lambda move: move.name)
def test_a_move_says_what_happens_and_where_it_stands(move):
    assert str(move.label)
    assert str(move.consequence).endswith(".")
    assert move.slug == move.slug.lower()
    assert move.slug


@pytest.mark.parametrize("move", LIFE.moves, ids=lambda move: move.name)
def test_a_clock_starts_pauses_resumes_and_stops_only_between_fitting_states(move):
    if move.target is None:
        assert move.clock is Clock.KEEPS
        return
    running, paused = move.target in RUNNING, move.target in PAUSED
    match move.clock:
        case Clock.STARTS:
            assert not move.sources & (RUNNING | PAUSED)
            assert running
        case Clock.PAUSES:
            assert move.sources <= RUNNING
            assert paused
        case Clock.RESUMES:
            assert move.sources <= PAUSED
            assert running
        case Clock.STOPS:
            assert not running
            assert not paused
        case Clock.REOPENS:
            assert not move.sources & (RUNNING | PAUSED)
            assert running
        case Clock.KEEPS:
            assert {s in RUNNING for s in move.sources} <= {running}


@pytest.mark.parametrize("move", LIFE.moves, ids=lambda move: move.name)
def test_what_prints_numbers_signs_or_sends_is_confirmed(move):
    if move.clock is not Clock.KEEPS:
        assert move.care is Care.CONFIRM


def test_no_two_moves_out_of_one_state_share_an_address_and_a_kind_of_actor():
    for state in State:
        places = [(move.slug, move.capability is None) for move in LIFE.out_of(state)]
        doubled = {place for place in places if places.count(place) > 1}
        # Sent or prepared: the procedure's channel decides. Reported: what was reported decides.
        assert doubled <= {("kiem-tra", True), ("bao-buoc", True)}


def test_only_final_states_have_no_way_out():
    assert {
        State.NOT_ACCEPTED,
        State.RETURNED,
        State.STOPPED,
        State.WITHDRAWN,
        State.DISCARDED,
    } == CLOSED


def test_every_move_but_those_at_home_and_between_officials_tells_the_applicant():
    quiet = {
        "prepare",
        "reopen",
        "discard",
        "send_back",
        "draft_apology",
        "return_apology",
        "reassign",
        "renew_receipt",
        "take_over",
    }
    told = {code.removeprefix("dossiers.") for code in TOLD}
    told = {code for code in told if not code.startswith("remind_")}  # Time itself reminds.
    assert told - {"recompute", "late", "change_way"} == {move.name for move in LIFE} - quiet
