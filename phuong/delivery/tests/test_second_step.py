"""The second step: codes of the telephone, codes on paper, passkeys; asked for, used once, lost."""

import html
import logging
import re
from datetime import timedelta

import pyotp
import pytest
from django.test import Client

from phuong.areas.accounts import api as accounts
from phuong.areas.accounts.models import OneTimeKey, Passkey, RecoveryCode
from phuong.delivery.tests.authenticator import Device
from phuong.kernel.access import invitations
from phuong.kernel.access.models import Failure
from phuong.kernel.access.roles import Role
from phuong.kernel.audit.api import Event
from phuong.kernel.notices.models import Notice
from tests.support.builders import NEXT_MONDAY, PASSWORD, browser_of, make_person, make_ward

pytestmark = pytest.mark.django_db
LOG_IN, SECOND = "/dang-nhap/", "/dang-nhap/ma/"
STEPS = "/can-bo/cai-dat/hai-buoc/"
NEW = "mot-cau-dai-de-nho"


@pytest.fixture
def mai():
    return make_person(make_ward("PM"), Role.SPECIALIST, name="Trần Văn Mai", login="mai")


@pytest.fixture
def clock(settings):
    """A clock that the test turns on: `clock(minutes=1)`."""
    at = [NEXT_MONDAY]
    settings.CLOCK = lambda: at[0]

    def turn(**ahead):
        at[0] += timedelta(**ahead)
        return at[0]

    return turn


def enter(client, login="mai", password=PASSWORD, **values):
    return client.post(LOG_IN, {"login": login, "password": password, **values})


def words(answer):
    return html.unescape(answer.content.decode())


def seed_on(client):
    return re.search(r'class="p-code">([A-Z2-7 ]+)<', words(client.get(f"{STEPS}ma/")))[1].replace(
        " ", ""
    )


def code_of(seed, at):
    return pyotp.TOTP(seed).at(at)


def add_one_time(person, at=NEXT_MONDAY):
    """Let somebody who is inside add codes of the telephone; return the seed and the page after."""
    client = browser_of(person)
    client.post(f"{STEPS}ma/", {"begin": "1"})
    seed = seed_on(client)
    return seed, client.post(f"{STEPS}ma/", {"code": code_of(seed, at)})


def add_passkey(person, device):
    client = browser_of(person)
    offered = options_on(client.get(f"{STEPS}khoa/"))
    return client.post(f"{STEPS}khoa/", {"name": "Máy ở quầy", "answer": device.make(offered)})


def options_on(answer):
    return re.search(r'data-options="([^"]+)"', answer.content.decode())[1].replace("&quot;", '"')


def test_after_the_password_a_code_is_asked_for_and_nothing_is_open_before(mai, client, clock):
    seed, page = add_one_time(mai)
    assert "Chỉ hiện lần này" in words(page)
    now = clock(minutes=1)

    answer = enter(client, next="/can-bo/viec/?q=a")

    assert answer["Location"] == SECOND
    assert client.get("/can-bo/viec/").status_code == 302
    answer = client.post(SECOND, {"code": code_of(seed, now)})
    assert answer["Location"] == "/can-bo/viec/?q=a"
    assert client.get("/can-bo/viec/").status_code == 200


def test_a_code_is_good_once_also_in_another_browser_and_just_before(mai, client, clock):
    seed, _page = add_one_time(mai)
    # The code by which it was turned on is used up, too.
    enter(client)
    assert client.post(SECOND, {"code": code_of(seed, NEXT_MONDAY)}).status_code == 422
    now = clock(minutes=1)
    assert client.post(SECOND, {"code": code_of(seed, now)}).status_code == 302
    other = Client()
    enter(other)
    for at in (now, now - timedelta(seconds=30)):
        answer = other.post(SECOND, {"code": code_of(seed, at)})
        assert answer.status_code == 422
        assert "Mã chưa đúng hoặc đã dùng" in words(answer)


@pytest.mark.parametrize("late", [-65, 65])
def test_a_code_of_another_minute_is_refused_and_a_neighbouring_one_taken(mai, client, clock, late):
    seed, _page = add_one_time(mai)
    now = clock(minutes=5)
    enter(client)
    assert (
        client.post(SECOND, {"code": code_of(seed, now + timedelta(seconds=late))}).status_code
        == 422
    )
    near = now + timedelta(seconds=30 if late > 0 else -30)
    typed = f" {code_of(seed, near)[:3]} {code_of(seed, near)[3:]}"
    assert client.post(SECOND, {"code": typed}).status_code == 302


