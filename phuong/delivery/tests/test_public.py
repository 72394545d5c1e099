import re
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from django.db import DatabaseError, connection
from django.test import Client

from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier
from phuong.areas.statistics.tests.builders import publish
from phuong.delivery import navigation
from phuong.kernel.access.api import Actor
from tests.support.builders import HERE, load_law_values, make_ward, moment

pytestmark = pytest.mark.django_db
PAGES = ["/", "/gioi-thieu/", "/ho-tro/", "/tiep-can/", "/rieng-tu/"]


@pytest.fixture
def ward():
    return make_ward("PM", name="Phường Mẫu", phone="028 0000 0000", address="12 đường Mẫu")


def read(client, path, **extra):
    response = client.get(path, **extra)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_has_one_heading_and_says_whom_to_call(client, ward, path, prefix):
    page = read(client, f"{prefix}{path}")

    assert page.count("<h1") == 1
    assert 'href="tel:02800000000"' in page
    assert "12 đường Mẫu" in page


@pytest.mark.parametrize("path", PAGES)
def test_no_page_leads_to_one_that_does_not_exist(client, ward, path):
    page = read(client, path)
    links = set(re.findall(r'(?:href|action)="(/[^"#?]*)', page)) - {"/"}

    assert [url for url in links if not _is_there(url)] == []


def _is_there(url):
    return url.startswith("/static/") or navigation.exists(url.replace("/en/", "/", 1))


def test_the_home_page_offers_only_what_is_there(client, ward):
    page = read(client, "/")

    assert ("Nộp hồ sơ" in page) == navigation.exists("/thu-tuc/")
    assert ("Tra cứu bằng mã hồ sơ" in page) == navigation.exists("/tra-cuu/")
    assert ("Lấy số, hẹn giờ" in page) == navigation.exists("/lay-so/")
    assert ("Phản ánh, góp ý" in page) == navigation.exists("/phan-anh/")


def test_the_home_page_names_what_most_people_come_for(client):
    make_desk()

    assert 'href="/thu-tuc/khai-sinh/"' in read(client, "/")


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (moment(23, 6), "Hôm nay mở cửa 7:00–11:00, 13:00–17:00."),
        (moment(23, 12), "Hôm nay mở cửa 7:00–11:00, 13:00–17:00."),
        (moment(23, 17), "Hôm nay đã hết giờ. Mở cửa lại 7:00, Thứ Ba 24/11/2026."),
        (moment(28, 9), "Hôm nay không mở cửa. Mở cửa lại 7:00, Thứ Hai 30/11/2026."),
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), "Hôm nay mở cửa 7:00–11:00, 13:00–17:00."),
    ],
)
def test_the_home_page_says_when_the_desk_is_open(client, ward, settings, at, words):
    settings.CLOCK = lambda: at

    assert words in read(client, "/")


def finish(desk, number):
    for _each in range(number):
        make_dossier(desk, State.READY)


def test_the_share_on_time_is_the_published_one_from_five_on(client):
    load_law_values()
    few, enough = make_desk(host="testserver"), make_desk("PB", host="hai.test")
    finish(few, 4)
    finish(enough, 5)
    there = Client(headers={"host": "hai.test"})
    assert "đúng hẹn" not in read(there, "/")

    for desk in (few, enough):
        publish(desk.ward, moment(6, month=12))
    assert "đúng hẹn" not in read(client, "/")
    page = read(there, "/")
    assert "100,0% hồ sơ có kết quả đúng hẹn" in page
    assert "Tháng 11/2026" in page
    assert "Cách tính" in page
    # A dossier more changes nothing that was published, nor what the page says.
    finish(enough, 1)
    assert read(there, "/") == page


def test_the_home_page_asks_once_for_figures_and_once_for_numbers_called(
    client, django_assert_statements
):
    load_law_values()
    desk = make_desk()
    finish(desk, 5)
    publish(desk.ward, moment(6, month=12))
    read(client, "/")

    with django_assert_statements(2):
        read(client, "/")


def test_the_look_up_takes_a_code_to_the_page_that_answers(client, ward):
    page = read(client, "/")

    assert '<form action="/tra-cuu/" method="get"' in page
    assert 'name="ma"' in page


def test_nobody_is_named_and_nothing_is_remembered_of_a_visitor(client):
    desk = make_desk()
    finish(desk, 6)
    page = read(client, "/")

    assert "Hường" not in page
    assert "sessionid" not in client.cookies


def test_robots_are_told_what_is_not_for_them(client, ward):
    response = client.get("/robots.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /can-bo/", "Disallow: /q/", "Disallow: /en/ho-so/"} <= set(lines)


def test_the_picture_is_found_under_its_old_name_too(client, ward):
    response = client.get("/favicon.ico")

    assert (response.status_code, response["Location"]) == (301, "/static/ui/favicon.svg")
    assert ElementTree.parse(finders.find("ui/favicon.svg")).getroot().tag.endswith("svg")  # noqa: S314


@pytest.mark.parametrize("host", ["testserver", "10.0.0.1", "khong-ai.example"])
def test_the_health_page_answers_at_any_host_with_nothing_of_anybody(ward, host):
    make_ward("PH", host="ph.example")

    response = Client(HTTP_HOST=host).get("/khoe")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


def test_the_health_page_tells_when_the_database_is_away(client, ward):
    def away(execute, sql, params, many, context):
        raise DatabaseError("away")

    client.get("/khoe")
    with connection.execute_wrapper(away):
        assert client.get("/khoe").status_code == 503


def test_pages_are_for_wards_and_not_for_unknown_hosts(ward):
    make_ward("PH", host="ph.example")

    assert Client(HTTP_HOST="khong-ai.example").get("/").status_code == 404


def test_a_menu_asks_the_doors(ward):
    assert navigation.open_to(Actor.citizen(ward.pk), "/")
    assert not navigation.open_to(Actor.citizen(ward.pk), "/can-bo/viec/")
    assert not navigation.exists("/khong/co/")
    assert HERE.key == "Asia/Ho_Chi_Minh"
