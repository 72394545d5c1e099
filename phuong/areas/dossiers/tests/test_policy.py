"""Who may do what, as one table; no database is asked."""

import uuid

import pytest

from phuong.areas.dossiers import policy
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.states import BY_TIME, LIFE, REPORTED_NAMES, State
from phuong.kernel.access.actors import Actor, Held
from phuong.kernel.access.roles import Role
from phuong.kernel.errors import NotVisible

HANDLER = uuid.UUID(int=3)
OURS, THEIRS = uuid.UUID(int=1), uuid.UUID(int=2)
WARD, OTHER_WARD = 1, 2

# role and unit → state → what is offered; a role that is not here is offered nothing anywhere.
OFFERED = {
    (Role.RECEPTION, THEIRS): {
        State.SENT: ["receive", "ask_at_intake", "not_accept", "take_for_other"],
        State.PREPARED: ["receive", "not_accept"],
        State.SUPPLEMENT_INTAKE: ["receive", "not_accept"],
        State.RECEIVED: ["correct", "renew_receipt", "follow"],
        State.IN_WORK: ["correct", "renew_receipt", "follow"],
        State.SIGNING: ["correct", "renew_receipt"],
        State.SUPPLEMENT: ["take_supplement", "correct", "renew_receipt"],
        State.PAYMENT: ["correct", "take_payment", "renew_receipt"],
        State.READY: ["correct", "hand_over", "renew_receipt"],
    },
    (Role.SPECIALIST, OURS): {
        State.RECEIVED: ["take_up", "draft_apology", "follow"],
        State.IN_WORK: [
            "pass_on",
            "submit",
            "ask_supplement",
            "draft_apology",
            "ask_payment",
            "follow",
            "consult",
        ],
        State.SIGNING: ["draft_apology"],
        State.PAYMENT: ["waive_payment"],
    },
    (Role.UNIT_HEAD, OURS): {
        State.RECEIVED: ["assign", "take_up", "draft_apology", "follow"],
        State.IN_WORK: [
            "pass_on",
            "reassign",
            "submit",
            "ask_supplement",
            "draft_apology",
            "ask_payment",
            "follow",
            "consult",
        ],
        State.SUPPLEMENT: ["reassign"],
        State.SIGNING: ["reassign", "draft_apology"],
        State.PAYMENT: ["reassign", "waive_payment"],
    },
    (Role.LEADER, THEIRS): {
        State.RECEIVED: ["stop"],
        State.IN_WORK: ["stop"],
        State.SUPPLEMENT: ["stop"],
        State.PAYMENT: ["stop"],
        State.SIGNING: ["sign", "send_back", "stop"],
        State.READY: ["replace_result", "recall_result"],
        State.RETURNED: ["replace_result", "revoke_result"],
    },
}
EVERY = [(role, unit) for role in Role for unit in (OURS, THEIRS)]


def actor_with(role, unit, ward=WARD):
    return Actor(ward, posts=frozenset({Held(role, unit, uuid.UUID(int=9), "post")}))


@pytest.mark.parametrize("state", list(State), ids=str)
@pytest.mark.parametrize(("role", "unit"), EVERY, ids=lambda value: str(value)[-6:])
def test_moves_offered_to_officials(role, unit, state):
    dossier = Dossier(ward_id=WARD, unit_id=OURS, state=state, handler_id=HANDLER)
    everywhere = {Role.RECEPTION, Role.LEADER}
    wanted = OFFERED.get((role, THEIRS if role in everywhere else unit), {}).get(state, [])
    offered = policy.open_moves(actor_with(role, unit), dossier)
    assert [move.name for move in offered] == wanted


@pytest.mark.parametrize("state", list(State), ids=str)
def test_the_proven_owner_is_offered_every_move_of_the_citizen_and_no_other(state):
    dossier = Dossier(ward_id=WARD, unit_id=OURS, state=state)
    owner = Actor(WARD, proven=frozenset({dossier.id}))
    wanted = [
        move.name
        for move in LIFE.out_of(state)
        if move.capability is None and move.name not in BY_TIME | REPORTED_NAMES
    ]
    assert [move.name for move in policy.open_moves(owner, dossier)] == wanted


def test_what_was_passed_to_a_unit_is_taken_before_it_is_worked_on():
    dossier = Dossier(ward_id=WARD, unit_id=OURS, state=State.IN_WORK)
    offered = policy.open_moves(actor_with(Role.SPECIALIST, OURS), dossier)
    assert [move.name for move in offered] == [
        "take_over",
        "pass_on",
        "draft_apology",
        "ask_payment",
        "follow",
    ]


@pytest.mark.parametrize("state", list(State), ids=str)
def test_a_stranger_is_offered_nothing(state):
    dossier = Dossier(ward_id=WARD, unit_id=OURS, state=state)
    assert policy.open_moves(Actor(WARD), dossier) == []


@pytest.mark.parametrize("move", LIFE.moves, ids=lambda move: move.name)
def test_no_role_of_another_ward_comes_near(move):
    for state in move.sources:
        dossier = Dossier(ward_id=WARD, unit_id=OURS, state=state)
        for role in Role:
            with pytest.raises(NotVisible):
                policy.check(actor_with(role, OURS, OTHER_WARD), dossier, move)


def test_codes_are_read_aloud_with_spaces_and_small_letters():
    assert policy.normal_code(" pm-261122 - 0147 ") == "PM-261122-0147"
