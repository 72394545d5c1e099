"""The ward's settings changed from a day on: hours, a legal value, a procedure, in the browser."""

from datetime import timedelta

import pytest
from django.utils import timezone

from phuong.areas.dossiers.tests.builders import make_desk, take_in
from phuong.areas.procedures.tests.builders import load, make_row
from phuong.kernel.access.api import HERE
from phuong.kernel.law import api as law
from tests.journeys.hands import enter, fits
from tests.journeys.test_correction import look
from tests.support.browser import follow
from tests.support.builders import MONDAY, load_law_values


@pytest.fixture
def desk(site, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    load_law_values()
    law.forget()
    found = make_desk()
    load(make_row("ket-hon"))
    return found


def day(page, label_of, moment):
    for part, value in (("day", moment.day), ("month", moment.month), ("year", moment.year)):
        page.locator(f"[name={label_of}_{part}]").fill(str(value))


def press(page, name):
    follow(page.get_by_role("button", name=name, exact=True), "Enter")


def looked_at(page, axe, name):
    axe(page)
    look(page, name)
    page.set_viewport_size({"width": 390, "height": 844})
    assert fits(page)
    look(page, f"{name}-phone")
    page.set_viewport_size({"width": 1440, "height": 900})


def test_hours_a_value_and_a_procedure_are_changed_from_a_day_on(desk, visit, axe):
    take_in(desk, MONDAY)
    today = timezone.now().astimezone(HERE).date()
    later, past = today + timedelta(days=30), today - timedelta(days=30)
    page = enter(visit, desk.administrator, theme="dark")
    page.goto("/quan-tri/gio-lam-viec/dat/")
    day(page, "first", past)
    press(page, "Xem trước")
    page.get_by_role("alert").get_by_text("Giờ mới chỉ có hiệu lực từ hôm nay").wait_for()
    day(page, "first", later)
    page.get_by_label("Thứ Sáu").fill("7h-11h")
    press(page, "Xem trước")
    page.get_by_role("button", name="Đặt giờ và tính lại hạn").wait_for()
    looked_at(page, axe, "set-hours")
    press(page, "Đặt giờ và tính lại hạn")
    page.get_by_text("Sắp áp dụng").wait_for()
    looked_at(page, axe, "hours")
    follow(page.get_by_role("link", name="Bỏ giờ đã đặt"))
    press(page, "Bỏ giờ đã đặt")
    page.get_by_role("heading", name="Giờ chung đang dùng").wait_for()

    page.goto("/quan-tri/gia-tri/?q=draft_kept")
    looked_at(page, axe, "values")
    follow(page.get_by_role("link", name="dossiers.draft_kept"))
    page.get_by_label("Trị số mới").fill("45")
    page.get_by_label("Vì sao sửa").fill("Đã đối chiếu văn bản")
    day(page, "first", later)
    press(page, "Lập bản mới")
    page.get_by_text("Sắp áp dụng").wait_for()
    looked_at(page, axe, "value")

    page.goto(f"/quan-tri/thu-tuc/{desk.version.slug}/phien-ban/")
    looked_at(page, axe, "correct")
    page.get_by_label("Căn cứ").fill("Quyết định 5/QĐ-UBND, trang 3")
    page.locator("[name=limit_n]").fill("1")
    page.locator("[name=amount_0]").fill("20.000")
    page.locator("[name=channel_0]").select_option("desk")
    press(page, "Lập phiên bản mới")
    page.get_by_role("alert").get_by_text("Chưa có mức thu khi nộp trực tuyến").wait_for()
    looked_at(page, axe, "correct-gap")
    page.locator("[name=amount_2], [name=amount_1]").first.fill("10.000")
    page.locator("[name=channel_2], [name=channel_1]").first.select_option("online")
    press(page, "Lập phiên bản mới")
    page.get_by_text("Đã lập phiên bản mới").wait_for()

    leader = enter(visit, desk.leader)
    leader.goto("/can-bo/phien-ban-cu/")
    leader.get_by_text("Thủ tục đã đổi sau khi nhận").wait_for()
    looked_at(leader, axe, "kept")
    assert leader.get_by_role("link", name="PM-").first.is_visible()


def test_a_procedure_is_no_longer_offered_and_everybody_is_told_where_to_go(desk, visit, axe):
    page = enter(visit, desk.administrator, theme="dark")
    page.goto("/quan-tri/thu-tuc/")
    follow(page.get_by_role("link", name="Chọn thủ tục phường nhận"))
    page.get_by_label(desk.version.name).uncheck()
    press(page, "Lưu các mục đã chọn")
    page.get_by_role("alert").get_by_text("Ghi nơi nhận thay phường").wait_for()
    looked_at(page, axe, "offering")
    page.get_by_label("Nơi nhận thay phường").fill("UBND phường Cái Răng, số 1 Phạm Hùng")
    press(page, "Lưu các mục đã chọn")
    page.get_by_text("Đã đổi 1 thủ tục").wait_for()
    citizen = visit(f"/thu-tuc/{desk.version.slug}/", size=(390, 844))
    citizen.get_by_text("Nơi nhận: UBND phường Cái Răng, số 1 Phạm Hùng").first.wait_for()
    axe(citizen)
    look(citizen, "offering-guide")
    assert citizen.get_by_role("link", name="Bắt đầu nộp hồ sơ").count() == 0
