"""An officer's morning at the counter: thirty visitors called, served and sent on by keyboard."""

from datetime import timedelta

import pytest

from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier
from phuong.areas.dossiers.tests.certified import load_books
from phuong.areas.hall.actions import sit
from phuong.areas.hall.models import Ticket
from phuong.areas.hall.states import State as Turn
from phuong.areas.hall.tests.builders import furnish, take
from phuong.areas.procedures import api as procedures
from tests.journeys.hands import enter
from tests.journeys.test_desk_to_result import NAME, PHONE_NUMBER, Keyboard
from tests.support.builders import MONDAY, load_law_values

FRIDAY = MONDAY + timedelta(days=4)
# What the visitors come for, in the order of their numbers; two are not there when called.
MORNING = ("copy", "copy", "intake", "copy") * 6 + ("missed", "copy", "missed")
RETURNS = 3
MOST_KEYS = {"copy": 32, "intake": 75, "missed": 24, "return": 40}


@pytest.fixture
def hall(site, settings, tmp_path):
    settings.DATA_DIR, settings.PUBLIC_URL = tmp_path, site
    settings.CLOCK = lambda: FRIDAY
    load_law_values()
    desk = make_desk()
    load_books(desk)
    procedures.forget()
    queue = furnish(desk.ward, desk.reception, desk.administrator)
    sit(queue.of(desk.reception, FRIDAY), queue.counters[0].id)
    return desk, queue


class Officer(Keyboard):
    """Works the counter: from whatever page, without the mouse."""

    def go(self, letter, address):
        self.out_of_the_box()
        self.press("g")
        with self.page.expect_navigation(url=address):
            self.press(letter)

    def out_of_the_box(self):
        """Leave the box in which a page begins, that keys are keys again."""
        first = self.page.locator("[autofocus]")
        if first.count():
            first.and_(self.page.locator(":focus")).wait_for()
        self.press("Escape")

    def next_visitor(self, number):
        """Call the next number; whoever was served is done with that."""
        if not self.page.url.endswith("/can-bo/quay/"):
            self.go("q", "**/can-bo/quay/")
        self.out_of_the_box()
        self.press("e")
        self.page.get_by_text(number).first.wait_for()

    def has_come(self):
        self.out_of_the_box()
        self.press("e")
        self.page.get_by_text("Đang phục vụ").first.wait_for()

    def copy(self):
        self.go("c", "**/chung-thuc/")
        self.page.locator("[name=who]:focus").wait_for()
        self.type("Lê Hoa")
        for typed in ("btn", "2", "3"):
            self.press("Tab")
            self.type(typed)
        self.press("Enter")
        self.page.wait_for_url("**xong=**")

    def intake(self):
        self.go("t", "**/tiep-nhan/")
        self.page.locator("[name=q]:focus").wait_for()
        self.type("khai sinh")
        self.press("Enter")
        self.page.wait_for_url("**q=khai+sinh**")
        self.tab_to_role("link", "Thủ tục khai-sinh")
        self.press("Enter")
        self.page.wait_for_url("**thu-tuc=khai-sinh**")
        self.tab_to("Họ, chữ đệm và tên")
        self.type(NAME)
        self.tab_to("Số điện thoại")
        self.type(PHONE_NUMBER)
        self.tab_to("Tờ khai")
        self.type("b")  # Bản chính
        self.tab_to_role("button", "Tiếp nhận và in giấy hẹn")
        self.press("Enter")
        self.page.wait_for_url("**/in/giay-hen/")
        self.tab_to_role("link", "Về quầy", most=40)
        self.press("Enter")
        self.page.wait_for_url("**/can-bo/quay/")

    def missed(self):
        """Call a second time, then let the next one come."""
        for button, said in (("Gọi lại", "đã gọi 2 lần"), ("Qua lượt", "Mời số tiếp")):
            self.page.locator("[data-search]:focus").wait_for()
            wanted = self.page.get_by_role("button", name=button)
            while not wanted.evaluate("element => element === document.activeElement"):
                self.press("Shift+Tab")
            self.press("Enter")
            self.page.get_by_text(said).first.wait_for()

    def give_back(self, code):
        self.page.locator("[data-search]:focus").wait_for()
        self.type(code)
        self.press("Enter")
        self.page.wait_for_url(f"**/{code}/")
        self.press("e")
        self.page.wait_for_url("**/tra-ket-qua/")
        # Past the menu by the link that the first Tab meets.
        self.press("Tab")
        self.press("Enter")
        self.tab_to_role("button", "Trả kết quả", most=40)
        self.press("Enter")
        self.page.get_by_text("không còn việc gì phải làm").first.wait_for()


@pytest.mark.long
@pytest.mark.slow
def test_thirty_visitors_are_called_served_and_sent_on_by_keyboard_alone(visit, hall):
    desk, queue = hall
    codes = [make_dossier(desk, State.READY).code for _each in range(RETURNS)]
    for minute in range(len(MORNING) + RETURNS):
        group = queue.a if minute < len(MORNING) else queue.b
        take(queue, FRIDAY - timedelta(minutes=60 - minute), group)
    page = enter(visit, desk.reception)
    page.wait_for_url("**/can-bo/quay/")
    officer = Officer(page)
    for place, matter in enumerate(MORNING, start=1):
        officer.pressed = 0
        officer.next_visitor(f"A{place:03}")
        if matter != "missed":
            officer.has_come()
        getattr(officer, matter)()
        assert officer.pressed <= MOST_KEYS[matter]
    for place, code in enumerate(codes, start=1):
        officer.pressed = 0
        officer.next_visitor(f"B{place:03}")
        officer.has_come()
        officer.give_back(code)
        assert officer.pressed <= MOST_KEYS["return"]

    served = Ticket.objects.of(desk.ward)
    assert len(MORNING) + RETURNS == served.count() == 30
    assert served.filter(state=Turn.MISSED).count() == MORNING.count("missed")
    # The last one is still at the counter: nobody was called after them.
    assert served.filter(state=Turn.SERVED).count() == 29 - MORNING.count("missed")
    made = Dossier.objects.of(desk.ward).exclude(code__in=codes)
    assert made.filter(state=State.RECEIVED).count() == MORNING.count("intake")
    assert made.filter(state=State.RETURNED).count() == MORNING.count("copy")
    assert Dossier.objects.of(desk.ward).filter(code__in=codes, state=State.RETURNED).count() == 3
