"""Guessing a code or a proof teaches nothing, and shuts nobody out whom it belongs to."""

import re

import pytest

from phuong.areas.dossiers.states import State
from phuong.kernel.access.models import Failure
from phuong.kernel.text import show_phone
from tests.invariants.world import make_place
from tests.support.builders import load_law_values

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    load_law_values()
    return make_place("PM", "mot.test")


def test_a_wrong_code_and_a_wrong_proof_are_answered_alike(place):
    dossier = place.dossiers[State.IN_WORK]
    missing = dossier.code[:-4] + "9999"
    answers = []
    for code in (dossier.code, missing):
        answer = place.browser().post("/tra-cuu/", {"code": code, "proof": "0000"})
        text = answer.content.decode().replace(code, "CODE")
        text = re.sub(r'(csrfmiddlewaretoken|request_id)" value="[^"]*"', "", text)
        answers.append((answer.status_code, text))
    assert answers[0] == answers[1]


def test_who_guesses_digits_from_many_places_does_not_shut_the_holder_of_the_slip_out(place):
    dossier = place.dossiers[State.IN_WORK]
    client = place.browser()
    for number in range(60):
        client.post(
            "/tra-cuu/",
            {"code": dossier.code, "proof": f"{number:04}"},
            REMOTE_ADDR=f"10.0.0.{number}",
        )
    assert Failure.objects.of(place.desk.ward).exists()
    digits = {"code": dossier.code, "proof": dossier.applicant.phone_tail}
    held = client.post("/tra-cuu/", digits, REMOTE_ADDR="10.9.9.9")
    assert held.status_code == 422
    assert "Nhập cả số điện thoại" in held.content.decode()
    number = {"code": dossier.code, "proof": show_phone(dossier.applicant.phone)}
    assert client.post("/tra-cuu/", number, REMOTE_ADDR="10.9.9.9").status_code == 302
    slip = {"code": dossier.code, "proof": dossier.secret}
    assert client.post("/tra-cuu/", slip, REMOTE_ADDR="10.9.9.9").status_code == 302


def test_whole_numbers_are_held_back_at_one_address_too(place):
    dossier = place.dossiers[State.IN_WORK]
    client = place.browser()
    for number in range(5):
        client.post("/tra-cuu/", {"code": dossier.code, "proof": f"090512999{number}"})
    own = {"code": dossier.code, "proof": dossier.applicant.phone}
    assert client.post("/tra-cuu/", own).status_code == 422
    assert client.post("/tra-cuu/", own, REMOTE_ADDR="10.9.9.9").status_code == 302


def test_secrets_of_the_slip_are_held_back_at_one_address(place):
    dossier = place.dossiers[State.IN_WORK]
    client = place.browser()
    for _ in range(5):
        client.post("/tra-cuu/", {"code": dossier.code, "proof": "ZZZZZZ"})
    answer = client.post("/tra-cuu/", {"code": dossier.code, "proof": dossier.secret})
    assert answer.status_code == 422
