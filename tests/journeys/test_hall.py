"""A number is taken on the phone, called at the desk, shown on the board, missed, and served."""

import re

import pytest

from phuong.areas.dossiers.tests.builders import make_desk
from phuong.areas.hall.tests.builders import furnish
from phuong.areas.procedures import api as procedures
from tests.journeys.hands import enter, fits
from tests.journeys.test_correction import look
from tests.support.browser import DESK, follow
from tests.support.builders import MONDAY, load_law_values


@pytest.fixture
def hall(site, settings, tmp_path):
    settings.DATA_DIR, settings.PUBLIC_URL = tmp_path, site
    settings.CLOCK = lambda: MONDAY
    load_law_values()
    desk = make_desk()
    procedures.forget()
    return furnish(desk.ward, desk.reception, desk.administrator)


def counter_says(page, button):
    follow(page.get_by_role("button", name=button), "Enter")


def test_from_the_phone_to_the_counter_and_back_after_a_missed_turn(visit, hall, axe):
    phone = visit("/lay-so/", theme="dark", scripts=False)
    phone.get_by_label(re.compile("Hộ tịch")).check()
    look(phone, "hall-take-dark")
    assert fits_without_scripts(phone)
    follow(phone.get_by_role("button", name="Lấy số hôm nay"))
    phone.get_by_text("A001").wait_for()
    assert phone.locator("noscript").count() <= 1
    followed = visit(phone.url.partition("/lay-so/")[1] + phone.url.partition("/lay-so/")[2])
    axe(followed)
    look(followed, "hall-ticket")
    assert fits(followed)

    board = visit("/bang-goi/", size=(1920, 1080))
    axe(board)
    desk = enter(visit, hall.one)
    desk.goto(f"{visit.site}/can-bo/quay/")
    axe(desk)
    look(desk, "hall-desk")
    counter_says(desk, "Mời số tiếp")
    board.get_by_role("cell", name="A001").wait_for()
    axe(board)
    look(board, "hall-board")
    plain = visit("/bang-goi/", size=(1920, 1080), scripts=False)
    assert plain.get_by_role("cell", name="A001").is_visible()
    wide = plain.locator("td").first.evaluate("n => parseFloat(getComputedStyle(n).fontSize)")
    assert wide >= 0.05 * 1920
    followed.get_by_text("Mời ông/bà đến quầy 1 ngay").wait_for()
    phone.reload()
    assert phone.get_by_text("Mời ông/bà đến quầy 1 ngay").is_visible()

    counter_says(desk, "Gọi lại")
    counter_says(desk, "Qua lượt")
    board.get_by_text("qua lượt").wait_for()
    followed.get_by_text("vào lại được trong 30 phút").wait_for()
    axe(followed)
    phone.reload()
    follow(phone.get_by_role("button", name="Vào lại hàng chờ"))
    phone.get_by_text("0 người chờ trước").wait_for()
    counter_says(desk, "Mời số tiếp")
    counter_says(desk, "Người đã đến quầy")
    followed.get_by_text("Ông/bà đang ở quầy 1").wait_for()
    desk.goto(f"{visit.site}/can-bo/hang-cho/")
    axe(desk)
    look(desk, "hall-queue")
    counter_says(desk, "Xong lượt này")
    followed.get_by_text("Cảm ơn ông/bà").wait_for()


def fits_without_scripts(page):
    """Tell whether a page without scripts scrolls sideways on the narrowest phone."""
    page.set_viewport_size({"width": 320, "height": 640})
    widest = page.locator("body").bounding_box()
    page.set_viewport_size({"width": 390, "height": 844})
    return widest["width"] <= 320


def test_a_time_is_booked_moved_and_given_up_on_the_phone(visit, hall, axe):
    phone = visit("/lay-so/")
    axe(phone)
    follow(phone.get_by_role("link", name="Hẹn giờ: Hộ tịch"))
    phone.get_by_label("Ngày", exact=True).select_option("2026-11-17")
    follow(phone.get_by_role("button", name="Xem giờ của ngày này"))
    phone.get_by_label(re.compile(r"^0?9:00")).check()
    axe(phone)
    look(phone, "hall-book")
    assert fits(phone)
    follow(phone.get_by_role("button", name="Hẹn giờ này"))
    phone.get_by_text(re.compile(r"Hẹn lúc 0?9:00")).wait_for()
    axe(phone)
    look(phone, "hall-booked")
    follow(phone.get_by_role("link", name="Đổi giờ hẹn"))
    phone.get_by_label("Ngày", exact=True).select_option("2026-11-18")
    follow(phone.get_by_role("button", name="Xem giờ của ngày này"))
    phone.get_by_label(re.compile(r"^0?9:30")).check()
    follow(phone.get_by_role("button", name="Đổi sang giờ này"))
    phone.get_by_text(re.compile(r"Hẹn lúc 0?9:30")).wait_for()
    follow(phone.get_by_role("button", name="Thôi, không chờ nữa"))
    phone.get_by_text("đã nhường cho người khác").wait_for()


def test_the_kiosk_works_by_touch_alone_without_scripts_and_forgets(visit, hall, axe):
    kiosk = visit("/kiosk/", size=(1080, 1200), scripts=False)
    look(kiosk, "hall-kiosk")
    for one in kiosk.locator(".p-card").all():
        assert one.bounding_box()["height"] >= 88
    follow(kiosk.get_by_role("link", name="Lấy số Chờ đến lượt"))
    follow(kiosk.get_by_role("link", name="Tôi thuộc diện được mời trước"))
    look(kiosk, "hall-kiosk-take")
    for button in kiosk.get_by_role("button").all():
        assert button.bounding_box()["height"] >= 88
    follow(kiosk.get_by_role("button", name=re.compile("Hộ tịch")))
    kiosk.get_by_text("A001").wait_for()
    look(kiosk, "hall-kiosk-ticket")
    follow(kiosk.get_by_role("link", name="Xong, mời người tiếp theo"))
    assert kiosk.url.endswith("/kiosk/")
    assert kiosk.context.cookies() == []
    for path in ("/kiosk/", "/kiosk/lay-so/", "/kiosk/da-hen/", "/kiosk/con-day/?ve=/kiosk/"):
        page = visit(path, size=(1080, 1200))
        axe(page)
        assert page.locator("textarea").count() == 0


def test_the_administrator_sets_the_hall_up(visit, hall, axe):
    page = enter(visit, hall.administrator)
    page.goto(f"{visit.site}/quan-tri/quay/")
    axe(page)
    look(page, "hall-setup")
    follow(page.get_by_role("link", name="Thêm nhóm"))
    follow(page.get_by_role("button", name="Lưu"))
    page.get_by_role("alert").wait_for()
    axe(page)
    page.get_by_label("Chữ cái").fill("c")
    page.get_by_label("Tên nhóm").fill("Đất đai")
    follow(page.get_by_role("button", name="Lưu"), "Enter")
    page.get_by_text("C. Đất đai").wait_for()
    follow(page.get_by_role("link", name="Thêm quầy"))
    page.get_by_label("Số quầy").fill("3")
    page.get_by_label("C. Đất đai").check()
    look(page, "hall-counter-form")
    follow(page.get_by_role("button", name="Lưu"), "Enter")
    follow(page.get_by_role("link", name="Màn hình quầy 3"))
    axe(page)
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    page.get_by_text("Chưa mời số nào ở quầy này").wait_for()
