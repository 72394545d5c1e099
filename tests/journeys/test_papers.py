"""Official papers in the browser: the desk issues a receipt and opens it, scripts off."""

import io
import re

import pypdf
import pytest

from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier, take_in
from phuong.kernel.documents.models import IssuedDocument
from tests.journeys.test_desk_to_result import enter
from tests.support.browser import PHONE, check_axe, follow
from tests.support.builders import load_law_values


@pytest.fixture
def desk(visit):
    load_law_values()
    return make_desk()


def fetched(page, link) -> bytes:
    """Return what a link leads to, as this browser gets it."""
    address = page.get_by_role("link", name=link).first.get_attribute("href")
    answer = page.request.get(page.url.split("/can-bo")[0].split("/ho-so")[0] + address)
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def words_of(pdf: bytes) -> str:
    return " ".join(pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())


def test_reception_issues_the_receipt_and_opens_its_pdf_with_scripts_off(visit, desk):
    dossier = take_in(desk)
    counter = enter(visit, desk.reception, scripts=False)
    counter.goto(f"/can-bo/ho-so/{dossier.code}/in/giay-hen/")
    assert "BẢN XEM TRƯỚC" in words_of(fetched(counter, "Xem trước bản PDF"))
    follow(counter.get_by_role("button", name="Lấy số, phát hành bản PDF"))
    assert counter.get_by_text("Đã phát hành bản chính thức số 1/TTPVHCC").is_visible()
    first = fetched(counter, "Mở bản PDF để in")
    assert "GIẤY TIẾP NHẬN HỒ SƠ" in words_of(first)
    assert dossier.code in words_of(first)
    follow(counter.get_by_role("button", name="Phát hành lại nếu đã sửa"))
    assert fetched(counter, "Mở bản PDF để in") == first
    assert IssuedDocument.objects.of(desk.ward).count() == 1


def test_the_owner_takes_the_same_receipt_home_on_the_phone(visit, desk):
    dossier = take_in(desk)
    phone = visit("/tra-cuu/", size=PHONE, scripts=False)
    phone.get_by_label("Mã hồ sơ").fill(dossier.code)
    phone.get_by_label(re.compile("4 số cuối")).fill("3412")
    follow(phone.get_by_role("button", name="Tra cứu"))
    phone.goto(f"/ho-so/{dossier.code}/giay-hen/")
    follow(phone.get_by_role("button", name="Lấy số, phát hành bản PDF"))
    assert dossier.secret in words_of(fetched(phone, "Mở bản PDF để in"))


def test_the_desk_issues_the_register_and_the_hand_over(visit, desk):
    dossier = make_dossier(desk, State.RECEIVED)
    counter = enter(visit, desk.reception)
    follow(counter.get_by_role("link", name="Sổ, biên bản").first)
    counter.goto("/can-bo/so/?thang=2026-11&ngay=2026-11-16")
    check_axe(counter)
    follow(counter.get_by_role("button", name=re.compile("phát hành biên bản")))
    assert dossier.code in words_of(fetched(counter, "Mở bản PDF để in"))
    counter.goto("/can-bo/so/?thang=2026-11")
    follow(counter.get_by_role("button", name="Lấy số, phát hành sổ"))
    counter.get_by_role("link", name="Mở bản PDF để in").first.wait_for()
    check_axe(counter)
    assert dossier.code in words_of(fetched(counter, "Mở bản PDF để in"))


def test_the_print_pages_hinder_nobody_on_a_phone(visit, desk):
    dossier = make_dossier(desk, State.STOPPED)
    officer = enter(visit, desk.leader, size=PHONE)
    for form in ("thong-bao-dung", "phieu-kiem-soat"):
        officer.goto(f"/can-bo/ho-so/{dossier.code}/in/{form}/")
        follow(officer.get_by_role("button", name="Lấy số, phát hành bản PDF"))
        officer.get_by_role("link", name="Mở bản PDF để in").first.wait_for()
        check_axe(officer)
