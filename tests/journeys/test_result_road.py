"""A result from the leader's certificate to the hand: signed, checked, replaced, revoked."""

import io
import re
from urllib.parse import urlsplit

import pypdfium2
import pytest
import zxingcpp
from django.utils import timezone

from phuong.areas.dossiers import actions, queries
from phuong.areas.dossiers.actions.given import GivenFile
from phuong.areas.dossiers.tests.builders import GROUND, make_desk, take_in, wanted_by_post
from phuong.areas.dossiers.tests.test_results import certify, stored
from phuong.kernel.documents import api as documents
from phuong.kernel.documents.signing.tests.authority import Authority
from phuong.kernel.documents.tests import made
from tests.journeys.hands import enter
from tests.support.browser import PHONE, check_axe, follow
from tests.support.builders import load_law_values

pytestmark = pytest.mark.slow
CHECK = "/kiem-tra/ket-qua/"


@pytest.fixture
def desk(visit, settings, tmp_path, monkeypatch):
    load_law_values()
    desk = make_desk()
    certify(desk, Authority(), settings, tmp_path, monkeypatch)
    return desk


def submitted(desk):
    """Put a drafted PDF before the leader, now."""
    now = timezone.now()
    by = desk.of(desk.head, now)
    dossier = actions.assign(by, take_in(desk, now), desk.specialist.id)
    draft = GivenFile("", "du-thao.pdf", stored())
    return actions.submit(
        desk.of(desk.specialist, now),
        dossier,
        kind="Giấy khai sinh",
        summary="Đủ điều kiện.",
        files=[draft],
    )


def sign(leader, dossier):
    """Sign the drafted PDF, as the page offers first."""
    leader.goto(f"/can-bo/ho-so/{dossier.code}/")
    follow(leader.get_by_role("link", name="Ký kết quả").first)
    assert leader.get_by_label("Ký số vào tệp PDF").is_checked()
    check_axe(leader)
    follow(leader.get_by_role("button", name="Ký kết quả"))
    leader.get_by_text("trả kết quả cho người nộp").first.wait_for()
    return content_of(dossier)


def content_of(dossier) -> bytes:
    return documents.content(queries.latest(dossier).file.sha256)


def upload(page, pdf: bytes) -> str:
    """Have a file checked in public; return what the page says of it."""
    page.goto(CHECK)
    page.get_by_label("Tệp PDF kết quả").set_input_files(
        {"name": "ket-qua.pdf", "mimeType": "application/pdf", "buffer": pdf}
    )
    follow(page.get_by_role("button", name="Kiểm tra"))
    page.locator("#ket-qua").wait_for(timeout=60_000)
    return str(page.locator("#ket-qua").inner_text())


def scan(page, pdf: bytes) -> str:
    """Open what the code of the visible stamp leads to, read from a picture of the page."""
    shown = pypdfium2.PdfDocument(io.BytesIO(pdf))
    shown.init_forms()  # A stamp is drawn as part of its signature's field.
    picture = shown[len(shown) - 1].render(scale=200 / 72).to_pil()
    shown.close()
    [code] = zxingcpp.read_barcodes(picture)
    page.goto(urlsplit(code.text).path)
    return str(page.locator("#ket-qua").inner_text())


def fill_reason(page):
    page.get_by_label("Lý do").first.fill(GROUND["reason"])
    page.get_by_label("Căn cứ").fill(GROUND["basis"])
    page.get_by_label("Người nộp làm gì tiếp").fill(GROUND["next_step"])


def enter_as_owner(visit, dossier):
    phone = visit("/tra-cuu/", size=PHONE, scripts=False)
    phone.get_by_label("Mã hồ sơ").fill(dossier.code)
    phone.get_by_label(re.compile("4 số cuối")).fill("3412")
    follow(phone.get_by_role("button", name="Tra cứu"))
    return phone


def replace(leader, dossier):
    """Sign another file in the place of the first."""
    leader.goto(f"/can-bo/ho-so/{dossier.code}/thay-the-ket-qua/")
    check_axe(leader)
    leader.get_by_label("Đã sửa gì").fill("Sửa chữ đệm của trẻ")
    leader.get_by_label("Lý do thay thế").fill("Bản trước ghi sai chữ đệm")
    leader.get_by_label("Căn cứ").fill("Điều 28 Luật Hộ tịch")
    leader.get_by_label("Ký số vào tệp PDF").check()
    leader.get_by_label("Tệp PDF của kết quả mới").set_input_files(
        {"name": "moi.pdf", "mimeType": "application/pdf", "buffer": made.pdf("Trẻ: Nguyễn Thị A")}
    )
    follow(leader.get_by_role("button", name="Thay thế kết quả"))
    leader.get_by_text("Xong: Thay thế kết quả").first.wait_for()


