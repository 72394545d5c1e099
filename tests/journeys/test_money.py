"""A fee is taken at the desk, told to the citizen, and closed in the book, in the browser."""

import pytest

from phuong.areas.dossiers.tests.builders import make_desk, take_in
from phuong.areas.dossiers.tests.citizens import make_law
from phuong.areas.money import actions as money
from tests.journeys.hands import enter, fits
from tests.journeys.test_correction import look
from tests.support.browser import follow
from tests.support.builders import MONDAY


@pytest.fixture
def desk(site, settings, tmp_path):
    settings.DATA_DIR, settings.PUBLIC_URL = tmp_path, site
    make_law()
    return make_desk()


def test_a_fee_is_owed_taken_told_and_closed(visit, desk, axe):
    dossier = take_in(desk)
    admin = desk.of(desk.administrator, MONDAY)
    money.set_account(admin, bank="970415", number="0011001932418", holder="UBND phường")
    phone = visit(f"/tra-cuu/?ma={dossier.code}", theme="dark")
    phone.get_by_label("4 số cuối điện thoại").fill("3412")
    follow(phone.get_by_role("button", name="Tra cứu"))
    follow(phone.get_by_role("link", name="Nộp phí: mã VietQR, cách tính"))
    phone.get_by_text("Phải nộp 8.000 đồng.").wait_for()
    assert fits(phone)
    axe(phone)
    look(phone, "money-owed-dark")

    page = enter(visit, desk.reception)
    root = page.url.partition("/can-bo")[0]
    page.goto(f"{root}/can-bo/ho-so/{dossier.code}/")
    follow(page.get_by_role("link", name="Tính, thu, hoàn trả phí"))
    page.get_by_role("heading", name="Thu tiền").wait_for()
    axe(page)
    look(page, "money-fee")
    page.get_by_label("Số tiền đã nhận (đồng)").fill("9000")
    follow(page.get_by_role("button", name="Đã nhận tiền, cấp số biên lai"), "Enter")
    page.get_by_role("alert").get_by_text("không phải 9.000 đồng").wait_for()
    axe(page)
    page.get_by_label("Số tiền đã nhận (đồng)").fill("8000")
    follow(page.get_by_role("button", name="Đã nhận tiền, cấp số biên lai"), "Enter")
    page.get_by_text("BL-00001").first.wait_for()
    page.goto(f"{root}/can-bo/so-quy/")
    page.get_by_text("BL-00001").wait_for()
    axe(page)
    look(page, "money-book")
    page.set_viewport_size({"width": 390, "height": 844})
    look(page, "money-book-phone")
    assert fits(page)
    follow(page.get_by_role("link", name="Khoá sổ ngày này"))
    page.get_by_label("Tiền mặt đếm được (đồng)").fill("8000")
    axe(page)
    look(page, "money-close")
    follow(page.get_by_role("button", name="Khoá sổ ngày này"), "Enter")
    page.get_by_text("Đã khoá lúc").wait_for()
