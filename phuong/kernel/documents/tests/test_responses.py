"""Downloads: safe headers for every kind, names in any script, parts, and nothing twice."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import Any

import pytest

from phuong.kernel.documents import responses
from phuong.kernel.documents.attaching import attach
from phuong.kernel.documents.models import Attachment
from phuong.kernel.documents.receiving import keep
from phuong.kernel.documents.tests.conftest import make_occasion, make_subject, make_ward

PDF, DOCX = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)


def attached(name: str, media_type: str, content: bytes = b"0123456789") -> Attachment:
    occasion = make_occasion(make_ward())
    stored = keep([content], name=name, media_type=media_type)
    return attach(occasion, make_subject(occasion), stored, "don")


@pytest.fixture
def respond() -> Iterator[Callable[..., Any]]:
    """Answer as the product does, and close each answer's file also where the test fails.

    A file left open is told of when Python forgets it, and fails whichever test runs then.
    """
    with ExitStack() as opened:

        def answer(*args: Any, **kwargs: Any) -> Any:
            return opened.enter_context(closing(responses.respond(*args, **kwargs)))

        yield answer


def body(response: Any) -> bytes:
    return b"".join(response) if response.streaming else response.content


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "media_type", "as_attachment", "disposition"),
    [
        ("a.pdf", PDF, False, 'inline; filename="a.pdf"'),
        ("a.pdf", PDF, True, 'attachment; filename="a.pdf"'),
        ("đơn.jpg", "image/jpeg", False, "inline; filename*=utf-8''%C4%91%C6%A1n.jpg"),
        ("a.docx", DOCX, False, 'attachment; filename="a.docx"'),
        ("ảnh", "image/png", False, "inline; filename*=utf-8''%E1%BA%A3nh.png"),
        ('a".html', "image/png", False, 'inline; filename="a\\".html.png"'),
    ],
)
def test_a_download_is_safe_and_well_named(
    contents, respond, name, media_type, as_attachment, disposition
):
    response = respond(attached(name, media_type), as_attachment)
    assert response["Content-Disposition"] == disposition
    assert response["Content-Type"] == media_type
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert response["Cache-Control"] == "private, no-cache"
    assert response["Content-Length"] == "10"
    assert body(response) == b"0123456789"


@pytest.mark.django_db
def test_all_but_a_shown_pdf_is_in_a_sandbox(contents, respond):
    pdf = attached("a.pdf", PDF)
    for response, sandboxed in ((respond(pdf), False), (respond(pdf, as_attachment=True), True)):
        assert ("sandbox" in response["Content-Security-Policy"]) is sandboxed


@pytest.mark.django_db
def test_what_the_browser_has_is_not_sent_again(contents, respond, rf):
    row = attached("a.pdf", PDF)
    response = respond(row, request=rf.get("/", headers={"If-None-Match": f'"{row.sha256}"'}))
    assert (response.status_code, body(response)) == (304, b"")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "status", "span", "part"),
    [
        ("bytes=0-3", 206, "bytes 0-3/10", b"0123"),
        ("bytes=8-", 206, "bytes 8-9/10", b"89"),
        ("bytes=-2", 206, "bytes 8-9/10", b"89"),
        ("bytes=4-99", 206, "bytes 4-9/10", b"456789"),
        ("bytes=10-", 416, "bytes */10", b""),
        ("bytes=5-4", 416, "bytes */10", b""),
        ("bytes=0-1,4-5", 200, None, b"0123456789"),
        ("nonsense", 200, None, b"0123456789"),
    ],
)
def test_a_part_is_sent_when_asked_for(contents, respond, rf, asked, status, span, part):
    response = respond(attached("a.pdf", PDF), request=rf.get("/", headers={"Range": asked}))
    assert (response.status_code, response.get("Content-Range")) == (status, span)
    assert body(response) == part
