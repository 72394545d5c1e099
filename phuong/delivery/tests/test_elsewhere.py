"""Logging in by another house: a real provider on this machine, and every way it may lie."""

import html
import logging

import pytest
from django.test import Client
from joserfc.jwk import OctKey, RSAKey

from phuong.areas.accounts.models import LogIn
from phuong.delivery.tests import provider as house
from phuong.delivery.tests.test_second_step import add_one_time
from phuong.kernel.access.roles import Role
from phuong.kernel.people.models import Account, Appointment
from tests.support.builders import NEXT_MONDAY, make_person, make_ward

pytestmark = pytest.mark.django_db
GO, BACK = "/dang-nhap/cong-chung/", "/dang-nhap/cong-chung/ve/"


@pytest.fixture
def mai():
    return make_person(make_ward("PM"), Role.SPECIALIST, name="Trần Văn Mai", login="mai")


@pytest.fixture
def there(settings):
    with house.running(lambda: NEXT_MONDAY) as provider:
        settings.OIDC_ISSUER = provider.issuer
        settings.OIDC_CLIENT, settings.OIDC_SECRET = house.CLIENT, house.SECRET
        settings.OIDC_NAME = "VNeID của tỉnh"
        yield provider


def go(client, provider, query=""):
    """Go there, log in there, and come back as far as the address that is opened next."""
    away = client.get(f"{GO}{query}")
    assert away.status_code == 302
    assert away["Location"].startswith(f"{provider.issuer}/authorise?")
    return provider.authorise(away["Location"])


def words(answer):
    return html.unescape(answer.content.decode())


def test_an_official_comes_in_by_another_house_and_goes_on_where_they_wanted(mai, there, client):
    page = words(client.get("/dang-nhap/?next=/can-bo/viec/"))
    assert "Đăng nhập bằng VNeID của tỉnh" in page
    assert f'href="{GO}?next=/can-bo/viec/"' in page

    answer = client.get(go(client, there, "?next=/can-bo/viec/"))

    assert answer["Location"] == "/can-bo/viec/"
    assert client.get("/can-bo/viec/").status_code == 200
    assert LogIn.objects.get().way == "elsewhere"


def test_a_provider_that_wants_the_secret_posted_gets_it_so(mai, there, client):
    there.methods = ["client_secret_post"]
    assert client.get(go(client, there)).status_code == 302


def test_without_settings_there_is_no_such_way(mai, client):
    assert client.get(GO).status_code == 404
    assert client.get(BACK).status_code == 404
    assert "cong-chung" not in words(client.get("/dang-nhap/"))


LIES = {
    "the nonce of another log-in": {"nonce": "x"},
    "no nonce": {"nonce": None},
    "another issuer": {"iss": "https://evil.example"},
    "for another client": {"aud": "somebody-else"},
    "for several, and not through us": {"aud": [house.CLIENT, "x"], "azp": "x"},
    "for several, and nobody says through whom": {"aud": [house.CLIENT, "x"]},
    "expired": {"exp": int(NEXT_MONDAY.timestamp()) - 120},
    "never expires": {"exp": None},
    "of tomorrow": {"iat": int(NEXT_MONDAY.timestamp()) + 86400},
    "about nobody": {"sub": None},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_token_that_is_not_what_was_asked_for_lets_nobody_in(mai, there, client, lie):
    there.lies = lie
    answer = client.get(go(client, there))
    assert answer.status_code == 422
    assert "Cổng đăng nhập chung trả lời không đúng" in words(answer)
    assert client.get("/can-bo/viec/").status_code == 302


@pytest.mark.parametrize("by", ["another key", "the shared secret"])
def test_a_token_signed_by_somebody_else_lets_nobody_in(mai, there, client, by):
    if by == "another key":
        there.sign_with = RSAKey.generate_key(2048, parameters={"kid": "1"})
    else:
        there.sign_with = OctKey.import_key(house.SECRET)
        there.header = {"alg": "HS256", "kid": "1"}
    answer = client.get(go(client, there))
    assert answer.status_code == 422
    assert "trả lời không đúng" in words(answer)


def test_a_state_is_good_once_and_in_one_browser(mai, there, client):
    back = go(client, there)
    other = Client()
    assert other.get(back).status_code == 422
    assert "mở ở máy khác" in words(other.get(f"{BACK}?code=x&state=y"))
    assert client.get(back).status_code == 302
    client.post("/dang-xuat/")
    assert client.get(back).status_code == 422


def test_a_code_that_was_used_or_made_up_lets_nobody_in(mai, there, client):
    back = go(client, there)
    there.codes.clear()
    assert client.get(back).status_code == 422


def test_whoever_was_refused_there_is_told_to_try_there(mai, there, client):
    back = go(client, there).split("?")[1].split("&")[1]
    answer = client.get(f"{BACK}?error=access_denied&{back}")
    assert answer.status_code == 422
    assert "không cho vào" in words(answer)


@pytest.mark.parametrize("who", ["nguoi-la", "chu", "cu"])
def test_who_is_no_official_here_gets_no_account_by_knocking(mai, there, client, who):
    locked = make_person(mai.ward, Role.LEADER, login="chu")
    Account.objects.filter(pk=locked.account_id).update(is_active=False)
    left = make_person(mai.ward, Role.RECEPTION, login="cu")
    Appointment.objects.filter(person=left).update(valid_to=NEXT_MONDAY.date().replace(day=1))
    before = Account.objects.count()
    there.login = who
    answer = client.get(go(client, there))
    assert answer.status_code == 422
    assert "chưa có tài khoản giữ chức vụ" in words(answer)
    assert Account.objects.count() == before


@pytest.mark.parametrize("value", [None, "", 7, ["mai"]])
def test_a_claim_that_names_nobody_is_told_of(mai, there, client, value):
    there.lies = {"preferred_username": value}
    answer = client.get(go(client, there))
    assert answer.status_code == 422
    assert "không cho biết tên" in words(answer)


def test_the_claim_is_the_one_that_the_settings_name(mai, there, client, settings):
    settings.OIDC_CLAIM = "employee"
    there.claims = {"employee": "MAI", "preferred_username": "chu"}
    assert client.get(go(client, there)).status_code == 302


def test_our_second_step_is_asked_for_unless_the_other_house_asked(mai, there, client):
    add_one_time(mai)
    assert client.get(go(client, there))["Location"] == "/dang-nhap/ma/"
    assert client.get("/can-bo/viec/").status_code == 302
    there.claims = {"amr": ["pwd"]}
    assert client.get(go(client, there))["Location"] == "/dang-nhap/ma/"
    there.claims = {"amr": ["pwd", "otp"]}
    assert client.get(go(client, there))["Location"] == "/can-bo/"


def test_a_provider_that_is_silent_or_another_one_is_told_of(mai, there, client, settings):
    there.broken = True
    answer = client.get(GO)
    assert answer.status_code == 422
    assert "đang không trả lời" in words(answer)
    there.broken = False
    there.named = "https://evil.example"
    assert client.get(GO).status_code == 422
    there.named = ""
    settings.OIDC_ISSUER = "http://id.example"
    assert client.get(GO).status_code == 422


def test_neither_secret_nor_token_nor_code_is_logged(mai, there, client, caplog):
    caplog.set_level(logging.DEBUG)
    there.lies = {"nonce": "x"}
    back = go(client, there)
    client.get(back)
    told = "\n".join(r.getMessage() for r in caplog.records if r.name.startswith("phuong"))
    assert "InvalidClaimError" in told
    for secret in (house.SECRET, back.split("code=")[1][:40], "eyJ"):
        assert secret not in told
