"""History: append-only, chained, free of personal values, one act whole or not at all."""

import json
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from phuong.areas.dossiers import actions, queries
from phuong.areas.dossiers.models import Applicant, Dossier, Note, SupplementItem
from phuong.areas.dossiers.states import LIFE, State
from phuong.areas.dossiers.tests.builders import (
    ALL_PAPERS,
    APOLOGY,
    ASKED,
    GROUND,
    HUONG,
    make_desk,
    make_dossier,
    make_ready_for,
    take_in,
)
from phuong.areas.procedures import api as procedures
from phuong.areas.procedures.tests.builders import make_row
from phuong.kernel.audit import triggers
from phuong.kernel.audit.api import Event
from phuong.kernel.audit.jobs import seal
from phuong.kernel.audit.proof import verify
from tests.invariants.world import fingerprint
from tests.support.builders import FRIDAY, MONDAY, WEDNESDAY, moment

pytestmark = pytest.mark.django_db

WORDS = (
    "Nguyễn", "Hường", "905123412", "Nguyễn Thị Hường", "Nữ", "Tờ khai", "chưa ký",
    *GROUND.values(), APOLOGY["reason"],
    *(text for asked in ASKED for text in (asked.name, asked.why, asked.basis)),
)  # fmt: skip
# What a fact may look like: an id, a digest, a moment, a code, a number, a state.
PLAIN = r"[A-Za-z0-9:._/+-]{0,80}"


def settle(desk, state):
    return make_dossier(desk, state)


def test_invariant_06_history_of_real_acts_is_refused_to_be_changed():
    desk = make_desk()
    settle(desk, State.RETURNED)
    seal(desk.ward.pk, FRIDAY.date(), FRIDAY)
    connection.check_constraints()
    for table in triggers.append_only_tables():
        for statement in (f"UPDATE {table} SET ward_id = ward_id", f"DELETE FROM {table}"):
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT COUNT(*) FROM {table}")
                if not cursor.fetchone()[0]:
                    continue
            with (
                pytest.raises(DatabaseError, match=triggers.MESSAGE),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)


@pytest.mark.parametrize("state", list(State), ids=str)
def test_invariant_07_and_08_events_of_every_state_hold_no_words_and_are_chained(state):
    import re

    desk = make_desk()
    dossier = settle(desk, state)
    events = queries.trail_of(dossier)
    assert events
    for event in events:
        assert not any(word in event.body for word in WORDS), event.body
        for text in _texts(json.loads(event.body)):
            assert re.fullmatch(PLAIN, text), text
    assert verify(desk.ward.pk).holds


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    return []


@pytest.mark.parametrize(
    "state", sorted({State.RETURNED, State.STOPPED, State.SUPPLEMENT}), ids=str
)
def test_invariant_08_erasing_what_a_person_said_keeps_the_chain_whole(state):
    desk = make_desk()
    settle(desk, state)
    seal(desk.ward.pk, FRIDAY.date(), FRIDAY)
    before = list(Event.objects.of(desk.ward).order_by("id").values_list("body", "hash"))
    blank = {
        "name": "", "sort_key": "", "id_number": "", "phone": "", "email": "", "address": "",
        "other_name": "", "relation": "", "answers": {}, "salt": "",
    }  # fmt: skip
    Applicant.objects.of(desk.ward).update(**blank)
    Note.objects.of(desk.ward).update(reason="", basis="", next_step="", salt="")
    SupplementItem.objects.of(desk.ward).update(name="", why="", how="")
    Dossier.objects.of(desk.ward).update(search="")
    assert verify(desk.ward.pk).holds
    after = list(Event.objects.of(desk.ward).order_by("id").values_list("body", "hash"))
    assert after == before


def test_invariant_08_events_are_ordered_by_when_they_were_entered():
    desk = make_desk()
    dossier = take_in(desk, MONDAY)
    late = desk.of(desk.head, WEDNESDAY)
    actions.assign(late, dossier, desk.specialist.id)
    events = queries.trail_of(dossier)
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert [event.recorded_at for event in events] == sorted(e.recorded_at for e in events)


class Broken(DatabaseError):
    """The failure put into an act."""


