"""Citizens on a phone, scripts off: they prepare, file, look up and answer."""

from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from pypdf import PdfReader

from phuong.areas.dossiers import actions, rules
from phuong.areas.dossiers.actions.given import Given
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests import citizens
from phuong.areas.dossiers.tests.builders import GROUND, make_desk, make_dossier
from phuong.areas.dossiers.tests.citizens import BIRTH, BOARDING, Walk, make_law, make_ward_of
from phuong.areas.procedures.rules.rows import PaperRow
from phuong.kernel.documents.tests.made import picture
from tests.journeys.hands import fits, go_on, prepare_birth, say_who
from tests.support.browser import follow
from tests.support.builders import MONDAY, THURSDAY, TUESDAY, WEDNESDAY


@pytest.fixture
def upload(tmp_path):
    """Return a photograph on the phone."""
    path = tmp_path / "anh.jpg"
    path.write_bytes(picture(size=(320, 240)))
    return path


def test_a_birth_is_prepared_with_two_papers_and_ends_with_the_qr(visit, upload: Path):
    make_ward_of(BIRTH)
    page = visit("/thu-tuc/khai-sinh/nop/", scripts=False)
    prepare_birth(page, upload)
    assert page.get_by_role("heading", name="Đã chuẩn bị xong").is_visible()
    assert page.locator(".p-qr svg").is_visible()
    assert fits(page)


def test_a_boarding_house_is_filed_wholly_here(visit, upload: Path):
    make_ward_of(BOARDING)
    page = visit("/thu-tuc/phong-tro-an-toan/nop/", scripts=False)
    follow(page.get_by_role("button", name="Bắt đầu nộp hồ sơ"))
    follow(page.get_by_role("link", name="Người nộp"))
    say_who(page)
    follow(page.get_by_role("link", name="Nội dung khai"))
    page.get_by_label("Phòng trọ ở đâu?").fill("5 hẻm 2")
    go_on(page)
    page.get_by_label("Có mấy phòng?").fill("tám")
    go_on(page)
    assert page.get_by_role("alert").get_by_text("Nhập một số").is_visible()
    page.get_by_label("Có mấy phòng?").fill("8")
    go_on(page)
    follow(page.get_by_role("link", name="Giấy tờ"))
    go_on(page)
    assert page.get_by_role("alert").is_visible()
    page.get_by_label("Đơn đăng ký công nhận phòng trọ an toàn").set_input_files(upload)
    page.get_by_label("Ảnh phòng trọ").set_input_files([upload, upload])
    go_on(page)
    follow(page.get_by_role("link", name="Cách nhận kết quả"))
    page.get_by_label("Bản điện tử").check()
    go_on(page)
    follow(page.get_by_role("button", name="Gửi hồ sơ"))
    assert page.get_by_role("heading", name="Đã gửi hồ sơ").is_visible()
    assert page.get_by_text("Trong 8 giờ làm việc").is_visible()
    assert citizens.newest().code in page.locator(".p-panel").inner_text()


def test_a_dossier_is_looked_up_answered_and_closed(visit, upload: Path):
    make_law()
    desk = make_desk()
    dossier = make_dossier(desk, State.SUPPLEMENT)
    page = visit("/tra-cuu/", scripts=False)
    page.get_by_label("Mã hồ sơ").fill(dossier.code.lower().replace("-", " "))
    page.get_by_label("4 số cuối điện thoại").fill("3412")
    follow(page.get_by_role("button", name="Tra cứu"))
    follow(page.get_by_role("link", name="Xem phiếu và bổ sung"))
    follow(page.get_by_role("button", name="Gửi giấy tờ bổ sung"))
    assert page.get_by_role("alert").is_visible()
    page.get_by_label("Ảnh hoặc tệp: Tờ khai").set_input_files(upload)
    follow(page.get_by_role("button", name="Gửi giấy tờ bổ sung"))
    assert page.get_by_text("Ngày hẹn mới").is_visible()
    follow(page.get_by_role("link", name="Vì sao là ngày này?"))
    page.get_by_text("tạm dừng, không tính").first.wait_for()
    follow(page.get_by_role("link", name="Quay lại"))
    follow(page.get_by_role("button", name="Đóng trang hồ sơ này"))
    page.goto(f"/ho-so/{dossier.code}/")
    assert page.get_by_role("heading", name="Tra cứu hồ sơ").is_visible()


