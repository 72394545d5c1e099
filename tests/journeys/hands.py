"""What people do at the pages, each step with the hands of the one whose turn it is."""

import re

from tests.support.browser import DESK, follow
from tests.support.builders import PASSWORD


def enter(visit, person, **options):
    """Log a person in by the form, as they would."""
    page = visit("/dang-nhap/", **({"size": DESK} | options))
    page.get_by_label("Tên đăng nhập").fill(person.account.login)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    follow(page.get_by_role("button", name="Đăng nhập", exact=True))
    return page


def code_on(page):
    return re.search(r"PM-\d{6}-\d{4}", page.content()).group()


def go_on(page):
    follow(page.get_by_role("button", name="Tiếp tục"))


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


def prepare_birth(page, photo):
    """Prepare a birth registration on the phone, with a slip of the hand on the way."""
    follow(page.get_by_role("button", name="Chuẩn bị trước, nộp tại quầy"))
    follow(page.get_by_role("link", name="Người nộp"))
    say_who(page)

    follow(page.get_by_role("link", name="Nội dung khai"))
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

    follow(page.get_by_role("link", name="Giấy tờ"))
    page.get_by_label("Tờ khai đăng ký khai sinh").set_input_files(photo)
    page.get_by_label("Giấy chứng sinh").set_input_files(photo)
    assert fits(page)
    go_on(page)
    follow(page.get_by_role("link", name="Cách nhận kết quả"))
    page.get_by_label("Nhận tại quầy").check()
    go_on(page)

    assert page.get_by_role("heading", name="Kiểm tra lại").is_visible()
    assert fits(page)
    follow(page.get_by_role("link", name="Sửa Họ, chữ đệm và tên của trẻ"))
    page.get_by_label("Họ, chữ đệm và tên của trẻ").fill("Nguyễn Minh Ân")
    go_on(page)
    assert page.get_by_text("Nguyễn Minh Ân").is_visible()
    follow(page.get_by_role("button", name="Chuẩn bị xong, nộp tại quầy"))


def assign(head, code):
    head.goto(f"/can-bo/ho-so/{code}/")
    follow(head.get_by_role("link", name="Phân công"))
    head.get_by_label("Trần Văn Mai").check()
    follow(head.get_by_role("button", name="Phân công"))
    assert head.get_by_text("Trần Văn Mai giải quyết và trình ký").first.is_visible()


def ask(officer, code, paper="Tờ khai"):
    officer.goto("/can-bo/viec/")
    follow(officer.get_by_role("link", name=code, exact=True))
    follow(officer.get_by_text("Việc khác"))
    follow(officer.get_by_role("link", name="Yêu cầu bổ sung"))
    officer.get_by_label(re.compile("^Giấy tờ")).first.select_option(label=paper)
    officer.get_by_label("Vì sao cần").first.fill("Tờ khai chưa ký")
    officer.get_by_label("Căn cứ").first.fill("Điều 16 Luật Hộ tịch")
    follow(officer.get_by_role("button", name="Yêu cầu bổ sung"))
    assert officer.get_by_text("Người nộp bổ sung giấy tờ").first.is_visible()


def answer(phone, code, photo):
    phone.get_by_label("Mã hồ sơ").fill(code.lower())
    phone.get_by_label(re.compile("4 số cuối")).fill("3412")
    follow(phone.get_by_role("button", name="Tra cứu"))
    assert phone.get_by_text("Ông/bà cần làm").first.is_visible()
    follow(phone.get_by_role("link", name=re.compile("[Bb]ổ sung")).first)
    phone.locator("input[type=file]").first.set_input_files(photo)
    follow(phone.get_by_role("button", name="Gửi giấy tờ bổ sung"))
    assert phone.get_by_text("Ngày hẹn mới").is_visible()
    follow(phone.get_by_role("link", name="Vì sao là ngày này?").first)
    assert phone.get_by_text("ngày bắt đầu, không tính").is_visible()


def settle(officer, leader, code):
    officer.goto(f"/can-bo/ho-so/{code}/")
    follow(officer.get_by_role("link", name="Trình ký"))
    officer.get_by_label("Nội dung đề nghị").fill("Đủ điều kiện cấp.")
    follow(officer.get_by_role("button", name="Trình ký"))
    leader.goto("/can-bo/viec/")
    follow(leader.get_by_role("link", name=re.compile("^Ký kết quả")).first)
    assert leader.get_by_text("Đủ điều kiện cấp.").is_visible()
    follow(leader.get_by_role("button", name="Ký kết quả"))
    assert leader.get_by_text("trả kết quả cho người nộp").first.is_visible()


def hand_over(counter, code):
    counter.goto("/can-bo/quay/")
    counter.get_by_label("Quét mã QR, hoặc gõ mã, tên, số điện thoại").fill(code)
    follow(counter.get_by_role("button", name="Mở"))
    follow(counter.get_by_role("main").get_by_role("link", name="Trả kết quả"))
    follow(counter.get_by_role("main").get_by_role("button", name="Trả kết quả"))
    assert counter.get_by_text("không còn việc gì phải làm").is_visible()
