import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from phuong.kernel.documents.store import store
from phuong.kernel.ui import kept
from phuong.kernel.ui.tests.urls_for_tests import AWAY
from tests.support.builders import make_ward

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("phuong.kernel.ui.tests.urls_for_tests"),
]
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
FOR_A_WHILE = ["lost", "stops", "no-leader", "closed", "busy", "full"]


@pytest.fixture
def browser(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make_ward("PM")
    return Client(raise_request_exception=False)


def typed(response):
    return [(unescape(n), unescape(v)) for n, v in HIDDEN.findall(response.content.decode())]


@pytest.mark.parametrize("why", FOR_A_WHILE)
def test_a_database_that_is_away_for_a_while_is_told_as_such(browser, why):
    response = browser.get(f"/gui/?away={why}&trang=2")

    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert f'href="/gui/?away={why}&amp;trang=2">Thử lại</a>' in response.content.decode()


@pytest.mark.parametrize("why", sorted(set(AWAY) - set(FOR_A_WHILE)))
def test_what_waiting_does_not_mend_is_a_breakdown(browser, why):
    assert browser.get(f"/gui/?away={why}").status_code == 500


def test_what_was_typed_is_on_the_page_and_sent_again_from_it(browser):
    given = {"name": 'Đỗ "Thị" <An>', "note": "dòng một\ndòng hai", "papers": ["a", "b"]}
    away_page = browser.post("/gui/?away=stops", given)

    assert away_page.status_code == 503
    assert away_page["Cache-Control"] == "no-store"
    fields = typed(away_page)
    assert fields == [
        ("name", 'Đỗ "Thị" <An>'),
        ("note", "dòng một\ndòng hai"),
        ("papers", "a"),
        ("papers", "b"),
    ]
    assert ">Thử lại</button>" in away_page.content.decode()


@pytest.mark.parametrize("size", [20, 200_000])
def test_files_are_kept_and_come_along_when_the_form_is_sent_again(browser, size):
    content = bytes(range(256)) * (size // 256 + 1)
    scan = SimpleUploadedFile("giấy khai sinh.pdf", content, "application/pdf")
    fields = typed(browser.post("/gui/?away=lost", {"name": "An", "scan": scan}))

    again = browser.post("/gui/", dict(fields)).json()

    assert again["fields"]["name"] == "An"
    assert again["files"] == {"scan/giấy khai sinh.pdf": content.hex()}
    # Still away: the page keeps what it kept, and nothing twice.
    assert typed(browser.post("/gui/?away=lost", dict(fields))) == fields


def test_a_file_that_is_kept_no_more_is_asked_for_again(browser):
    scan = SimpleUploadedFile("don.pdf", b"x" * 300, "application/pdf")
    fields = dict(typed(browser.post("/gui/?away=lost", {"scan": scan})))
    for sha256 in list(store().addresses()):
        store().content_path(sha256).unlink()

    gone = browser.post("/gui/", fields)
    assert gone.status_code == 422
    assert "Mở lại trang và chọn lại tệp." in gone.content.decode()


def test_a_word_for_a_file_that_is_not_ours_is_refused(browser):
    assert browser.post("/gui/", {kept.KEPT: "scan:made-up"}).status_code == 422


def test_what_a_view_calls_secret_is_never_written_into_the_page(browser):
    response = browser.post("/bi-mat/?away=lost", {"login": "an.pm", "answer": "bi-mat-cua-toi"})

    assert response.status_code == 503
    assert typed(response) == []
    assert "bi-mat-cua-toi" not in response.content.decode()
