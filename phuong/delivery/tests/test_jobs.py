import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier
from phuong.delivery import jobs
from phuong.kernel.audit.models import Seal, SealStamp
from phuong.kernel.documents.signing.tests.authority import Authority, time_stamping
from phuong.kernel.measures.models import Delta
from phuong.kernel.workflow.api import schedule
from phuong.kernel.workflow.models import Turn
from phuong.kernel.workflow.schedule import Job
from tests.support.builders import NEXT_MONDAY, load_law_values, machine, make_ward

LATER = NEXT_MONDAY + timedelta(days=60)


@pytest.fixture
def desk(db):
    load_law_values()
    return make_desk()


@pytest.fixture
def count():
    """A job that counts how often it ran, registered for the time of the test."""
    ran = []
    job = Job("test.count", timedelta(minutes=5), lambda occasion: ran.append(occasion) or 3)
    schedule.register(job)
    yield job, ran
    del schedule._jobs["test.count"]


def test_a_round_does_what_is_due_for_every_ward(desk):
    make_dossier(desk, State.SUPPLEMENT)
    make_dossier(desk, State.DRAFT)
    done = {each.job: each.changed for each in jobs.round_of(LATER)}

    assert done["dossiers.lapse"] == 1
    assert done["dossiers.drafts"] == 1
    assert done["measures.fold"] > 0
    assert not Delta.objects.of(desk.ward).filter(measure="dossiers.received").exists()
    assert Seal.objects.of(desk.ward).exists()
    assert set(done.values()).isdisjoint({None})


def test_a_round_has_new_seals_stamped_where_an_authority_is_named(desk, settings, tmp_path):
    authority = Authority()
    authority.write_root(tmp_path)
    settings.SIGNING_TRUST = str(tmp_path)
    make_dossier(desk, State.RECEIVED)
    with time_stamping(authority.stamper(LATER)) as address:
        settings.TSA_URL = address
        done = {each.job: each.changed for each in jobs.round_of(LATER)}

    assert done["audit.stamp"] == SealStamp.objects.of(desk.ward).count() > 0


def test_a_second_round_at_once_finds_nothing_due(desk, count):
    _job, ran = count
    first = [each.job for each in jobs.round_of(LATER)]

    assert "test.count" in first
    assert list(jobs.round_of(LATER)) == []
    assert list(jobs.round_of(LATER + timedelta(seconds=30))) == []
    assert [each.job for each in jobs.round_of(LATER + timedelta(minutes=5))].count("test.count")
    assert len(ran) == 2


def test_each_ward_has_its_own_turns_and_the_installation_one(desk, count):
    make_ward("PH")

    done = [(each.ward, each.job) for each in jobs.round_of(LATER)]

    assert ("PM", "test.count") in done
    assert ("PH", "test.count") in done
    assert [ward for ward, job in done if job == "documents.sweep"] == ["PM"]
    assert [each.ward for each in jobs.round_of(LATER + timedelta(hours=1), ward="PH")] != []


def test_the_machine_acts_and_nobody_else(desk, count):
    _job, ran = count
    list(jobs.round_of(LATER))

    assert [occasion.actor_post for occasion in ran] == ["clock"]
    assert ran[0].now == LATER


def test_the_fault_of_one_job_holds_up_no_other(desk, count, caplog):
    broken = Job("test.broken", timedelta(minutes=1), lambda _occasion: 1 // 0)
    schedule.register(broken)
    try:
        done = {each.job: each.changed for each in jobs.round_of(LATER)}
    finally:
        del schedule._jobs["test.broken"]

    assert done["test.broken"] is None
    assert done["test.count"] == 3
    assert "test.broken" in caplog.text
    turn = Turn.objects.of(desk.ward).get(job="test.broken")
    assert (turn.failed_at, turn.held_until) == (LATER, None)


def test_whoever_died_in_a_turn_leaves_it_to_the_next(desk, count):
    job, ran = count
    assert schedule.take_turn(machine(desk.ward, LATER), job)

    assert "test.count" not in [e.job for e in jobs.round_of(LATER + timedelta(minutes=6))]
    assert "test.count" in [e.job for e in jobs.round_of(LATER + schedule.LEASE)]
    assert len(ran) == 1


def test_of_two_schedulers_one_takes_the_turn(committed_db, count):
    job, _ran = count
    ward = make_ward("PM")
    took = []

    def take():
        from django.db import connection

        took.append(schedule.take_turn(machine(ward, LATER), job))
        connection.close()

    threads = [threading.Thread(target=take) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(took) == [False, False, False, True]


def test_the_command_runs_a_round_and_tells_what_changed(desk, count):
    said = StringIO()
    call_command("jobs", "--once", stdout=said)

    assert "PM\ttest.count\t3" in said.getvalue()
    assert Turn.objects.of(desk.ward).get(job="test.count").done_at == NEXT_MONDAY


def test_the_command_ends_badly_where_a_job_did(desk):
    schedule.register(Job("test.broken", timedelta(minutes=1), lambda _occasion: 1 // 0))
    try:
        with pytest.raises(CommandError, match="bị hỏng"):
            call_command("jobs", "--once", stdout=StringIO())
    finally:
        del schedule._jobs["test.broken"]


@pytest.mark.parametrize("given", [["--every", "0"], [], ["--once", "--every", "5"]])
def test_the_command_says_what_it_needs(db, given):
    with pytest.raises(CommandError):
        call_command("jobs", *given, stdout=StringIO(), stderr=StringIO())
