"""No secret and nobody's name stands in the log: every page, every refusal, every breakdown."""

import io
import logging
import re

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError, IntegrityError, connection
from django.test import Client

from phuong import loglines
from phuong.areas.dossiers.models import Applicant
from phuong.areas.dossiers.states import State
from phuong.delivery import jobs
from phuong.kernel.access.roles import Role
from phuong.kernel.notices import channels, outbox
from phuong.kernel.notices.api import Channel
from phuong.kernel.notices.gateways import setting_up
from phuong.kernel.notices.gateways.hook import HookGateway, HookServer
from phuong.kernel.notices.gateways.mail import MailGateway, MailServer
from phuong.kernel.notices.models import Notice
from phuong.kernel.notices.outbox import Contact
from phuong.kernel.notices.tests.made import make_subject
from phuong.kernel.notices.tests.servers import hook, mail_server
from tests.support.builders import MONDAY, PASSWORD, browser_of, citizen, load_law_values, make_ward
from tests.support.html_forms import forms_of
from tests.support.pages import CITIZEN, PARAMETER, STRANGER, make_world, pages

pytestmark = pytest.mark.django_db

TOKEN = "Ca7naryOfAToken-_9zQxW"  # noqa: S105
TYPED = {
    "name": "Trịnh Canary Bí Mật",
    "phone": "0905771234",
    "id_number": "079201771234",
    "email": "canary@bi-mat.example",
    "address": "77 đường Canary",
    "code": "CNRY77",
    "proof": "771234",
    "login": "canary.login",
    "password": "canary-of-a-password-7",
    "old": "canary-of-an-old-one-7",
    "new": "canary-of-a-new-one-77",
    "reason": "Canary vì bị bệnh nặng",
    "csrfmiddlewaretoken": "CanaryOfAFormToken77" * 2,
}
CONTENT = "CANARY-IN-A-FILE-77"
# What rows hold that is somebody's, or opens something.
TELLING = frozenset(
    {"token", "password", "session_key", "phone", "email", "id_number", "sealed", "pin", "digest"}
)
SHORTEST = 6


@pytest.fixture
def said():
    """Return what the installed handlers write, at the finest level that may be set."""
    out, named = io.StringIO(), loggers()
    kept = [(logger, logger.level) for logger in named]
    found = {each for logger in named for each in logger.handlers if is_ours(each)}
    assert found, "no handler is configured"
    streams = {handler: handler.setStream(out) for handler in found}
    for logger in named:
        # The mail server of the tests says what it hears; it is no part of the program.
        if logger.name != "mail.log":
            logger.setLevel(logging.DEBUG if logger.name.startswith("phuong") else logging.INFO)
    yield out
    for handler, stream in streams.items():
        handler.setStream(stream)
    for logger, level in kept:
        logger.setLevel(level)


def loggers():
    return [logging.getLogger(), *map(logging.getLogger, logging.root.manager.loggerDict)]


def is_ours(handler):
    """Tell a handler of the settings from those with which tests listen and from silent ones."""
    return not type(handler).__module__.startswith("_pytest") and not isinstance(
        handler, logging.NullHandler
    )


def test_every_handler_of_every_logger_writes_by_the_one_formatter():
    found = {each for logger in loggers() for each in logger.handlers if is_ours(each)}
    assert [type(each.formatter) for each in found] == [loglines.Line]


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("/ho-so/PM-261116-0001/ngay-hen/", "/ho-so/PM-261116-0001/ngay-hen/"),
        ("/can-bo/nhiem-vu/PM-NV26-0001/", "/can-bo/nhiem-vu/PM-NV26-0001/"),
        ("/thu-tuc/cap-ban-sao-2/", "/thu-tuc/cap-ban-sao-2/"),
        (f"/tep/{MONDAY:%Y-%m-%d}/so.pdf", "/tep/2026-11-16/so.pdf"),
        (f"/danh-gia/{TOKEN}/xong/", "/danh-gia/…/xong/"),
        ("/dang-nhap/dat/MDE5Mg/cabc12-0123456789abcdef0123456789abcdef/", "/dang-nhap/dat/…/…/"),
        ("/tim/0905123412/?q=Mai", "/tim/…/?…"),
        ("/tim/trịnh/a b", "/tim/…/…"),
    ],
)
def test_an_address_keeps_plain_words_codes_and_keys_alone(asked, kept):
    assert loglines.address(asked) == kept


