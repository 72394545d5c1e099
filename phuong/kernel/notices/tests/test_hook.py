"""Messages through a real hook: signed, once, and believed only where it names their id."""

import hashlib
import hmac
import json
import time
from collections import Counter
from datetime import timedelta

import pytest

from phuong.kernel.notices import channels, jobs, stuck
from phuong.kernel.notices.channels import Channel, Undelivered
from phuong.kernel.notices.gateways import line
from phuong.kernel.notices.gateways.hook import HookGateway, HookServer
from phuong.kernel.notices.models import Notice, State
from phuong.kernel.notices.tests.made import PHONE, make_subject, rows_of, told
from phuong.kernel.notices.tests.servers import free_port, hook, silence
from tests.support.builders import MONDAY, citizen, make_ward

pytestmark = pytest.mark.django_db
SECRET = "bi-mat-" * 6
LATER = timedelta(minutes=2)


@pytest.fixture
def sms_hook():
    with hook() as running:
        serve(running.url)
        yield running


def serve(url, **values):
    server = HookServer(url, SECRET, **({"seconds": 1} | values))
    channels.register(HookGateway(Channel.SMS, server))


def tell_by_sms(ward, number=1):
    subject = make_subject(ward, number)
    told(citizen(ward), subject)
    return subject


def the_sms(subject) -> Notice:
    return next(row for row in rows_of(subject) if row.channel == Channel.SMS)


def test_a_message_comes_signed_and_stamped_and_says_its_id(sms_hook):
    subject = tell_by_sms(make_ward(phone="0292 381 2345"))
    assert jobs.deliver(MONDAY) == Counter(sent=1)

    row, (seen,), (headers,) = the_sms(subject), sms_hook.seen, sms_hook.headers
    assert seen == {
        "id": str(row.id),
        "channel": "sms",
        "to": PHONE,
        "text": row.body,
        "sender": "UBND phường PM",
    }
    assert headers["idempotency-key"] == str(row.id)
    stamp = headers["x-phuong-timestamp"]
    assert int(stamp) == MONDAY.timestamp()
    signed = hmac.new(SECRET.encode(), stamp.encode() + b"." + sms_hook.bodies[0], hashlib.sha256)
    assert headers["x-phuong-signature"] == f"sha256={signed.hexdigest()}"


@pytest.mark.parametrize("answer", ["OK", "", '{"id": "another"}', "[]", "null", '{"ok": true}'])
def test_a_hook_that_answers_200_to_everything_has_confirmed_nothing(sms_hook, answer):
    ward = make_ward()
    sms_hook.answer = answer
    subject = tell_by_sms(ward)
    assert jobs.deliver(MONDAY) == Counter(handed=1)
    row = the_sms(subject)
    assert (row.state, row.reason, row.sent_at) == (State.HANDED, "unconfirmed", MONDAY)
    assert [(s.state, s.reason) for s in stuck.stuck(ward.pk)] == [(State.HANDED, "unconfirmed")]
    # It may have been sent: it is not sent a second time by itself.
    assert jobs.deliver(MONDAY + timedelta(days=1)) == Counter()
    assert len(sms_hook.seen) == 1


def test_a_hook_that_breaks_off_gets_the_message_again_under_one_key(sms_hook):
    sms_hook.drops = 1
    subject = tell_by_sms(make_ward())
    assert jobs.deliver(MONDAY) == Counter(failed=1)
    assert jobs.deliver(MONDAY + LATER) == Counter(sent=1)
    first, second = sms_hook.headers
    assert first["idempotency-key"] == second["idempotency-key"] == str(the_sms(subject).id)
    # Each sending is signed for its own moment, so that an old one cannot be played again.
    assert first["x-phuong-signature"] != second["x-phuong-signature"]