class FailingAt:
    """Lets so many statements pass and breaks the next; counts what an act asks."""

    def __init__(self, number: int) -> None:
        self.number, self.seen = number, 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Run a statement, or break it."""
        self.seen += 1
        if self.seen == self.number:
            raise Broken
        return execute(sql, params, many, context)


def breaks_nowhere(act: Callable[[], Any]) -> int:
    """Break an act at each of its statements in turn; nothing of it may stay, then let it pass."""
    before, number = fingerprint(), 0
    while True:
        number += 1
        failing = FailingAt(number)
        with ExitStack() as stack:
            stack.enter_context(connection.execute_wrapper(failing))
            try:
                with transaction.atomic():
                    act()
            except Broken:
                pass
            else:
                return number - 1
        assert fingerprint() == before, f"statement {number}"
        assert number < 80


def test_invariant_09_a_filing_is_whole_or_not_there_wherever_it_breaks():
    desk = make_desk()
    take_in(desk)
    occasion = desk.of(desk.reception, MONDAY)
    statements = breaks_nowhere(
        lambda: actions.take_in(occasion, desk.ward, desk.version, HUONG, ALL_PAPERS)
    )
    assert statements >= 8


LETTERS = ("draft_apology", "apologize", "return_apology")


def doing(desk: Any, name: str, source: State) -> Callable[[], Any]:
    """Return a move ready to be made, on a dossier led to where it begins."""
    dossier = make_ready_for(desk, LIFE[name], source)
    # A letter of apology comes before the promised day.
    day = moment(18) if name in LETTERS else moment(21)
    reception, head = desk.of(desk.reception, day), desk.of(desk.head, day)
    specialist, leader = desk.of(desk.specialist, day), desk.of(desk.leader, day)
    owner = desk.owner(dossier, day)
    request = queries.open_request(dossier)
    answers = {item.id: "file" for item in request.items.all()} if request else {}
    ask = {"days": 30, "allowed": 1}
    return {
        "send": lambda: actions.send(owner, desk.ward, dossier, desk.version, ALL_PAPERS),
        "prepare": lambda: actions.prepare(owner, dossier, desk.version, ALL_PAPERS),
        "reopen": lambda: actions.reopen(owner, dossier),
        "discard": lambda: actions.discard(owner, dossier),
        "receive": lambda: actions.receive(reception, dossier, desk.version, ALL_PAPERS),
        "ask_at_intake": lambda: actions.ask_at_intake(
            reception, dossier, ASKED, desk.version, **ask
        ),
        "not_accept": lambda: actions.not_accept(reception, dossier, **GROUND),
        "answer_intake": lambda: actions.answer_intake(owner, dossier, answers),
        "assign": lambda: actions.assign(head, dossier, desk.specialist.id),
        "reassign": lambda: actions.reassign(head, dossier, desk.head.id, reason="Nghỉ phép"),
        "take_up": lambda: actions.take_up(specialist, dossier),
        "submit": lambda: actions.submit(specialist, dossier, kind="Giấy", summary="Đủ"),
        "ask_supplement": lambda: actions.ask_supplement(
            specialist, dossier, ASKED, desk.version, **ask
        ),
        "answer_supplement": lambda: actions.answer_supplement(owner, dossier, answers),
        "take_supplement": lambda: actions.take_supplement(reception, dossier),
        "draft_apology": lambda: actions.draft_apology(
            specialist, dossier, **APOLOGY, new_on=moment(24).date()
        ),
        "apologize": lambda: actions.apologize(leader, desk.ward, dossier),
        "return_apology": lambda: actions.return_apology(leader, dossier, reason="Sửa"),
        "sign": lambda: actions.sign(leader, desk.ward, dossier),
        "send_back": lambda: actions.send_back(leader, dossier, reason="Sai ngày"),
        "hand_over": lambda: actions.hand_over(reception, dossier, receiver_kind="self"),
        "stop": lambda: actions.stop(leader, dossier, **GROUND),
        "lapse": lambda: actions.lapse(desk.clock(moment(30, month=12)), dossier),
        "withdraw": lambda: actions.withdraw(owner, dossier, reason="Đổi ý"),
    }[name]


@pytest.mark.parametrize("move", LIFE.moves, ids=lambda move: move.name)
def test_invariant_09_every_move_is_whole_or_not_made_wherever_it_breaks(move):
    desk = make_desk()
    act = doing(desk, move.name, sorted(move.sources)[0])
    assert breaks_nowhere(act) >= 5
    assert verify(desk.ward.pk).holds


def test_invariant_10_a_dossier_keeps_the_version_it_began_under():
    desk = make_desk()
    dossier = take_in(desk, MONDAY)
    procedures.load([make_row(limit_n=9, limit_text="9 ngày làm việc", fee_amount=9000)])
    procedures.forget()
    newest = procedures.current(desk.ward.pk, "khai-sinh", MONDAY.date())
    assert newest.id != desk.version.id
    after = actions.assign(desk.of(desk.head, WEDNESDAY), dossier, desk.specialist.id)
    assert (after.version_id, after.limit_n, after.due_at) == (
        desk.version.id,
        3,
        dossier.first_promise_at,
    )
    kept = queries.version(Dossier.objects.of(desk.ward).get(id=dossier.id))
    assert (kept.id, kept.limit.n) == (desk.version.id, 3)
