"""Which files of a dossier open to its owner."""

import pytest
from django.test import Client

from phuong.areas.dossiers import actions
from phuong.areas.dossiers.actions.given import GivenFile
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests import citizens
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier
from phuong.areas.dossiers.tests.citizens import Walk, make_law
from phuong.kernel.audit import api as audit
from phuong.kernel.documents import api as documents
from tests.support.builders import THURSDAY, WEDNESDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    make_law()
    return make_desk()


@pytest.fixture
def walk():
    return Walk(Client())


def look_up(walk, code):
    walk.open("/tra-cuu/")
    return walk.send(code=code, proof="3412")


def test_a_drafted_result_opens_to_no_owner_also_where_it_was_signed_on_paper(desk, walk):
    stored = documents.receive(citizens.photo())
    dossier = make_dossier(desk, State.IN_WORK)
    drafts = [GivenFile("", "du-thao.jpg", stored)]
    specialist = desk.of(desk.specialist, WEDNESDAY)
    actions.submit(specialist, dossier, kind="Giấy khai sinh", summary="", files=drafts)
    [draft] = documents.of_subject(dossier.ward_id, dossier.id)
    address = f"/ho-so/{dossier.code}/tep/{draft.id}/"
    assert "du-thao.jpg" not in look_up(walk, dossier.code)
    assert walk.client.get(address).status_code == 404
    actions.sign(desk.of(desk.leader, THURSDAY), desk.ward, dossier)
    assert walk.client.get(address).status_code == 404
    assert "du-thao.jpg" not in walk.open(f"/ho-so/{dossier.code}/")


def test_a_paper_opens_to_its_owner_alone(desk, walk):
    dossier = make_dossier(desk, State.IN_WORK)
    by, subject = desk.of(desk.specialist, WEDNESDAY), audit.lock(dossier.ward_id, dossier.id)
    given = GivenFile("", "giay.jpg", documents.receive(citizens.photo()))
    documents.attach_all(by, subject, [given.of("paper")])
    [paper] = documents.of_subject(dossier.ward_id, dossier.id)
    address = f"/ho-so/{dossier.code}/tep/{paper.id}/"
    assert walk.client.get(address).status_code == 404
    look_up(walk, dossier.code)
    opened = walk.client.get(address)
    assert (opened.status_code, opened["Cache-Control"]) == (200, "private, no-cache")
    assert b"".join(opened).startswith(b"\xff\xd8")
