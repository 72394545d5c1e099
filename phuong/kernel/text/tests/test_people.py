"""Names, personal numbers and telephone numbers as typed."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phuong.kernel.errors import RuleBroken
from phuong.kernel.text import (
    LONGEST_NAME,
    Sex,
    clean_person_name,
    parse_personal_number,
    parse_phone,
    phone_tail,
    show_phone,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Nguyễn Thị Được", "Nguyễn Thị Được"),
        ("  nguyễn   thị\tđược\n", "nguyễn thị được"),
        (unicodedata.normalize("NFD", "Trần Đức"), "Trần Đức"),
        ("\u202eNguyễn\u202c An\u200b", "Nguyễn An"),
        ("A\x00n\x07", "An"),
        ("O’Brien-Smith, Jr.", "O’Brien-Smith, Jr."),
        ("王 小明", "王 小明"),
        ("Nguyễn\u200dAn", "NguyễnAn"),
        ("क्\u200dष", "क्\u200dष"),
        ("X", "X"),
        ("à" * LONGEST_NAME, "à" * LONGEST_NAME),
    ],
)
def test_a_name_is_kept_as_typed_but_for_what_nobody_types(typed, kept):
    assert clean_person_name(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "   ", "\u202e\u200b", "a" * (LONGEST_NAME + 1), "A\ud800", "A\ue000"]
)
def test_what_is_no_name_is_refused(typed):
    with pytest.raises(RuleBroken) as refusal:
        clean_person_name(typed)
    assert refusal.value.code == "text.name"


@given(st.text())
def test_a_clean_name_is_clean(text):
    try:
        name = clean_person_name(text)
    except RuleBroken:
        return
    assert clean_person_name(name) == name
    assert name == name.strip()
    assert "\x00" not in name
    assert 1 <= len(name) <= LONGEST_NAME


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("0905123412", "+84905123412", "090 512 3412"),
        ("090 512 3412", "+84905123412", "090 512 3412"),
        ("090.512.3412", "+84905123412", "090 512 3412"),
        ("+84 905 123 412", "+84905123412", "090 512 3412"),
        ("+84 (0)905-123-412", "+84905123412", "090 512 3412"),
        ("0084905123412", "+84905123412", "090 512 3412"),
        ("84905123412", "+84905123412", "090 512 3412"),
        ("0292 3812 345", "+842923812345", "0292 3812 345"),
        ("84 292 381 2345", "+842923812345", "0292 3812 345"),
        ("028 3829 7834", "+842838297834", "028 3829 7834"),
        ("0332123456", "+84332123456", "033 212 3456"),
    ],
)
def test_telephone_numbers_as_people_write_them(typed, stored, shown):
    assert parse_phone(typed) == stored
    assert show_phone(stored) == shown
    assert phone_tail(stored) == stored[-4:]
    assert parse_phone(shown) == stored


@pytest.mark.parametrize(
    "typed",
    ["", "113", "090512341", "09051234123", "0105123412", "+1 202 555 0100", "0905x23412",
     "029238123456", "٠٩٠٥١٢٣٤١٢", "0292381234"],
)  # fmt: skip
def test_what_is_no_number_of_vietnam_is_refused(typed):
    with pytest.raises(RuleBroken) as refusal:
        parse_phone(typed)
    assert str(refusal.value) == "Nhập số điện thoại gồm 10 chữ số, ví dụ 090 512 3412."


def test_a_foreign_number_already_stored_is_shown_as_it_is():
    assert show_phone("+12025550100") == "+12025550100"


@pytest.mark.parametrize(
    ("digits", "year", "sex"),
    [
        ("092085001234", 1985, Sex.MALE),
        ("092185001234", 1985, Sex.FEMALE),
        ("001203001234", 2003, Sex.MALE),
        ("079324001234", 2024, Sex.FEMALE),
        ("079500001234", 2100, Sex.FEMALE),
        ("031999001234", 2399, Sex.FEMALE),
    ],
)
def test_a_personal_number_tells_place_sex_and_year_of_birth(digits, year, sex):
    number = parse_personal_number(digits)
    assert (number.birth_year, number.sex, number.place) == (year, sex, digits[:3])
    assert number.masked == "••••••••" + digits[8:]


def test_a_personal_number_may_be_typed_in_groups():
    assert parse_personal_number(" 092.085 001-234 ").digits == "092085001234"


@pytest.mark.parametrize(
    "typed", ["", "123456789", "0920850012345", "09208500123a", "٠٩٢٠٨٥٠٠١٢٣٤"]
)
def test_what_is_no_twelve_digits_is_refused(typed):
    with pytest.raises(RuleBroken) as refusal:
        parse_personal_number(typed)
    assert str(refusal.value) == "Nhập số định danh gồm 12 chữ số."


def test_what_does_not_fit_is_a_doubt_and_never_a_refusal():
    number = parse_personal_number("092085001234")
    assert number.doubts() == ()
    assert number.doubts(birth_year=1985, sex=Sex.MALE, today=date(2026, 11, 22)) == ()
    assert len(number.doubts(birth_year=1986, sex=Sex.FEMALE)) == 2
    assert "1985" in str(number.doubts(birth_year=1986)[0])
    future = parse_personal_number("000385001234")
    assert len(future.doubts(today=date(2026, 11, 22))) == 2
