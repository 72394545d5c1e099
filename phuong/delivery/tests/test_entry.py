import re
from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from phuong.kernel.access.models import Failure
from phuong.kernel.access.roles import Role
from tests.support.builders import NEXT_MONDAY, PASSWORD, make_person, make_ward

pytestmark = pytest.mark.django_db
LOG_IN = "/dang-nhap/"


@pytest.fixture
def mai():
    return make_person(make_ward("PM"), Role.SPECIALIST, name="Trần Văn Mai", login="mai")


def enter(client, login="mai", password=PASSWORD, **values):
    return client.post(LOG_IN, {"login": login, "password": password, **values})


def test_an_official_gets_in_and_the_session_is_a_new_one(client, mai):
    client.get(LOG_IN)
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    planted = client.cookies["sessionid"] = session.session_key

    response = enter(client)

    assert (response.status_code, response["Location"]) == (302, "/can-bo/")
    assert client.cookies["sessionid"].value != planted
    assert client.get("/can-bo/viec/").status_code == 200


@pytest.mark.parametrize("typed", ["MAI", "Mai", " mai "])
def test_the_name_may_be_typed_in_any_case(client, mai, typed):
    assert enter(client, typed).status_code == 302


def test_password_managers_find_their_fields(client, mai):
    page = client.get(LOG_IN).content.decode()

    assert re.search(r'name="login"[^>]*autocomplete="username"', page)
    assert re.search(r'name="password"[^>]*autocomplete="current-password"', page)


@pytest.mark.parametrize(("login", "password"), [("mai", "sai"), ("khong-co", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_read_the_same(client, mai, login, password):
    response = enter(client, login, password)

    assert response.status_code == 422
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in response.content.decode()
    assert password not in response.content.decode()


def test_an_account_that_is_closed_stays_outside(client, mai):
    mai.account.is_active = False
    mai.account.save()

    assert enter(client).status_code == 422


def test_missing_words_are_asked_for(client, mai):
    response = enter(client, "", "")

    assert response.status_code == 422
    assert "Nhập tên đăng nhập" in response.content.decode()
    assert "Nhập mật khẩu" in response.content.decode()


def test_after_five_wrong_tries_even_the_right_password_waits(client, mai):
    for _each in range(5):
        assert enter(client, password="sai").status_code == 422

    response = enter(client)

    assert response.status_code == 429
    assert "Thử lại sau 15 phút" in response.content.decode()
    Failure.objects.of(mai.ward_id).update(at=NEXT_MONDAY - timedelta(minutes=16))
    assert enter(client).status_code == 302


def test_tries_at_one_account_do_not_close_another(client, mai):
    make_person(mai.ward, Role.LEADER, login="chu")
    for _each in range(5):
        enter(client, password="sai")

    assert enter(client, "chu").status_code == 302


def test_an_address_that_tries_many_names_is_held_back(client, mai):
    for number in range(30):
        enter(client, f"ten-{number}", "sai")

    assert enter(client).status_code == 429
    assert enter(Client(REMOTE_ADDR="10.0.0.9")).status_code == 302


def test_an_account_that_is_tried_from_many_addresses_closes_for_a_while(client, mai):
    for number in range(20):
        enter(Client(REMOTE_ADDR=f"10.0.0.{number}"), password="sai")

    assert enter(client).status_code == 429


def test_what_was_typed_is_not_kept(client, mai):
    enter(client, "mai", "mat-khau-go-nham")

    kept = Failure.objects.of(mai.ward_id).values_list("door", "key")
    assert kept
    assert not any("mai" in key or "nham" in key for _door, key in kept)


@pytest.mark.parametrize(
    ("wanted", "there"),
    [
        ("/can-bo/viec/qua-han/?q=a", "/can-bo/viec/qua-han/?q=a"),
        ("https://evil.example/", "/can-bo/"),
        ("//evil.example/", "/can-bo/"),
        ("/\\evil.example", "/can-bo/"),
        ("javascript:alert(1)", "/can-bo/"),
        ("", "/can-bo/"),
    ],
)
def test_one_goes_on_where_one_wanted_but_never_to_another_site(client, mai, wanted, there):
    assert enter(client, next=wanted)["Location"] == there


def test_a_page_of_officials_leads_to_the_log_in_and_back(client, mai):
    response = client.get("/can-bo/viec/?q=a")

    assert response["Location"] == f"{LOG_IN}?next=%2Fcan-bo%2Fviec%2F%3Fq%3Da"
    page = client.get(response["Location"]).content.decode()
    assert 'name="next" value="/can-bo/viec/?q=a"' in page
    assert "Đăng nhập để mở trang này." in page


def test_a_form_lost_with_the_session_is_told_of(client, mai):
    response = client.post("/can-bo/cai-dat/", {"x": "1"})

    page = client.get(response["Location"]).content.decode()
    assert "Đã lâu không thao tác nên chúng tôi đóng trang" in page


def test_who_is_inside_already_is_not_asked_again(client, mai):
    client.force_login(mai.account)

    assert client.get(LOG_IN)["Location"] == "/can-bo/"


def test_an_account_without_a_post_in_this_ward_is_told_so(client, mai):
    make_ward("KHAC", host="khac.example")

    response = Client(HTTP_HOST="khac.example").post(LOG_IN, {"login": "mai", "password": PASSWORD})

    assert response.status_code == 422
    assert "không giữ chức vụ nào ở phường" in response.content.decode()


def test_one_leaves_by_a_button_and_not_by_a_link(client, mai):
    client.force_login(mai.account)

    assert "Đăng xuất khỏi máy này?" in client.get("/dang-xuat/").content.decode()
    assert client.get("/can-bo/viec/").status_code == 200
    assert client.post("/dang-xuat/")["Location"] == LOG_IN
    assert client.get("/can-bo/viec/").status_code == 302


def test_the_log_in_page_is_not_kept_by_browsers(client, mai):
    assert "no-store" in client.get(LOG_IN)["Cache-Control"]


def test_demo_accounts_are_shown_in_a_demo_alone(client, mai):
    mai.account.is_demo = True
    mai.account.save()

    assert "Tài khoản mẫu" not in client.get(LOG_IN).content.decode()
    with override_settings(DEMO=True):
        page = client.get(LOG_IN).content.decode()
    assert "Tài khoản mẫu" in page
    assert "Trần Văn Mai" in page
    assert 'name="login" value="mai"' in page


def test_forms_without_a_token_are_refused(mai):
    client = Client(enforce_csrf_checks=True)

    assert enter(client).status_code == 403


def test_the_english_log_in_leads_to_english_pages(client, mai):
    response = client.post("/en/dang-nhap/", {"login": "mai", "password": PASSWORD})

    assert response["Location"] == "/en/can-bo/"
    assert reverse("access:log-in") == LOG_IN
