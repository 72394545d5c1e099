"""Checking a receipt on the public page: by the server, and what it gives to a browser."""

import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier
from phuong.areas.dossiers.tests.citizens import make_law
from phuong.areas.dossiers.views import proof
from phuong.delivery import checking
from phuong.kernel.audit.api import keys, receipts
from phuong.kernel.audit.tests.test_receipts import SAMPLE, signed_by_nobody
from tests.support.builders import MONDAY, TUESDAY, WEDNESDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def desk():
    make_law()
    return make_desk()


def text_of(desk, rf):
    request = rf.get("/")
    request.ward = desk.ward
    return proof.receipt_address(request, make_dossier(desk, State.RECEIVED))


def asked(code):
    return Client().post("/kiem-tra/", {"code": code})


def test_a_receipt_of_the_ward_holds_and_its_facts_are_shown(desk, rf):
    text = text_of(desk, rf)
    page = asked(text).content.decode()
    assert "Giấy hẹn này do phường ký và còn nguyên." in page
    assert receipts.check(desk.ward.pk, text).receipt.code in page
    assert "2 bản chính" in page
    assert 'data-f="head">' in page


def test_one_letter_changed_is_told_with_what_to_do(desk, rf):
    address, _, written = text_of(desk, rf).partition("#")
    place = len(written) // 2
    other = "A" if written[place] != "A" else "B"
    answer = asked(f"{address}#{written[:place]}{other}{written[place + 1 :]}")
    page = answer.content.decode().partition("<template")[0]
    assert "nội dung đã bị sửa sau khi phường ký" in page
    assert "Mang giấy đến Bộ phận Một cửa" in page
    assert "data-f=" not in page


def test_each_fault_has_its_own_words(desk):
    said = {}
    for text in ("abc", signed_by_nobody()):
        said[checking.check(desk.ward.pk, text).verdict.code] = text
    leaked = receipts.signed(desk.ward.pk, SAMPLE, MONDAY)
    keys.rotate(desk.ward.pk, TUESDAY, "leaked")
    said[checking.check(desk.ward.pk, leaked).verdict.code] = leaked
    assert set(said) == {"unreadable", "key-unknown", "key-leaked"}
    for code, text in said.items():
        assert str(checking.VERDICTS[code].title) in asked(text).content.decode()


def test_papers_are_told_by_form(desk):
    receipt = replace(SAMPLE, papers=(1, 2, 2, 0, 5))
    text = receipts.signed(desk.ward.pk, receipt, MONDAY)
    told = checking.check(desk.ward.pk, text).facts["papers"]
    assert told == "1 bản chính, 2 bản sao, 1 đã có trong cơ sở dữ liệu"


def test_nothing_typed_is_told_beside_the_field(desk):
    answer = asked("")
    assert answer.status_code == 422
    assert 'aria-describedby="' in answer.content.decode()


def test_keys_are_listed_in_words_as_a_file_and_for_the_script(desk):
    old = keys.present(desk.ward.pk, MONDAY)
    fresh = keys.rotate(desk.ward.pk, WEDNESDAY, "rotated")
    page = Client().get("/kiem-tra/khoa/").content.decode()
    assert page.index(fresh.code) < page.index(old.code)
    assert "Thay khoá định kỳ" in page
    assert Client().get(f"/kiem-tra/khoa/{old.code}.pem").content.decode() == old.pem
    assert Client().get("/kiem-tra/khoa.pem").content.decode() == fresh.pem + old.pem
    told = json.loads(Client().get("/kiem-tra/khoa.json").content)["keys"]
    assert [(one["key"], one["public"], one["ended_by"]) for one in told] == [
        (fresh.code, fresh.raw.hex(), ""),
        (old.code, old.raw.hex(), "rotated"),
    ]


def by_the_page(written, folder):
    """Run the lines of the page of the documentation on a code."""
    page = Path(settings.BASE_DIR) / "docs" / "reference" / "receipt-code.md"
    (script,) = re.findall(r"```sh\n(# check-receipt.+?)```", page.read_text("utf-8"), re.DOTALL)
    (folder / "check-receipt").write_text(script, "utf-8")
    return subprocess.run(
        ["sh", "-eu", "check-receipt", written, "key.pem"],  # noqa: S607
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_receipt_is_checked_with_openssl_and_the_file_of_the_key_alone(desk, rf, tmp_path):
    written = text_of(desk, rf).partition("#")[2]
    key = keys.listed(desk.ward.pk)[0]
    (tmp_path / "key.pem").write_bytes(Client().get(f"/kiem-tra/khoa/{key.code}.pem").content)
    done = by_the_page(written, tmp_path)
    assert (done.stdout, done.returncode) == ("Signature Verified Successfully\n", 0), done.stderr
    other = "B" if written[30] == "A" else "A"
    done = by_the_page(f"{written[:30]}{other}{written[31:]}", tmp_path)
    assert (done.stdout, done.returncode) == ("Signature Verification Failure\n", 1)


def test_the_worker_keeps_page_and_keys_and_may_answer_where_codes_lead(desk):
    answer = Client().get("/kiem-tra/may.js")
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert '["/kiem-tra/", "/kiem-tra/khoa.json", ' in answer.content.decode()
    english = Client().get("/en/kiem-tra/may.js").content.decode()
    assert '["/en/kiem-tra/", "/en/kiem-tra/khoa.json", ' in english
