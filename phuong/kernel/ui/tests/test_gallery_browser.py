from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from phuong.kernel.ui.tests import gallery
from tests.support.browser import DESK, PHONE, check_axe

SHEETS = ["vendor/bootstrap.min.css", "ui/phuong.css"]
NARROW = (320, 640)


@pytest.fixture
def show(chromium):
    """Open a page of the gallery as files, without a server: `show("worklist", size=DESK)`."""
    contexts = []

    def open_page(name, *, size=DESK, theme="light", text="normal", **options):
        context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, **options)
        contexts.append(context)
        page = context.new_page()
        html = gallery.page(name, theme=theme, size=text)
        page.route("http://gallery.test/**", lambda route: _answer(route, html))
        page.goto("http://gallery.test/")
        return page

    yield open_page
    for context in contexts:
        context.close()


def _answer(route, html):
    path = route.request.url.removeprefix("http://gallery.test")
    found = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
    if found:
        kind = "text/css" if found.endswith(".css") else "text/javascript"
        route.fulfill(body=Path(found).read_text(), content_type=f"{kind}; charset=utf-8")
    else:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")


@pytest.mark.parametrize("name", gallery.NAMES)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing(show, name, theme, size):
    page = show(name, theme=theme, size=size)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")

    check_axe(page)


@pytest.mark.parametrize("name", gallery.NAMES)
@pytest.mark.parametrize("text", ["normal", "large"])
def test_no_page_scrolls_sideways_on_the_narrowest_screen(show, name, text):
    page = show(name, size=NARROW, text=text)

    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_twenty_rows_of_the_worklist_stand_on_one_screen(show):
    page = show("worklist")
    heights = page.evaluate(
        "[...document.querySelectorAll('[data-rows] tbody tr')].map(one => one.offsetHeight)"
    )

    assert max(heights) <= 34
    assert sum(heights[:20]) <= 900 - 200


@pytest.mark.parametrize(
    ("name", "least", "size"), [("citizen", 44, PHONE), ("worklist", 24, DESK)]
)
def test_what_one_presses_is_large_enough(show, name, least, size):
    page = show(name, size=size)
    small = page.evaluate(
        """least => [...document.querySelectorAll('.btn, .form-control, .p-head a, .p-side a')]
             .filter(one => one.offsetParent && one.getBoundingClientRect().height < least)
             .map(one => one.outerHTML)""",
        least,
    )

    assert small == []


def test_the_error_summary_has_the_focus_and_its_links_land_on_controls(show):
    page = show("errors", size=PHONE)

    assert page.evaluate("document.activeElement.id") == "loi"
    for link in page.query_selector_all("#loi a"):
        target = link.get_attribute("href")[1:]
        link.click()
        assert page.evaluate("document.activeElement.id") == target


def test_the_focus_is_seen_on_everything_one_can_reach(show):
    page = show("worklist")
    for _ in range(30):
        page.keyboard.press("Tab")
        width, inside = page.evaluate(
            """() => { const one = document.activeElement, box = one.getBoundingClientRect();
                 return [parseFloat(getComputedStyle(one).outlineWidth),
                         box.bottom > 0 && box.top < innerHeight] }"""
        )
        assert width >= 3
        assert inside


def test_staff_keys_walk_the_rows_and_stay_silent_in_text_fields(show):
    page = show("worklist")
    focused = "document.activeElement.textContent.trim()"
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate(focused) == "PM-261121-0144"
    page.keyboard.press("k")
    assert page.evaluate(focused) == "PM-261122-0147"
    page.keyboard.press("x")
    assert page.is_checked("[value='PM-261122-0147']")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("jxe/")
    assert page.evaluate("document.activeElement.value") == "jxe/"
    assert not page.is_checked("[value='PM-261121-0144']")


def test_the_key_e_does_the_next_thing_of_the_row_and_g_v_leads_to_the_work(show):
    page = show("worklist")
    page.keyboard.press("j")
    page.keyboard.press("e")
    assert page.url.endswith("#ky")
    page.keyboard.press("g")
    page.keyboard.press("v")
    assert page.url.endswith("#1")


def test_escape_leaves_the_box_in_which_one_types_and_the_keys_are_keys_again(show):
    page = show("worklist")
    page.keyboard.press("/")
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("v")
    assert page.url.endswith("#1")


def test_keys_survive_what_typing_programs_for_vietnamese_make_of_them(show):
    page = show("worklist")
    focused = "document.activeElement.textContent.trim()"
    typed = """one => document.activeElement.dispatchEvent(
        new KeyboardEvent('keydown', {bubbles: true, cancelable: true, ...one}))"""
    page.keyboard.press("j")
    here = page.evaluate(focused)
    # What is being composed, what a program sends in place of a key, and what it takes back.
    for one in (
        {"code": "KeyJ", "key": "Process", "isComposing": True},
        {"code": "", "key": "đ"},
        {"code": "", "key": "j"},
        {"code": "Backspace", "key": "Backspace"},
        {"code": "KeyW", "key": "ư"},
        {"code": "KeyJ", "key": "j", "ctrlKey": True},
    ):
        assert page.evaluate(typed, one) is True, one
        assert page.evaluate(focused) == here
    # The key itself counts, whatever letter came out of it.
    page.evaluate(typed, {"code": "KeyJ", "key": "ị"})
    assert page.evaluate(focused) != here


def test_the_question_mark_opens_the_list_of_keys(show):
    page = show("worklist")
    page.keyboard.press("Shift+Slash")

    assert page.evaluate("document.getElementById('phim-tat').open") is True


def test_a_form_is_sent_once_and_a_second_press_is_held_back(show):
    page = show("citizen")
    page.evaluate(
        """() => { window.sent = 0; const form = document.querySelector('form');
             form.addEventListener('submit', one => setTimeout(() => {
               if (!one.defaultPrevented) window.sent++ }));
             form.target = 'nowhere'; }"""
    )
    page.evaluate("document.querySelector('form .btn-primary').click()")
    page.evaluate("document.querySelector('form .btn-primary').click()")
    page.wait_for_timeout(50)

    assert page.evaluate("window.sent") == 1


def test_the_names_of_chosen_files_are_shown_before_they_are_sent(show):
    page = show("citizen", size=PHONE)
    page.set_input_files(
        "input[type=file]",
        {"name": "giấy.pdf", "mimeType": "application/pdf", "buffer": b"x" * 2048},
    )

    assert page.inner_text(".p-file-names li") == "giấy.pdf, 2 KB"


def test_without_scripts_nothing_that_needs_them_is_offered(show):
    page = show("done", java_script_enabled=False)

    assert page.is_hidden("[data-copy]")
    assert page.is_visible("text=4821 7730 5592 0164")


def test_with_scripts_a_code_can_be_copied(show):
    page = show("done")
    page.click("[data-copy]")

    assert page.inner_text("[data-copy]") == "Đã chép"


def test_a_slip_prints_on_one_a5_page(show):
    page = show("slip")
    pdf = page.pdf(prefer_css_page_size=True)

    import io

    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) == 1
    assert [round(float(side) / 72 * 25.4) for side in pages[0].mediabox[2:]] == [148, 210]
    words = pages[0].extract_text()
    assert "Độc lập - Tự do - Hạnh phúc" in words
    assert "Cần người giúp" not in words
