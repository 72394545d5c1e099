"""The mail server is down for a morning: work goes on, it is seen, each letter comes once."""

from collections import Counter
from datetime import timedelta

import pytest

from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.tests.builders import make_desk
from phuong.kernel.access.roles import Role
from phuong.kernel.notices import api as notices
from phuong.kernel.notices.gateways import setting_up
from phuong.kernel.notices.tests.servers import free_port, mail_server
from tests.support.builders import NEXT_MONDAY, browser_of, load_law_values, make_person

pytestmark = pytest.mark.django_db
FORM = "/can-bo/quay/tiep-nhan/?thu-tuc=khai-sinh"
DOWN = "Gửi lỗi, sẽ gửi lại: Máy chủ thư hoặc cổng tin nhắn không trả lời"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def desk():
    load_law_values()
    return make_desk(host="testserver")


@pytest.fixture
def at(settings):
    """Say where the mail server is; nobody listens at a port that is free."""

    def be(port):
        settings.MAIL_URL = f"smtp://127.0.0.1:{port}"
        settings.MAIL_FROM = "mot-cua@phuong.example"
        setting_up.register_all()

    yield be
    settings.MAIL_URL = ""
    setting_up.register_all()


def receive(desk, address):
    data = {"name": "Lê Thị Hoa", "phone": "090 512 3412", "paper-to-khai": "original"}
    data |= {"for_whom": "self", "return_method": "counter", "outcome": "receive"}
    answer = browser_of(desk.reception).post(FORM, data | {"email": address, "tell_by": "email"})
    assert answer["Location"].endswith("/in/giay-hen/")


def first_page(desk):
    return browser_of(make_person(desk.ward, Role.ADMINISTRATOR)).get("/quan-tri/").content.decode()


def test_visitors_are_served_the_house_sees_it_and_each_letter_comes_once(desk, at, tmp_path):
    at(free_port())
    addresses = [f"nguoi{number}@mail.example" for number in range(5)]
    for address in addresses:
        receive(desk, address)
    assert Dossier.objects.of(desk.ward).count() == 5
    assert notices.deliver(NEXT_MONDAY + HOUR) == Counter(failed=5)
    page = first_page(desk)
    assert DOWN in page
    assert '<td class="num" data-l="Số tin">5</td>' in page
    assert "Mọi tin đã đi." not in page
    # Who cannot be told yet is not given up: nobody would call them.
    assert "Gửi lại" in page
    assert "Thôi gửi" not in page

    with mail_server(tmp_path / "box") as running:
        at(running.port)
        for later in range(1, 8):
            notices.deliver(NEXT_MONDAY + HOUR + later * HOUR)
        letters = running.letters
    assert sorted(letter["To"] for letter in letters) == addresses
    assert len({letter["Message-ID"] for letter in letters}) == 5
    assert "Mọi tin đã đi." in first_page(desk)


def test_the_button_does_not_wait_for_the_next_try(desk, at, settings, tmp_path):
    at(free_port())
    receive(desk, "hoa@mail.example")
    notices.deliver(NEXT_MONDAY + HOUR)
    line = {"channel": "email", "state": "failed", "reason": "line-down"}
    settings.CLOCK = lambda: NEXT_MONDAY + HOUR
    house = browser_of(make_person(desk.ward, Role.ADMINISTRATOR))
    house.post("/quan-tri/tin/", line | {"what": "enough"})
    assert DOWN in house.get("/quan-tri/").content.decode()
    with mail_server(tmp_path / "box") as running:
        at(running.port)
        house.post("/quan-tri/tin/", line | {"what": "again"})
        assert notices.deliver(NEXT_MONDAY + HOUR) == Counter(sent=1)
    assert "Mọi tin đã đi." in house.get("/quan-tri/").content.decode()
