"""One dossier from the counter to the hand, by everybody whose turn it is, in the browser."""

import re
from pathlib import Path

import pytest

from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier
from phuong.kernel.documents.tests.made import picture
from tests.support.browser import DESK, PHONE
from tests.support.builders import PASSWORD, load_law_values

MOST_KEYS, MOST_FIELDS = 60, 12
NAME, PHONE_NUMBER = "Lê Thị Hoa", "0905123412"


@pytest.fixture
def desk(visit):
    load_law_values()
    return make_desk()


def enter(visit, person, **options):
    """Log a person in by the form, as they would."""
    page = visit("/dang-nhap/", **({"size": DESK} | options))
    page.get_by_label("Tên đăng nhập").fill(person.account.login)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    return page


def code_on(page):
    return re.search(r"PM-\d{6}-\d{4}", page.content()).group()


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
    hand.type("khai sinh")  # the search box has the focus
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
    counter.get_by_role("button", name="Tiếp nhận và in giấy hẹn").click()
    return code_on(counter)


def assign(head, code):
    head.goto(f"/can-bo/ho-so/{code}/")
    head.get_by_role("link", name="Phân công").click()
    head.get_by_label("Trần Văn Mai").check()
    head.get_by_role("button", name="Phân công").click()
    assert head.get_by_text("Trần Văn Mai giải quyết và trình ký").first.is_visible()


def ask(officer, code):
    officer.goto("/can-bo/viec/")
    officer.get_by_role("link", name=code, exact=True).click()
    officer.get_by_text("Việc khác").click()
    officer.get_by_role("link", name="Yêu cầu bổ sung").click()
    officer.get_by_label(re.compile("^Giấy tờ")).first.select_option(label="Tờ khai")
    officer.get_by_label("Vì sao cần").first.fill("Tờ khai chưa ký")
    officer.get_by_label("Căn cứ").first.fill("Điều 16 Luật Hộ tịch")
    officer.get_by_role("button", name="Yêu cầu bổ sung").click()
    assert officer.get_by_text("Người nộp bổ sung giấy tờ").first.is_visible()


def answer(phone, code, photo):
    phone.get_by_label("Mã hồ sơ").fill(code.lower())
    phone.get_by_label(re.compile("4 số cuối")).fill("3412")
    phone.get_by_role("button", name="Tra cứu").click()
    assert phone.get_by_text("Ông/bà cần làm").first.is_visible()
    phone.get_by_role("link", name=re.compile("[Bb]ổ sung")).first.click()
    phone.locator("input[type=file]").first.set_input_files(photo)
    phone.get_by_role("button", name="Gửi giấy tờ bổ sung").click()
    assert phone.get_by_text("Ngày hẹn mới").is_visible()
    phone.get_by_role("link", name="Vì sao là ngày này?").first.click()
    assert phone.get_by_text("ngày bắt đầu, không tính").is_visible()


def settle(officer, leader, code):
    officer.goto(f"/can-bo/ho-so/{code}/")
    officer.get_by_role("link", name="Trình ký").click()
    officer.get_by_label("Nội dung đề nghị").fill("Đủ điều kiện cấp.")
    officer.get_by_role("button", name="Trình ký").click()
    leader.goto("/can-bo/viec/")
    leader.get_by_role("link", name=re.compile("^Ký kết quả")).first.click()
    assert leader.get_by_text("Đủ điều kiện cấp.").is_visible()
    leader.get_by_role("button", name="Ký kết quả").click()
    assert leader.get_by_text("trả kết quả cho người nộp").first.is_visible()


def hand_over(counter, code):
    counter.goto("/can-bo/quay/")
    counter.get_by_label("Quét mã QR, hoặc gõ mã, tên, số điện thoại").fill(code)
    counter.get_by_role("button", name="Mở").click()
    counter.get_by_role("main").get_by_role("link", name="Trả kết quả").click()
    counter.get_by_role("main").get_by_role("button", name="Trả kết quả").click()
    assert counter.get_by_text("không còn việc gì phải làm").is_visible()


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


def test_what_was_prepared_at_home_is_handed_in_by_its_qr(visit, desk):
    dossier = make_dossier(desk, State.PREPARED)
    counter = enter(visit, desk.reception)
    counter.goto("/can-bo/quay/")
    counter.get_by_label("Quét mã QR, hoặc gõ mã, tên, số điện thoại").fill(
        f"http://127.0.0.1/q/{dossier.token}/"
    )
    counter.keyboard.press("Enter")
    counter.get_by_label("Tờ khai").select_option("original")
    counter.get_by_role("button", name="Tiếp nhận và in giấy hẹn").click()
    counter.wait_for_url("**/in/giay-hen/")
    assert Dossier.objects.of(desk.ward).get().state == State.RECEIVED


def test_the_leaders_figures_contain_the_late_dossier_and_open_to_it(visit, desk):
    dossier = make_dossier(desk, State.IN_WORK)  # its day passed long ago
    leader = enter(visit, desk.leader)
    leader.goto("/lanh-dao/")
    assert leader.get_by_text(dossier.code).first.is_visible()
    leader.get_by_role("link", name=re.compile("Quá hạn")).first.click()
    assert leader.get_by_text(dossier.code).is_visible()
