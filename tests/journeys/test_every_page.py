"""Every page of the URLconf, for everybody: none breaks, none is forgotten, each is whole.

The list of pages is the URLconf's own (`tests/support/pages.py`): a page that nobody says how to
open fails here.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from html.parser import HTMLParser

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext, override

from phuong.kernel.access.roles import Role
from tests.support.browser import DESK, check_axe
from tests.support.fixtures import BOOKKEEPING
from tests.support.forgetting import forget
from tests.support.pages import CITIZEN, STRANGER, Page, World, make_world, pages

EVERYBODY = (STRANGER, CITIZEN, *Role.values)
FINE = {200, 301, 302, 403, 404, 405}
POST_ONLY = 405
STAFF_STATEMENTS, PUBLIC_STATEMENTS = 12, 6
NARROW, PHONE = (320, 640), (390, 844)


def every_page() -> list[Page]:
    return list(pages())


def test_every_address_says_what_opens_it():
    assert len({page.route for page in pages()}) > 40


def get(browser: Client, address: str):
    """Open an address; a file that is sent piece by piece is read to its end."""
    answer = browser.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


def broken(world: World, visitor: str) -> Iterator[str]:
    """Open every page as one visitor; name those that answer what no page should."""
    browser = world.browser(visitor)
    for page in every_page():
        address = page.address(world)
        answer = get(browser, address)
        if answer.status_code not in FINE:
            why = getattr(answer, "exc_info", None)
            yield f"{visitor} {page.route} {address}: {answer.status_code} {why and why[1]!r}"


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("records", [True, False], ids=["a full ward", "an empty ward"])
def test_no_page_breaks_for_anybody(records):
    world = make_world(records=records)
    faults = [fault for visitor in EVERYBODY for fault in broken(world, visitor)]
    assert not faults, "\n".join(faults)


class Outline(HTMLParser):
    """Reads how many first headings a page has, its language, and its words with theirs."""

    VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
    SPOKEN = {"alt", "aria-label", "data-l", "label", "placeholder", "title"}

    def __init__(self, text: str) -> None:
        super().__init__()
        self.language, self.first_headings = "", 0
        self.words: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        foreign = any(skip for _, skip in self._open) or tag in {"script", "style", "pre"}
        if tag == "html":
            self.language = given.get("lang") or ""
        elif given.get("lang") == "vi":
            foreign = True
        self.first_headings += tag == "h1"
        if not foreign:
            self.words += [value for name, value in attrs if name in self.SPOKEN and value]
        if tag not in self.VOID:
            self._open.append((tag, foreign))

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if data.strip() and not any(skip for _, skip in self._open):
            self.words.append(" ".join(data.split()))


def is_html(answer) -> bool:
    return answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.django_db
def test_every_page_opens_for_who_needs_it_with_one_heading_and_few_statements():
    world = make_world(records=True)
    faults = []
    for page in every_page():
        visitor, address = page.visitor(world), page.address(world)
        browser = world.browser(visitor)
        # What is trusted for seconds is read by the first opening, not in the middle of the second.
        forget()
        get(browser, address)
        with CaptureQueriesContext(connection) as captured:
            answer = get(browser, address)
        asked = [one["sql"] for one in captured if not BOOKKEEPING.match(one["sql"])]
        most = PUBLIC_STATEMENTS if visitor == CITIZEN else STAFF_STATEMENTS
        told = f"{visitor} {page.route} {address}"
        if answer.status_code not in {page.sample.status, POST_ONLY}:
            faults.append(f"{told}: {answer.status_code}, not {page.sample.status}")
        elif len(asked) > most:
            faults.append(f"{told}: {len(asked)} statements\n  " + "\n  ".join(asked))
        elif is_html(answer):
            outline = Outline(answer.content.decode())
            if (outline.first_headings, outline.language) != (1, "vi"):
                faults.append(f"{told}: {outline.first_headings} h1, lang={outline.language!r}")
    assert not faults, "\n".join(faults)


MARKED = re.compile(
    "[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE
)


def texts_within(value: object) -> Iterator[str]:
    """Return a text, and the texts in it where it is JSON."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts_within(inner)
    elif isinstance(value, str):
        yield value
        if value[:1] in "[{":
            with suppress(ValueError):
                yield from texts_within(json.loads(value))


def texts_of_the_database() -> list[str]:
    """Return every text with Vietnamese letters that rows hold, the longest first."""
    found: set[str] = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                for value in row:
                    if isinstance(value, str):
                        found |= set(texts_within(value))
                        # The note of a legal value begins with the name of what it is about.
                        found.add(value.partition(";")[0])
    marked = {" ".join(text.split()).rstrip(".") for text in found if MARKED.search(text)}
    return sorted(marked, key=len, reverse=True)


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.django_db
def test_pages_in_english_have_no_vietnamese_words_of_the_interface():
    with override("en"):
        assert gettext("Tiếp tục") == "Continue", "run: python -m tools.catalogues compile"
    world = make_world(records=True)
    # The name of a language is said in that language.
    data = ["Tiếng Việt", *texts_of_the_database()]
    faults = []
    for page in every_page():
        visitor = page.visitor(world)
        browser = world.browser(visitor)
        answer = get(browser, "/en" + page.address(world))
        if is_html(answer):
            outline = Outline(answer.content.decode())
            if outline.language != "en":
                faults.append(f"{page.route}: lang={outline.language!r}")
            for words in outline.words:
                left = words
                for text in data if MARKED.search(words) else ():
                    left = left.replace(text, "").replace(text[:1].lower() + text[1:], "")
                if MARKED.search(left):
                    faults.append(f"{page.route}: {words}")
    assert not faults, "\n".join(sorted(set(faults)))


def complaints(tab, page: Page, address: str, template: str, seen: set) -> Iterator[str]:
    """Look at a page in a real browser: no scrolling sideways; once a route on a phone in light,
    once a template large in dark, nothing that hinders people.
    """
    tab.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    tab.goto(address)
    if wide := tab.evaluate("Math.max(0, document.documentElement.scrollWidth - innerWidth)"):
        yield f"{address}: {wide} px too wide at 320"
    if (page.route, template) in seen:
        return
    tab.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    yield from _axe(tab)
    if template not in seen:
        tab.set_viewport_size({"width": DESK[0], "height": DESK[1]})
        # What the server writes for whoever chose it.
        tab.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
        yield from (f"dark: {one}" for one in _axe(tab))
    seen |= {template, (page.route, template)}


def _axe(page) -> Iterator[str]:
    try:
        check_axe(page)
    except AssertionError as error:
        yield str(error)


@pytest.mark.long
@pytest.mark.parametrize("visitors", [(CITIZEN,), tuple(Role.values)], ids=["public", "staff"])
def test_every_page_is_usable_by_everybody(visit, visitors):
    assert finders.find("vendor/bootstrap.min.css"), "the stylesheet is not fetched: run.py test"
    world = make_world(records=True)
    faults: list[str] = []
    seen: set = set()
    for visitor in visitors:
        browser, tab = world.browser(visitor), visit()
        jar = [{"name": k, "value": v.value, "url": visit.site} for k, v in browser.cookies.items()]
        tab.context.add_cookies(jar)
        for page in every_page():
            if page.visitor(world) == visitor and is_html(
                answer := get(browser, page.address(world))
            ):
                template = next((one.name for one in answer.templates if one.name), page.route)
                faults += complaints(tab, page, page.address(world), template, seen)
    assert not faults, "\n".join(faults)
