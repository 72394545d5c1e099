"""Folding: what people type in a hurry finds what was written with care."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phuong.kernel.text import fold, fold_for_search, nfc


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("nguyen thi duoc", "Nguyễn Thị Được"),
        ("dang van do", "Đặng Văn Độ"),
        ("hoa binh", "Hoà Bình"),
        ("hoa binh", "Hòa  Bình"),
        ("phuong an khanh", "PHƯỜNG\tAN\u00a0KHÁNH"),
        ("ho so", "H\u1ed3 s\u01a1"),
        ("ho so", unicodedata.normalize("NFD", "Hồ sơ")),
        ("duc", "\u0110ức"),
        ("duc", "Ðức"),
        ("an", "\u202ea\u200bn\u00ad"),
    ],
)
def test_folding_finds_what_was_written(typed, written):
    assert fold(written) == typed


def test_every_vietnamese_letter_folds_to_a_plain_one():
    letters = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
    tones = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
    for letter in letters + letters.upper():
        for tone in tones:
            for form in ("NFC", "NFD"):
                assert fold(unicodedata.normalize(form, letter + tone)) in set(
                    "abcdeghiklmnopqrstuvxy"
                )


def test_exact_text_is_not_touched_by_nfc_alone():
    assert nfc("Đức") != nfc("Dức")
    assert nfc(unicodedata.normalize("NFD", "Đặng Thị Được")) == "Đặng Thị Được"


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)
    assert fold_for_search(fold_for_search(text)) == fold_for_search(text)


@given(st.text())
def test_spelling_forms_fold_alike(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("one", "other"), [("Lý", "Lí"), ("Vỹ", "Vĩ"), ("Mỹ", "Mĩ"), ("Quý", "Quí"), ("Kỳ", "Kì")]
)
def test_y_and_i_are_variants_at_search_only(one, other):
    assert fold_for_search(one) == fold_for_search(other)
    assert fold(one) != fold(other)


@pytest.mark.parametrize(("one", "other"), [("Thúy", "Thúi"), ("Hay", "Hai"), ("Mây", "Mai")])
def test_y_after_a_vowel_is_another_sound(one, other):
    assert fold_for_search(one) != fold_for_search(other)
