"""A receipt is verified in flight mode by a phone that has opened the page once."""

import base64

import pytest
import zxingcpp
from PIL import Image

from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier
from phuong.areas.dossiers.tests.citizens import make_law
from phuong.areas.dossiers.views import proof
from phuong.kernel.audit.api import keys, receipts
from phuong.kernel.audit.tests.test_receipts import signed_by_nobody
from phuong.kernel.ui import display
from tests.support.browser import follow
from tests.support.builders import MONDAY

GOOD = "Giấy hẹn này do phường ký và còn nguyên."
CHANGED = "nội dung đã bị sửa sau khi phường ký"


@pytest.fixture
def dossier(site, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    make_law()
    return make_dossier(make_desk(), State.RECEIVED)


@pytest.fixture
def code(dossier, site, settings, rf):
    settings.PUBLIC_URL = site
    request = rf.get("/")
    request.ward = dossier.ward
    return proof.receipt_address(request, dossier)


def flipped(code, place):
    """Turn one bit of what is signed, or of the signature."""
    address, _, written = code.partition("#")
    raw = bytearray(base64.urlsafe_b64decode(written + "=" * (-len(written) % 4)))
    raw[place] ^= 1
    return f"{address}#{base64.urlsafe_b64encode(raw).decode().rstrip('=')}"


def check(page, text):
    page.get_by_label("Nội dung mã QR").fill(text)
    page.get_by_role("button", name="Kiểm tra").click()


def verdict(page):
    return page.locator("#ket-qua strong").first


def test_a_phone_that_saw_the_page_once_checks_receipts_in_flight_mode(visit, code, dossier, axe):
    page = visit("/kiem-tra/")
    page.get_by_text("Từ nay máy này kiểm tra được cả khi không có mạng").wait_for()
    page.context.set_offline(True)
    page.goto("/kiem-tra/")
    check(page, code)
    page.get_by_text(GOOD).wait_for()
    told = page.locator("#ket-qua").inner_text()
    assert dossier.code in told
    assert "2 bản chính" in told
    for moment in (dossier.received_at, dossier.first_promise_at):
        assert display.moment(moment) in told
    axe(page)
    for place in (7, 20, 40, -40, -1):
        check(page, flipped(code, place))
        page.get_by_text(CHANGED).wait_for()
        assert verdict(page).count() == 1
        check(page, code)
        page.get_by_text(GOOD).wait_for()
    check(page, code[:-9])
    page.locator("#ket-qua").get_by_text("Không đọc được mã này.").wait_for()


def test_the_camera_s_own_link_is_checked_in_flight_mode_too(visit, code):
    page = visit("/kiem-tra/")
    page.get_by_text("Từ nay máy này kiểm tra được cả khi không có mạng").wait_for()
    page.context.set_offline(True)
    page.goto(code)
    page.get_by_text(GOOD).wait_for()
    page.goto(flipped(code, 12))
    page.reload()
    page.get_by_text(CHANGED).wait_for()


def test_what_stands_behind_the_hash_is_sent_to_nobody(visit, code):
    page = visit("/kiem-tra/")
    sent = []
    page.context.on("request", lambda request: sent.append((request.url, request.post_data or "")))
    page.goto(code)
    follow(page.get_by_role("link", name="Kiểm tra chữ ký trên giấy hẹn"))
    page.get_by_text(GOOD).wait_for()
    written = code.partition("#")[2]
    assert sent
    # The browser's own list shows the fragment of what is in its address bar; no request had it.
    assert not [one for one in sent if written in one[0].partition("#")[0] or written in one[1]]


def test_a_code_of_nobody_s_key_and_of_a_leaked_key_get_the_server_s_words(visit, code, dossier):
    page = visit("/kiem-tra/")
    receipt = receipts.check(dossier.ward_id, code).receipt
    check(page, signed_by_nobody(receipt))
    page.locator("#ket-qua").get_by_text("không do phường ký").wait_for()
    keys.rotate(dossier.ward_id, MONDAY, "leaked")
    check(page, code)
    page.locator("#ket-qua").get_by_text("khoá đã thôi dùng vì lộ ra ngoài").wait_for()


def photographed(text, path):
    """Lay a code on a table, a little turned, as a phone takes it."""
    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    code = Image.fromarray(made.to_image(scale=6)).convert("RGB")
    table = Image.new("RGB", (2400, 1800), (196, 188, 170))
    turned = code.rotate(7, expand=True, fillcolor=(255, 255, 255), resample=Image.BICUBIC)
    table.paste(turned, (700, 400))
    table.save(path, quality=80)
    return path


def test_a_shortened_list_of_papers_says_so_on_the_phone_as_on_the_server(visit, dossier):
    told = {"code": dossier.code, "version": dossier.version_id, "head": "ab" * 32}
    times = {"received_at": MONDAY, "promised_at": dossier.first_promise_at}
    many = receipts.Receipt(**told, **times, papers=(1, 2) * 70)
    text = receipts.signed(dossier.ward_id, many, MONDAY, room=230)
    words = (
        f"140 giấy tờ; danh sách rút gọn, dấu đối chiếu {receipts.Shortened.of(many.papers).mark}"
    )
    for scripts in (True, False):
        page = visit("/kiem-tra/", scripts=scripts)
        check(page, text)
        page.get_by_text(GOOD).wait_for()
        assert words in page.locator("#ket-qua").inner_text()


@pytest.fixture
def plain(visit, code):
    """A page in a browser that reads no codes by itself."""
    page = visit("/")
    page.add_init_script("delete window.BarcodeDetector")
    page.goto("/kiem-tra/")
    page.get_by_text("Từ nay máy này kiểm tra được cả khi không có mạng").wait_for()
    return page


def test_a_photograph_is_read_where_the_browser_reads_no_codes_also_in_flight_mode(
    plain, code, tmp_path
):
    assert plain.evaluate("'BarcodeDetector' in window || 'jsQR' in window") is False
    good = photographed(code, tmp_path / "giay-hen.jpg")
    bad = photographed(flipped(code, 12), tmp_path / "da-sua.jpg")
    plain.context.set_offline(True)
    plain.goto("/kiem-tra/")
    chosen = plain.get_by_label("Chụp mã QR, hoặc chọn ảnh đã chụp")
    chosen.set_input_files(good)
    plain.get_by_text(GOOD).wait_for()
    chosen.set_input_files(bad)
    plain.get_by_text(CHANGED).wait_for()


def test_a_photograph_without_a_code_and_a_file_that_is_none_are_said(plain, tmp_path):
    empty, text = tmp_path / "ban.jpg", tmp_path / "chu.jpg"
    Image.new("RGB", (800, 600), (196, 188, 170)).save(empty)
    text.write_text("không phải ảnh", "utf-8")
    for file in (empty, text):
        plain.goto("/kiem-tra/")
        plain.get_by_label("Chụp mã QR, hoặc chọn ảnh đã chụp").set_input_files(file)
        plain.locator("#ket-qua").get_by_text("Không đọc được mã này.").wait_for()


def test_without_scripts_the_server_checks(visit, code):
    page = visit("/kiem-tra/", scripts=False)
    for text, answer in ((code, GOOD), (flipped(code, 12), CHANGED)):
        page.get_by_label("Nội dung mã QR").fill(text)
        follow(page.get_by_role("button", name="Kiểm tra"))
        assert page.get_by_text(answer).is_visible()


def test_the_page_in_english_works_offline_in_english(visit, code):
    page = visit("/en/kiem-tra/")
    page.get_by_text("From now on this device checks receipts").wait_for()
    page.context.set_offline(True)
    page.goto("/en/kiem-tra/")
    page.get_by_label("Contents of the QR code").fill(code)
    page.get_by_role("button", name="Check").click()
    page.get_by_text("This receipt was signed by the ward and is unchanged.").wait_for()
