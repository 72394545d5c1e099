"""Rating, being called back, reading how the ward works: in the browser, on the phone and desk."""

import pytest

from phuong.areas.dossiers import jobs as dossier_jobs
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier, take_in
from phuong.areas.statistics.tests.builders import count, publish, rated
from phuong.areas.tasks import api as tasks
from phuong.kernel.people.models import Unit
from tests.journeys.hands import enter
from tests.support.browser import DESK, PHONE, check_axe, follow
from tests.support.builders import load_law_values, make_unit, moment


@pytest.fixture
def desk(visit):
    load_law_values()
    return make_desk()


def look_up(page, dossier):
    page.goto("/tra-cuu/")
    page.get_by_label("Mã hồ sơ").fill(dossier.code)
    page.get_by_label("4 số cuối điện thoại").fill(dossier.secret)
    follow(page.get_by_role("button", name="Tra cứu"))


def figures(desk):
    """Let a year be told of, the last month with small numbers in it."""
    work = Unit.objects.of(desk.ward).get(code="tu-phap")
    land = make_unit(desk.ward, "dia-chinh", name="Địa chính, xây dựng, môi trường")
    for month in range(1, 11):
        count(desk.ward, work.id, "ho-tich", on_time=120 + month, late=6 + month % 3, month=month)
        count(desk.ward, work.id, "chung-thuc", on_time=300 - month, late=0, month=month)
        count(desk.ward, land.id, "dat-dai", on_time=40, late=12, month=month)
        count(desk.ward, land.id, "xay-dung", on_time=2, late=1, month=month)
    rated(desk.ward, work.id, "ho-tich", 31, 40)
    publish(desk.ward)


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_low_rating_on_the_phone_becomes_a_call_that_the_head_finds(visit, desk, scripts):
    dossier = make_dossier(desk, State.RETURNED)
    page = visit(size=PHONE, scripts=scripts)
    look_up(page, dossier)
    assert page.get_by_role("heading", name="Thời gian ở từng nơi").is_visible()
    follow(page.get_by_role("link", name="Đánh giá cách chúng tôi phục vụ"))
    if scripts:
        check_axe(page)
    follow(page.get_by_role("button", name="Gửi đánh giá"))
    assert page.get_by_role("alert").get_by_role("link").count() == 3
    for name, level in (
        ("Thái độ phục vụ", "Hài lòng"),
        ("Hướng dẫn có dễ hiểu", "Không hài lòng"),
        ("Thời gian giải quyết", "Rất không hài lòng"),
    ):
        page.get_by_role("group", name=name).get_by_label(level, exact=True).check()
    page.get_by_label("Điều gì nên làm khác?").fill("Nên báo trước khi trễ.")
    follow(page.get_by_role("button", name="Gửi đánh giá"))
    assert page.get_by_role("heading", name="Muốn chúng tôi gọi lại không?").is_visible()
    if scripts:
        check_axe(page)
    follow(page.get_by_role("button", name="Gọi lại cho tôi"))
    assert page.get_by_text("Chúng tôi gọi ông/bà trong 2 ngày làm việc.").is_visible()
    page.go_back()
    page.goto(f"/ho-so/{dossier.code}/danh-gia/")
    assert page.get_by_role("heading", name="Đã nhận đánh giá của ông/bà").is_visible()
    [task] = tasks.Task.objects.of(desk.ward)

    head = enter(visit, desk.head)
    head.goto("/can-bo/viec/")
    assert head.get_by_text(task.code).first.is_visible()
    head.goto("/can-bo/gop-y/")
    assert head.get_by_text("Nên báo trước khi trễ.").is_visible()
    check_axe(head)
    follow(head.get_by_role("link", name="Xoá"))
    follow(head.get_by_role("button", name="Xoá lời góp ý"))
    assert head.get_by_text("Đã xoá lời góp ý").is_visible()


@pytest.mark.browser
def test_a_leader_goes_from_the_index_to_an_indicator_to_its_records(visit, desk):
    for _each in range(3):
        make_dossier(desk, State.READY)
    page = enter(visit, desk.leader, size=DESK)
    page.goto("/lanh-dao/")
    follow(page.get_by_role("link", name="Chỉ số phục vụ"))
    check_axe(page)
    assert page.get_by_text("Không đo được ở đây").first.is_visible()
    page.goto("/lanh-dao/chi-so/?ky=2026")
    link = page.get_by_role("link", name="Có kết quả đúng hạn: 3")
    follow(link)
    assert page.get_by_role("heading", level=1).inner_text().endswith("(3)")
    assert page.get_by_role("rowheader").count() == 3
    follow(page.get_by_role("rowheader").first.get_by_role("link"))
    assert page.get_by_role("heading", name="Thời gian ở từng nơi").is_visible()
    check_axe(page)


