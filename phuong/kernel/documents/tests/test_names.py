"""Names: shown as typed, never a path, never a trick of direction."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phuong.kernel.documents.names import MAX_LENGTH, clean_name, suffix_of, with_suffix


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Giấy khai sinh.pdf", "Giấy khai sinh.pdf"),
        (unicodedata.normalize("NFD", "Giấy khai sinh.pdf"), "Giấy khai sinh.pdf"),
        ("../../etc/passwd", "passwd"),
        (r"C:\fakepath\ảnh.jpg", "ảnh.jpg"),
        ("ảnh\u202egpj.exe", "ảnhgpj.exe"),
        ("\u2067a\u2069\u200f\ufeff.pdf", "a.pdf"),
        ("a\x00b\r\nSet-Cookie: x.pdf", "ab Set-Cookie: x.pdf"),
        ("  a \t  b .pdf ", "a b .pdf"),
        ("", "khong-ten"),
        ("..", "khong-ten"),
        ("/", "khong-ten"),
        (".htaccess", "htaccess"),
        ("ảnh 😀.png", "ảnh 😀.png"),
    ],
)
def test_a_name_as_it_is_shown(typed, shown):
    assert clean_name(typed) == shown


def test_a_very_long_name_keeps_its_ending():
    shown = clean_name("dài " * 500 + ".pdf")
    assert len(shown) <= MAX_LENGTH
    assert shown.endswith("….pdf")


@given(st.text())
def test_every_name_is_short_composed_and_stays_as_it_is(typed):
    shown = clean_name(typed)
    assert 0 < len(shown) <= MAX_LENGTH
    assert unicodedata.is_normalized("NFC", shown)
    assert not set(shown) & set("/\\\0\n\r\u202e")
    assert clean_name(shown) == shown


@pytest.mark.parametrize(
    ("name", "suffix"),
    [("a.PDF", "pdf"), ("a.tar.gz", "gz"), ("a", ""), (".pdf", ""), ("a.rất dài không phải", "")],
)
def test_the_ending_of_a_name(name, suffix):
    assert suffix_of(name) == suffix


@pytest.mark.parametrize(
    ("name", "renamed"),
    [("IMG_1.HEIC", "IMG_1.jpg"), ("a.b.png", "a.b.jpg"), ("không đuôi", "không đuôi.jpg")],
)
def test_a_name_gets_the_ending_of_what_it_is(name, renamed):
    assert with_suffix(name, "jpg") == renamed


def test_another_ending_makes_no_name_too_long():
    assert len(with_suffix(clean_name("a" * 500 + ".jpg"), "heic")) <= MAX_LENGTH
