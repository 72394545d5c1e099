"""The daily seal covers whatever changed, whenever it was committed."""

import json
import threading
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction

from phuong.kernel.access.roles import Role
from phuong.kernel.audit import jobs, merkle, proof
from phuong.kernel.audit.api import Reading, Subject, lock, note_reading, open_subject, record
from phuong.kernel.audit.models import GENESIS, Seal, SealLeaf
from tests.support.builders import (
    FRIDAY,
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    machine,
    make_ward,
    official,
)

from .history import act, two_wards


@pytest.fixture
def ward(db):
    make_ward("PB")
    return make_ward("PA")


def seal(ward, moment, **options):
    return jobs.seal(ward.pk, moment.date(), moment, **options)


def leaves_of(seal):
    rows = seal.tree.order_by("position").values_list("body", flat=True)
    return [json.loads(body) for body in rows]


def test_the_first_seal_covers_each_head_and_each_reading(ward):
    desk = official(ward, Role.RECEPTION)
    first, second = act(desk, "0001", "dossiers.assign"), act(desk, "0002")
    note_reading(desk, [second.id], "handle")

    (made,) = seal(ward, MONDAY)

    assert leaves_of(made) == [
        {"v": 1, "ward": ward.pk, "subject": str(first.id), "events": 2, "head": first.head},
        {"v": 1, "ward": ward.pk, "subject": str(second.id), "events": 1, "head": second.head},
        {
            "v": 1,
            "ward": ward.pk,
            "reading": str(Reading.objects.of(ward).get().id),
            "subject": str(second.id),
            "actor": str(desk.actor_id),
            "post": "reception",
            "purpose": "handle",
            "at": "2026-11-16T02:00:00.000000Z",
        },
    ]
    bodies = made.tree.order_by("position").values_list("body", flat=True)
    assert made.root == merkle.root([merkle.leaf_hash(body) for body in bodies])
    assert json.loads(made.body) == {
        "v": 1,
        "ward": ward.pk,
        "seal": 1,
        "day": "2026-11-16",
        "sealed_at": "2026-11-16T02:00:00.000000Z",
        "leaves": 3,
        "root": made.root,
        "prev": GENESIS,
    }
    assert made.hash == merkle.leaf_hash(made.body)
    assert jobs.unsealed(ward.pk) == 0


def test_the_next_seal_covers_only_what_changed_and_names_the_one_before(ward):
    desk = official(ward, Role.RECEPTION)
    first = act(desk, "0001")
    act(desk, "0002")
    (monday,) = seal(ward, MONDAY)
    record(replace(desk, now=TUESDAY), first, "dossiers.assign")
    assert jobs.unsealed(ward.pk) == 1

    (tuesday,) = seal(ward, TUESDAY)

    assert [(leaf["subject"], leaf["events"]) for leaf in leaves_of(tuesday)] == [
        (str(first.id), 2)
    ]
    assert (tuesday.seq, tuesday.previous) == (2, monday.hash)
    assert json.loads(tuesday.body)["prev"] == monday.hash


def test_a_day_is_sealed_once_however_often_the_job_runs(ward):
    desk = official(ward, Role.RECEPTION)
    act(desk, "0001")
    assert len(seal(ward, MONDAY)) == 1
    act(desk, "0002")
    assert seal(ward, MONDAY) == []
    assert seal(ward, MONDAY - timedelta(days=3)) == []
    assert Seal.objects.of(ward).count() == 1
    assert [leaf["events"] for leaf in leaves_of(seal(ward, TUESDAY)[0])] == [1]


def test_days_without_change_and_days_without_the_job_are_sealed_too(ward):
    act(official(ward, Role.RECEPTION), "0001")
    seal(ward, MONDAY)
    act(official(ward, Role.LEADER), "0002")

    made = seal(ward, FRIDAY)

    assert [(one.day.day, one.leaves, one.sealed_at) for one in made] == [
        (17, 1, FRIDAY),
        (18, 0, FRIDAY),
        (19, 0, FRIDAY),
        (20, 0, FRIDAY),
    ]
    assert [one.root == merkle.NOTHING for one in made] == [False, True, True, True]
    assert [one.seq for one in Seal.objects.of(ward).order_by("seq")] == [1, 2, 3, 4, 5]


def test_each_ward_has_seals_of_its_own(db):
    ours, theirs = two_wards()
    for ward in (ours, theirs):
        assert [s.seq for s in Seal.objects.of(ward).order_by("seq")] == [1, 2]
        assert {leaf.seal.ward_id for leaf in SealLeaf.objects.of(ward)} == {ward.pk}
    heads = [Seal.objects.of(ward).order_by("-seq").first().hash for ward in (ours, theirs)]
    seal(ours, WEDNESDAY)
    assert Seal.objects.of(theirs).order_by("-seq").first().hash == heads[1]


