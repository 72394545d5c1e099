"""A full disk, a database that may only be read, is slow or away, a clock set back: try again.

Whatever it is, whoever sent a form gets a page that keeps what they typed, nothing is half, and the
same form sent again is done once.
"""

import os
import resource
import signal
import socket
import threading
import time
from contextlib import closing, contextmanager, suppress
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image

from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier, take_in
from phuong.kernel.documents.store import store
from tests.invariants.world import fingerprint
from tests.support import databases
from tests.support.builders import MONDAY, browser_of, load_law_values
from tests.support.html_forms import forms_of

ADDRESS = "/can-bo/quay/tiep-nhan/?thu-tuc=khai-sinh"
NAME = 'Lê "Hoa" <Thị> & Hoa'
TYPED = {
    "name": NAME,
    "phone": "0905123412",
    "for_whom": "self",
    "return_method": "counter",
    "paper-to-khai": "original",
    "outcome": "receive",
    "request_id": "0b5c6c1e-3f0f-4d2e-9c55-0f6a6a3f6a01",
}
TRACES = ("django_session", "audit_reading", "people_account", "access_failure")


@pytest.fixture
def desk(committed_db):
    load_law_values()
    return make_desk()


@pytest.fixture
def client(desk):
    client = browser_of(desk.reception)
    client.raise_request_exception = False
    client.get(ADDRESS)
    return client


def number_of(desk):
    return Dossier.objects.of(desk.ward).filter(applicant__name=NAME).count()


def offered(answer):
    """Return the form of a page that asks to try again, and hold the page to what it must say."""
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    assert answer["Cache-Control"] == "no-store"
    text = answer.content.decode()
    assert "Thử lại" in text
    [form] = forms_of(text)
    assert form.method == "post"
    return form


def holds_and_goes_on(desk, client, trouble):
    """Send a form into trouble, and what the page offers again after it: one dossier."""
    before = fingerprint(leaving_out=TRACES)
    with trouble:
        answer = client.post(ADDRESS, TYPED)
        again = client.post(ADDRESS, TYPED)
    for each in (answer, again):
        form = offered(each)
        assert {name: value for name, [value] in form.sends.items()} == TYPED
        assert form.action == ADDRESS
    assert fingerprint(leaving_out=TRACES) == before
    assert number_of(desk) == 0
    assert client.post(form.action, form.sends).status_code == 302
    assert client.post(form.action, form.sends).status_code == 302
    assert number_of(desk) == 1


@contextmanager
def room(most):
    """Let no file of this process grow beyond so many bytes, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    told = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, told)


@contextmanager
def full():
    """Let the database grow no further: SQLite's log by its file's size, else in midst of an act.

    The server of PostgreSQL is a process of its own, of another user: there a table says it.
    """
    with connection.cursor() as cursor:
        if connection.vendor == databases.SQLITE:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            with room(20_000):
                yield
            return
        cursor.execute(
            "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " RAISE EXCEPTION 'No space left on device' USING ERRCODE = 'disk_full'; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER full_disk BEFORE INSERT ON audit_event"
            " FOR EACH ROW EXECUTE FUNCTION no_room()"
        )
        yield
        cursor.execute("DROP TRIGGER full_disk ON audit_event")
        cursor.execute("DROP FUNCTION no_room")


@contextmanager
def read_only():
    """Let the database take no writing, as a replica or a remounted disk does."""
    says = ("PRAGMA query_only = ON", "PRAGMA query_only = OFF")
    if connection.vendor == "postgresql":
        says = tuple(f"SET default_transaction_read_only = {word}" for word in ("on", "off"))
    with connection.cursor() as cursor:
        cursor.execute(says[0])
    yield
    with connection.cursor() as cursor:
        cursor.execute(says[1])


def test_a_full_disk_under_the_database_loses_nothing_and_halves_nothing(desk, client):
    holds_and_goes_on(desk, client, full())


def test_a_database_that_may_only_be_read_is_read_and_says_that_it_takes_nothing(desk, client):
    dossier = make_dossier(desk, State.READY)
    citizen = browser_of()
    citizen.post("/tra-cuu/", {"code": dossier.code, "proof": dossier.secret})
    with read_only():
        assert citizen.get(f"/ho-so/{dossier.code}/").status_code == 200
        assert citizen.get("/").status_code == 200
    holds_and_goes_on(desk, client, read_only())


def contents():
    return sorted(path for path in Path(store().location).rglob("*") if path.is_file())


def photo(width):
    """Return a picture that no format makes smaller."""
    out = BytesIO()
    Image.frombytes("RGB", (width, width), os.urandom(3 * width * width)).save(out, "PNG")
    return SimpleUploadedFile("anh.png", out.getvalue(), "image/png")


@pytest.mark.parametrize("width", [120, 330], ids=["in memory", "streamed"])
def test_a_full_disk_under_the_files_is_told_beside_the_field_and_keeps_the_rest(
    desk, client, width
):
    before, kept = fingerprint(leaving_out=TRACES), contents()
    with room(20_000):
        answer = client.post(ADDRESS, TYPED | {"attached": [photo(width)]})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Máy chủ đang hết chỗ lưu tệp" in text
    form = next(one for one in forms_of(text) if "request_id" in one.sends)
    assert form.sends["name"] == [NAME]
    assert form.sends["phone"] == ["0905123412"]
    assert form.sends["request_id"] == [TYPED["request_id"]]
    assert fingerprint(leaving_out=TRACES) == before
    assert contents() == kept
    assert client.post(ADDRESS, TYPED | {"attached": [photo(width)]}).status_code == 302
    assert number_of(desk) == 1


class Between:
    """A road to the database that is slow, or breaks off: every piece of data waits on it."""

    def __init__(self, target, seconds=0.0):
        self.target, self.seconds = target, seconds
        self.open = True
        self._listens = socket.create_server(("127.0.0.1", 0))
        self.port = self._listens.getsockname()[1]
        self._pairs = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        with suppress(OSError):
            while True:
                near, _address = self._listens.accept()
                if not self.open:
                    near.close()
                    continue
                far = socket.socket(self.target[0], socket.SOCK_STREAM)
                far.connect(self.target[1])
                self._pairs += [near, far]
                for ends in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=ends, daemon=True).start()

    def _carry(self, source, sink):
        with suppress(OSError):
            while data := source.recv(65536):
                time.sleep(self.seconds)
                sink.sendall(data)
        self._close(source, sink)

    def cut(self):
        """Break off every connection, in the midst of whatever it carries."""
        self._close(*self._pairs)
        self._pairs = []

    @staticmethod
    def _close(*ends):
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def close(self):
        self._listens.close()
        self.cut()


@contextmanager
def road(seconds=0.0):
    """Put a road of one's own between this process and a PostgreSQL server."""
    known = connection.settings_dict
    host, port = known["HOST"] or known["OPTIONS"].get("host", ""), int(known["PORT"] or 5432)
    folder = str(host).startswith("/")
    target = (
        (socket.AF_UNIX, f"{host}/.s.PGSQL.{port}") if folder else (socket.AF_INET, (host, port))
    )
    kept = {name: known[name] for name in ("HOST", "PORT")}
    with closing(Between(target, seconds)) as between:
        connection.close()
        known.update(HOST="127.0.0.1", PORT=str(between.port))
        try:
            yield between
        finally:
            between.open = True
            connection.close()
            known.update(kept)


