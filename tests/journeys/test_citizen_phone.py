"""Citizens on a phone, scripts off: they prepare, file, look up and answer."""

from pathlib import Path

import pytest

from phuong.areas.dossiers.tests import citizens
from phuong.areas.dossiers.tests.citizens import BIRTH, BOARDING, make_ward_of
from phuong.kernel.documents.tests.made import picture


@pytest.fixture
def upload(tmp_path):
    """Return a photograph on the phone."""
    path = tmp_path / "anh.jpg"
    path.write_bytes(picture(size=(320, 240)))
    return path


def go_on(page):
    page.get_by_role("button", name="Tiếp tục").click()


def fits(page):
    """Tell whether nothing makes the page scroll sideways."""
    page.set_viewport_size({"width": 320, "height": 640})
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 390, "height": 844})
    return wide <= 320


def say_who(page):
    page.get_by_label("Cho tôi").check()
    go_on(page)
    page.get_by_label("Họ, chữ đệm và tên").fill("Nguyễn Thị Hường")
    page.get_by_label("Số điện thoại").fill("090 512 3412")
    page.get_by_label("Nơi ở hiện nay").fill("12 đường Mẫu")
    go_on(page)


def test_a_birth_is_prepared_with_two_papers_and_ends_with_the_qr(visit, upload: Path):
    make_ward_of(BIRTH)
    page = visit("/thu-tuc/khai-sinh/nop/", scripts=False)
    page.get_by_role("button", name="Chuẩn bị trước, nộp tại quầy").click()
    page.get_by_role("link", name="Người nộp").click()
    say_who(page)

    page.get_by_role("link", name="Nội dung khai").click()
    page.get_by_label("Họ, chữ đệm và tên của trẻ").fill("Nguyễn Minh An")
    go_on(page)
    page.get_by_label("Nữ").check()
    go_on(page)
    for label, value in (("Ngày", "31"), ("Tháng", "2"), ("Năm", "2026")):
        page.get_by_label(label, exact=True).fill(value)
    go_on(page)
    assert page.get_by_role("alert").get_by_text("Không có ngày 31/2/2026").is_visible()
    page.get_by_label("Ngày", exact=True).fill("1")
    go_on(page)
    go_on(page)
    page.get_by_label("Cần thêm mấy bản sao?").fill("2")
    go_on(page)

    page.get_by_role("link", name="Giấy tờ").click()
    page.get_by_label("Tờ khai đăng ký khai sinh").set_input_files(upload)
    page.get_by_label("Giấy chứng sinh").set_input_files(upload)
    assert fits(page)
    go_on(page)
    page.get_by_role("link", name="Cách nhận kết quả").click()
    page.get_by_label("Nhận tại quầy").check()
    go_on(page)

    assert page.get_by_role("heading", name="Kiểm tra lại").is_visible()
    assert fits(page)
    page.get_by_role("link", name="Sửa Họ, chữ đệm và tên của trẻ").click()
    page.get_by_label("Họ, chữ đệm và tên của trẻ").fill("Nguyễn Minh Ân")
    go_on(page)
    assert page.get_by_text("Nguyễn Minh Ân").is_visible()
    page.get_by_role("button", name="Chuẩn bị xong, nộp tại quầy").click()
    assert page.get_by_role("heading", name="Đã chuẩn bị xong").is_visible()
    assert page.locator(".p-qr svg").is_visible()
    assert fits(page)


def test_a_boarding_house_is_filed_wholly_here(visit, upload: Path):
    make_ward_of(BOARDING)
    page = visit("/thu-tuc/phong-tro-an-toan/nop/", scripts=False)
    page.get_by_role("button", name="Bắt đầu nộp hồ sơ").click()
    page.get_by_role("link", name="Người nộp").click()
    say_who(page)
    page.get_by_role("link", name="Nội dung khai").click()
    page.get_by_label("Phòng trọ ở đâu?").fill("5 hẻm 2")
    go_on(page)
    page.get_by_label("Có mấy phòng?").fill("tám")
    go_on(page)
    assert page.get_by_role("alert").get_by_text("Nhập một số").is_visible()
    page.get_by_label("Có mấy phòng?").fill("8")
    go_on(page)
    page.get_by_role("link", name="Giấy tờ").click()
    go_on(page)
    assert page.get_by_role("alert").is_visible()
    page.get_by_label("Đơn đăng ký công nhận phòng trọ an toàn").set_input_files(upload)
    page.get_by_label("Ảnh phòng trọ").set_input_files([upload, upload])
    go_on(page)
    page.get_by_role("link", name="Cách nhận kết quả").click()
    page.get_by_label("Bản điện tử").check()
    go_on(page)
    page.get_by_role("button", name="Gửi hồ sơ").click()
    assert page.get_by_role("heading", name="Đã gửi hồ sơ").is_visible()
    assert page.get_by_text("Trong 8 giờ làm việc").is_visible()
    assert citizens.newest().code in page.locator(".p-panel").inner_text()