def test_every_page_before_sending_is_open_to_everybody(visit, axe):
    make_ward_of(BIRTH)
    walk = Walk(Client())
    token = citizens.fill_birth(walk).token
    page = visit("/thu-tuc/khai-sinh/nop/")
    steps = (
        "cho-ai",
        "nguoi-nop",
        "khai/born_on",
        "giay-to",
        "cach-nhan",
        "kiem-tra",
        "luu",
        "xoa",
    )
    for path in ("/thu-tuc/khai-sinh/nop/", "/nop/ma/", f"/nop/{token}/", "/nop/da-xoa/"):
        look(page, axe, path)
    for step in steps:
        look(page, axe, f"/nop/{token}/{step}/")
    walk.open(f"/nop/{token}/kiem-tra/")
    walk.send()
    look(page, axe, f"/nop/{token}/da-gui/")


def test_every_page_of_a_dossier_is_open_to_everybody_and_slips_print_on_one_page(visit, axe):
    make_law()
    desk = make_desk(papers=MANY_PAPERS)
    given = {paper.code: "original" for paper in MANY_PAPERS}
    dossier = actions.take_in(desk.of(desk.reception, MONDAY), desk.ward, desk.version, LONG, given)
    dossier = actions.assign(desk.of(desk.head, TUESDAY), dossier, desk.specialist.id)
    asked = [rules.Asked(paper.name, "Bản chụp mờ", "Điều 16 Luật Hộ tịch", "Chụp lại")
             for paper in MANY_PAPERS]  # fmt: skip
    dossier = actions.ask_supplement(
        desk.of(desk.specialist, WEDNESDAY), dossier, asked, desk.version, days=30, allowed=1
    )
    page = visit("/tra-cuu/")
    look(page, axe, "/tra-cuu/")
    look(page, axe, f"/q/{dossier.token}/")
    prove(page, dossier)
    root = f"/ho-so/{dossier.code}/"
    for path in ("", "ngay-hen/", "bo-sung/", "rut/", "giay-hen/", "phieu-bo-sung/"):
        look(page, axe, root + path)
    actions.stop(desk.of(desk.leader, THURSDAY), dossier, **GROUND)
    for path in ("", "thong-bao-dung/"):
        look(page, axe, root + path)
    for slip in ("giay-hen", "phieu-bo-sung", "thong-bao-dung"):
        page.goto(f"{root}{slip}/")
        assert len(PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages) == 1, slip


MANY_PAPERS = tuple(
    PaperRow(f"p{number}", name, "original")
    for number, name in enumerate(
        (
            "Tờ khai đăng ký khai sinh",
            "Giấy chứng sinh",
            "Văn bản của người làm chứng, hoặc giấy cam đoan về việc sinh",
            "Biên bản về việc trẻ bị bỏ rơi",
            "Văn bản xác nhận việc hỗ trợ sinh sản cho việc mang thai hộ",
            "Văn bản ủy quyền",
            "Giấy chứng nhận kết hôn của cha mẹ",
        )
    )
)
LONG = Given(
    name="Nguyễn Hoàng Phương Trinh Tôn Nữ Công Tằng",
    phone="+84905123412",
    address="125/34/7B đường Nguyễn Văn Cừ nối dài, khu vực 3, phường Mẫu, thành phố Mẫu",
)


def look(page, axe, path):
    """Open a page, let axe look at it, and see that it does not scroll sideways."""
    assert page.goto(path).status == 200, path
    axe(page)
    assert fits(page), path


def prove(page, dossier):
    page.goto("/tra-cuu/")
    page.get_by_label("Mã hồ sơ").fill(dossier.code)
    page.get_by_label("4 số cuối điện thoại").fill("3412")
    follow(page.get_by_role("button", name="Tra cứu"))
