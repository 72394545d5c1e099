"""A name typed wrongly is put right at the desk; the phone with the old receipt is told so."""

import os
from pathlib import Path

import pytest

from phuong.areas.dossiers.actions.given import Given
from phuong.areas.dossiers.tests.builders import HUONG, make_desk, take_in
from phuong.areas.dossiers.tests.citizens import make_law
from phuong.areas.dossiers.views import proof
from tests.journeys.hands import enter, fits
from tests.support.browser import follow

RIGHT = "Nguyễn Thị Hưởng"


@pytest.fixture
def desk(site, settings, tmp_path):
    settings.DATA_DIR, settings.PUBLIC_URL = tmp_path, site
    make_law()
    return make_desk()


def receipt_of(dossier, rf):
    request = rf.get("/")
    request.ward = dossier.ward
    return proof.receipt_address(request, dossier)


def look(page, name):
    """Keep a picture where somebody wants to look at the pages."""
    if folder := os.environ.get("PHUONG_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def by_keyboard(page, name):
    """Reach a button with Tab alone and press it."""
    target = page.get_by_role("button", name=name)
    for _tab in range(60):
        if target.evaluate("node => node === document.activeElement"):
            break
        page.keyboard.press("Tab")
    else:
        raise AssertionError(f"{name} cannot be reached by Tab")
    follow(target, "Enter")


def test_the_desk_corrects_a_name_and_the_old_receipt_says_that_a_newer_one_exists(
    visit, desk, rf, axe
):
    dossier = take_in(desk)
    old = receipt_of(dossier, rf)
    page = enter(visit, desk.reception)
    page.goto(f"{page.url.partition('/can-bo')[0]}/can-bo/ho-so/{dossier.code}/dinh-chinh/")
    axe(page)
    look(page, "correct-form")
    page.get_by_label("Họ, chữ đệm và tên").fill(RIGHT)
    by_keyboard(page, "Xem lại trước khi đính chính")
    page.get_by_role("alert").get_by_text("Nhập lý do đính chính").wait_for()
    page.get_by_label("Lý do đính chính").fill("Gõ sai dấu của tên, đúng theo căn cước.")
    by_keyboard(page, "Xem lại trước khi đính chính")
    page.get_by_role("cell", name=HUONG.name).wait_for()
    axe(page)
    look(page, "correct-preview")
    by_keyboard(page, "Đính chính và in giấy hẹn mới")
    page.get_by_text("Bản 2, lúc").wait_for()
    assert page.get_by_text(RIGHT).first.is_visible()
    look(page, "correct-receipt")
    page.goto(f"{page.url.partition('/can-bo')[0]}/can-bo/ho-so/{dossier.code}/")
    axe(page)
    look(page, "correct-workspace")

    phone = visit("/kiem-tra/")
    phone.get_by_label("Nội dung mã QR").fill(old)
    phone.get_by_role("button", name="Kiểm tra").click()
    phone.get_by_text("đã có giấy mới thay").wait_for()
    axe(phone)
    look(phone, "correct-old-receipt")
    phone.goto(old)
    assert phone.get_by_text("Giấy hẹn bản 2").is_visible()
    assert fits(phone)
    phone.goto(f"{old.partition('/q/')[0]}/tra-cuu/?ma={dossier.code}")
    phone.get_by_label("4 số cuối điện thoại").fill(HUONG.phone[-4:])
    follow(phone.get_by_role("button", name="Tra cứu"))
    phone.get_by_role("heading", name="Đính chính").wait_for()
    assert phone.get_by_role("cell", name=RIGHT).is_visible()
    assert fits(phone)
    axe(phone)
    look(phone, "correct-status")


def test_the_desk_puts_an_answer_and_who_came_along_right_and_reads_what_follows(visit, desk, axe):
    answers = {"sex": "Nữ", "born_on": "2026-11-01"}
    dossier = take_in(desk, given=Given(HUONG.name, HUONG.phone, answers=answers))
    page = enter(visit, desk.reception)
    page.goto(f"{page.url.partition('/can-bo')[0]}/can-bo/ho-so/{dossier.code}/dinh-chinh/")
    follow(page.get_by_text("Cùng nộp, ví dụ vợ chồng"))
    page.get_by_label("Họ tên người cùng nộp").first.fill("Trần Văn Nam")
    page.get_by_label("Nam", exact=True).check()
    page.get_by_label("Lý do đính chính").fill("Đọc lại giấy chứng sinh.")
    axe(page)
    look(page, "correct-more-form")
    by_keyboard(page, "Xem lại trước khi đính chính")
    page.get_by_text("Nội dung khai thay đổi").wait_for()
    assert page.get_by_role("cell", name="Trần Văn Nam").is_visible()
    assert fits(page)
    axe(page)
    look(page, "correct-more-preview")
    by_keyboard(page, "Đính chính và in giấy hẹn mới")
    page.get_by_text("Bản 2, lúc").wait_for()
    assert page.get_by_text("Trần Văn Nam").first.is_visible()
