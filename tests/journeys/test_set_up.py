"""A real ward set up from nothing to the first received dossier, by whoever installed it."""

import re

import pytest
from django.core.management import call_command

from phuong.areas.dossiers.models import Dossier
from phuong.areas.office import queries
from phuong.kernel.wards.middleware import directory
from phuong.kernel.wards.remembered import forget_all
from tests.journeys.hands import fits
from tests.journeys.test_correction import look
from tests.support.browser import DESK, follow
from tests.support.builders import PASSWORD

PEOPLE = (
    ("Tiếp nhận và trả kết quả", "Lê Thị Nhận", "tiepnhan"),
    ("Công chức tư pháp, hộ tịch", "Trần Văn Giải", "giaiquyet"),
    ("Chủ tịch Uỷ ban nhân dân", "Phạm Thị Ký", "chutich"),
)


@pytest.fixture
def nothing(site, settings, tmp_path):
    """Leave the installation as `run.py --no-demo` leaves it: tables, law, catalogue."""
    settings.DATA_DIR, settings.DEMO = tmp_path, False
    call_command("load_law", verbosity=0)
    call_command("load_procedures", verbosity=0)
    directory.forget()
    forget_all()


def press(page, name):
    follow(page.get_by_role("button", name=name).first)


def set_password(page):
    page.get_by_label("Mật khẩu mới", exact=True).fill(PASSWORD)
    page.get_by_label("Nhập lại mật khẩu mới").fill(PASSWORD)
    press(page, "Đặt mật khẩu")


def log_in(page, login):
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    press(page, "Đăng nhập")


def found_the_ward(visit, axe):
    page = visit("/", size=(390, 844))
    page.wait_for_url("**/thiet-lap/")
    page.get_by_label("Mã thiết lập").fill("SAI")
    press(page, "Bắt đầu thiết lập")
    page.get_by_role("alert").get_by_text("Mã chưa đúng").wait_for()
    axe(page)
    look(page, "set-up-code")
    page.get_by_label("Mã thiết lập").fill(queries.set_up_code())
    press(page, "Bắt đầu thiết lập")
    page.get_by_label("Tên phường, hoặc mã").fill("xuan khanh")
    press(page, "Tìm phường")
    # The old ward is no more; its name leads to the one it went into.
    follow(page.get_by_role("link", name="Nay thuộc Ninh Kiều").first)
    axe(page)
    assert fits(page)
    look(page, "set-up-choose")
    follow(page.get_by_role("button", name="Chọn Ninh Kiều"))
    page.get_by_label("Tên phường").wait_for()
    assert page.get_by_label("Mã đơn vị hành chính").input_value() == "31135"
    page.get_by_label("Điện thoại của quầy").fill("0292 382 0000")
    page.get_by_label("Địa chỉ trụ sở").fill("Số 1 đường Mẫu")
    page.get_by_label("Họ và tên người quản trị").fill("Trần Thị Lập")
    press(page, "Lập phường, đặt mật khẩu")
    page.get_by_role("alert").get_by_text("Tên đăng nhập").wait_for()
    axe(page)
    look(page, "set-up-ward")
    page.get_by_label("Tên đăng nhập").fill("quantri")
    press(page, "Lập phường, đặt mật khẩu")
    page.get_by_role("heading", name="Đặt mật khẩu").wait_for()
    # The browser is closed too early: the code still leads to the password.
    again = visit("/thiet-lap/", size=DESK, theme="dark")
    again.get_by_label("Mã thiết lập").fill(queries.set_up_code())
    press(again, "Bắt đầu thiết lập")
    set_password(again)
    log_in(again, "quantri")
    return again


def bring_in(admin, visit, title, name, login):
    """Appoint somebody new, open their account, and let them set their password."""
    admin.goto("/quan-tri/bo-may/")
    follow(admin.get_by_role("link", name=title, exact=True))
    follow(admin.get_by_role("link", name="Bổ nhiệm, phân công"))
    admin.get_by_label("Họ và tên người mới").fill(name)
    press(admin, "Bổ nhiệm, phân công")
    follow(admin.get_by_role("link", name=name).first)
    follow(admin.get_by_role("link", name="Mở tài khoản"))
    admin.get_by_label("Tên đăng nhập").fill(login)
    press(admin, "Mở tài khoản")
    follow(admin.get_by_role("link", name="Cấp đường dẫn đặt mật khẩu"))
    press(admin, "Cấp đường dẫn")
    link = admin.locator("p.p-wrap a").get_attribute("href")
    person = visit(link, size=DESK)
    set_password(person)
    log_in(person, login)
    return person


def test_a_real_ward_is_set_up_from_nothing_to_the_first_received_dossier(nothing, visit, axe):
    admin = found_the_ward(visit, axe)
    admin.goto("/quan-tri/")
    follow(admin.get_by_role("link", name="Xem còn thiếu gì trước hồ sơ đầu tiên"))
    admin.get_by_text("Chưa làm được").first.wait_for()
    axe(admin)
    look(admin, "set-up-missing-dark")
    follow(admin.get_by_role("link", name="Bộ phận và chức vụ"))
    axe(admin)
    look(admin, "set-up-template-dark")
    press(admin, "Mở bộ máy gợi ý")
    # A slip: taken back, then opened again.
    admin.goto("/quan-tri/bo-may/goi-y/")
    press(admin, "Bỏ những dòng chưa có người")
    admin.goto("/quan-tri/bo-may/goi-y/")
    press(admin, "Mở bộ máy gợi ý")
    people = [bring_in(admin, visit, *one) for one in PEOPLE]
    admin.goto("/quan-tri/thiet-lap/")
    follow(admin.get_by_role("link", name="Phân công lĩnh vực").last)
    axe(admin)
    look(admin, "set-up-routes-dark")
    press(admin, "Lưu phân công")
    admin.goto("/quan-tri/thiet-lap/")
    admin.get_by_text("Đủ để nhận hồ sơ đầu tiên").wait_for()
    axe(admin)
    look(admin, "set-up-ready-dark")

    counter = people[0]
    counter.goto("/can-bo/quay/tiep-nhan/?thu-tuc=khai-sinh")
    counter.get_by_label("Họ, chữ đệm và tên", exact=True).fill("Nguyễn Thị Hường")
    counter.get_by_label(re.compile("^Số điện thoại")).fill("0905123412")
    for paper in counter.locator("main form select[name^=paper]:visible").all():
        paper.select_option("original")
    follow(counter.get_by_role("button", name="Tiếp nhận và in giấy hẹn"))
    counter.wait_for_url("**/in/giay-hen/")
    dossier = Dossier.objects.country_wide().get()
    assert dossier.code.startswith("NK-")
    assert dossier.code in counter.content()
    admin.goto("/quan-tri/thiet-lap/")
    admin.get_by_text("Phường đã nhận hồ sơ.").wait_for()