def telling_values():
    """Return every value of a row that a log may not hold."""
    found, names = set(), set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.name in TELLING or (model.__name__, field.name) == ("Notice", "address"):
                values = {str(v) for v in model._base_manager.values_list(field.name, flat=True)}
                values = {value for value in values if len(value) >= SHORTEST}
                names |= {field.name} if values else set()
                found |= values
    assert {"token", "password", "session_key", "phone"} <= names
    return found | set(Applicant._base_manager.values_list("name", flat=True)) - {""}


def secrets_of(world):
    found = {TOKEN, CONTENT, PASSWORD, *TYPED.values()} | telling_values()
    for browser in world.browsers.values():
        found |= {cookie.value for cookie in browser.cookies.values()}
    found |= {dossier.secret for dossier in dossiers_of(world) if dossier.secret}
    return {one for one in found if len(one) >= SHORTEST}


def dossiers_of(world):
    return [one for one in world.things["dossiers"].values() if hasattr(one, "secret")]


def leaks(text, secrets):
    """Name each secret that stands in a text, also escaped as Django does."""
    written = {one: (one, one.encode("unicode_escape").decode()) for one in secrets}
    return sorted(one for one, ways in written.items() if any(way in text for way in ways))


def upload():
    return SimpleUploadedFile("Canary Bí Mật.txt", CONTENT.encode(), "text/plain")


def guessed(page):
    """Return a page's address with a secret in the place of each of its parts."""
    return PARAMETER.sub(lambda hole: TOKEN, page.pattern)


@pytest.mark.slow
def test_nothing_secret_stands_in_what_is_logged_of_any_page(said):
    world = make_world(records=True)
    query = "?q=Tr%E1%BB%8Bnh+Canary&ma=CNRY77&ve=/q/" + TOKEN + "/"
    for page in pages():
        address = page.address(world).partition("?")[0]
        for visitor in dict.fromkeys((page.visitor(world), STRANGER)):
            client = world.browser(visitor)
            for answer in (
                client.get(address + query),
                client.put(address),
                client.post(address + query, TYPED | {"attached": upload()}),
                client.get(guessed(page) + query),
            ):
                if answer.streaming:
                    b"".join(answer.streaming_content)
    written = said.getvalue()
    for words in ("Not Found: /q/…/", "Method Not Allowed", "Unprocessable", "Forbidden"):
        assert words in written, words
    assert written.count("…") > 100
    assert not leaks(written, secrets_of(world))


def test_nothing_secret_stands_in_what_is_logged_of_refused_requests(said):
    world = make_world(records=True)
    dossier = world.things["dossiers"][State.IN_WORK]
    login = world.people[Role.SPECIALIST].account.login
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    asked = forms_of(strict.get("/tra-cuu/").content.decode())
    token = next(one.sends["csrfmiddlewaretoken"][0] for one in asked if one.method == "post")
    strict.post(f"/q/{TOKEN}/?a={TOKEN}", TYPED)
    strict.post("/tra-cuu/", TYPED | {"csrfmiddlewaretoken": token[:-1]})
    strict.post("/tra-cuu/", TYPED, HTTP_ORIGIN=f"https://x.example/{TOKEN}")
    strict.post(
        "/tra-cuu/", TYPED, secure=True, HTTP_REFERER=f"https://x.example/q/{TOKEN}/?t={TOKEN}"
    )
    client = browser_of()
    client.raise_request_exception = False
    client.post("/dang-nhap/", {"login": login, "password": TYPED["password"]})
    client.post("/tra-cuu/", {"code": dossier.code, "proof": TYPED["proof"]})
    client.post("/tra-cuu/", {f"{TOKEN}{n}": TOKEN for n in range(500)})
    client.post("/tra-cuu/", {"name": TOKEN * 100_000})
    client.get("/", headers={"host": f"{TOKEN}.example"})
    client.get("/", headers={"host": f"{TOKEN} {TYPED['name']}".encode().decode("latin-1")})
    for odd in (f"/q/a b {TOKEN}\nERROR forged/", f"/q/{TYPED['name']}/", f"/{TOKEN}%00/{TOKEN}"):
        client.get(odd)
    client.get("/", HTTP_COOKIE=f"sessionid={TOKEN}; ho_so={TOKEN}")
    seed = world.browser(Role.SPECIALIST)
    seed.post("/can-bo/cai-dat/hai-buoc/ma/", {"begin": "1"})
    shown = seed.get("/can-bo/cai-dat/hai-buoc/ma/").content.decode()
    seeds = {words.replace(" ", "") for words in re.findall(r">([A-Z2-7 ]{30,})<", shown)}
    assert len(seeds) == 1
    seed.post("/can-bo/cai-dat/hai-buoc/ma/", {"code": TYPED["proof"], "seed": seeds.pop()})
    written = said.getvalue()
    assert "\nERROR forged" not in written
    assert written.count("Forbidden (") >= 4
    for words in ("TooManyFieldsSent", "Not Found: /q/…/", "DisallowedHost"):
        assert words in written, written
    assert not leaks(written, secrets_of(world) | {token})


