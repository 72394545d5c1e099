import pytest

from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier
from tests.support.browser import DESK, PHONE, follow
from tests.support.builders import PASSWORD, load_law_values

PUBLIC = ["/", "/dang-nhap/", "/gioi-thieu/", "/ho-tro/", "/tiep-can/", "/rieng-tu/"]
OFFICIAL = ["/can-bo/", "/can-bo/viec/", "/can-bo/viec/?han=qua-han", "/can-bo/tim/?q=huong"]
OFFICIAL += ["/can-bo/cai-dat/", "/can-bo/cai-dat/mat-khau/"]
LEADER = ["/lanh-dao/", "/lanh-dao/ho-so/?chi-tieu=dossiers.running", "/can-bo/viec/cho-ky/"]
ADMINISTRATOR = ["/quan-tri/"]
RECEPTION = ["/can-bo/quay/", "/can-bo/quay/goi-dien/"]
WHO = [("specialist", OFFICIAL), ("leader", LEADER)]
WHO += [("administrator", ADMINISTRATOR), ("reception", RECEPTION)]
LOOKS = [(PHONE, "light"), (DESK, "dark")]


@pytest.fixture
def desk(site):
    load_law_values()
    desk = make_desk()
    for state in (State.IN_WORK, State.SUPPLEMENT, State.SIGNING, State.READY, State.RETURNED):
        make_dossier(desk, state)
    return desk


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_nothing_hinders_citizens(desk, visit, axe, size, theme):
    page = visit(size=size, theme=theme)
    for path in PUBLIC:
        page.goto(path)
        axe(page)
        assert fits(page), path


@pytest.mark.parametrize(("size", "theme"), LOOKS)
@pytest.mark.parametrize(("who", "paths"), WHO)
def test_nothing_hinders_officials(desk, visit, axe, log_in, size, theme, who, paths):
    page = visit(size=size, theme=theme)
    log_in(page, getattr(desk, who).account)
    for path in paths:
        page.goto(path)
        assert page.url.endswith(path)
        axe(page)
        assert fits(page), path


@pytest.mark.parametrize("path", ["/", "/dang-nhap/", "/can-bo/viec/", "/can-bo/", "/lanh-dao/"])
def test_no_page_scrolls_sideways_at_320_pixels(desk, visit, log_in, path):
    page = visit(size=(320, 256))
    log_in(page, (desk.leader if path == "/lanh-dao/" else desk.specialist).account)
    page.goto(path)

    assert fits(page)


def test_an_official_logs_in_and_works_by_keyboard_alone(desk, visit):
    page = visit("/can-bo/viec/", size=DESK)
    page.locator("#id_login").focus()
    page.keyboard.type(desk.specialist.account.login)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/can-bo/viec/")

    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.textContent")
    assert first.startswith("PM-")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("huong")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=huong**")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/can-bo/ho-so/{first}/")
    page.keyboard.press("g")
    page.keyboard.press("v")
    page.wait_for_url("**/can-bo/viec/")


def test_with_scripts_off_everything_is_there(desk, visit, log_in):
    page, scripted = visit(size=DESK, scripts=False), visit(size=DESK)
    for one in (page, scripted):
        log_in(one, desk.leader.account)
        one.goto("/lanh-dao/")

    assert page.locator("svg.p-c").count() == 2
    figures = page.locator("a.p-kpi-one").all_inner_texts()
    assert len(figures) >= 6
    assert figures == scripted.locator("a.p-kpi-one").all_inner_texts()
    follow(page.locator("a.p-kpi-one").first)
    assert page.locator("tbody tr").count() == 2


def test_twenty_rows_fit_on_a_desk_without_scrolling(desk, visit, log_in):
    for _each in range(21):
        make_dossier(desk, State.IN_WORK)
    page = visit(size=DESK)
    log_in(page, desk.specialist.account)
    page.goto("/can-bo/viec/")

    box = page.locator("tbody tr").nth(19).bounding_box()
    assert box["y"] + box["height"] <= DESK[1]
