"""Seals are stamped by an outside authority, and a stamp is of just one seal."""

import base64
import json
import re
import subprocess
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from asn1crypto import tsp

from phuong.kernel.audit import jobs, proof, stamps
from phuong.kernel.audit.export import check_lines, lines_of
from phuong.kernel.audit.models import Seal, SealStamp
from phuong.kernel.documents.signing.tests.authority import Authority, time_stamping
from phuong.kernel.errors import WrongState
from tests.support.builders import NEXT_MONDAY, TUESDAY, WEDNESDAY

from .history import subject_of, two_wards, unguarded

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).parents[4] / "docs" / "reference" / "event-format.md"


@pytest.fixture(scope="module")
def authority():
    return Authority()


@pytest.fixture
def trust(authority, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    authority.write_root(tmp_path / "trust")
    settings.SIGNING_TRUST = str(tmp_path / "trust")
    return tmp_path / "trust"


@pytest.fixture
def ward(trust):
    return two_wards()[0]


@pytest.fixture
def stamped(ward, authority):
    with time_stamping(authority.stamper(WEDNESDAY)) as address:
        assert jobs.stamp(ward.pk, WEDNESDAY, stamps.HttpAuthority(address)) == 2
        assert jobs.stamp(ward.pk, WEDNESDAY, stamps.HttpAuthority(address)) == 0
    return ward


def test_each_new_seal_is_stamped_once_and_verifies(stamped):
    rows = SealStamp.objects.of(stamped).select_related("seal").order_by("seal__seq")
    assert [row.stamped_at for row in rows] == [WEDNESDAY, WEDNESDAY]
    assert all(stamps.holds(row.token, bytes.fromhex(row.seal.hash)) for row in rows)
    assert proof.verify(stamped.pk).holds
    lines = list(lines_of(subject_of(stamped)))
    assert json.loads(lines[-1])["stamp"]
    assert check_lines(lines) == (5, None, 4)


def test_a_stamp_of_another_seal_is_found(stamped):
    with unguarded() as cursor:
        cursor.execute(
            "UPDATE audit_sealstamp SET token = (SELECT MAX(token) FROM audit_sealstamp s"
            " JOIN audit_seal x ON x.id = s.seal_id WHERE x.seq = 2)"
        )
    broken = proof.verify(stamped.pk).broken
    assert (broken.code, broken.place) == ("stamp-wrong", "2026-11-16 (1)")
    assert proof.verify_subject(subject_of(stamped)).broken.code == "stamp-wrong"


def flipped(token, place):
    raw = bytearray(base64.b64decode(token))
    raw[place] ^= 1
    return base64.b64encode(raw).decode()


def test_a_stamp_of_which_anything_was_changed_does_not_hold(stamped):
    row = SealStamp.objects.of(stamped).select_related("seal").first()
    digest = bytes.fromhex(row.seal.hash)
    size = len(base64.b64decode(row.token))
    # Past the outer wrapping, which nobody signs.
    for place in (2, 70, 110, 150, size - 400, size - 100, size - 1):
        assert not stamps.holds(flipped(row.token, place), digest), place
    assert not stamps.holds("?", digest)
    assert not stamps.holds("", digest)


def test_a_stamp_by_an_authority_that_nobody_trusts_does_not_hold(stamped, trust, settings):
    Authority("Nơi khác").write_root(trust)
    assert proof.verify(stamped.pk).broken.code == "stamp-wrong"
    settings.SIGNING_TRUST = ""
    assert proof.verify(stamped.pk).holds


def test_openssl_reaches_the_same_verdict_by_the_lines_of_the_page(stamped, trust):
    (script,) = re.findall(r"```sh\n(# check-stamp.+?)```", PAGE.read_text("utf-8"), re.DOTALL)
    line = list(lines_of(subject_of(stamped)))[-1]
    other = json.dumps({**json.loads(line), "seal": json.loads(line)["seal"] + " "})
    for given, code in ((line, 0), (other, 1)):
        done = subprocess.run(
            ["sh", "-c", script, "sh", given],  # noqa: S607
            cwd=trust,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stderr
        assert ("Verification: OK" in done.stdout) is (code == 0)


@contextmanager
def answering(body, status=200):
    """Serve something that is no time stamping service."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def refused(ward, address):
    with pytest.raises(WrongState) as found:
        jobs.stamp(ward.pk, TUESDAY, stamps.HttpAuthority(address))
    assert not SealStamp.objects.of(ward).exists()
    assert proof.verify(ward.pk).holds
    return found.value.code


@pytest.mark.slow
def test_a_service_that_is_away_or_talks_nonsense_leaves_the_seal_for_the_next_time(
    ward, authority
):
    rejected = b"\x30\x05\x30\x03\x02\x01\x02"
    for body in (b"", b"<html>", b"\x30\x03\x02\x01\x00", rejected):
        with answering(body) as address:
            assert refused(ward, address) == "audit.stamp-unreadable"
    with answering(rejected, status=503) as address:
        assert refused(ward, address) == "audit.stamp-unreadable"
    assert refused(ward, "http://127.0.0.1:9/") == "audit.stamp-unreadable"
    assert refused(ward, "file:///etc/passwd") == "audit.stamp-unreadable"


def test_a_stamp_for_another_question_is_refused(ward, authority):
    question = tsp.TimeStampReq(
        {
            "version": 1,
            "message_imprint": {
                "hash_algorithm": {"algorithm": "sha256"},
                "hashed_message": bytes(32),
            },
            "nonce": 5,
            "cert_req": True,
        }
    )
    said = authority.stamper(WEDNESDAY).request_tsa_response(question).dump()
    with answering(said) as address:
        assert refused(ward, address) == "audit.stamp-of-another"


def test_a_stamp_by_an_authority_that_nobody_trusts_is_not_kept(ward):
    with time_stamping(Authority("Nơi khác").stamper(TUESDAY)) as address:
        assert refused(ward, address) == "audit.stamp-not-trusted"


def test_seals_of_long_ago_are_left_to_the_chain(ward, authority):
    with time_stamping(authority.stamper(NEXT_MONDAY)) as address:
        assert jobs.stamp(ward.pk, NEXT_MONDAY, stamps.HttpAuthority(address)) == 0
    assert Seal.objects.of(ward).count() == 2


def test_without_an_address_nobody_is_asked(settings):
    settings.TSA_URL = ""
    assert stamps.authority() is None
    settings.TSA_URL = "https://tsa.example"
    assert stamps.authority() == stamps.HttpAuthority("https://tsa.example")
