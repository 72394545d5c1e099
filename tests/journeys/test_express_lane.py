"""The express lane at the counter, by keyboard, its keys and fields counted."""

import pytest
from django.utils import timezone

from phuong.areas.dossiers.tests.builders import make_desk
from phuong.areas.dossiers.tests.certified import certify_now, load_books
from phuong.areas.dossiers.tests.citizens import make_law
from tests.journeys.hands import enter, fits
from tests.journeys.test_correction import look
from tests.journeys.test_desk_to_result import Keyboard
from tests.support.browser import follow

MOST_KEYS, MOST_FIELDS = 20, 5
CARD = "092158000123|361234567|Lê Thị Hoa Hường|01011958|Nữ|Ninh Kiều, Cần Thơ|01052021"
BOOK = ".p-form input:visible, .p-form select:visible, .p-form textarea:visible"


@pytest.fixture
def desk(visit):
    make_law()
    made = make_desk()
    load_books(made)
    return made


def fields_of(page):
    """Count the fields of the form as a person does: a row of choices is one."""
    boxes = page.locator(BOOK).all()
    return len({box.get_attribute("name") for box in boxes})


def test_a_copy_and_a_signature_are_certified_by_keyboard_in_twenty_keys(visit, desk, axe):
    page = enter(visit, desk.reception)
    page.goto("/can-bo/quay/chung-thuc/")
    assert fields_of(page) <= MOST_FIELDS
    axe(page)
    look(page, "express-empty")

    page.locator("[name=who]:focus").wait_for()
    hand = Keyboard(page)
    hand.type("Lê Hoa")
    hand.press("Tab")
    hand.type("btn")
    hand.press("Tab")
    hand.type("2")
    hand.press("Tab")
    hand.type("3")
    hand.press("Enter")
    look(page, "express-after")
    page.get_by_text("1/2026-SCT/BS").wait_for()
    assert hand.pressed <= MOST_KEYS
    assert page.get_by_text("10.000").first.is_visible()
    axe(page)
    look(page, "express-done")

    # A scanner types the card and its Enter: the rest is asked for, the hand goes on there.
    page.get_by_label("Chữ ký, điểm chỉ").check()
    page.get_by_label("Người yêu cầu").focus()
    page.keyboard.type(CARD)
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    axe(page)
    hand = Keyboard(page)
    hand.press("Tab")  # From the summary of what is missing to its link, and to the field.
    hand.press("Enter")
    page.locator("[name=document]:focus").wait_for()
    hand.type("syll")
    hand.press("Enter")
    page.get_by_text("1/2026-SCT/CK").wait_for()
    assert hand.pressed <= MOST_KEYS
    assert page.get_by_text("092158000123").first.is_visible()


def test_a_wrong_number_is_void_with_its_reason_and_stays_in_the_book(visit, desk, axe):
    dossier = certify_now(desk, timezone.now())
    page = enter(visit, desk.reception)
    root = page.url.partition("/can-bo")[0]
    page.goto(f"{root}/can-bo/quay/chung-thuc/?xong={dossier.code}")
    follow(page.get_by_role("link", name="Sai? Huỷ số này"))
    page.get_by_label("Vì sao huỷ").fill("Người yêu cầu ký sai văn bản.")
    axe(page)
    follow(page.get_by_role("button", name="Huỷ số chứng thực"), "Enter")
    page.get_by_text("Xong: Huỷ số chứng thực").wait_for()
    page.goto("/can-bo/so/chung-thuc/")
    page.get_by_text("Người yêu cầu ký sai văn bản.").wait_for()
    axe(page)
    look(page, "express-book")
    page.set_viewport_size({"width": 390, "height": 844})
    look(page, "express-book-phone")
    assert fits(page)
    page.goto("/can-bo/quay/chung-thuc/")
    look(page, "express-phone")
    assert fits(page)
