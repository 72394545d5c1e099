"""A slow client holds nobody but itself, and what works sees only what came whole."""

import socket
import threading
from contextlib import ExitStack
from http.client import HTTPConnection
from io import BytesIO

import pytest
from django.http import FileResponse, HttpResponse, StreamingHttpResponse

from phuong.delivery import porch
from tests.journeys.test_board_reach import served
from tests.support.builders import make_ward

SLOW, OTHERS, PATIENCE = 24, 20, 10
BEGUN = (
    b"POST /tra-cuu/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n"
    b"Cookie: csrftoken=" + b"a" * 32 + b"\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\na="
)


class Inside:
    """An application that notes what it was given and by which thread."""

    def __init__(self, answer=None):
        self.answer, self.saw = answer or (lambda: HttpResponse(b"done")), []

    def __call__(self, environ, start_response):
        self.saw.append((environ["wsgi.input"].read(), threading.current_thread().name))
        start_response("200 OK", [])
        return self.answer()


def ask(inside, body=b"", length=None, most=1000):
    said = []
    environ = {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(length or len(body))}
    given = porch.Porch(inside, 1, most)(environ, lambda status, _headers: said.append(status))
    return said[0], given


def test_what_works_gets_the_whole_body_in_a_thread_of_its_own():
    inside = Inside()
    assert ask(inside, b"name=Hoa") == ("200 OK", [b"done"])
    assert inside.saw == [(b"name=Hoa", "worker_0")]


def test_half_a_form_never_reaches_a_view():
    inside = Inside()
    assert ask(inside, b"name=H", length=8) == ("400 Bad Request", [])
    assert inside.saw == []


def test_more_than_a_form_may_carry_is_not_received_at_all():
    inside = Inside()
    ask(inside, b"x" * 1001)
    assert inside.saw[0][0] == b""


def test_rows_are_made_by_the_worker_and_given_out_by_another():
    by = []

    def rows():
        by.append(threading.current_thread().name)
        yield from (b"one\n", b"two\n")

    _status, given = ask(Inside(lambda: StreamingHttpResponse(rows())))
    assert by == ["worker_0"]
    assert b"".join(given) == b"one\ntwo\n"
    given.close()


def test_a_file_is_read_as_it_is_fetched():
    answer = FileResponse(BytesIO(b"paper"))
    _status, given = ask(Inside(lambda: answer))
    assert given is answer
    assert b"".join(given) == b"paper"


@pytest.mark.slow
def test_forms_that_never_end_hold_no_worker(committed_db, tmp_path):
    make_ward()
    with served(tmp_path) as port, ExitStack() as lines:
        one = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        for _each in range(SLOW):
            line = lines.enter_context(socket.create_connection(("127.0.0.1", port)))
            line.sendall(BEGUN)
        for _each in range(OTHERS):
            one.request("GET", "/khoe")
            answer = one.getresponse()
            answer.read()
            assert answer.status == 200
        one.close()