@pytest.mark.parametrize(
    ("status", "answer", "state", "reason"),
    [
        (422, '{"error": "no-such-number"}', "dead", "no-such-number"),
        (422, '{"error": "+84905123412 Nguyễn Thị Hường"}', "dead", "hook-refused"),
        (400, "", "dead", "hook-refused"),
        (401, "", "failed", "hook-wrong-key"),
        (403, "", "failed", "hook-wrong-key"),
        (404, "", "failed", "busy"),
        (409, "", "failed", "busy"),
        (429, "", "failed", "busy"),
        (500, "<html>", "failed", "busy"),
        (503, "", "failed", "busy"),
    ],
)
def test_each_refusal_has_its_reason(sms_hook, status, answer, state, reason):
    sms_hook.status, sms_hook.answer = status, answer
    subject = tell_by_sms(make_ward())
    assert jobs.deliver(MONDAY) == Counter({state: 1})
    assert (the_sms(subject).state, the_sms(subject).reason) == (state, reason)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_redirect_is_followed(sms_hook, status):
    with hook() as elsewhere:
        sms_hook.status, sms_hook.location = status, elsewhere.url
        subject = tell_by_sms(make_ward())
        assert jobs.deliver(MONDAY) == Counter(failed=1)
        assert the_sms(subject).reason == "hook-redirects"
        assert elsewhere.seen == []


@pytest.mark.slow
def test_a_slow_a_dripping_a_silent_and_an_absent_hook_are_left_after_their_seconds(sms_hook):
    ward = make_ward()
    sms_hook.waits = 5
    began = time.monotonic()
    slow = tell_by_sms(ward, 1)
    jobs.deliver(MONDAY)
    sms_hook.waits, sms_hook.drips = 0, True
    dripping = tell_by_sms(ward, 2)
    jobs.deliver(MONDAY)
    with silence() as port:
        serve(f"http://127.0.0.1:{port}/")
        silent = tell_by_sms(ward, 3)
        jobs.deliver(MONDAY)
    serve(f"http://127.0.0.1:{free_port()}/")
    absent = tell_by_sms(ward, 4)
    jobs.deliver(MONDAY)
    for subject in (slow, dripping, silent, absent):
        assert (the_sms(subject).state, the_sms(subject).reason) == ("failed", "line-down")
    assert time.monotonic() - began < 8


def test_rubbish_and_too_much_are_no_answer(sms_hook):
    sms_hook.answer = "[" * 100_000
    tell_by_sms(make_ward())
    assert jobs.deliver(MONDAY) == Counter(handed=1)


@pytest.mark.parametrize(
    "url",
    [
        "http://hook.example/",
        "ftp://hook.example/",
        "https:///path",
        "https://user@hook.example/",
        "hook.example",
        "",
    ],
)
def test_an_address_without_tls_is_refused_but_for_this_machine(url):
    with pytest.raises(ValueError, match="hook-"):
        line.Target.of(url)
    assert line.Target.of("http://localhost:9000/a?b=c") == line.Target(
        "localhost", 9000, "/a?b=c", secure=False
    )
    assert line.Target.of("https://hook.example").port == 443


@pytest.mark.parametrize(
    "address",
    ["10.0.0.7", "192.168.1.9", "169.254.169.254", "fd00::1", "fe80::1%eth0", "127.0.0.1"],
)
def test_a_host_with_one_private_address_is_not_called(address):
    line.check_public(["1.1.1.1", "2606:4700::1111"])
    with pytest.raises(Undelivered, match="hook-private"):
        line.check_public(["1.1.1.1", address])


def test_where_one_address_of_a_host_is_not_there_the_next_is_called(sms_hook):
    port = line.Target.of(sms_hook.url).port
    with line.reach(["127.0.0.9", "127.0.0.1"], port, 2) as reached:
        assert reached.getpeername() == ("127.0.0.1", port)


def test_a_private_address_is_called_where_that_was_asked_for():
    # An address of this machine that is not among its usual names: nobody listens at its door.
    target = line.Target.of(f"https://127.0.0.2:{free_port()}/")
    with pytest.raises(Undelivered, match="hook-private"):
        line.post(target, b"{}", {}, seconds=1)
    with pytest.raises(ConnectionRefusedError):
        line.post(target, b"{}", {}, seconds=1, allow_private=True)


def test_what_is_posted_is_json_in_utf_8(sms_hook):
    tell_by_sms(make_ward(name="Phường Ô Môn"))
    jobs.deliver(MONDAY)
    assert json.loads(sms_hook.bodies[0].decode())["sender"] == "UBND phường Ô Môn"


def test_neither_number_nor_words_are_logged(sms_hook, caplog):
    caplog.set_level("DEBUG")
    ward = make_ward()
    for number, status in enumerate((200, 422, 500), start=1):
        sms_hook.status = status
        tell_by_sms(ward, number)
        jobs.deliver(MONDAY)
    assert PHONE not in caplog.text
    assert "da nhan ho so" not in caplog.text
