"""Forms that stand only for whoever was led there, pressed twice: done once, with one answer."""

import re
from html import unescape
from typing import Any
from uuid import uuid4

import pyotp
import pytest
from django.test import Client

from phuong.areas.accounts.models import OneTimeKey
from phuong.areas.accounts.queries import sealed
from phuong.areas.office import queries as office
from phuong.delivery.tests.authenticator import Device
from phuong.kernel.access.api import clock
from phuong.kernel.access.roles import Role
from phuong.kernel.law import api as law
from phuong.kernel.people.models import Account
from tests.invariants.test_any_form import HOSTILE, NEW_CODES, faults_of
from tests.invariants.test_any_form import tick as tick
from tests.invariants.test_hostile import TRACES
from tests.invariants.world import fingerprint
from tests.support.builders import (
    MONDAY,
    PASSWORD,
    browser_of,
    load_law_values,
    make_person,
    make_ward,
)
from tests.support.every_form import sent, taken_back
from tests.support.forgetting import forget
from tests.support.html_forms import forms_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LOG_IN, SECOND = "/dang-nhap/", "/dang-nhap/ma/"
ADD_KEY = "/can-bo/cai-dat/hai-buoc/khoa/"
WANTED = "/can-bo/viec/?q=a"
SET_UP, CHOOSE, FOUND = "/thiet-lap/", "/thiet-lap/phuong/", "/thiet-lap/chi-tiet/"
WARD = {
    "name": "Phường Ninh Kiều", "unit_code": "31135", "parent_name": "UBND thành phố Cần Thơ",
    "place": "Ninh Kiều", "code_prefix": "nk", "phone": "0292 382 0000", "address": "Số 1",
    "admin_name": "Trần Thị Lập", "login": "lapphuong",
}  # fmt: skip


@pytest.fixture
def mai():
    return make_person(make_ward("PM"), Role.SPECIALIST, name="Trần Văn Mai", login="mai")


def pressed_twice(client: Client, address: str, values: Any, tick: Any, anew: Any = ()) -> Any:
    """Send a form twice, hold both to one answer and one act, and return the second answer."""
    sent = {**values, "request_id": str(uuid4())}
    first = client.post(address, sent)
    once = fingerprint(leaving_out=TRACES)
    tick()
    second = client.post(address, sent)
    twice = fingerprint(leaving_out=TRACES)
    assert {table for table in once if once[table] != twice[table]} <= set(anew)
    ways = [(answer.status_code, answer.get("Location")) for answer in (first, second)]
    assert ways[0] == ways[1]
    return second


def options_on(client: Client, address: str) -> str:
    """Return what a page asks of the browser's device."""
    page = client.get(address).content.decode()
    return unescape(re.findall(r'data-options="([^"]+)"', page)[0])


def codes_on(answer: Any) -> list[str]:
    return re.findall(r"\b([A-Z2-9]{5}-[A-Z2-9]{5})\b", answer.content.decode())


def half_way(person: Any) -> Client:
    """Return a browser where the password of somebody was right."""
    client = Client()
    entry = {"login": person.account.login, "password": PASSWORD, "next": WANTED}
    assert client.post(LOG_IN, entry)["Location"] == SECOND
    return client


def with_telephone(person: Any) -> str:
    """Let somebody have the codes of a telephone; return their seed."""
    seed = pyotp.random_base32()
    OneTimeKey.objects.create(
        account=person.account, sealed=sealed(seed), made_at=MONDAY, confirmed_at=MONDAY
    )
    return seed


def test_a_passkey_added_twice_is_added_once_and_the_codes_last_shown_are_good(mai, tick):
    client, device = browser_of(mai), Device()
    given = {"name": "Máy ở quầy", "answer": device.make(options_on(client, ADD_KEY))}
    shown = pressed_twice(client, ADD_KEY, given, tick, anew=NEW_CODES)
    code = codes_on(shown)[0]
    assert pressed_twice(half_way(mai), SECOND, {"code": code}, tick)["Location"] == WANTED


def test_codes_are_shown_anew_for_minutes_and_to_the_browser_that_was_shown_them(
    mai, tick, settings
):
    client, other = browser_of(mai), browser_of(mai)
    answer = Device().make(options_on(client, ADD_KEY))
    given = {"name": "Máy", "answer": answer, "request_id": str(uuid4())}
    assert len(codes_on(client.post(ADD_KEY, given))) == 10
    assert codes_on(other.post(ADD_KEY, given, follow=True)) == []
    later = clock.now().replace(minute=59)
    settings.CLOCK = lambda: later
    assert codes_on(client.post(ADD_KEY, given, follow=True)) == []


def test_the_second_step_pressed_twice_leads_where_one_wanted_to_go(mai, tick):
    seed, device = with_telephone(mai), Device()
    client = browser_of(mai)
    answer = device.make(options_on(client, ADD_KEY))
    client.post(ADD_KEY, {"name": "Máy", "answer": answer})
    code = {"code": pyotp.TOTP(seed).at(clock.now())}
    assert pressed_twice(half_way(mai), SECOND, code, tick)["Location"] == WANTED
    client = half_way(mai)
    proof = {"answer": device.prove(options_on(client, SECOND)), "code": ""}
    assert pressed_twice(client, SECOND, proof, tick)["Location"] == WANTED


def test_whoever_came_too_late_for_the_second_step_begins_anew_also_when_pressing_twice(mai, tick):
    with_telephone(mai)
    assert pressed_twice(Client(), SECOND, {"code": "123456"}, tick)["Location"] == LOG_IN


@pytest.fixture
def server_code(db, tick):
    """An installation without a ward, and the code that its server printed."""
    load_law_values()
    law.forget()
    forget()
    return office.set_up_code()


def test_each_page_of_the_set_up_pressed_twice_makes_one_ward_and_one_founder(server_code, tick):
    client = Client()
    assert pressed_twice(client, SET_UP, {"code": server_code}, tick)["Location"] == CHOOSE
    assert pressed_twice(client, CHOOSE, {"unit": "31135"}, tick)["Location"] == FOUND
    link = pressed_twice(client, FOUND, WARD, tick)["Location"]
    password = {"new": PASSWORD, "again": PASSWORD}
    assert pressed_twice(client, link, password, tick)["Location"] == LOG_IN
    assert Account.objects.get().check_password(PASSWORD)


def test_what_is_typed_on_the_way_is_answered_with_a_page_whatever_it_is(server_code, tick):
    client = Client()
    client.post(SET_UP, {"code": server_code})
    for address, fields in ((SET_UP, ["code"]), (CHOOSE, ["unit"]), (FOUND, list(WARD))):
        forms = forms_of(client.get(address).content.decode())
        names = {name for form in forms for name in (*form.kinds, *form.choices, *form.sends)}
        hostile(client, address, {*fields, *names})


def test_what_is_typed_at_the_second_step_is_answered_with_a_page_whatever_it_is(mai, tick):
    with_telephone(mai)
    hostile(half_way(mai), SECOND, {"code", "answer", "request_id"})


def hostile(client: Client, address: str, names: set[str]) -> None:
    """Send values that nobody would type; none passes, none breaks, none is said raw."""
    before = fingerprint(leaving_out=TRACES)
    client.raise_request_exception = False
    for value in HOSTILE:
        with taken_back(client):
            answers = sent(client, address, {name: [value] for name in sorted(names)})
            assert list(faults_of(answers)) == [], (address, value[:20])
            assert fingerprint(leaving_out=TRACES) == before, (address, value[:20])
