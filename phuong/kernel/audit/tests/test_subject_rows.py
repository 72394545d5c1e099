"""The main row of an area carries the key of its subject, and the database holds it to that."""

import pytest
from django.db import IntegrityError, connection, models
from django.test.utils import isolate_apps

from phuong.kernel.audit.api import SubjectRow, open_subject
from phuong.kernel.wards.api import uuid7
from tests.support.builders import machine, make_ward


@pytest.fixture
def matter(committed_db):
    """A model like an area's, with its table."""
    with isolate_apps("phuong.kernel.audit"):

        class Matter(SubjectRow):
            words = models.CharField(max_length=20)

            class Meta:
                app_label = "audit"

        with connection.schema_editor() as editor:
            editor.create_model(Matter)
        yield Matter


def test_a_row_stands_on_its_own_subject(matter):
    for ward in (make_ward("PA"), make_ward("PB")):
        subject = open_subject(machine(ward), "matter", "0001", "matters.open")
        matter.objects.create(ward=ward, id=subject.id, words="một")
        assert matter.objects.of(ward).get().id == subject.id


def test_a_row_without_a_subject_is_refused_at_commit(matter):
    ward = make_ward()
    with pytest.raises(IntegrityError):
        matter.objects.create(ward=ward, id=uuid7(), words="một")
    assert not matter.objects.of(ward).exists()


def test_a_row_on_the_subject_of_another_ward_is_refused_at_commit(matter):
    ours, theirs = make_ward("PA"), make_ward("PB")
    subject = open_subject(machine(theirs), "matter", "0001", "matters.open")
    with pytest.raises(IntegrityError):
        matter.objects.create(ward=ours, id=subject.id, words="một")
    assert not matter.objects.country_wide().exists()
