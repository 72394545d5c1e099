"""A task that comes of a dossier: given from its page, tied both ways, its end in the story."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from phuong.areas.dossiers import actions
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier
from phuong.areas.tasks import api as tasks
from phuong.kernel.audit.api import Event
from phuong.kernel.links import api as links
from phuong.kernel.people.models import Absence
from tests.support.builders import BEGINNING, FRIDAY, MONDAY, browser_of, load_law_values

pytestmark = pytest.mark.django_db
GIVE, AWAY = "/can-bo/nhiem-vu/giao/", "/can-bo/doi-nguoi/"


@pytest.fixture
def desk():
    load_law_values()
    return make_desk(host="testserver")


@pytest.fixture
def dossier(desk):
    return make_dossier(desk, State.IN_WORK)


def workspace(person, dossier):
    return browser_of(person).get(f"/can-bo/ho-so/{dossier.code}/").content.decode()


def button(page):
    found = re.search(r'href="(/can-bo/nhiem-vu/giao/\?nguon=[^"]+)"', page)
    return found[1] if found else ""


def given(desk, dossier, address):
    by = timezone.localdate() + timedelta(days=20)
    form = {
        "title": "Gọi hỏi lại nơi sinh", "product": "Biên bản", "doer": str(desk.specialist.id),
        "by_day": by.day, "by_month": by.month, "by_year": by.year, "details": "",
        "basis": dossier.code, "request_id": str(uuid.uuid4()),
    }  # fmt: skip
    answered = browser_of(desk.head).post(address, form)
    assert answered.status_code == 302, answered.content.decode()
    return tasks.Task.objects.of(desk.ward).get()


def test_a_task_given_from_a_dossier_is_tied_to_it_and_both_pages_show_it(desk, dossier):
    address = button(workspace(desk.head, dossier))
    page = browser_of(desk.head).get(address).content.decode()
    assert f"/can-bo/ho-so/{dossier.code}/" in page
    task = given(desk, dossier, address)
    assert f"/can-bo/nhiem-vu/{task.code}/" in workspace(desk.head, dossier)
    shown = browser_of(desk.head).get(f"/can-bo/nhiem-vu/{task.code}/").content.decode()
    assert f"/can-bo/ho-so/{dossier.code}/" in shown
    event = Event.objects.of(desk.ward).get(verb="tasks.give")
    assert f'"source":"{dossier.id}"' in event.body


def test_the_end_of_the_task_stands_in_the_story_of_the_dossier(desk, dossier):
    task = given(desk, dossier, button(workspace(desk.head, dossier)))
    assert f"Nhiệm vụ {task.code}" not in workspace(desk.head, dossier)
    now = timezone.now() + timedelta(minutes=1)
    done = tasks.actions.report_done(desk.of(desk.specialist, now), task, words="Đã gọi")
    tasks.actions.confirm(desk.of(desk.head, now), done)
    assert f"Nhiệm vụ {task.code}: Hoàn thành" in workspace(desk.head, dossier)
    # Who may not read the task is told that there is one, and nothing of it.
    reception = workspace(desk.reception, dossier)
    assert task.code not in reception
    assert "Một việc mà ông/bà không được xem" in reception


def test_giving_a_task_is_no_act_upon_the_dossier(desk):
    dossier = make_dossier(desk, State.RECEIVED)
    head = desk.of(desk.head, FRIDAY)
    actions.assign(head, dossier, desk.specialist.id)
    given(desk, dossier, f"{GIVE}?nguon={dossier.id}")
    assert actions.undo(head, dossier).state == State.RECEIVED


def test_who_gives_no_tasks_is_offered_none(desk, dossier):
    assert button(workspace(desk.specialist, dossier)) == ""
    assert button(workspace(desk.reception, dossier)) == ""


@pytest.mark.parametrize("source", ["khong-co", str(uuid.UUID(int=1)), "\x00"])
def test_a_made_up_source_is_not_there(desk, source):
    assert browser_of(desk.head).get(GIVE, {"nguon": source}).status_code == 404


def test_a_source_that_one_may_not_read_is_not_there(desk):
    draft = make_dossier(desk, State.DRAFT)
    assert browser_of(desk.head).get(GIVE, {"nguon": str(draft.id)}).status_code == 404
    assert not links.Link.objects.of(desk.ward).exists()


def test_the_workspace_with_a_task_takes_at_most_twelve_statements(
    desk, dossier, django_assert_statements
):
    given(desk, dossier, f"{GIVE}?nguon={dossier.id}")
    browser = browser_of(desk.leader)
    page = f"/can-bo/ho-so/{dossier.code}/"
    browser.get(page)
    with django_assert_statements(12):
        browser.get(page)


def test_the_head_finds_dossiers_and_tasks_of_who_is_away_in_one_list(desk, dossier):
    task = given(desk, dossier, f"{GIVE}?nguon={dossier.id}")
    codes = (dossier.code, task.code)
    empty = browser_of(desk.head).get(AWAY).content.decode()
    assert not any(code in empty for code in codes)
    Absence.objects.create(
        ward=desk.ward, person=desk.specialist, reason="phep", valid_from=BEGINNING
    )
    page = browser_of(desk.head).get(AWAY).content.decode()
    assert f"/can-bo/ho-so/{dossier.code}/doi-nguoi/" in page
    assert f"/can-bo/nhiem-vu/{task.code}/doi-nguoi/" in page
    assert "Có 2 việc của người vắng mặt" in browser_of(desk.head).get("/can-bo/").content.decode()
    assert browser_of(desk.specialist).get(AWAY).status_code == 404


def test_what_somebody_held_whose_appointment_ended_is_found_too(desk, dossier):
    from phuong.kernel.access import directory
    from phuong.kernel.people.models import Appointment

    Appointment.objects.of(desk.ward).filter(person=desk.specialist).update(valid_to=MONDAY.date())
    directory.forget()
    page = browser_of(desk.head).get(AWAY).content.decode()
    assert f"/can-bo/ho-so/{dossier.code}/doi-nguoi/" in page
