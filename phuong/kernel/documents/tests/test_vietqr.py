"""The text of a VietQR code, held against what others make and what a reader sees."""

import io

import pytest
import segno
import zxingcpp
from PIL import Image

from phuong.kernel.documents.vietqr import Account, check_account, crc16, payload, shown_note
from phuong.kernel.errors import RuleBroken

# Made by other programs, up to their check.
OTHERS = {
    "C15C": "00020101021238570010A00000072701270006970415011300110019324180208QRIBFTTA"
    "530370454061200005802VN62170813ung ho lu lut6304",
    "9F78": "00020101021238540010A0000007270124000697043601101026806174"
    "0208QRIBFTTA530370454063990005802VN5912LE PHU THACH"
    "62250821NB123ABC LE PHU THACH6304",
}


def test_the_check_is_that_of_the_standard():
    assert crc16(b"123456789") == 0x29B1
    for check, text in OTHERS.items():
        assert f"{crc16(text.encode()):04X}" == check


def test_a_transfer_is_written_field_by_field():
    text = payload(Account("970415", "0011001932418"), 120000, "ủng hộ lũ lụt")
    assert text[:-4] == OTHERS["C15C"].replace("ung ho lu lut", "UNG HO LU LUT")
    assert text[-4:] == f"{crc16(text[:-4].encode()):04X}"


def test_a_reader_of_codes_reads_it():
    text = payload(Account("970436", "1026806174"), 8000, "PM-261116-0001")
    drawn = io.BytesIO()
    segno.make(text, error="m").save(drawn, kind="png", scale=4)
    (found,) = zxingcpp.read_barcodes(Image.open(drawn))
    assert found.text == text


def test_what_it_is_for_has_letters_that_every_bank_takes():
    assert shown_note("PM-261116-0001") == "PM 261116 0001"
    assert shown_note("Đặng Thị Ửng " * 9) == "DANG THI UNG DANG THI UNG"


@pytest.mark.parametrize(
    ("bank", "number"), [("97041", "1"), ("9704155", "1"), ("９７０４１５", "1"), ("970415", ""),
                         ("970415", "1" * 20), ("970415", "1-2")],
)  # fmt: skip
def test_an_account_that_no_code_can_hold_is_refused(bank, number):
    with pytest.raises(RuleBroken):
        check_account(bank, number)


@pytest.mark.parametrize("amount", [0, -1, 10**13])
def test_no_code_without_an_amount(amount):
    with pytest.raises(ValueError, match="whole"):
        payload(Account("970415", "1"), amount, "x")