@contextmanager
def held(seconds):
    """Hold SQLite's one lock for writing from another connection for a while."""
    other = connection.copy()
    has_it = threading.Event()

    def hold():
        with closing(other), other.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE")
            has_it.set()
            time.sleep(seconds)
            cursor.execute("ROLLBACK")

    holder = threading.Thread(target=hold)
    other.inc_thread_sharing()
    holder.start()
    has_it.wait(10)
    try:
        yield
    finally:
        holder.join()


@contextmanager
def slow():
    if connection.vendor == databases.SQLITE:
        with held(0.7):
            yield
    else:
        with road(0.01):
            yield


def test_a_slow_database_is_waited_for_and_the_form_is_done_once(desk, client):
    begun = time.monotonic()
    with slow():
        assert client.post(ADDRESS, TYPED).status_code == 302
    assert time.monotonic() - begun > 0.3
    assert client.post(ADDRESS, TYPED).status_code == 302
    assert number_of(desk) == 1


@contextmanager
def away():
    """Let nobody reach the database: the lock is never given, or the server is gone."""
    if connection.vendor == databases.SQLITE:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 100")
        with held(1.5):
            yield
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 20000")
    else:
        with road() as between:
            between.open = False
            yield


def test_a_database_that_is_away_is_told_and_what_was_typed_stays(desk, client):
    holds_and_goes_on(desk, client, away())
    if connection.vendor == databases.POSTGRESQL:
        with away():
            told = client.get("/can-bo/viec/")
        assert told.status_code == 503
        assert 'href="/can-bo/viec/"' in told.content.decode()


def test_a_password_is_never_written_into_the_page(desk, client):
    typed = {"login": desk.reception.account.login, "password": "canary-of-a-password"}
    stranger = browser_of()
    stranger.raise_request_exception = False
    with read_only():
        answer = stranger.post("/dang-nhap/", typed)
    assert answer.status_code == 503
    assert "canary" not in answer.content.decode()


def test_the_page_gives_a_forged_form_no_token(desk):
    from django.test import Client

    forged = Client(enforce_csrf_checks=True, raise_request_exception=False)
    forged.force_login(desk.reception.account)
    with read_only():
        answer = forged.post(ADDRESS, TYPED)
    assert answer.status_code == 403
    known = forged.get(ADDRESS)
    token = next(one for one in forms_of(known.content.decode()) if "request_id" in one.sends)
    sent = TYPED | {"csrfmiddlewaretoken": token.sends["csrfmiddlewaretoken"][0]}
    with read_only():
        form = offered(forged.post(ADDRESS, sent))
    assert form.sends["csrfmiddlewaretoken"] == [sent["csrfmiddlewaretoken"]]
    assert forged.post(form.action, form.sends).status_code == 302


def test_a_clock_set_back_refuses_what_would_come_before_and_keeps_the_words(desk, settings):
    from datetime import timedelta

    dossier = take_in(desk, MONDAY)
    before = fingerprint(leaving_out=TRACES)
    settings.CLOCK = lambda: MONDAY - timedelta(hours=3)
    client = browser_of(desk.head)
    page = f"/can-bo/ho-so/{dossier.code}/phan-cong/"
    answer = client.post(page, {"handler": str(desk.specialist.id)})
    assert answer.status_code == 422
    assert "trước bước liền trước" in answer.content.decode()
    assert f'value="{desk.specialist.id}"' in answer.content.decode()
    assert fingerprint(leaving_out=TRACES) == before
    settings.CLOCK = lambda: MONDAY + timedelta(hours=1)
    assert client.post(page, {"handler": str(desk.specialist.id)}).status_code == 302