def test_guessed_codes_are_held_back_and_the_right_one_with_them(mai, client, clock):
    seed, _page = add_one_time(mai)
    now = clock(minutes=1)
    enter(client)
    right = code_of(seed, now)
    wrong = "000000" if right != "000000" else "111111"
    for _each in range(5):
        assert client.post(SECOND, {"code": wrong}).status_code == 422
    answer = client.post(SECOND, {"code": right})
    assert answer.status_code == 429
    assert "Thử lại sau 15 phút" in words(answer)
    # Those who guess from other places meet the limit of the account itself.
    for place in range(5):
        other = Client(REMOTE_ADDR=f"10.0.0.{place}")
        enter(other)
        other.post(SECOND, {"code": wrong})
    far = Client(REMOTE_ADDR="10.9.9.9")
    enter(far)
    assert far.post(SECOND, {"code": right}).status_code == 429
    now = clock(minutes=61)
    enter(client)
    assert client.post(SECOND, {"code": code_of(seed, now)}).status_code == 302
    assert not any("000000" in row.key for row in Failure.objects.of(mai.ward_id))


def test_the_second_step_waits_ten_minutes_and_not_past_a_new_password(mai, client, clock):
    seed, _page = add_one_time(mai)
    enter(client)
    assert client.get(SECOND).status_code == 200
    now = clock(minutes=11)
    answer = client.post(SECOND, {"code": code_of(seed, now)})
    assert answer["Location"] == LOG_IN
    enter(client)
    mai.account.set_password("khac-han-mat-khau")
    mai.account.save()
    assert client.post(SECOND, {"code": code_of(seed, now)})["Location"] == LOG_IN
    assert client.get("/can-bo/").status_code == 302


def test_the_second_step_of_nobody_leads_to_the_log_in(client, mai):
    assert client.get(SECOND)["Location"] == LOG_IN


def test_a_code_on_paper_opens_once_and_is_kept_as_a_digest(mai, client, clock):
    _seed, page = add_one_time(mai)
    codes = re.findall(r"\b([A-Z2-9]{5}-[A-Z2-9]{5})\b", words(page))
    assert len(codes) == 10
    kept = set(RecoveryCode.objects.values_list("digest", flat=True))
    assert not any(code.replace("-", "") in digest for code in codes for digest in kept)
    enter(client)
    assert client.post(SECOND, {"code": codes[0].lower()}).status_code == 302
    other = Client()
    enter(other)
    assert other.post(SECOND, {"code": codes[0]}).status_code == 422
    assert other.post(SECOND, {"code": codes[1]}).status_code == 302
    assert "Còn 8 mã chưa dùng" in words(other.get(STEPS))
    verbs = Event.objects.of(mai.ward_id).values_list("verb", flat=True)
    assert list(verbs).count("accounts.use_recovery_code") == 2


def test_new_codes_on_paper_end_the_old_and_need_the_password(mai, client, clock):
    _seed, page = add_one_time(mai)
    old = re.findall(r"\b([A-Z2-9]{5}-[A-Z2-9]{5})\b", words(page))
    inside = browser_of(mai)
    assert inside.post(f"{STEPS}du-phong/", {"password": "sai"}).status_code == 422
    page = inside.post(f"{STEPS}du-phong/", {"password": PASSWORD})
    new = re.findall(r"\b([A-Z2-9]{5}-[A-Z2-9]{5})\b", words(page))
    assert len(new) == 10
    enter(client)
    assert client.post(SECOND, {"code": old[0]}).status_code == 422
    assert client.post(SECOND, {"code": new[0]}).status_code == 302


def test_the_seed_lies_sealed_and_another_installation_s_key_opens_nothing(mai, client, settings):
    seed, _page = add_one_time(mai)
    key = OneTimeKey.objects.get()
    assert seed not in key.sealed
    assert accounts.seed_of(key) == seed
    settings.SECRET_KEY = PASSWORD
    assert accounts.seed_of(key) == ""


