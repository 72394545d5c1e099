"""A wrong answer costs the same work, whatever of it is wrong: its time tells nobody what exists.

Counted are the statements asked of the database and the passwords that were hashed, not seconds:
on a machine that does other things, seconds tell nothing.
"""

import re
from types import SimpleNamespace

import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phuong.areas.accounts import actions
from phuong.areas.accounts.models import CitizenAccount
from phuong.areas.dossiers.states import State
from phuong.kernel.access.api import Actor, Occasion, clock
from phuong.kernel.wards.remembered import forget_all
from phuong.kernel.workdays import WorkCalendar
from tests.invariants.world import make_place
from tests.support.builders import MONDAY, load_law_values

pytestmark = pytest.mark.django_db
NUMBERS = re.compile(r"'[^']*'|\b\d+\b|\b[0-9a-f]{32}\b")


@pytest.fixture
def place():
    load_law_values()
    return make_place("PM", "mot.test")


@pytest.fixture
def hashed(settings):
    """Count how often a password is hashed, by the hasher of these settings."""
    counted = SimpleNamespace(times=0)

    class Counting(hashers.MD5PasswordHasher):
        def encode(self, password, salt):
            counted.times += 1
            return super().encode(password, salt)

    globals()["Counting"] = Counting
    # A letter a second to each address: the second may not end in between.
    settings.CLOCK = lambda: MONDAY
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]
    return counted


def work_of(place, hashed, address, sent, number):
    """Return what a form costs in a browser that opened the page: statements' shapes, hashes."""
    client = place.browser()
    client.get(address)
    client.post(address, sent, REMOTE_ADDR=f"10.2.0.{number}")
    # What is remembered for a few seconds is asked for anew by each, whenever the seconds end.
    forget_all()
    before = hashed.times
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(address, sent, REMOTE_ADDR=f"10.1.0.{number}")
    assert answer.status_code in (200, 302, 422), answer.status_code
    return [NUMBERS.sub("?", one["sql"])[:60] for one in asked], hashed.times - before


def test_a_wrong_code_costs_what_a_wrong_proof_costs(place, hashed):
    code = place.dossiers[State.IN_WORK].code
    home = place.dossiers[State.PREPARED].code
    for proof in ("0000", "0905000000", "ZZZZZZ"):
        costs = [
            work_of(place, hashed, "/tra-cuu/", {"code": one, "proof": proof}, number)
            for number, one in enumerate((code, code[:-4] + "9999", home))
        ]
        assert costs[0][0], proof
        assert costs[1:] == costs[:1] * 2, proof


def test_an_unknown_name_costs_what_a_wrong_password_costs(place, hashed):
    account = place.people["specialist"].account
    gone = place.people["reception"].account
    gone.is_active = False
    gone.save(update_fields=["is_active"])
    costs = [
        work_of(place, hashed, "/dang-nhap/", {"login": one, "password": "sai-mat-khau"}, number)
        for number, one in enumerate((account.login, "khong.co.ai", gone.login))
    ]
    assert costs[0][1] == 1
    assert costs[1:] == costs[:1] * 2


def test_an_unknown_mail_costs_what_a_known_one_costs(place, hashed):
    ward = place.desk.ward
    occasion = Occasion(Actor.citizen(ward.pk), clock.now(), WorkCalendar())
    token = actions.ask_to_come_in(occasion, "co@mail.example")
    place.browser().post(f"/cua-toi/vao/{token}/")
    assert CitizenAccount.objects.of(ward).count() == 1
    costs = [
        work_of(place, hashed, "/cua-toi/", {"address": one}, number)
        for number, one in enumerate(("co@mail.example", "chua@mail.example"))
    ]
    assert costs[1] == costs[0]
