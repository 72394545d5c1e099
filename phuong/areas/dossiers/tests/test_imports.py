"""A list of codes and states that another system gave out: shown line by line, then written."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.queries import imports
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier, make_system
from phuong.areas.dossiers.tests.test_following import CODE, follow
from phuong.kernel.audit.api import Event
from tests.support.builders import NEXT_THURSDAY, browser_of, load_law_values

pytestmark = pytest.mark.django_db
PAGE = "/can-bo/noi-khac/"


@pytest.fixture
def desk():
    load_law_values()
    make_system()
    return make_desk()


@pytest.fixture
def followed(desk):
    return follow(desk, make_dossier(desk, State.IN_WORK))


TEXT = (
    f"{CODE};9;19/11/2026 08:30;\nG01-0008;5;;\nG01-0009;4;;\n{CODE};10;;\n"
    "G01-0010;chín;;\n;;;\nG01-0011;9;hôm qua;"
)


def test_each_line_says_what_it_would_do_or_why_not(desk, followed):
    follow(desk, make_dossier(desk, State.IN_WORK), "G01-0008")
    lines = imports.read(desk.of(desk.specialist, NEXT_THURSDAY), TEXT)
    assert [line.refusal.code if line.refusal else line.wanted for line in lines] == [
        State.READY,
        "dossiers.report.words",
        "dossiers.import.unknown",
        "dossiers.import.twice",
        "dossiers.import.cells",
        "dossiers.import.moment",
    ]
    assert Dossier.objects.of(desk.ward).get(id=followed.id).state == State.IN_WORK


def test_nothing_is_written_before_it_was_shown_and_once_however_often_it_is_sent(desk, followed):
    browser = browser_of(desk.specialist)
    request_id = str(uuid.uuid4())
    page = browser.post(PAGE, {"lines": TEXT, "request_id": request_id})
    assert page.status_code == 200
    assert "Xem trước, chưa ghi gì" in page.content.decode()
    assert Dossier.objects.of(desk.ward).get(id=followed.id).state == State.IN_WORK
    given = {"lines": TEXT, "confirm": "1", "request_id": request_id}
    for _time in range(2):
        assert browser.post(PAGE, given).status_code == 302
    assert Dossier.objects.of(desk.ward).get(id=followed.id).state == State.READY
    assert Event.objects.of(desk.ward).filter(verb="dossiers.report_ready").count() == 1


def test_a_file_is_read_as_text_or_refused_with_a_sentence(desk, followed):
    browser = browser_of(desk.specialist)
    good = SimpleUploadedFile("xuat.csv", f"\ufeff{CODE},9".encode())
    assert "Sẽ thành" in browser.post(PAGE, {"file": good}).content.decode()
    for data in (b"\xff\xfe\x00", b"a" * 200_001):
        bad = SimpleUploadedFile("xuat.csv", data)
        assert browser.post(PAGE, {"file": bad}).status_code == 422
    assert browser.post(PAGE, {"lines": " "}).status_code == 422
    many = {"lines": "\n".join(f"X{n};9" for n in range(501))}
    assert browser.post(PAGE, many).status_code == 422
