"""`phuong doctor --deep` finds whatever no longer follows from what it was written beside."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from phuong.areas.dossiers import actions
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import Desk, make_desk, make_dossier, take_in
from phuong.areas.tasks.states import State as TaskState
from phuong.areas.tasks.tests.builders import make_house, make_task
from phuong.delivery.agreement import SHOWN, disagreements
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.models import Event
from phuong.kernel.documents.api import Paper, attach_all, keep
from phuong.kernel.documents.models import Attachment
from phuong.kernel.documents.store import store
from phuong.kernel.measures.jobs import fold
from phuong.kernel.measures.models import Delta
from phuong.kernel.workflow.models import WorkItem
from tests.support.builders import FRIDAY, TUESDAY, load_law_values

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    load_law_values()
    return make_desk()


def found(now=TUESDAY):
    return {one.code: one.words for one in disagreements(now, tell=lambda line: None)}


def test_every_state_of_dossiers_and_tasks_agrees_with_what_it_follows_from(desk):
    for state in State:
        make_dossier(desk, state)
    rated = make_dossier(desk, State.RETURNED)
    marks = {"attitude": 5, "guidance": 5, "time": 5}
    actions.rate(desk.owner(rated, FRIDAY), rated, marks=marks, words="")
    house = make_house(ward=desk.ward)
    for state in TaskState:
        make_task(house, state)
    fold(desk.ward.pk)
    take_in(desk)
    told = []
    assert disagreements(TUESDAY, tell=told.append) == []
    assert "việc" in told[0]


def test_work_that_vanished_is_found(desk):
    dossier = take_in(desk)
    WorkItem.objects.of(desk.ward).delete()
    assert str(dossier.id) in found()["work-item"]


def test_work_of_a_closed_dossier_is_found(desk):
    dossier = take_in(desk)
    kept = WorkItem.objects.of(desk.ward).get()
    actions.withdraw(desk.owner(dossier, TUESDAY), dossier)
    assert found() == {}
    kept.save(force_insert=True)
    assert str(dossier.id) in found()["work-item"]


def test_work_by_another_day_than_the_dossier_is_found(desk):
    take_in(desk)
    item = WorkItem.objects.of(desk.ward).get()
    WorkItem.objects.of(desk.ward).update(due_at=item.due_at + timedelta(days=1))
    assert set(found()) == {"work-item"}


def test_a_figure_that_counts_one_too_many_is_found(desk):
    take_in(desk)
    fold(desk.ward.pk)
    one = Delta(ward_id=desk.ward.pk, measure="dossiers.received", day=TUESDAY.date(), change=1)
    one.save(force_insert=True)
    assert "dossiers.received" in found()["figure"]


def test_a_figure_of_which_no_row_says_anything_is_found(desk):
    Delta(ward_id=desk.ward.pk, measure="nobody's", day=TUESDAY.date(), change=1).save()
    assert "nobody's" in found()["figure"]


def test_a_due_date_moved_by_hand_is_found(desk):
    dossier = take_in(desk)
    later = dossier.due_at + timedelta(days=1)
    Dossier.objects.of(desk.ward).filter(id=dossier.id).update(due_at=later)
    assert dossier.code in found()["due-date"]


@pytest.fixture
def paper(desk):
    dossier = take_in(desk)
    occasion = desk.of(desk.reception, TUESDAY)
    stored = keep([b"%PDF-1.4 "], name="giay-to.pdf", media_type="application/pdf")
    subject = audit.lock(desk.ward.pk, dossier.id)
    attach_all(occasion, subject, [Paper(stored, "to-khai", "giay-to.pdf")])
    return store().content_path(Attachment.objects.of(desk.ward).get().sha256)


def test_a_file_that_was_changed_is_found(paper):
    assert found() == {}
    paper.chmod(0o600)
    paper.write_bytes(b"another")
    assert paper.name in found()["file"]


def test_a_file_that_is_gone_is_found(paper):
    paper.unlink()
    assert paper.name in found()["file"]


def test_a_changed_history_is_found(desk):
    take_in(desk)
    where = " ON audit_event" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER audit_event_no_update{where}")
    Event.objects.of(desk.ward).filter(seq=1).update(body="{}")
    assert set(found()) == {"history"}


def test_a_dossier_that_is_found_by_another_name_is_told(desk):
    dossier, gone = take_in(desk), take_in(desk)
    assert found() == {}
    if connection.vendor == "postgresql":
        return  # Its index follows the rows by itself: there is nothing that could differ.
    with connection.cursor() as cursor:
        table = "dossiers_dossier_search"
        cursor.execute(f"UPDATE {table} SET search = 'x' WHERE id = %s", [dossier.id.hex])
        cursor.execute(f"DELETE FROM {table} WHERE id = %s", [gone.id.hex])
    told = found()["search"]
    assert str(dossier.id) in told
    assert str(gone.id) in told


def test_of_many_faults_of_a_kind_the_first_are_told_and_the_rest_counted(desk: Desk):
    for _each in range(SHOWN + 2):
        take_in(desk)
    WorkItem.objects.of(desk.ward).delete()
    assert found()["work-item"].endswith("và 2 chỗ nữa")


def test_doctor_looks_deep_only_when_asked_and_ends_with_one(desk):
    take_in(desk)
    call_command("doctor")
    call_command("doctor", deep=True)
    WorkItem.objects.of(desk.ward).delete()
    call_command("doctor")
    with pytest.raises(CommandError):
        call_command("doctor", deep=True)