def hand_to_holder_of_authority(counter, dossier):
    counter.goto(f"/can-bo/ho-so/{dossier.code}/tra-ket-qua/")
    counter.get_by_label("Người được uỷ quyền").check()
    counter.get_by_label("Họ tên người nhận thay").fill("Trần Thị Bình")
    counter.get_by_label("Loại giấy uỷ quyền").select_option(index=1)
    counter.get_by_label(re.compile("^Số, ngày, nơi chứng thực")).fill("Số 12, ngày 18/11/2026")
    follow(counter.get_by_role("main").get_by_role("button", name="Trả kết quả"))
    counter.get_by_text("không còn việc gì phải làm").wait_for()


def test_a_signed_result_is_received_checked_replaced_and_revoked(visit, desk):
    dossier = submitted(desk)
    leader, anybody = enter(visit, desk.leader), visit(CHECK, size=PHONE)
    first = sign(leader, dossier)
    owner = enter_as_owner(visit, dossier)
    owner.goto(f"/ho-so/{dossier.code}/nhan-ket-qua/")
    follow(owner.get_by_role("button").first)
    assert "do phường phát hành và còn nguyên" in upload(anybody, first)
    check_axe(anybody)
    assert "còn hiệu lực" in scan(anybody, first)
    check_axe(anybody)

    replace(leader, dossier)
    second = content_of(dossier)
    assert "đã được thay bằng bản khác" in upload(anybody, first)
    assert "2/UBND" in scan(anybody, first)
    assert "còn hiệu lực" in scan(anybody, second)

    hand_to_holder_of_authority(enter(visit, desk.reception), dossier)
    leader.goto(f"/can-bo/ho-so/{dossier.code}/thu-hoi-ket-qua/")
    fill_reason(leader)
    follow(leader.get_by_role("button", name="Thu hồi kết quả"))
    leader.get_by_text("Xong: Thu hồi kết quả").first.wait_for()
    assert "đã bị thu hồi" in upload(anybody, second)
    assert "đã bị thu hồi" in scan(anybody, second)

    follow(leader.get_by_role("link", name="Sổ kết quả").first)
    check_axe(leader)
    rows = leader.get_by_role("row")
    assert "Người được uỷ quyền" in rows.nth(1).inner_text()
    assert "thay bằng số 2/UBND" in rows.nth(2).inner_text()
    with leader.expect_download() as taken:
        leader.get_by_role("link", name="Tải Excel").click()
    assert taken.value.suggested_filename == "So ket qua.xlsx"


def test_one_cancelled_before_it_is_handed_over_and_the_next_goes_by_post(visit, desk):
    dossier = wanted_by_post(submitted(desk))
    leader, counter = enter(visit, desk.leader), enter(visit, desk.reception, size=PHONE)
    wrong = sign(leader, dossier)
    leader.goto(f"/can-bo/ho-so/{dossier.code}/huy-ket-qua/")
    check_axe(leader)
    fill_reason(leader)
    follow(leader.get_by_role("button", name="Huỷ kết quả chưa trao"))
    leader.get_by_text("Xong: Huỷ kết quả chưa trao").first.wait_for()
    assert "đã bị thu hồi" in scan(visit(CHECK, size=PHONE), wrong)
    owner = enter_as_owner(visit, dossier)
    assert owner.get_by_text(GROUND["reason"]).first.is_visible()

    officer = enter(visit, desk.specialist)
    officer.goto(f"/can-bo/ho-so/{dossier.code}/trinh-ky/")
    officer.get_by_label("Nội dung đề nghị").fill("Đã sửa.")
    follow(officer.get_by_role("button", name="Trình ký"))
    officer.get_by_text("Xong: Trình ký").first.wait_for()
    sign(leader, dossier)
    counter.goto(f"/can-bo/ho-so/{dossier.code}/gui-buu-dien/")
    counter.get_by_label("Mã bưu gửi").fill("EV123456789VN")
    follow(counter.get_by_role("main").get_by_role("button", name="Gửi kết quả qua bưu điện"))
    counter.goto("/can-bo/so/ket-qua/?so=2")
    assert counter.get_by_text("Đang gửi bưu điện").is_visible()
    counter.goto(f"/can-bo/ho-so/{dossier.code}/tra-ket-qua/")
    counter.get_by_label("Bưu điện đã phát").check()
    follow(counter.get_by_role("main").get_by_role("button", name="Trả kết quả"))
    counter.get_by_text("không còn việc gì phải làm").wait_for()
    counter.goto("/can-bo/so/ket-qua/?trao=post")
    check_axe(counter)
    assert counter.get_by_text("2/UBND").first.is_visible()
