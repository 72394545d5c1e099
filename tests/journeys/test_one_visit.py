"""One visit with two matters, by keyboard alone: the person once, one receipt for both."""

import re

import pytest

from phuong.areas.dossiers.models import Dossier, Visit
from phuong.areas.dossiers.tests.builders import make_desk
from phuong.areas.procedures import api as procedures
from phuong.areas.procedures.tests.builders import make_row
from phuong.kernel.documents.models import IssuedDocument
from tests.journeys.hands import enter
from tests.journeys.test_desk_to_result import NAME, PHONE_NUMBER, Keyboard
from tests.support.browser import check_axe
from tests.support.builders import load_law_values

MOST_KEYS_AGAIN = 36


@pytest.fixture
def desk(visit):
    load_law_values()
    made = make_desk()
    procedures.load([make_row(), make_row(slug="trich-luc", code="2.000635")])
    procedures.forget()
    return made


def choose(page, hand, words, name):
    """Find a procedure by any word and open it."""
    page.wait_for_function("document.activeElement.matches('[name=q]')")
    hand.type(words)
    hand.press("Enter")
    page.wait_for_url(f"**q={words.replace(' ', '+')}**")
    hand.tab_to_role("link", name)
    hand.press("Enter")


def test_a_couple_of_matters_is_taken_in_by_keyboard_with_the_person_asked_once(visit, desk):
    page = enter(visit, desk.reception)
    page.goto("/can-bo/quay/tiep-nhan/")
    hand = Keyboard(page)
    choose(page, hand, "khai sinh", "Thủ tục khai-sinh")
    page.wait_for_url("**thu-tuc=khai-sinh**")
    hand.tab_to("Họ, chữ đệm và tên")
    hand.type(NAME)
    hand.tab_to("Số điện thoại")
    hand.type(PHONE_NUMBER)
    hand.tab_to("Tờ khai")
    hand.type("b")  # Bản chính
    hand.tab_to_role("button", "Tiếp nhận và in giấy hẹn")
    hand.press("Enter")
    page.wait_for_url("**/in/giay-hen/")
    hand.tab_to_role("button", "Thêm việc khác của người này", most=40)
    hand.press("Enter")
    page.wait_for_url("**luot=**")
    check_axe(page)
    choose(page, hand, "trich luc", "Thủ tục trich-luc")
    page.wait_for_url("**thu-tuc=trich-luc**")
    assert page.get_by_label("Họ, chữ đệm và tên", exact=True).input_value() == NAME
    check_axe(page)
    hand.pressed = 0
    hand.tab_to("Tờ khai", most=40)
    hand.type("b")
    hand.tab_to_role("button", "Tiếp nhận và in giấy hẹn")
    hand.press("Enter")
    page.wait_for_url("**/in/giay-hen/")
    print(f"{hand.pressed} keys for the second matter")
    assert hand.pressed <= MOST_KEYS_AGAIN
    hand.tab_to_role("link", "Giấy tiếp nhận chung của lượt", most=40)
    hand.press("Enter")
    page.wait_for_url("**/can-bo/luot/**")
    check_axe(page)
    hand.tab_to_role("button", re.compile("phát hành bản PDF"), most=40)
    hand.press("Enter")
    page.get_by_text("Đã phát hành bản chính thức").wait_for()
    visit_row = Visit.objects.of(desk.ward).get()
    assert Dossier.objects.of(desk.ward).filter(visit=visit_row).count() == 2
    assert IssuedDocument.objects.of(desk.ward).get(subject_id=visit_row.id).form == "visit"