class Refusing:
    """Says of the statements on one table what PostgreSQL says of a row that it refuses."""

    def __init__(self, table):
        self.table, self.seen = table, 0

    def __call__(self, execute, sql, params, many, context):
        if f'"{self.table}"' not in sql:
            return execute(sql, params, many, context)
        self.seen += 1
        row = f"Failing row contains (7, {TYPED['name']}, {TYPED['phone']}, {TOKEN})"
        first = IntegrityError(f'new row for relation "{self.table}"\nDETAIL:  {row}.\nCONTEXT: x')
        quoted = f"Key (token)=({TOKEN}) of '{TYPED['address']}', {TYPED['email']}: {CONTENT}"
        raise DataError(f"{quoted}\n  File {TYPED['password']} {params!r}") from first


def test_nothing_secret_stands_below_a_breakdown(said):
    world = make_world(records=True)
    found = dossiers_of(world)
    world.browser(CITIZEN), world.browser(Role.LEADER)
    refusing = Refusing("dossiers_dossier")
    with connection.execute_wrapper(refusing):
        for client in (world.browser(CITIZEN), world.browser(Role.LEADER)):
            for dossier in found:
                for address in (f"/q/{dossier.token}/?t={TOKEN}", f"/ho-so/{dossier.code}/"):
                    client.get(address)
            client.post("/tra-cuu/", {"code": found[0].code, "proof": found[0].secret})
            client.post("/tra-cuu/", {"code": found[0].code, "proof": "0905771234"})
            answer = client.get(f"/q/{found[0].token}/")
            assert answer.status_code == 500
            incident = re.search("[0-9A-F]{4}-[0-9A-F]{4}", answer.content.decode())[0]
    assert refusing.seen > 20
    written = said.getvalue()
    # What helps whoever mends it stays: where, what kind, and which incident.
    for words in ("Traceback", "IntegrityError: new row for relation", "DataError", "test_logs.py",
                  f"incident {incident} at /q/…/"):  # fmt: skip
        assert words in written, words
    assert not leaks(written, secrets_of(world))


def test_nothing_secret_stands_in_what_is_logged_of_jobs_and_failed_messages(said, tmp_path):
    ward = make_ward(host="testserver")
    load_law_values()
    to = [Contact(Channel.EMAIL, TYPED["email"]), Contact(Channel.SMS, "+84905771234")]
    for number in range(4):
        subject = make_subject(ward, number, MONDAY)
        outbox.tell(citizen(ward, MONDAY), subject, "dossiers.not_accept",
                    to=[outbox.Applicant((one,)) for one in to])  # fmt: skip
    Notice.objects.of(ward).exclude(address="").update(not_before=MONDAY, next_try_at=MONDAY)
    try:
        with mail_server(tmp_path / "box") as post, hook() as sms:
            post.handler.recipient = f"550 {TYPED['email']} is nobody here, {TOKEN}"
            sms.status, sms.answer = 500, f'{{"error": "{TYPED["phone"]} {TOKEN}"}}'
            named = MailServer("127.0.0.1", post.port, "mot-cua@phuong.example", seconds=1)
            channels.register(MailGateway(named))
            server = HookServer(f"{sms.url}?key={TOKEN}", TOKEN * 2, seconds=1)
            channels.register(HookGateway(Channel.SMS, server))
            assert list(jobs.round_of(MONDAY))
            assert sms.seen
    finally:
        setting_up.register_all()
    failed = Notice.objects.of(ward).exclude(address="").exclude(state="sent").count()
    assert failed >= 4
    with connection.execute_wrapper(Refusing("audit_seal")):
        done = list(jobs.round_of(MONDAY.replace(month=12)))
    assert "audit.seal" in {one.job for one in done if one.changed is None}
    written = said.getvalue()
    assert "job audit.seal of ward" in written
    assert not leaks(written, telling_of_notices(ward) | set(TYPED.values()) | {TOKEN, CONTENT})


def telling_of_notices(ward):
    rows = Notice.objects.of(ward).values_list("address", "body")
    return {text for row in rows for text in row if len(text) >= SHORTEST}