@pytest.mark.parametrize("largest", [1, 2, 3, 7, 8])
def test_a_busy_day_has_several_seals_that_miss_nothing(ward, largest):
    desk = official(ward, Role.RECEPTION)
    subjects = [act(desk, f"{number:04}") for number in range(5)]
    note_reading(desk, [subject.id for subject in subjects[:2]], "handle")

    made = seal(ward, MONDAY, largest_tree=largest)

    assert sum(one.leaves for one in made) == 7
    assert all(one.leaves <= largest for one in made)
    assert {one.day for one in made} == {MONDAY.date()}
    assert jobs.unsealed(ward.pk) == 0
    assert proof.verify(ward.pk) == proof.Verdict(events=5, seals=len(made), leaves=7)
    assert len(seal(ward, TUESDAY, largest_tree=largest)) == 1


def test_finding_what_changed_reads_an_index_of_what_changed(ward):
    act(official(ward, Role.RECEPTION), "0001")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        query = Subject.objects.of(ward).exclude(events=jobs.F("sealed_events")).order_by("id")
        plan = query.explain()
    assert "subject_unsealed" in plan


def test_what_commits_late_is_in_the_next_seal(committed_db):
    """A transaction that began before the seal and ends after it, and a reading of its."""
    ward = make_ward()
    desk = official(ward, Role.RECEPTION)
    subject = act(desk, "0001")
    begun, sealed = threading.Event(), threading.Event()

    def late():
        if connection.vendor == "sqlite":
            sealed.wait(10)  # There is one writer at a time; its turn comes after the seal.
        with transaction.atomic():
            mine = lock(ward.pk, subject.id)
            note_reading(desk, [subject.id], "handle")
            begun.set()
            sealed.wait(10)
            record(replace(desk, now=MONDAY + timedelta(minutes=1)), mine, "dossiers.assign")
        connection.close()

    thread = threading.Thread(target=late)
    thread.start()
    if connection.vendor == "postgresql":
        begun.wait(10)
    (monday,) = seal(ward, MONDAY)
    sealed.set()
    thread.join(20)

    # On PostgreSQL the subject was locked when the seal was made, so it was left out whole.
    expected = [] if connection.vendor == "postgresql" else [1]
    assert [leaf["events"] for leaf in leaves_of(monday)] == expected
    (tuesday,) = seal(ward, TUESDAY)
    assert [leaf.get("events") for leaf in leaves_of(tuesday)] == [2, None]
    assert proof.verify(ward.pk).holds
    assert jobs.unsealed(ward.pk) == 0


def test_an_event_between_reading_and_writing_is_left_to_the_next_seal(ward):
    desk = official(ward, Role.RECEPTION)
    subject = act(desk, "0001")
    read = jobs._changed_subjects(ward.pk, UUID(int=0), 10)
    record(desk, subject, "dossiers.assign")

    made = jobs._write(ward.pk, MONDAY.date(), MONDAY, None, read)

    assert [leaf["events"] for leaf in leaves_of(made)] == [1]
    assert jobs.unsealed(ward.pk) == 1
    assert [leaf["events"] for leaf in leaves_of(seal(ward, TUESDAY)[0])] == [2]
    assert proof.verify(ward.pk).holds


def test_two_jobs_at_once_make_one_row_of_seals(committed_db):
    ward = make_ward()
    desk = official(ward, Role.RECEPTION)
    for number in range(20):
        act(desk, f"{number:04}")
    barrier, failures = threading.Barrier(2), []

    def run():
        try:
            barrier.wait(10)
            seal(ward, THURSDAY, largest_tree=3)
        except Exception as failure:  # noqa: BLE001
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert failures == []
    seal(ward, FRIDAY)
    assert proof.verify(ward.pk).holds
    assert jobs.unsealed(ward.pk) == 0
    assert SealLeaf.objects.of(ward).count() == 20


def test_a_reading_too_old_for_any_seal_is_found_by_the_proof(ward):
    desk = official(ward, Role.RECEPTION)
    subject = act(desk, "0001")
    note_reading(desk, [subject.id], "handle")
    seal(ward, MONDAY)
    newest = Reading.objects.of(ward).get()
    floor = jobs.reading_floor(ward.pk)
    assert (newest.id.int >> 80) - (floor.int >> 80) == 2 * 24 * 3600 * 1000
    Reading.objects.create(
        ward=ward,
        id=floor,
        subject=subject,
        actor_id=desk.actor_id,
        purpose="smuggled",
        quarter=1,
        at=MONDAY,
    )
    seal(ward, TUESDAY)
    broken = proof.verify(ward.pk).broken
    assert (broken.code, broken.place) == ("reading-never-sealed", str(floor))


def test_an_open_subject_of_the_machine_is_sealed_like_any(ward):
    open_subject(machine(ward), "task", "V-1", "tasks.open")
    assert seal(ward, MONDAY)[0].leaves == 1
