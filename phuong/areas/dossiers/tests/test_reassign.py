"""Giving an open dossier to somebody else, and finding those of whoever is away."""

import pytest

from phuong.areas.dossiers import actions
from phuong.areas.dossiers.models import Note
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier
from phuong.kernel.errors import NotPermitted, RuleBroken
from phuong.kernel.people.models import Absence
from phuong.kernel.workflow.api import WorkItem
from tests.support.builders import BEGINNING, WEDNESDAY, browser_of, load_law_values

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    load_law_values()
    return make_desk()


@pytest.fixture
def dossier(desk):
    return make_dossier(desk, State.IN_WORK)


def test_the_work_goes_to_the_new_hands_and_no_date_moves(desk, dossier):
    by = desk.of(desk.head, WEDNESDAY)
    after = actions.reassign(by, dossier, desk.head.id, reason="Nghỉ phép")
    assert (after.handler_id, after.due_at) == (desk.head.id, dossier.due_at)
    assert WorkItem.objects.of(desk.ward).get(slot="main").person_id == desk.head.id
    assert Note.objects.of(desk.ward).get().reason == "Nghỉ phép"


@pytest.mark.parametrize(
    ("to", "reason", "code"),
    [
        ("head", "  ", "dossiers.reassign.reason"),
        ("specialist", "Nghỉ", "dossiers.reassign.same"),
        ("reception", "Nghỉ", "dossiers.assign.not-of-unit"),
    ],
)
def test_what_is_no_handing_on_is_refused(desk, dossier, to, reason, code):
    by = desk.of(desk.head, WEDNESDAY)
    with pytest.raises(RuleBroken) as refusal:
        actions.reassign(by, dossier, getattr(desk, to).id, reason=reason)
    assert refusal.value.code == code
    assert not Note.objects.of(desk.ward).exists()


def test_nobody_but_the_head_hands_on(desk, dossier):
    by = desk.of(desk.specialist, WEDNESDAY)
    with pytest.raises(NotPermitted):
        actions.reassign(by, dossier, desk.head.id, reason="Nghỉ phép")


def test_the_head_sees_the_dossiers_of_whoever_is_away_and_history_names_all_hands(desk, dossier):
    browser = browser_of(desk.head)
    assert dossier.code not in browser.get("/can-bo/doi-nguoi/").content.decode()
    Absence.objects.create(
        ward=desk.ward, person=desk.specialist, reason="phep", valid_from=BEGINNING
    )
    page = browser.get("/can-bo/doi-nguoi/").content.decode()
    assert f"/can-bo/ho-so/{dossier.code}/doi-nguoi/" in page
    browser.post(
        f"/can-bo/ho-so/{dossier.code}/doi-nguoi/",
        {"handler": str(desk.head.id), "reason": "Nghỉ phép"},
    )
    assert f"/can-bo/ho-so/{dossier.code}/doi-nguoi/" not in (
        browser.get("/can-bo/doi-nguoi/").content.decode()
    )
    told = browser.get(f"/can-bo/ho-so/{dossier.code}/").content.decode()
    assert "Trần Văn Mai giao cho Phạm Thị Trưởng" in told
    assert browser_of(desk.specialist).get("/can-bo/doi-nguoi/").status_code == 404