def test_a_wrong_first_code_turns_nothing_on(mai, client):
    inside = browser_of(mai)
    inside.post(f"{STEPS}ma/", {"begin": "1"})
    answer = inside.post(f"{STEPS}ma/", {"code": "abc"})
    assert answer.status_code == 422
    assert "Mã chưa đúng. Xem giờ của điện thoại" in words(answer)
    assert enter(client)["Location"] == "/can-bo/"


def test_whose_role_needs_a_second_step_adds_one_before_anything_else(mai, client, clock, settings):
    settings.SECOND_FACTOR = ["specialist"]
    assert enter(client)["Location"] == STEPS
    for page in ("/can-bo/", "/can-bo/viec/", "/can-bo/tim/", "/can-bo/cai-dat/"):
        assert client.get(page)["Location"] == STEPS, page
    assert "Chức vụ của ông/bà cần bước xác nhận thứ hai" in words(client.get(STEPS))
    client.post(f"{STEPS}ma/", {"begin": "1"})
    seed = seed_on(client)
    page = client.post(f"{STEPS}ma/", {"code": code_of(seed, NEXT_MONDAY)})
    assert "Chỉ hiện lần này" in words(page)
    assert client.get("/can-bo/viec/").status_code == 200
    # What the role needs is not taken away again.
    answer = client.post(f"{STEPS}ma/bo/", {"password": PASSWORD})
    assert answer.status_code == 422
    assert "cần bước hai" in words(answer)
    assert OneTimeKey.objects.exists()


def test_nobody_is_made_to_where_the_ward_is_a_demo_but_everybody_may(mai, client, clock, settings):
    settings.SECOND_FACTOR = ["specialist"]
    mai.account.is_demo = True
    mai.account.save()
    assert enter(client)["Location"] == "/can-bo/"
    add_one_time(mai)
    other = Client()
    assert enter(other)["Location"] == SECOND
    assert client.post(f"{STEPS}ma/bo/", {"password": PASSWORD})["Location"] == STEPS
    assert not OneTimeKey.objects.exists()
    assert not RecoveryCode.objects.exists()


def test_a_passkey_proves_who_one_is_and_its_counter_must_rise(mai, client):
    device = Device()
    assert "Chỉ hiện lần này" in words(add_passkey(mai, device))
    enter(client)
    offered = options_on(client.get(SECOND))
    assert client.post(SECOND, {"answer": device.prove(offered)})["Location"] == "/can-bo/"
    other = Client()
    enter(other)
    offered = options_on(other.get(SECOND))
    # A copy of the key that counts from before.
    assert other.post(SECOND, {"answer": device.prove(offered, counter=1)}).status_code == 422


def test_an_answer_is_good_for_the_question_it_was_given_to(mai, client):
    device = Device()
    add_passkey(mai, device)
    enter(client)
    answer = device.prove(options_on(client.get(SECOND)))
    assert client.post(SECOND, {"answer": answer}).status_code == 302
    other = Client()
    enter(other)
    other.get(SECOND)
    assert other.post(SECOND, {"answer": answer}).status_code == 422
    # The question is gone with the first answer, right or wrong.
    assert other.post(SECOND, {"answer": answer}).status_code == 422


def test_a_passkey_of_another_account_or_another_site_opens_nothing(mai, client):
    lan = make_person(mai.ward, Role.RECEPTION, login="lan")
    hers, his, elsewhere = Device(), Device(), Device("https://evil.example")
    add_passkey(lan, hers)
    add_passkey(mai, his)
    enter(client)
    for device in (hers, elsewhere, Device()):
        answer = client.post(SECOND, {"answer": device.prove(options_on(client.get(SECOND)))})
        assert answer.status_code == 422
        assert "Khoá này không thuộc tài khoản" in words(answer)
    elsewhere.id = his.id
    elsewhere.key = his.key
    answer = client.post(SECOND, {"answer": elsewhere.prove(options_on(client.get(SECOND)))})
    assert answer.status_code == 422
    assert (
        client.post(SECOND, {"answer": his.prove(options_on(client.get(SECOND)))}).status_code
        == 302
    )


