"""History: append-only, chained, free of personal values, one act whole or not at all."""

import json
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from phuong.areas.dossiers import actions, queries
from phuong.areas.dossiers.models import Applicant, Dossier, Note, SupplementItem
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import (
    ALL_PAPERS,
    APOLOGY,
    ASKED,
    GROUND,
    HUONG,
    make_desk,
    make_dossier,
    take_in,
)
from phuong.areas.procedures import api as procedures
from phuong.areas.procedures.tests.builders import make_row
from phuong.kernel.audit import triggers
from phuong.kernel.audit.api import Event
from phuong.kernel.audit.jobs import seal
from phuong.kernel.audit.proof import verify
from tests.invariants.breaking import breaks_nowhere
from tests.support.builders import FRIDAY, MONDAY, WEDNESDAY

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


def test_invariant_09_a_filing_is_whole_or_not_there_wherever_it_breaks():
    desk = make_desk()
    take_in(desk)
    occasion = desk.of(desk.reception, MONDAY)
    statements = breaks_nowhere(
        lambda: actions.take_in(occasion, desk.ward, desk.version, HUONG, ALL_PAPERS)
    )
    assert statements >= 8


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
