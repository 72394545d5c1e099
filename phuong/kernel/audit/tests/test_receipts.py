"""What a receipt's code says holds to the last bit."""

import base64
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phuong.kernel.audit import keys, receipts
from phuong.kernel.audit.receipts import ROOM, SIGNATURE, Receipt, Shortened
from tests.support.builders import MONDAY, TUESDAY, WEDNESDAY, make_ward

pytestmark = pytest.mark.django_db

SAMPLE = Receipt(
    code="H13.45.07-261122-0147",
    version=UUID("01930000-0000-7000-8000-000000000001"),
    received_at=MONDAY,
    promised_at=WEDNESDAY,
    papers=(1, 2, 0, 5, 3),
    head="ab" * 32,
)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def signed_by_nobody(receipt=SAMPLE):
    """Sign a receipt with a key that no ward lists."""
    key = keys._write()
    facts = receipts.pack(receipt, key.code)
    return base64.urlsafe_b64encode(facts + keys.sign(key, facts)).decode().rstrip("=")


def test_what_was_signed_is_read_back_with_the_key():
    ward = make_ward("PA")
    text = receipts.signed(ward.pk, SAMPLE, MONDAY)
    found = receipts.check(ward.pk, text)
    assert found == receipts.Checked(
        "", SAMPLE, keys.present(ward.pk, MONDAY), keys.present(ward.pk, MONDAY).code
    )
    assert receipts.check(ward.pk, f" https://phuong.example/q/x/#{text}\n").fault == ""
    assert len(text) <= 205


def test_signing_again_gives_the_same_text():
    ward = make_ward("PA")
    first = receipts.signed(ward.pk, SAMPLE, MONDAY)
    assert receipts.signed(ward.pk, SAMPLE, TUESDAY) == first


def test_any_byte_changed_fails():
    ward = make_ward("PA")
    text = receipts.signed(ward.pk, SAMPLE, MONDAY)
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    for place in range(len(raw)):
        other = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        altered = base64.urlsafe_b64encode(other).decode().rstrip("=")
        assert receipts.check(ward.pk, altered).fault in {"unreadable", "key-unknown", "changed"}


def test_any_letter_changed_fails():
    ward = make_ward("PA")
    text = receipts.signed(ward.pk, SAMPLE, MONDAY)
    for place, letter in enumerate(text):
        for other in ("A", "b", "-", "é", "%"):
            if other != letter:
                altered = text[:place] + other + text[place + 1 :]
                assert receipts.check(ward.pk, altered).fault, (place, other)


@pytest.mark.parametrize(
    "text", ["", "#", "abc", "A" * 140, "A" * 240, "https://x/q/1/", "٣" * 200]
)
def test_what_is_no_receipt_is_unreadable(text):
    assert receipts.check(make_ward("PA").pk, text).fault == "unreadable"


def test_a_receipt_of_another_ward_is_of_an_unknown_key():
    one, other = make_ward("PA"), make_ward("PB")
    text = receipts.signed(one.pk, SAMPLE, MONDAY)
    assert receipts.check(other.pk, text).fault == "key-unknown"


def test_a_receipt_of_a_rotated_key_holds_and_of_a_leaked_one_says_so():
    ward = make_ward("PA")
    text = receipts.signed(ward.pk, SAMPLE, MONDAY)
    keys.rotate(ward.pk, TUESDAY, "rotated")
    assert receipts.check(ward.pk, text).fault == ""
    late = receipts.signed(ward.pk, SAMPLE, TUESDAY)
    keys.rotate(ward.pk, WEDNESDAY, "leaked")
    assert receipts.check(ward.pk, late).fault == "key-leaked"


def test_without_the_private_key_there_is_no_text():
    ward = make_ward("PA")
    keys.path_of(keys.present(ward.pk, MONDAY)).unlink()
    assert receipts.signed(ward.pk, SAMPLE, MONDAY) == ""


@pytest.mark.parametrize("changes", [{"code": "x" * 61}, {"papers": (16,)}, {"papers": (1,) * 255}])
def test_what_does_not_fit_is_refused(changes):
    with pytest.raises(ValueError, match="cannot hold"):
        receipts.signed(make_ward("PA").pk, replace(SAMPLE, **changes), MONDAY)


PAPERS = st.lists(st.integers(0, 15), max_size=254)
CODES = st.text("ABCH0123456789.-", min_size=1, max_size=60)


@given(CODES, PAPERS, st.integers(40, 160))
def test_a_code_never_takes_more_room_than_a_coarse_print_carries(code, papers, address):
    receipt, room = replace(SAMPLE, code=code, papers=tuple(papers)), ROOM - address
    facts = receipts.pack(receipt, "ab" * 4, room)
    text = base64.urlsafe_b64encode(facts + bytes(SIGNATURE)).decode().rstrip("=")
    assert receipts.length_of(facts) == len(text)
    if receipts.fits(address, len(code)):
        assert address + len(text) <= ROOM
    _key, read = receipts.unpack(facts)
    if read.shortened is None:
        assert tuple(read.papers) == tuple(papers)
    else:
        assert read == replace(receipt, papers=(), shortened=Shortened.of(papers))


def test_a_list_without_room_is_shortened_to_a_mark_that_is_signed_too():
    ward = make_ward("PA")
    many = replace(SAMPLE, papers=(1, 2) * 60)
    text = receipts.signed(ward.pk, many, MONDAY, room=230)
    assert len(text) <= 230
    found = receipts.check(ward.pk, text)
    assert (found.fault, found.receipt.shortened) == ("", Shortened.of(many.papers))
    assert Shortened.of(many.papers) != Shortened.of(many.papers[::-1])


def test_where_nothing_fits_there_is_no_text():
    assert receipts.signed(make_ward("PA").pk, SAMPLE, MONDAY, room=150) == ""
