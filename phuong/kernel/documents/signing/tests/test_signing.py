"""Signed PDFs: other programs accept them, every change shows, every trouble is a sentence."""

import io
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from phuong.kernel.documents.signing import api as signing
from phuong.kernel.documents.signing.signers import Pkcs12Signer, open_pkcs12
from phuong.kernel.documents.signing.tests.authority import (
    PASSWORD,
    Authority,
    time_stamping,
    write_pkcs12,
)
from phuong.kernel.documents.tests import made
from phuong.kernel.errors import RuleBroken

NOW = datetime(2026, 11, 22, 7, 5, tzinfo=UTC)
LEADER = "Nguyễn Thị Ngọc Ánh"
ADDRESS = "https://phuong.example/kiem-tra/ket-qua/019ab000-0000-7000-8000-000000000000/"


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="module")
def signer(authority: Authority) -> Pkcs12Signer:
    issued = authority.issue(LEADER)
    return Pkcs12Signer(issued.certificate, (authority.root,), issued.key)


@pytest.fixture
def trust(authority: Authority, tmp_path: Path, settings: Any) -> Path:
    folder = tmp_path / "trust"
    authority.write_root(folder)
    settings.SIGNING_TRUST = str(folder)
    settings.TSA_URL = ""
    return folder


def signed(signer: Pkcs12Signer, pdf: bytes | None = None, at: datetime = NOW) -> tuple[bytes, str]:
    return signing.sign(
        pdf or made.pdf("Trích lục khai sinh"),
        signer,
        signed_as=("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        person=LEADER,
        office="UBND phường Ninh Kiều",
        number="12/UBND",
        at=at,
        address=ADDRESS,
    )


def looked(content: bytes, folder: Path, now: datetime = NOW) -> signing.Looked:
    place = folder / "looked.pdf"
    place.write_bytes(content)
    return signing.look_at(place, now)


@pytest.mark.parametrize("program", ["pdfsig", "openssl"])
def test_the_outside_validators_are_here(program):
    assert shutil.which(program), f"install {program}: apt-get install poppler-utils openssl"


@pytest.mark.slow
def test_another_program_finds_the_signature_valid_and_the_whole_file_signed(
    signer, trust, tmp_path
):
    place = tmp_path / "signed.pdf"
    place.write_bytes(signed(signer)[0])
    said = subprocess.run(
        [shutil.which("pdfsig"), "-nocert", str(place)], capture_output=True, text=True, check=True
    ).stdout
    assert "Signature Validation: Signature is Valid." in said
    assert "Total document signed" in said
    assert f"Signer Certificate Common Name: {LEADER}" in said
    assert "ETSI.CAdES.detached" in said


def test_openssl_verifies_the_signed_bytes_against_the_root(signer, authority, trust, tmp_path):
    content = signed(signer)[0]
    found = PdfFileReader(io.BytesIO(content)).embedded_signatures[0]
    first, second = list(found.byte_range)[:2], list(found.byte_range)[2:]
    parts = [content[begin : begin + length] for begin, length in (first, second)]
    (tmp_path / "said").write_bytes(b"".join(parts))
    (tmp_path / "cms").write_bytes(bytes(found.pkcs7_content))
    ran = subprocess.run(
        [
            shutil.which("openssl"),
            "cms", "-verify", "-inform", "DER", "-in", str(tmp_path / "cms"),
            "-content", str(tmp_path / "said"), "-binary", "-CAfile", str(trust / "root.pem"),
            "-purpose", "any", "-out", str(tmp_path / "out"),
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    (tmp_path / "said").write_bytes(b"".join(parts)[:-1] + b"x")
    again = subprocess.run(ran.args, capture_output=True, text=True, check=False)
    assert again.returncode != 0


def test_it_is_signed_at_the_moment_of_the_act_by_a_trusted_holder(signer, trust, tmp_path):
    content, mark = signed(signer)
    (found,) = looked(content, tmp_path).signatures
    assert found.is_good
    assert found.trusted
    assert found.mark == mark
    assert found.signed_at == NOW
    assert (found.signer, found.issuer) == (LEADER, "CA thử nghiệm")
    assert not found.stamped


def test_the_stamp_says_who_on_what_authority_and_when_in_vietnamese(signer, trust):
    page = pypdf.PdfReader(io.BytesIO(signed(signer)[0])).pages[-1]
    mark = page["/Annots"][-1].get_object()
    look = pypdf.PdfWriter()
    drawn = look.add_blank_page(300, 100)
    drawn[pypdf.generic.NameObject("/Resources")] = mark["/AP"]["/N"]["/Resources"].clone(look)
    contents = pypdf.generic.StreamObject()
    contents.set_data(mark["/AP"]["/N"].get_object().get_data())
    drawn[pypdf.generic.NameObject("/Contents")] = look._add_object(contents)
    said = drawn.extract_text()
    for line in ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", LEADER, "UBND phường Ninh Kiều", "12/UBND",
                 "22/11/2026 14:05:00 +07:00"):  # fmt: skip
        assert line in said


@pytest.mark.parametrize("place", [0.05, 0.3, 0.97])
def test_one_changed_byte_shows(signer, trust, tmp_path, place):
    content, _mark = signed(signer)
    found = PdfFileReader(io.BytesIO(content)).embedded_signatures[0]
    begin = int((list(found.byte_range)[1] - 1) * place)
    changed = bytearray(content)
    changed[begin] ^= 1
    told = looked(bytes(changed), tmp_path)
    assert all(not one.is_good for one in told.signatures)


def test_what_is_added_behind_the_signature_shows(signer, trust, tmp_path):
    content, mark = signed(signer)
    writer = pypdf.PdfWriter(io.BytesIO(content), incremental=True)
    writer.add_blank_page(200, 200)
    out = io.BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(content[:1000])
    (found,) = looked(out.getvalue(), tmp_path).signatures
    assert found.mark == mark
    assert not found.covers_all


def test_a_stranger_to_the_roots_is_unknown_and_a_certificate_that_ran_out_says_so(
    authority, trust, tmp_path
):
    other = Authority("CA khác")
    issued = other.issue(LEADER)
    (found,) = looked(signed(Pkcs12Signer(issued.certificate, (), issued.key))[0], tmp_path
                      ).signatures  # fmt: skip
    assert (found.is_good, found.trusted) == (True, False)
    short = authority.issue(LEADER, end=NOW + timedelta(days=1))
    content, _mark = signed(Pkcs12Signer(short.certificate, (), short.key))
    (found,) = looked(content, tmp_path, NOW + timedelta(days=400)).signatures
    assert (found.trusted, found.held_then, found.holds_now) == (True, True, False)


def test_a_revoked_certificate_is_not_trusted(authority, trust, tmp_path):
    issued = authority.issue(LEADER)
    content, _mark = signed(Pkcs12Signer(issued.certificate, (), issued.key))
    (trust / "revoked.crl").write_bytes(authority.revoke(issued, NOW - timedelta(days=3)))
    (found,) = looked(content, tmp_path).signatures
    assert (found.is_good, found.trusted) == (True, False)


def test_a_time_stamping_service_makes_it_b_t(signer, authority, trust, tmp_path, settings):
    with time_stamping(authority.stamper(NOW + timedelta(seconds=2))) as address:
        settings.TSA_URL = address
        content, _mark = signed(signer)
    (found,) = looked(content, tmp_path).signatures
    assert found.stamped
    assert found.signed_at == NOW + timedelta(seconds=2)


def test_a_silent_time_stamping_service_is_a_sentence(signer, trust, settings):
    settings.TSA_URL = "http://127.0.0.1:9/"
    with pytest.raises(RuleBroken) as refused:
        signed(signer)
    assert refused.value.code == "documents.signing.no-time-stamp"


def test_an_expired_certificate_signs_nothing(authority, trust):
    issued = authority.issue(LEADER, end=NOW - timedelta(days=1))
    with pytest.raises(RuleBroken) as refused:
        signed(Pkcs12Signer(issued.certificate, (), issued.key))
    assert refused.value.code == "documents.signing.expired"
    assert "21/11/2026" in str(refused.value)


def test_a_wrong_password_and_a_missing_file_are_sentences(authority, tmp_path):
    place = write_pkcs12(authority.issue(LEADER), tmp_path / "a.p12")
    assert open_pkcs12(place, PASSWORD).certificate is not None
    for path, password, code in (
        (place, "sai", "password"),
        (tmp_path / "none.p12", PASSWORD, "no-file"),
    ):
        with pytest.raises(RuleBroken) as refused:
            open_pkcs12(path, password)
        assert refused.value.code == f"documents.signing.{code}"


def test_a_certificate_is_found_by_ward_and_post(authority, tmp_path, settings, monkeypatch):
    write_pkcs12(authority.issue(LEADER), tmp_path / "a.p12")
    listed = tmp_path / "signers.toml"
    listed.write_text(
        '[[signer]]\nward = "31135"\npost = "chu-tich"\npkcs12 = "a.p12"\npassword = "P_TEST"\n'
    )
    settings.SIGNERS = str(listed)
    assert signing.entry_for("31135", ["pho", "khac"]) is None
    assert signing.entry_for("31144", ["chu-tich"]) is None
    entry = signing.entry_for("31135", ["pho", "chu-tich"])
    assert [fault[0] for fault in signing.faults(NOW)] == ["31135 chu-tich"]
    monkeypatch.setenv("P_TEST", PASSWORD)
    assert signing.faults(NOW) == []
    assert signing.name_of(signing.open_signer(entry).certificate) == LEADER
    listed.write_text("[[signer]]\nward = 1\n")
    assert [fault[0] for fault in signing.faults(NOW)] == [str(listed)]


@pytest.mark.parametrize(
    ("content", "state"),
    [
        (b"", signing.State.BROKEN),
        (b"%PDF-1.7\n" + b"[" * 100_000, signing.State.BROKEN),
        (b"not a pdf at all", signing.State.BROKEN),
        (made.locked_pdf(), signing.State.LOCKED),
        (made.pdf("chưa ký"), signing.State.READ),
    ],
)
def test_whatever_is_sent_is_answered(content, state, trust, tmp_path):
    found = looked(content, tmp_path)
    assert (found.state, found.signatures) == (state, ())


def test_the_letters_of_the_stamp_stand_as_wide_as_they_are(signer):
    """A width is told in thousandths of the size; an em is a thousand, and no letter is wider."""
    pdf, _mark = signed(signer)
    page = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]
    widths = []
    for note in page["/Annots"]:
        shown = [note.get_object()["/AP"]["/N"].get_object()]
        while shown:
            inside = shown.pop().get("/Resources", {}).get_object()
            shown += [one.get_object() for one in inside.get("/XObject", {}).values()]
            for font in inside.get("/Font", {}).values():
                for part in font.get_object()["/DescendantFonts"][0].get_object()["/W"]:
                    widths += part if isinstance(part, list) else []
    assert len(widths) > 20
    assert max(widths) <= 1000
