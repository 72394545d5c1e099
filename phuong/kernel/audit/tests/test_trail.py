"""Subjects, chains of events, requests sent twice, and who read what."""

import hashlib
import json
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from phuong.kernel.access.roles import Role
from phuong.kernel.audit.api import (
    Code,
    Digest,
    Event,
    Reading,
    Subject,
    already,
    lock,
    note_reading,
    once,
    open_subject,
    record,
)
from phuong.kernel.audit.models import GENESIS
from phuong.kernel.errors import NotVisible
from phuong.kernel.wards.api import uuid7
from tests.support.builders import MONDAY, TUESDAY, citizen, machine, make_ward, official


@pytest.fixture
def wards(db):
    return make_ward("PA"), make_ward("PB")


class TestTheChain:
    def test_a_subject_is_registered_with_its_first_event(self, wards, django_assert_statements):
        for ward in wards:
            desk = official(ward, Role.RECEPTION)
            with django_assert_statements(2, exact=True):
                subject = open_subject(desk, "dossier", "0001", "dossiers.receive", papers=3)
            (event,) = Event.objects.of(ward)
            subject.refresh_from_db()
            assert (subject.ward_id, subject.kind, subject.code) == (ward.pk, "dossier", "0001")
            assert (subject.head, subject.events, subject.sealed_events) == (event.hash, 1, 0)
            assert (event.seq, event.verb, event.actor_id) == (1, "dossiers.receive", desk.actor_id)
            assert (event.actor_post, event.at, event.recorded_at) == ("reception", MONDAY, MONDAY)

    def test_a_code_is_taken_once_in_a_ward_and_again_in_another(self, wards):
        ours, theirs = wards
        open_subject(machine(ours), "dossier", "0001", "dossiers.receive")
        open_subject(machine(theirs), "dossier", "0001", "dossiers.receive")
        with pytest.raises(IntegrityError), transaction.atomic():
            open_subject(machine(ours), "task", "0001", "tasks.open")

    def test_the_body_is_the_exact_text_that_is_hashed(self, wards):
        ward = wards[0]
        desk = official(ward, Role.RECEPTION)
        subject = open_subject(desk, "dossier", "0001", "dossiers.receive")
        event = record(
            replace(desk, now=MONDAY, entered_at=TUESDAY),
            subject,
            "dossiers.return",
            zeta=2,
            alpha=Code("x"),
            reason=Digest.of("s", "Thiếu giấy"),
        )
        first = Event.objects.of(ward).get(seq=1)
        digest = hashlib.sha256('["s","Thiếu giấy"]'.encode()).hexdigest()
        assert event.body == (
            f'{{"v":1,"ward":{ward.pk},"subject":"{subject.id}","seq":2,'
            '"verb":"dossiers.return","at":"2026-11-16T02:00:00.000000Z",'
            '"recorded_at":"2026-11-17T02:00:00.000000Z",'
            f'"actor":"{desk.actor_id}","post":"reception",'
            f'"facts":{{"alpha":"x","reason":"sha256:{digest}","zeta":2}},"prev":"{first.hash}"}}'
        )
        assert event.hash == hashlib.sha256(event.body.encode()).hexdigest()
        event.refresh_from_db()
        assert hashlib.sha256(event.body.encode()).hexdigest() == event.hash

    def test_each_event_carries_the_hash_of_the_one_before(self, wards, django_assert_statements):
        subject = open_subject(machine(wards[0]), "dossier", "0001", "dossiers.receive")
        for days in range(1, 4):
            with django_assert_statements(2, exact=True):
                record(machine(wards[0], MONDAY + timedelta(days)), subject, "dossiers.remind")
        events = list(Event.objects.of(wards[0]).order_by("seq"))
        assert [event.seq for event in events] == [1, 2, 3, 4]
        previous = [json.loads(event.body)["prev"] for event in events]
        assert previous == [GENESIS, *(event.hash for event in events[:-1])]
        subject.refresh_from_db()
        assert (subject.head, subject.events) == (events[-1].hash, 4)

    def test_an_event_on_a_stale_subject_is_refused_by_the_database(self, wards):
        subject = open_subject(machine(wards[0]), "dossier", "0001", "dossiers.receive")
        stale = Subject.objects.of(wards[0]).get()
        record(machine(wards[0]), subject, "dossiers.remind")
        with pytest.raises(IntegrityError), transaction.atomic():
            record(machine(wards[0]), stale, "dossiers.remind")

    def test_a_bare_text_is_refused_and_leaves_nothing(self, wards, django_assert_statements):
        subject = open_subject(machine(wards[0]), "dossier", "0001", "dossiers.receive")
        with django_assert_statements(0), pytest.raises(TypeError):
            record(machine(wards[0]), subject, "dossiers.remind", reason="someone's words")
        assert (subject.events, Event.objects.of(wards[0]).count()) == (1, 1)

    def test_a_citizen_and_the_machine_are_named_as_such(self, wards):
        open_subject(citizen(wards[0]), "report", "0001", "citizen_reports.send")
        open_subject(machine(wards[0]), "report", "0002", "citizen_reports.send")
        said = [json.loads(e.body) for e in Event.objects.of(wards[0]).order_by("id")]
        assert [(body["actor"], body["post"]) for body in said] == [
            (None, "citizen"),
            (None, "clock"),
        ]

    def test_locking_asks_within_the_ward(self, wards, django_assert_statements):
        ours, theirs = wards
        subject = open_subject(machine(ours), "dossier", "0001", "dossiers.receive")
        with django_assert_statements(1, exact=True) as statements:
            assert lock(ours.pk, subject.id) == subject
        assert '"ward_id" = ' in statements[0]
        assert ("FOR UPDATE" in statements[0]) == (connection.vendor == "postgresql")
        with pytest.raises(NotVisible) as refused:
            lock(theirs.pk, subject.id)
        assert refused.value.code == "audit.no-subject"