@pytest.mark.browser
@pytest.mark.parametrize("theme", [None, "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_anybody_reads_the_figures_takes_them_home_and_opens_their_records(
    visit, desk, size, theme
):
    figures(desk)
    page = visit("/so-lieu/", size=size, theme=theme, scripts=size == PHONE)
    assert page.get_by_role("heading", name="Phường đang làm việc thế nào").is_visible()
    follow(page.get_by_role("link", name="Hồ sơ có kết quả"))
    assert page.get_by_role("rowheader", name="Cả phường").is_visible()
    wide = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert wide
    if size == PHONE:
        check_axe(page)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Tải tệp CSV").click()
    assert taken.value.suggested_filename == "giai-quyet.csv"
    follow(page.get_by_role("rowheader", name="Cả phường").locator("xpath=..").get_by_role("link"))
    assert page.get_by_role("link", name="Sau").is_visible()
    follow(page.get_by_role("link", name="Sau"))
    assert page.get_by_role("rowheader", name="101").is_visible()
    page.goto("/so-lieu/cot/")
    if size == PHONE:
        check_axe(page)


@pytest.mark.browser
def test_whoever_begins_reads_how_long_it_usually_takes(visit, desk):
    from phuong.areas.dossiers.tests.test_times import settle

    settle(desk, [17, 17, 17, 18, 18])
    dossier_jobs.work_out_usual_times(desk.clock(moment(1, month=12)))
    page = visit("/thu-tuc/khai-sinh/", size=PHONE)
    assert page.get_by_text("Một nửa số hồ sơ xong trong 1 ngày làm việc").is_visible()
    check_axe(page)
    dossier = take_in(desk)
    look_up(page, dossier)
    assert page.get_by_text("Thường mất bao lâu").is_visible()
    check_axe(page)
    officer = enter(visit, desk.specialist)
    officer.goto("/can-bo/thoi-gian/")
    check_axe(officer)


@pytest.mark.browser
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "counter"])
def test_at_the_counter_a_receipt_is_rated_with_large_marks_and_no_name(visit, desk, size):
    dossier = make_dossier(desk, State.RETURNED)
    page = visit("/danh-gia/", size=size, scripts=size == DESK)
    if size == DESK:
        check_axe(page)
    follow(page.get_by_role("button", name="Tiếp tục"))
    assert page.get_by_role("alert").is_visible()
    page.get_by_label("Mã trên giấy hẹn").fill(f"https://phuong.example/q/{dossier.token}/#1.a.b")
    follow(page.get_by_role("button", name="Tiếp tục"))
    assert "Hường" not in page.content()
    levels = page.locator(".p-kiosk fieldset .form-check")
    assert levels.count() == 15
    assert min(box["height"] for box in (one.bounding_box() for one in levels.all())) >= 60
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if size == DESK:
        check_axe(page)
    for group in page.get_by_role("group").all():
        group.get_by_label("Hài lòng", exact=True).check()
    follow(page.get_by_role("button", name="Gửi đánh giá"))
    assert page.get_by_text("Cảm ơn ông/bà.").is_visible()
    if size == DESK:
        check_axe(page)
    follow(page.get_by_role("link", name="Xong, mời người tiếp theo"))
    assert page.get_by_label("Mã trên giấy hẹn").input_value() == ""


@pytest.mark.browser
@pytest.mark.parametrize("theme", [None, "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_leader_enters_what_the_portal_has_measured(visit, desk, size, theme):
    take_in(desk)
    page = enter(visit, desk.leader, size=size, theme=theme)
    page.goto("/lanh-dao/chi-so/?ky=2026")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    name = "Phản ánh, kiến nghị xử lý đúng hạn"
    follow(page.get_by_role("link", name=name))
    page.get_by_label("Giá trị").fill("120")
    page.get_by_label("Đọc ở đâu").fill("Cổng Dịch vụ công quốc gia")
    for part, value in (("Ngày", "1"), ("Tháng", "1"), ("Năm", "2026")):
        page.get_by_label(part, exact=True).fill(value)
    follow(page.get_by_role("button", name="Ghi số này"))
    assert page.get_by_text("Ghi một số từ 0 đến 100.").first.is_visible()
    check_axe(page)
    page.get_by_label("Giá trị").fill("91,5")
    follow(page.get_by_role("button", name="Ghi số này"))
    assert page.get_by_text("91,5%").is_visible()
    check_axe(page)
    follow(page.get_by_role("link", name="Mọi số đã nhập từ nơi khác"))
    assert page.get_by_text("91,50 %").is_visible()
    check_axe(page)


@pytest.mark.browser
def test_the_figures_of_the_leaders_page_stand_in_whole_rows(visit, desk):
    take_in(desk)
    page = enter(visit, desk.leader, size=DESK)
    page.goto("/lanh-dao/")
    tops = [one.bounding_box()["y"] for one in page.locator(".p-kpi > li").all()]
    assert len(tops) == 8
    assert {tops.count(top) for top in tops} == {4}
