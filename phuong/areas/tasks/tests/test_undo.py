"""Fifteen minutes in which a slip of the hand is taken back: everything is as it was."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from phuong.areas.tasks import actions
from phuong.areas.tasks.models import CoWorker, Extension, Remark, Task
from phuong.areas.tasks.states import LIFE, State
from phuong.areas.tasks.tests.builders import make_house, make_task, wanted
from phuong.areas.tasks.tests.lives import act_of
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Event
from phuong.kernel.documents import api as documents
from phuong.kernel.documents.models import Attachment
from phuong.kernel.documents.tests.made import picture
from phuong.kernel.errors import NotPermitted, Refusal, WrongState
from phuong.kernel.measures import api as figures
from phuong.kernel.notices.models import Notice
from phuong.kernel.workflow.api import WorkItem
from phuong.kernel.workflow.machine import Care
from phuong.kernel.workflow.models import Undoable
from tests.support.builders import FRIDAY, NEXT_MONDAY, browser_of

pytestmark = pytest.mark.django_db
UNDOABLE = [move for move in LIFE if move.care is Care.UNDO]
COLUMNS = [field.attname for field in Task._meta.concrete_fields]


@pytest.fixture
def house(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return make_house(host="testserver")


def rows_of(model, house, *names):
    return list(model.objects.of(house.ward).order_by("id").values_list(*names))


def stands(house, task):
    """Return all that a task, what belongs to it, its work and the figures say."""
    fresh = Task.objects.of(house.ward).get(id=task.id)
    item = WorkItem.objects.of(house.ward).filter(subject_id=task.id, slot="main").first()
    names = ("post_id", "person_id", "state", "due_at", "due_key", "since")
    totals = figures.totals(
        house.ward.pk, [figures.Ask(one.code, by_day=True) for one in figures.all_measures()]
    )
    return (
        {name: getattr(fresh, name) for name in COLUMNS},
        {name: getattr(item, name) for name in names} if item else None,
        [{cell: n for cell, n in total.items() if n} for total in totals],
        rows_of(Extension, house, "id", "decided_at", "decided_by", "granted", "answer"),
        set(CoWorker.objects.of(house.ward).values_list("task", "person")),
        rows_of(Remark, house, "id", "words"),
    )


def who_moves(house, move, now):
    doer = move.capability == "tasks:do"
    return house.of(house.doer if doer else house.leader, now)


def moved(house, move):
    """Make a move on a task that was led to where it starts; return it and when it was made."""
    task = make_task(house, sorted(move.sources)[0])
    before = stands(house, task)
    act_of(house, move, task)()
    made_at = Event.objects.of(house.ward).filter(subject_id=task.id).order_by("-seq")[0].at
    return task, before, made_at


@pytest.mark.parametrize("move", UNDOABLE, ids=lambda move: move.name)
def test_undo_restores_the_task_its_people_its_work_and_the_figures_exactly(house, move):
    task, before, made_at = moved(house, move)
    assert stands(house, task) != before
    actions.undo(who_moves(house, move, made_at + timedelta(minutes=14)), task)
    assert stands(house, task) == before
    events = Event.objects.of(house.ward).filter(subject_id=task.id).order_by("-seq")
    assert [event.verb for event in events[:2]] == ["tasks.undo", f"tasks.{move.name}"]
    assert not Undoable.objects.of(house.ward).filter(subject_id=task.id).exists()


@pytest.mark.parametrize("move", UNDOABLE, ids=lambda move: move.name)
def test_its_message_waits_and_is_never_seen_when_it_is_undone(house, move):
    known = set(Notice.objects.of(house.ward).values_list("id", flat=True))
    task, _before, made_at = moved(house, move)
    fresh = (
        Notice.objects.of(house.ward).exclude(id__in=known).filter(template=f"tasks.{move.name}")
    )
    soon = made_at + timedelta(minutes=14)
    assert not fresh.visible(soon).exists()
    actions.undo(who_moves(house, move, soon), task)
    assert not fresh.visible(made_at + timedelta(days=9)).exists()


@pytest.mark.parametrize("move", UNDOABLE, ids=lambda move: move.name)
def test_after_fifteen_minutes_it_stands(house, move):
    task, _before, made_at = moved(house, move)
    after = stands(house, task)
    with pytest.raises(WrongState) as refusal:
        actions.undo(who_moves(house, move, made_at + timedelta(minutes=15)), task)
    assert refusal.value.code == "workflow.undo.too-late"
    assert stands(house, task) == after


@pytest.mark.parametrize("person", ["leader", "head", "helper", "other"])
def test_nobody_takes_back_what_another_did(house, person):
    task = make_task(house, State.DOING)
    actions.report_done(house.of(house.doer, FRIDAY), task, words="Xong")
    with pytest.raises(NotPermitted):
        actions.undo(house.of(getattr(house, person), FRIDAY), task)


def test_what_was_acted_upon_or_printed_since_stands(house):
    task = make_task(house, State.DOING)
    actions.report_done(house.of(house.doer, FRIDAY), task, words="Xong")
    audit.note_reading(house.of(house.leader, FRIDAY), [task.id], "tasks.print")
    with pytest.raises(WrongState) as refusal:
        actions.undo(house.of(house.doer, FRIDAY), task)
    assert refusal.value.code == "workflow.undo.printed"
    actions.confirm(house.of(house.leader, FRIDAY), task)
    for person in (house.doer, house.leader):
        with pytest.raises(WrongState) as refusal:
            actions.undo(house.of(person, FRIDAY), task)
        assert refusal.value.code == "workflow.undo.nothing"


def test_the_proof_of_a_report_that_is_taken_back_goes_with_it_and_what_came_before_stays(house):
    def proof(name):
        return documents.receive(SimpleUploadedFile(f"{name}.jpg", picture(), "image/jpeg"))

    task = make_task(house, State.DOING)
    by = house.of(house.doer, FRIDAY)
    actions.report_progress(by, task, words="Nửa", files=[proof("red")])
    actions.report_done(by, task, words="Xong", files=[proof("blue")])
    actions.undo(by, task)
    assert rows_of(Attachment, house, "name") == [("red.jpg",)]
    assert rows_of(Remark, house, "words") == [("Nửa",)]
    actions.report_done(by, task, words="Xong thật", files=[proof("blue")])
    assert len(rows_of(Attachment, house, "name")) == 2


def test_an_undo_sent_twice_is_one_undo(house):
    from uuid import uuid4

    task = make_task(house, State.REPORTED)
    actions.send_back(house.of(house.leader, NEXT_MONDAY), task, reason="Nhầm")
    by = replace(house.of(house.leader, NEXT_MONDAY), request_id=uuid4())
    assert [actions.undo(by, task).state for _click in range(2)] == [State.REPORTED] * 2
    with pytest.raises(Refusal):
        actions.undo(replace(by, request_id=uuid4()), task)


def test_the_page_offers_it_with_the_minutes_left_to_who_did_it(house):
    task = actions.give(
        house.of(house.leader, timezone.now()),
        house.ward,
        wanted(house, by=timezone.localdate() + timedelta(days=20)),
    )
    browser = browser_of(house.doer)
    page = f"/can-bo/nhiem-vu/{task.code}/"
    browser.post(f"{page}bat-dau/")
    assert "Hoàn tác được trong 15 phút nữa" in browser.get(page).content.decode()
    assert "Hoàn tác được" not in browser_of(house.leader).get(page).content.decode()
    assert browser.get(f"{page}hoan-tac/").status_code == 200
    answered = browser.post(f"{page}hoan-tac/", follow=True)
    assert "Đã hoàn tác" in answered.content.decode()
    assert Task.objects.of(house.ward).get().state == State.GIVEN
    assert browser.get(f"{page}hoan-tac/").status_code == 302
