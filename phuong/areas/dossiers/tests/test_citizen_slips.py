"""Slips: which a dossier has, what stands on them, and who may print them."""

import pytest
from django.test import Client, RequestFactory

from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import ASKED, GROUND, make_desk, make_dossier
from phuong.areas.dossiers.tests.citizens import Walk, make_law
from phuong.areas.dossiers.views import slips

pytestmark = pytest.mark.django_db

RECEIVED = {
    State.RECEIVED, State.IN_WORK, State.SUPPLEMENT, State.SIGNING, State.READY, State.RETURNED,
    State.STOPPED, State.WITHDRAWN, State.PAYMENT,
}  # fmt: skip
HAS = {
    "giay-hen": RECEIVED | {State.FORWARDED},
    "phieu-bo-sung": {State.SUPPLEMENT, State.SUPPLEMENT_INTAKE},
    "phieu-tu-choi": {State.NOT_ACCEPTED},
    "thong-bao-dung": {State.STOPPED, State.WITHDRAWN},
}
HANDED_IN = [s for s in State if s not in (State.DRAFT, State.PREPARED, State.DISCARDED)]


@pytest.fixture
def desk():
    make_law()
    return make_desk()


def owner_of(dossier):
    walk = Walk(Client())
    walk.open("/tra-cuu/")
    walk.send(code=dossier.code, proof="3412")
    return walk


@pytest.mark.parametrize("state", HANDED_IN, ids=str)
def test_a_dossier_has_the_slips_of_what_happened_to_it_and_no_other(desk, state):
    dossier = make_dossier(desk, state)
    walk = owner_of(dossier)
    page = walk.raw
    for form, states in HAS.items():
        address = f"/ho-so/{dossier.code}/{form}/"
        wanted = 200 if state in states else 404
        assert walk.client.get(address).status_code == wanted, form
        if form != "phieu-bo-sung" or state in HAS[form]:
            assert (address in page) is (wanted == 200), form
    assert walk.client.get(f"/ho-so/{dossier.code}/phieu-la/").status_code == 404


def test_the_receipt_has_the_fields_of_form_01(desk):
    dossier = make_dossier(desk, State.RECEIVED)
    walk = owner_of(dossier)
    text = walk.open(f"/ho-so/{dossier.code}/giay-hen/")
    for words in (
        "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Địa danh PM, ngày 16 tháng 11 năm 2026",
        "Số: PM-261116-0001",
        "Nguyễn Thị Hường",
        "090 512 3412",
        "1 Tờ khai Bản chính",
        "2 Giấy chứng sinh Bản chính",
        "3 ngày làm việc",
        "09:00, Thứ Hai 16/11/2026",
        "trước 17:00, Thứ Năm 19/11/2026",
        "Nhận tại quầy",
        "8.000 đồng",
        "Lê Thị Tiếp",
        "0292 000 000",
        dossier.secret,
    ):
        assert words in text, words
    assert "<svg" in walk.raw


def test_the_promise_printed_is_the_one_made_at_receipt(desk):
    dossier = make_dossier(desk, State.STOPPED)
    walk = owner_of(dossier)
    assert "trước 17:00, Thứ Năm 19/11/2026" in walk.open(f"/ho-so/{dossier.code}/giay-hen/")


def test_the_other_slips_say_reason_ground_and_next_step(desk):
    for state, form in ((State.NOT_ACCEPTED, "phieu-tu-choi"), (State.STOPPED, "thong-bao-dung")):
        dossier = make_dossier(desk, state)
        text = owner_of(dossier).open(f"/ho-so/{dossier.code}/{form}/")
        for words in GROUND.values():
            assert words in text
    asked = make_dossier(desk, State.SUPPLEMENT)
    text = owner_of(asked).open(f"/ho-so/{asked.code}/phieu-bo-sung/")
    for words in (ASKED[0].name, ASKED[0].why, ASKED[0].basis, ASKED[0].how, "18/12/2026"):
        assert words in text


def test_the_wards_own_copy_keeps_the_secret_to_itself(desk):
    dossier = make_dossier(desk, State.RECEIVED)
    request = RequestFactory().get("/")
    request.ward = desk.ward
    page = slips.render(request, dossier, "giay-hen", official=True).content.decode()
    assert dossier.secret not in page
    assert "Bản lưu tại phường" in page


def test_the_qr_holds_one_address_whatever_the_language(desk, settings):
    dossier = make_dossier(desk, State.RECEIVED)
    request = RequestFactory().get("/en/")
    assert slips.proof.qr_address(request, dossier) == f"http://testserver/q/{dossier.token}/"
    settings.PUBLIC_URL = "https://phuong.example/"
    assert slips.proof.qr_address(request, dossier) == f"https://phuong.example/q/{dossier.token}/"
