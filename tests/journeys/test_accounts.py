"""An official's account in a real browser: codes, a passkey of the browser's own, devices, dark."""

import re
from pathlib import Path

import pyotp
import pytest

from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier
from phuong.kernel.access import clock
from phuong.kernel.access.roles import Role
from tests.journeys.hands import enter, fits
from tests.support.browser import DESK, PHONE, follow
from tests.support.builders import PASSWORD, load_law_values, make_person, make_ward

STEPS = "/can-bo/cai-dat/hai-buoc/"


@pytest.fixture
def mai(settings, committed_db):
    settings.SECOND_FACTOR = ["specialist"]
    load_law_values()
    return make_person(make_ward("PM"), Role.SPECIALIST, name="Trần Văn Mai", login="mai")


@pytest.fixture
def look(axe, tmp_path):
    """See that a page fits a phone and hinders nobody, by day and by night."""

    def at(page, name):
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        assert fits(page), name
        axe(page)
        keep(page, f"{name}-phone")
        page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
        page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
        axe(page)
        keep(page, f"{name}-dark")
        page.evaluate("document.documentElement.dataset.bsTheme = 'light'")

    def keep(page, name):
        page.screenshot(path=Path(tmp_path) / f"{name}.png", full_page=True)

    return at


def plug_in(page):
    """Give the browser a device that holds keys, as a computer with a fingerprint reader has."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, made["authenticatorId"]


def by_name(page, visit):
    """Return the address of the site by its name: keys are bound to names."""
    return visit.site.replace("127.0.0.1", "localhost")


def log_in(page, site):
    page.goto(f"{site}/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill("mai")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    follow(page.get_by_role("button", name="Đăng nhập", exact=True))


def test_codes_of_the_telephone_from_the_first_log_in_to_the_next(mai, visit, look):
    page = enter(visit, mai)
    assert "cần bước xác nhận thứ hai" in page.get_by_role("main").inner_text()
    look(page, "steps")
    follow(page.get_by_role("button", name="Bắt đầu"))
    look(page, "scan")
    follow(page.get_by_text("Không quét được?"))
    seed = page.locator("details .p-code").inner_text().replace(" ", "")
    page.get_by_label("6 số đang hiện trong ứng dụng").fill(pyotp.TOTP(seed).at(clock.now()))
    follow(page.get_by_role("button", name="Bật mã dùng một lần"))
    assert page.get_by_text("Chỉ hiện lần này").is_visible()
    assert page.get_by_role("button", name="In trang này").is_visible()
    look(page, "codes")
    code = re.search(r"[A-Z2-9]{5}-[A-Z2-9]{5}", page.get_by_role("main").inner_text()).group()
    follow(page.get_by_role("link", name="Đã cất, làm việc tiếp"))
    page.goto("/can-bo/cai-dat/")
    look(page, "settings")

    # The next day, on a telephone without scripts, with a code from paper.
    phone = enter(visit, mai, size=PHONE, scripts=False)
    assert phone.get_by_role("heading", name="Xác nhận bước hai").is_visible()
    phone.get_by_label("Mã xác nhận").fill("000 000")
    follow(phone.get_by_role("button", name="Xác nhận"))
    assert phone.get_by_role("alert").get_by_text("Mã chưa đúng").is_visible()
    phone.get_by_label("Mã xác nhận").fill(code)
    follow(phone.get_by_role("button", name="Xác nhận"))
    phone.wait_for_url("**/can-bo/")

    page.goto("/can-bo/cai-dat/thiet-bi/")
    assert page.locator(".p-files li").count() == 2
    look(page, "devices")
    follow(page.get_by_role("button", name="Thoát khỏi mọi máy khác"))
    assert page.locator(".p-files li").count() == 1
    phone.goto("/can-bo/viec/")
    assert "/dang-nhap/" in phone.url


def test_a_passkey_of_the_browser_s_own(mai, visit, look):
    page = visit(size=DESK)
    _session, _device = plug_in(page)
    site = by_name(page, visit)
    log_in(page, site)
    follow(page.get_by_role("link", name="Thêm khoá truy cập"))
    look(page, "passkey")
    page.get_by_label("Gọi khoá này là").fill("Máy ở quầy")
    follow(page.get_by_role("button", name="Tạo khoá"))
    page.get_by_text("Chỉ hiện lần này").wait_for()
    follow(page.get_by_role("link", name="Đã cất, làm việc tiếp"))
    follow(page.get_by_role("button", name="Đăng xuất").first)

    log_in(page, site)
    look(page, "second-step")
    follow(page.get_by_role("button", name="Dùng khoá truy cập"))
    page.wait_for_url("**/can-bo/")
    page.goto(f"{site}{STEPS}")
    assert page.get_by_role("link", name="Bỏ khoá Máy ở quầy").is_visible()
    assert page.get_by_text("dùng lúc").is_visible()


def test_a_device_without_the_key_is_told_what_else_there_is(mai, visit):
    page = visit(size=DESK)
    session, device = plug_in(page)
    site = by_name(page, visit)
    log_in(page, site)
    follow(page.get_by_role("link", name="Thêm khoá truy cập"))
    page.get_by_label("Gọi khoá này là").fill("Máy cũ")
    follow(page.get_by_role("button", name="Tạo khoá"))
    page.get_by_text("Chỉ hiện lần này").wait_for()
    follow(page.get_by_role("link", name="Đã cất, làm việc tiếp"))
    follow(page.get_by_role("button", name="Đăng xuất").first)
    session.send("WebAuthn.clearCredentials", {"authenticatorId": device})
    log_in(page, site)
    page.get_by_role("button", name="Dùng khoá truy cập").click()
    page.get_by_role("alert").get_by_text("Máy chưa xác nhận được khoá").wait_for()


def test_the_theme_follows_the_machine_without_scripts(mai, visit):
    def paper(page):
        page.goto("/hien-thi/")
        return page.evaluate("getComputedStyle(document.body).backgroundColor")

    for scheme, colour in (("dark", "rgb(20, 24, 29)"), ("light", "rgb(255, 255, 255)")):
        page = visit("/hien-thi/", color_scheme=scheme)
        page.get_by_label("Theo máy").check()
        follow(page.get_by_role("button", name="Lưu cách hiển thị"))
        assert paper(page) == colour
        assert page.locator("script:not([src])").count() == 0


def test_the_dark_of_auto_is_as_readable_as_the_chosen_one(mai, visit, axe):
    page = visit("/hien-thi/", theme="auto", color_scheme="dark")
    axe(page)
    auto = page.evaluate("getComputedStyle(document.querySelector('h1')).color")
    chosen = visit("/hien-thi/", theme="dark")
    assert chosen.evaluate("getComputedStyle(document.querySelector('h1')).color") == auto


def test_a_citizen_gathers_dossiers_on_the_phone_without_scripts(committed_db, visit, look):
    load_law_values()
    desk = make_desk()
    dossier = make_dossier(desk, State.IN_WORK)
    desk.ward.is_demo = True
    desk.ward.save()
    page = visit("/tra-cuu/", scripts=False)
    follow(page.get_by_role("link", name="Gom vào trang Hồ sơ của tôi"))
    page.get_by_label("Địa chỉ thư điện tử").fill("huong@mail.example")
    follow(page.get_by_role("button", name="Gửi đường dẫn cho tôi"))
    follow(page.get_by_role("link", name="Vào trang hồ sơ của tôi"))
    follow(page.get_by_role("button", name="Vào trang hồ sơ của tôi"))
    assert page.get_by_text("Chưa giữ hồ sơ nào").is_visible()
    page.get_by_label("Mã hồ sơ").fill(dossier.code)
    page.get_by_label("4 số cuối điện thoại").fill("3412")
    follow(page.get_by_role("button", name="Thêm vào danh sách"))
    jar = page.context.cookies()
    follow(page.get_by_role("button", name=f"Mở hồ sơ {dossier.code}"))
    page.wait_for_url(f"**/ho-so/{dossier.code}/")

    seen = visit()
    seen.context.add_cookies(jar)
    seen.goto("/cua-toi/")
    look(seen, "mine")
    seen.goto("/cua-toi/xoa/")
    look(seen, "delete")
    page.goto("/cua-toi/")
    follow(page.get_by_role("link", name="Xoá tài khoản này"))
    follow(page.get_by_role("button", name="Xoá tài khoản"))
    assert page.get_by_text("Đã xoá tài khoản").is_visible()
    seen.goto("/cua-toi/")
    look(seen, "door")