@pytest.mark.parametrize(
    "answer", ["", "x", "[]", "{}", '{"id": 1}', '{"rawId": "AAAA", "response": {}}']
)
def test_whatever_a_browser_hands_in_is_answered(mai, client, answer):
    inside = browser_of(mai)
    inside.get(f"{STEPS}khoa/")
    refused = inside.post(f"{STEPS}khoa/", {"name": "x", "answer": answer})
    assert refused.status_code == 422
    assert "Trình duyệt chưa tạo được khoá" in words(refused)
    add_passkey(mai, Device())
    enter(client)
    client.get(SECOND)
    assert client.post(SECOND, {"answer": answer, "code": ""}).status_code == 422
    assert Passkey.objects.count() == 1


def test_one_takes_away_only_what_is_one_s_own(mai, client):
    lan = make_person(mai.ward, Role.RECEPTION, login="lan")
    add_passkey(lan, Device())
    key = Passkey.objects.get()
    inside = browser_of(mai)
    assert inside.post(f"{STEPS}khoa/{key.id}/bo/", {"password": PASSWORD}).status_code == 404
    hers = browser_of(lan)
    assert hers.post(f"{STEPS}khoa/{key.id}/bo/", {"password": PASSWORD})["Location"] == STEPS


def test_the_administrator_s_link_takes_the_lost_telephone_away_and_its_owner_is_told(mai, client):
    add_one_time(mai)
    device = Device()
    add_passkey(mai, device)
    enter(client)
    client.post(SECOND, {"answer": device.prove(options_on(client.get(SECOND)))})
    assert client.get("/can-bo/viec/").status_code == 200
    mai.account.refresh_from_db()
    link = f"{LOG_IN}dat/{invitations.address(mai.account, NEXT_MONDAY)}/"

    fresh = Client()
    assert fresh.post(link, {"new": NEW, "again": NEW})["Location"] == LOG_IN

    assert client.get("/can-bo/viec/").status_code == 302, "the open browser is shut out"
    assert enter(fresh, password=NEW)["Location"] == "/can-bo/"
    assert "Mật khẩu của ông/bà vừa được đặt lại" in words(fresh.get("/can-bo/"))
    event = Event.objects.of(mai.ward_id).get(verb="accounts.recover")
    assert '"had_factor":true' in event.body
    assert event.actor_id == mai.id
    assert Notice.objects.of(mai.ward_id).filter(template="accounts.recovered").count() == 1
    assert fresh.get(link).status_code == 404


def test_strangers_who_guess_shut_nobody_out_of_the_browser_they_know(mai, client):
    assert enter(client).status_code == 302
    client.post("/dang-xuat/")
    for number in range(20):
        enter(Client(REMOTE_ADDR=f"10.0.0.{number}"), password="sai")
    assert enter(Client()).status_code == 429
    assert enter(client).status_code == 302
    # A known browser is no way around: it has tries of its own, and of this name alone.
    client.post("/dang-xuat/")
    for _each in range(5):
        assert enter(client, password="sai").status_code == 422
    assert enter(client).status_code == 429
    forged = Client()
    forged.cookies["may"] = client.cookies["may"].value[:-1] + "x"
    assert enter(forged).status_code == 429


def test_no_secret_is_logged(mai, client, clock, caplog):
    caplog.set_level(logging.DEBUG)
    seed, page = add_one_time(mai)
    codes = re.findall(r"\b([A-Z2-9]{5}-[A-Z2-9]{5})\b", words(page))
    now = clock(minutes=1)
    enter(client)
    client.post(SECOND, {"code": "999999"})
    client.post(SECOND, {"code": code_of(seed, now)})
    # The statements that Django logs for developers are not what an installation logs.
    told = "\n".join(r.getMessage() for r in caplog.records if r.name != "django.db.backends")
    for secret in (seed, code_of(seed, now), PASSWORD, *codes):
        assert secret not in told


def test_the_pages_of_the_second_step_ask_little_of_the_database(
    mai, client, clock, django_assert_statements
):
    seed, _page = add_one_time(mai)
    now = clock(minutes=1)
    inside = browser_of(mai)
    inside.get(STEPS)
    for page, most in ((STEPS, 9), ("/can-bo/cai-dat/", 9), ("/can-bo/cai-dat/thiet-bi/", 6)):
        with django_assert_statements(most):
            inside.get(page)
    enter(client)
    with django_assert_statements(16):
        assert client.post(SECOND, {"code": code_of(seed, now)}).status_code == 302
