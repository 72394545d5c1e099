"""A reading is written down once a quarter of an hour, and asked of the database as seldom."""

from dataclasses import replace

from django.db import transaction

from phuong.kernel.access.roles import Role
from phuong.kernel.audit.api import Reading, note_reading, open_subject
from tests.support.builders import MONDAY, TUESDAY, make_ward, official


def test_what_this_process_wrote_down_is_not_sent_again(committed_db, django_assert_statements):
    ward = make_ward("PA")
    desk = official(ward, Role.RECEPTION)
    one = open_subject(desk, "dossier", "0001", "dossiers.receive")
    other = open_subject(desk, "dossier", "0002", "dossiers.receive")
    with django_assert_statements(1, exact=True):
        note_reading(desk, [one.id, one.id], "handle")
        note_reading(desk, [one.id], "handle")
        note_reading(desk, [], "handle")
    with django_assert_statements(3, exact=True):
        note_reading(desk, [one.id, other.id], "handle")
        note_reading(desk, [one.id], "print")
        note_reading(replace(desk, now=TUESDAY), [one.id], "handle")
    assert Reading.objects.of(ward).count() == 4


def test_a_reading_that_was_undone_is_written_down_when_it_happens_again(committed_db):
    ward = make_ward("PA")
    desk = replace(official(ward, Role.RECEPTION), now=MONDAY)
    subject = open_subject(desk, "dossier", "0001", "dossiers.receive")
    with transaction.atomic():
        note_reading(desk, [subject.id], "handle")
        transaction.set_rollback(True)
    assert not Reading.objects.of(ward).exists()
    note_reading(desk, [subject.id], "handle")
    assert Reading.objects.of(ward).count() == 1
