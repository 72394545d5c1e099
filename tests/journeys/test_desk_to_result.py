"""One dossier from the counter to the hand, by everybody whose turn it is, in the browser."""

import re
from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier
from phuong.areas.dossiers.tests.citizens import BIRTH, make_ward_of
from phuong.kernel.documents.tests.made import picture
from tests.journeys.hands import (
    answer,
    ask,
    assign,
    code_on,
    enter,
    hand_over,
    prepare_birth,
    settle,
)
from tests.support.browser import PHONE, follow
from tests.support.builders import load_law_values

MOST_KEYS, MOST_FIELDS = 60, 12
NAME, PHONE_NUMBER = "Lê Thị Hoa", "0905123412"


@pytest.fixture
def desk(visit):
    load_law_values()
    return make_desk()


class Keyboard:
    """Types as a hand does, and counts."""

    def __init__(self, page):
        self.page, self.pressed = page, 0

    def press(self, key, times=1):
        for _time in range(times):
            self.page.keyboard.press(key)
            self.pressed += 1

    def type(self, text):
        self.page.keyboard.type(text)
        self.pressed += len(text)

    def tab_to(self, label, most=15):
        """Press Tab until the control with this label has the focus."""
        self._tab_until(self.page.get_by_label(re.compile(f"^{label}")).first, most)

    def tab_to_role(self, role, name, most=15):
        """Press Tab until the link or button with this name has the focus."""
        self._tab_until(self.page.get_by_role(role, name=name).first, most)

    def _tab_until(self, control, most):
        for _time in range(most):
            if control.evaluate("element => element === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError(f"{control} cannot be reached by Tab")


def test_a_walk_in_is_received_by_keyboard_alone_with_few_keys_and_fields(visit, desk):
    page = enter(visit, desk.reception)
    page.goto("/can-bo/quay/tiep-nhan/")
    hand = Keyboard(page)
    # A page gives the focus where it belongs after it has been drawn.
    page.wait_for_function("document.activeElement.matches('[name=q]')")
    hand.type("khai sinh")
    hand.press("Enter")
    page.wait_for_url("**q=khai+sinh**")
    hand.tab_to_role("link", "Thủ tục khai-sinh")
    hand.press("Enter")
    page.wait_for_url("**thu-tuc=khai-sinh**")
    fields = page.locator("main form input:visible, main form select:visible")
    assert fields.count() <= MOST_FIELDS
    hand.tab_to("Họ, chữ đệm và tên")
    hand.type(NAME)
    hand.tab_to("Số điện thoại")
    hand.type(PHONE_NUMBER)
    hand.tab_to("Tờ khai")
    hand.type("b")  # Bản chính
    hand.tab_to_role("button", "Tiếp nhận và in giấy hẹn")
    hand.press("Enter")
    page.wait_for_url("**/in/giay-hen/")
    print(f"{hand.pressed} keys")
    assert hand.pressed <= MOST_KEYS
    dossier = Dossier.objects.of(desk.ward).get()
    assert (dossier.state, dossier.applicant.name) == (State.RECEIVED, NAME)
    assert page.get_by_text(dossier.secret).first.is_visible()


def take_in(counter):
    counter.goto("/can-bo/quay/tiep-nhan/?thu-tuc=khai-sinh")
    counter.get_by_label("Họ, chữ đệm và tên", exact=True).fill(NAME)
    counter.get_by_label(re.compile("^Số điện thoại")).fill(PHONE_NUMBER)
    counter.get_by_label("Tờ khai").select_option("original")
    follow(counter.get_by_role("button", name="Tiếp nhận và in giấy hẹn"))
    return code_on(counter)


def test_one_dossier_goes_from_the_counter_through_every_hand_to_the_citizen(
    visit, desk, tmp_path: Path
):
    photo = tmp_path / "to-khai.jpg"
    photo.write_bytes(picture(size=(320, 240)))
    counter, officer = enter(visit, desk.reception), enter(visit, desk.specialist)
    code = take_in(counter)
    assert counter.get_by_text("Việc tiếp theo:").is_visible()
    assign(enter(visit, desk.head), code)
    ask(officer, code)
    phone = visit("/tra-cuu/", size=PHONE, scripts=False)
    answer(phone, code, photo)
    settle(officer, enter(visit, desk.leader), code)
    hand_over(counter, code)
    phone.goto(f"/ho-so/{code}/")
    assert phone.get_by_text("Đã trả kết quả").first.is_visible()
    assert Dossier.objects.of(desk.ward).get().state == State.RETURNED


def test_what_was_prepared_on_the_phone_goes_by_its_qr_through_every_hand(visit, tmp_path: Path):
    desk = make_ward_of(BIRTH)
    load_law_values()
    photo = tmp_path / "anh.jpg"
    photo.write_bytes(picture(size=(320, 240)))
    phone = visit("/thu-tuc/khai-sinh/nop/", size=PHONE, scripts=False)
    prepare_birth(phone, photo)
    counter, officer = enter(visit, desk.reception), enter(visit, desk.specialist)
    counter.goto("/can-bo/quay/")
    counter.get_by_label("Quét mã QR, hoặc gõ mã, tên, số điện thoại").fill(scanned(phone))
    counter.keyboard.press("Enter")
    counter.get_by_label("Tờ khai").select_option("original")
    counter.get_by_label("Giấy chứng sinh").select_option("original")
    follow(counter.get_by_role("button", name="Tiếp nhận và in giấy hẹn"))
    counter.wait_for_url("**/in/giay-hen/")
    assert len(PdfReader(BytesIO(counter.pdf(prefer_css_page_size=True))).pages) == 1
    code = code_on(counter)
    assign(enter(visit, desk.head), code)
    officer.goto(f"/can-bo/ho-so/{code}/")
    assert officer.get_by_text("01/02/2026").is_visible()
    assert officer.get_by_role("listitem").filter(has_text="Giấy chứng sinh: anh.jpg").is_visible()
    ask(officer, code, paper="Giấy chứng sinh")
    phone.goto("/tra-cuu/")
    answer(phone, code, photo)
    leader = enter(visit, desk.leader)
    settle(officer, leader, code)
    hand_over(counter, code)
    phone.goto(f"/ho-so/{code}/")
    assert phone.get_by_text("Đã trả kết quả").first.is_visible()
    leader.goto("/lanh-dao/")
    follow(leader.get_by_role("link", name=re.compile("Đúng hạn")).first)
    assert leader.get_by_text(code).first.is_visible()


def scanned(page):
    """Read the QR on a page as a scanner at the desk does."""
    found = zxingcpp.read_barcodes(Image.open(BytesIO(page.screenshot(full_page=True))))
    assert len(found) == 1
    return found[0].text


def test_the_leaders_figures_contain_the_late_dossier_and_open_to_it(visit, desk):
    dossier = make_dossier(desk, State.IN_WORK)  # its day passed long ago
    leader = enter(visit, desk.leader)
    leader.goto("/lanh-dao/")
    assert leader.get_by_text(dossier.code).first.is_visible()
    follow(leader.get_by_role("link", name=re.compile("Quá hạn")).first)
    assert leader.get_by_text(dossier.code).is_visible()
