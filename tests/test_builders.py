"""The builders lead where they say."""

from dataclasses import replace

import pytest
from django.db import transaction

from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier
from phuong.kernel.access.actors import HERE
from phuong.kernel.access.roles import Role
from phuong.kernel.law import api as law
from phuong.kernel.law.models import LegalAct, LegalValue, Stamp
from phuong.kernel.law.pack import read
from phuong.kernel.wards.models import Ward
from tests.invariants.world import fingerprint
from tests.support import kept
from tests.support.builders import (
    MONDAY,
    NEXT_MONDAY,
    citizen,
    machine,
    make_person,
    make_ward,
    occasion_of,
    official,
    post_of,
)

pytestmark = pytest.mark.django_db


def test_monday_is_a_monday_morning_of_november():
    assert MONDAY.isoformat() == "2026-11-16T09:00:00+07:00"
    assert (NEXT_MONDAY - MONDAY).days == 7
    assert MONDAY.tzinfo is HERE


def test_an_official_acts_with_the_roles_of_their_post():
    ward = make_ward()
    occasion = official(ward, Role.RECEPTION, Role.SPECIALIST)
    assert occasion.ward_id == ward.pk
    assert occasion.actor.holds(Role.RECEPTION)
    assert occasion.actor.holds(Role.SPECIALIST)
    assert not occasion.actor.holds(Role.LEADER)
    assert occasion.actor_post == "reception-specialist"


def test_two_wards_hold_the_same_posts_and_log_ins_apart():
    ours, theirs = make_ward("PA"), make_ward("PB")
    mine, other = make_person(ours, Role.LEADER), make_person(theirs, Role.LEADER)
    second = make_person(ours, Role.LEADER)
    assert post_of(mine).code == post_of(other).code == "leader"
    assert post_of(second).code == "leader-2"
    assert occasion_of(mine).actor.post_ids() == {post_of(mine).id}
    assert occasion_of(other).ward_id == theirs.pk


def test_a_citizen_and_the_machine_hold_nothing():
    ward = make_ward()
    assert citizen(ward).actor_post == "citizen"
    assert machine(ward).actor_post == "clock"
    assert not citizen(ward).actor.is_official


def test_rows_put_back_are_the_rows_that_the_program_wrote_and_more_can_follow():
    tables = (LegalAct, LegalValue, Stamp)
    pack = replace(read(), decisions=(), units=())
    wrote, rows = [], []
    for _ in range(2):
        wrote.append(not kept.write_or_put_back("a test", tables, lambda: law.load(pack)))
        rows.append([list(table.objects.order_by("pk").values()) for table in tables])
        assert not law.load(pack).wrote
        for table in reversed(tables):
            table.objects.all().delete()
    assert wrote == [True, False]
    assert rows[0] == rows[1]
    assert all(rows[0])
    kept.write_or_put_back("a test", tables, lambda: law.load(pack))
    act = LegalAct.objects.create(
        number="mới", title="mới", valid_from=MONDAY.date(), certainty="memory"
    )
    assert act.pk > max(row["id"] for row in rows[0][0])
    # What stands there already is brought up by the program, as always.
    LegalValue.objects.all().delete()
    assert not kept.write_or_put_back("a test", tables, lambda: law.load(pack))
    assert LegalValue.objects.count() == len(rows[0][1])


def test_a_desk_put_back_is_the_desk_that_was_written_and_nobody_s_but_this_test_s():
    rows, desks = [], []
    for _ in range(3):
        with transaction.atomic():
            desk = make_desk("PX")
            rows.append(fingerprint())
            desks.append((desk.ward.pk, desk.leader.pk, desk.leader.account.pk))
            desk.ward.name = "of this test alone"
            assert make_dossier(desk, State.READY).state == State.READY
            transaction.set_rollback(True)
    assert rows[0] == rows[1] == rows[2]
    assert desks[0] == desks[1] == desks[2]
    again = make_desk("PX")
    assert again.ward.name == Ward.objects.get().name != "of this test alone"
    # Where a ward stands already the program writes the next.
    assert make_desk("PY").ward.pk != again.ward.pk
