"""Who looked at a dossier is written down and told to its owner; its events go out as a file."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier
from phuong.areas.dossiers.tests.citizens import Walk, make_law
from phuong.kernel.audit.api import Reading, note_reading
from phuong.kernel.audit.export import check_lines
from phuong.kernel.audit.jobs import seal
from tests.support.builders import FRIDAY, MONDAY, THURSDAY, TUESDAY, browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    make_law()
    return make_desk()


def owner_of(dossier):
    walk = Walk(Client())
    walk.open("/tra-cuu/")
    walk.send(code=dossier.code, proof="3412")
    return walk.client


def purposes(dossier):
    return list(
        Reading.objects.of(dossier.ward_id)
        .filter(subject_id=dossier.id)
        .order_by("at", "id")
        .values_list("purpose", flat=True)
    )


def test_the_owner_is_told_posts_and_reasons_and_no_name(desk):
    dossier = make_dossier(desk, State.IN_WORK)
    note_reading(desk.of(desk.specialist, MONDAY), [dossier.id], "dossiers.workspace")
    later = desk.of(desk.specialist, MONDAY + timedelta(hours=2))
    note_reading(later, [dossier.id], "dossiers.workspace")
    note_reading(desk.of(desk.leader, TUESDAY), [dossier.id], "delivery.records")
    page = owner_of(dossier).get(f"/ho-so/{dossier.code}/ai-da-xem/").content.decode()
    assert "Mở hồ sơ để xem và giải quyết" in page
    assert "2 lần trong ngày" in page
    assert page.index("Xem danh sách hồ sơ sau một con số") < page.index("Mở hồ sơ để xem")
    for person in (desk.specialist, desk.leader):
        assert person.name not in page
        assert person.appointments.get().post.title in page


def test_nobody_looked_and_looking_oneself_leaves_nothing(desk):
    dossier = make_dossier(desk, State.IN_WORK)
    client = owner_of(dossier)
    for _each in range(2):
        page = client.get(f"/ho-so/{dossier.code}/ai-da-xem/").content.decode()
        assert "Chưa có cán bộ nào mở hồ sơ này." in page
    assert purposes(dossier) == []


@pytest.mark.parametrize("path", ["ai-da-xem/", "so-su-kien.jsonl"])
def test_without_proof_one_is_asked_for_it(desk, path):
    dossier = make_dossier(desk, State.IN_WORK)
    answer = Client().get(f"/ho-so/{dossier.code}/{path}")
    assert answer.headers["Location"] == f"/tra-cuu/?ma={dossier.code}"


def test_who_finds_a_dossier_by_search_or_behind_a_figure_is_written_down(desk):
    dossier = make_dossier(desk, State.IN_WORK)
    browser_of(desk.reception).get("/can-bo/quay/tim/?ma=nguyen")
    assert purposes(dossier) == ["dossiers.find"]
    browser_of(desk.specialist).get("/can-bo/tim/?q=nguyen")
    assert purposes(dossier) == ["dossiers.find", "delivery.search"]
    browser_of(desk.leader).get("/lanh-dao/ho-so/?chi-tieu=dossiers.running")
    assert purposes(dossier)[2:] == ["delivery.records"]


def test_what_is_not_found_or_addressed_to_the_reader_leaves_no_reading(desk):
    dossier = make_dossier(desk, State.IN_WORK)
    browser_of(desk.specialist).get("/can-bo/tim/?q=xyzzy")
    browser_of(desk.specialist).get("/can-bo/viec/")
    assert purposes(dossier) == []


def lines_of(answer):
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return answer.content.decode().splitlines()


def test_owner_and_official_get_the_same_file_and_it_holds(desk):
    dossier = make_dossier(desk, State.RETURNED)
    seal(desk.ward.pk, THURSDAY.date(), FRIDAY)
    mine = lines_of(owner_of(dossier).get(f"/ho-so/{dossier.code}/so-su-kien.jsonl"))
    page = browser_of(desk.leader).get(f"/can-bo/ho-so/{dossier.code}/so-su-kien/")
    theirs = lines_of(browser_of(desk.leader).get(f"/can-bo/ho-so/{dossier.code}/so-su-kien.jsonl"))
    assert mine == theirs
    events, broken, _sealed = check_lines(mine)
    assert broken is None
    assert json.loads(mine[-1])["signature"]
    assert json.loads(mine[0])["head"] in page.content.decode()
    assert events == json.loads(mine[0])["events"]
    assert "Hường" not in "".join(mine)
    assert purposes(dossier) == ["dossiers.workspace", "dossiers.export"]


def test_an_official_who_may_not_read_the_dossier_gets_no_file(desk):
    dossier = make_dossier(desk, State.IN_WORK)
    for path in ("so-su-kien/", "so-su-kien.jsonl"):
        answer = browser_of(desk.administrator).get(f"/can-bo/ho-so/{dossier.code}/{path}")
        assert answer.status_code == 404
    assert purposes(dossier) == []