class TestARequestSentTwice:
    def test_the_first_event_is_found_again_in_its_ward_alone(self, wards):
        ours, theirs = wards
        request = uuid7()
        assert already(citizen(ours)) is None
        desk = citizen(ours, request_id=request)
        assert already(desk) is None
        subject = open_subject(desk, "dossier", "0001", "dossiers.receive")
        record(desk, subject, "dossiers.number")
        found = already(citizen(ours, request_id=request))
        assert found is not None
        assert (found.subject_id, found.verb) == (subject.id, "dossiers.receive")
        assert already(citizen(theirs, request_id=request)) is None

    def test_one_act_may_make_several_events_and_an_equal_act_none(self, wards):
        request = uuid7()

        def act(code):
            occasion = citizen(wards[0], request_id=request)
            for tail in ("a", "b"):
                subject = open_subject(occasion, "task", f"{code}{tail}", "tasks.open")
                record(occasion, subject, "tasks.assign")

        act("1")
        with pytest.raises(IntegrityError), transaction.atomic():
            act("2")
        assert sorted(Subject.objects.of(wards[0]).values_list("code", flat=True)) == ["1a", "1b"]

    def test_an_act_that_is_tried_anew_numbers_its_events_as_before(self, wards):
        occasion = citizen(wards[0], request_id=uuid7())
        with transaction.atomic():
            open_subject(occasion, "task", "1", "tasks.open")
            transaction.set_rollback(True)
        assert already(occasion) is None
        open_subject(occasion, "task", "1", "tasks.open")
        assert Event.objects.of(wards[0]).get().request_step == 0

    def test_an_act_without_a_request_may_make_any_number_of_events(self, wards):
        job = machine(wards[0])
        open_subject(job, "task", "1", "tasks.open")
        open_subject(job, "task", "2", "tasks.open")
        steps = Event.objects.of(wards[0]).values_list("request_id", "request_step")
        assert list(steps) == [(None, 0), (None, 0)]

    def test_once_answers_the_second_sending_from_the_first(self, wards):
        request, made = uuid7(), []

        def send():
            occasion = citizen(wards[0], request_id=request)

            def act():
                made.append(open_subject(occasion, "task", f"{len(made)}", "tasks.open"))
                return made[-1].id

            return once(occasion, act, lambda event: event.subject_id)

        assert send() == send()
        assert len(made) == 1

    def test_once_lets_other_failures_of_the_database_through(self, wards):
        def act():
            open_subject(machine(wards[0]), "task", "1", "tasks.open")
            open_subject(machine(wards[0]), "task", "1", "tasks.open")

        with pytest.raises(IntegrityError):
            once(citizen(wards[0], request_id=uuid7()), act, lambda event: None)

    def test_equal_requests_at_once_make_one_subject(self, committed_db):
        ward, request = make_ward(), uuid7()
        barrier, answers, failures = threading.Barrier(4), [], []

        def send(number):
            try:
                occasion = citizen(ward, request_id=request)
                barrier.wait(10)
                answers.append(
                    once(
                        occasion,
                        lambda: open_subject(occasion, "task", f"{number}", "tasks.open").id,
                        lambda event: event.subject_id,
                    )
                )
            except Exception as failure:  # noqa: BLE001
                failures.append(failure)
            finally:
                connection.close()

        threads = [threading.Thread(target=send, args=[number]) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert failures == []
        assert len(answers) == 4
        assert set(answers) == {Subject.objects.of(ward).get().id}


class TestReadings:
    def test_opening_twice_in_a_quarter_of_an_hour_is_one_reading(
        self, wards, django_assert_statements
    ):
        for ward in wards:
            reader = official(ward, Role.INSPECTOR)
            subject = open_subject(reader, "report", "0001", "citizen_reports.send")
            for minutes, readings in ((0, 1), (14, 1), (15, 2), (29, 2), (30, 3)):
                occasion = replace(reader, now=MONDAY + timedelta(minutes=minutes))
                with django_assert_statements(1, exact=True):
                    note_reading(occasion, [subject.id], "handle")
                assert Reading.objects.of(ward).count() == readings

    def test_each_person_purpose_and_subject_is_a_reading_of_its_own(self, wards):
        one, two = official(wards[0], Role.INSPECTOR), official(wards[0], Role.LEADER)
        subjects = [
            open_subject(one, "report", code, "citizen_reports.send").id for code in ("1", "2")
        ]
        note_reading(one, [*subjects, subjects[0]], "handle")
        note_reading(one, subjects[:1], "print")
        note_reading(two, subjects[:1], "handle")
        rows = Reading.objects.of(wards[0]).values_list("subject_id", "actor_post", "purpose")
        assert sorted(rows) == sorted(
            [
                (subjects[0], "inspector", "handle"),
                (subjects[1], "inspector", "handle"),
                (subjects[0], "inspector", "print"),
                (subjects[0], "leader", "handle"),
            ]
        )

    def test_a_citizen_who_looks_leaves_none(self, wards, django_assert_statements):
        subject = open_subject(citizen(wards[0]), "dossier", "0001", "dossiers.receive")
        with django_assert_statements(0):
            note_reading(citizen(wards[0]), [subject.id], "status")

    def test_a_reading_in_another_ward_is_refused_at_commit(self, committed_db):
        ours, theirs = make_ward("PA"), make_ward("PB")
        reader = official(ours, Role.INSPECTOR)
        subject = open_subject(machine(theirs), "report", "0001", "citizen_reports.send")
        with pytest.raises(IntegrityError):
            note_reading(reader, [subject.id], "handle")
        assert not Reading.objects.country_wide().exists()
