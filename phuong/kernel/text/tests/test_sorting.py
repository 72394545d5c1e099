"""Vietnamese order, kept in a column of plain letters and digits."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phuong.kernel.text import SORT_KEY_LENGTH, person_sort_key, sort_key, split_name

WORDS = st.text(alphabet="abcdđeêo", max_size=5)
ALPHABET = list("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")


def in_order(words, key) -> None:
    shuffled = list(words)
    random.Random(7).shuffle(shuffled)  # noqa: S311 - no secret
    assert sorted(shuffled, key=key) == list(words)


def test_letters_follow_the_vietnamese_alphabet():
    in_order(ALPHABET, sort_key)


@pytest.mark.parametrize("tones", ["aàảãáạ", "ăằẳẵắặ", "uùủũúụ", "ưừửữứự", "yỳỷỹýỵ"])
def test_tones_follow_the_dictionary(tones):
    in_order(list(tones), sort_key)
    in_order([f"l{tone}n" for tone in tones], sort_key)


def test_letters_weigh_more_than_tones_and_tones_more_than_capitals():
    in_order(["ba", "bạ", "bà mẹ", "bách", "băm"], sort_key)
    in_order(["hoa", "Hoa", "HOA", "hoà", "Hoà", "hoạ"], sort_key)


def test_the_place_of_the_tone_mark_does_not_matter():
    assert sort_key("hoà") == sort_key("hòa")


def test_numbers_come_before_letters_and_spaces_first():
    in_order(["an", "an bình", "anh"], sort_key)
    in_order(["1", "2", "a"], sort_key)
    in_order(["z", "я", "中"], sort_key)


def test_people_are_listed_by_given_name_then_family_then_middle():
    in_order(
        [
            "An",
            "Lê An",
            "Lê Văn An",
            "Trần An",
            "Nguyễn Thị Ánh",
            "Đặng Ân",
            "Nguyễn Văn Dũng",
            "Nguyễn Văn Đức",
            "Lê Hà",
            "Trần Hà",
            "Lê Hạ",
        ],
        person_sort_key,
    )


def test_a_name_is_parted_into_family_middle_and_given():
    parts = split_name("Nguyễn Thị Minh Khai")
    assert (parts.family, parts.middle, parts.given) == ("Nguyễn", "Thị Minh", "Khai")
    assert split_name("Trần An").middle == ""
    assert split_name("Sơn").given == "Sơn"
    assert split_name("").given == ""


@given(st.text(max_size=200))
def test_a_key_holds_only_what_every_collation_orders_alike(text):
    for key in (sort_key(text), person_sort_key(text)):
        assert set(key) <= set("0123456789abcdefghijklmnopqrstuvwxyz")
        assert len(key) <= SORT_KEY_LENGTH


@given(st.lists(st.text(alphabet="aăâdđoôơàảãáạ AĐ", min_size=1, max_size=6), min_size=2))
def test_keys_sort_alike_in_bytes_and_in_letters_without_case(words):
    keys = [sort_key(word) for word in words]
    assert sorted(keys) == sorted(keys, key=str.encode) == sorted(keys, key=str.casefold)


@given(
    st.text(alphabet="abcdđeêo", max_size=5), st.text(alphabet="abcdđeêo", min_size=1, max_size=3)
)
def test_a_beginning_comes_before_what_continues_it(word, rest):
    assert sort_key(word) < sort_key(word + rest)
