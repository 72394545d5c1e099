"""Numbers, money, days and moments as people read and hear them."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phuong.kernel.text import (
    amount_in_words,
    date_in_words,
    document_date,
    number_in_words,
    show_amount,
    show_date,
    show_day,
    show_moment,
    show_number,
    show_percent,
    speak_day,
    speak_moment,
    weekday_name,
)

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (1, "một"),
        (4, "bốn"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (104, "một trăm linh bốn"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (115, "một trăm mười lăm"),
        (121, "một trăm hai mươi mốt"),
        (1000, "một nghìn"),
        (1005, "một nghìn không trăm linh năm"),
        (1050, "một nghìn không trăm năm mươi"),
        (1500, "một nghìn năm trăm"),
        (15_000, "mười lăm nghìn"),
        (21_001, "hai mươi mốt nghìn không trăm linh một"),
        (100_000, "một trăm nghìn"),
        (1_000_005, "một triệu không trăm linh năm"),
        (1_005_000, "một triệu không trăm linh năm nghìn"),
        (12_345_678, "mười hai triệu ba trăm bốn mươi lăm nghìn sáu trăm bảy mươi tám"),
        (1_000_000_000, "một tỷ"),
        (1_000_000_001, "một tỷ không trăm linh một"),
        (1_001_000_000_000, "một nghìn không trăm linh một tỷ"),
        (2_000_000_000_000_000_000, "hai tỷ tỷ"),
        (-7, "âm bảy"),
    ],
)
def test_numbers_in_official_words(number, words):
    assert number_in_words(number) == words


def test_amounts_in_words_and_in_figures():
    assert amount_in_words(1005) == "một nghìn không trăm linh năm đồng"
    assert amount_in_words(0) == "không đồng"
    assert show_amount(15_000) == "15.000 đồng"


DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
VALUES = {word: value for value, word in enumerate(DIGITS)}
VALUES |= {"mốt": 1, "tư": 4, "lăm": 5, "mười": 10}


def read_words(words: str) -> int:
    """Read a number in words back, by another way than it was written."""
    head, billion, rest = words.rpartition(" tỷ")
    if billion:
        return read_words(head) * 10**9 + (read_words(rest.strip()) if rest else 0)
    total = group = 0
    for word in words.split():
        if word in VALUES:
            group += VALUES[word]
        elif word == "mươi":
            group += (group % 10) * 9
        elif word == "trăm":
            group *= 100
        elif word in {"nghìn", "triệu"}:
            total += group * {"nghìn": 1000, "triệu": 10**6}[word]
            group = 0
    return total + group


@given(st.integers(0, 10**15) | st.integers(0, 10**4))
def test_numbers_in_words_can_be_read_back(number):
    assert read_words(number_in_words(number)) == number


def test_dots_part_thousands_and_a_comma_the_decimals():
    assert [show_number(n) for n in (0, 999, 1250, 1_234_567, -1250)] == [
        "0",
        "999",
        "1.250",
        "1.234.567",
        "-1.250",
    ]
    assert show_number(Decimal("1234.56"), 1) == "1.234,6"
    assert show_percent(Decimal("96.4")) == "96,4%"


MOMENT = datetime(2026, 11, 25, 15, 0, tzinfo=ZONE)


def test_a_moment_reads_as_on_every_page():
    assert show_moment(MOMENT) == "15:00, Thứ Tư 25/11/2026"
    assert show_day(MOMENT) == "Thứ Tư 25/11/2026"
    assert show_moment(datetime(2026, 2, 1, 7, 5, tzinfo=ZONE)) == "07:05, Chủ nhật 01/02/2026"


def test_a_moment_is_taken_as_it_stands():
    assert show_moment(datetime(2026, 11, 25, 15, 0, tzinfo=UTC)) == "15:00, Thứ Tư 25/11/2026"


def test_the_desk_reads_the_moment_aloud():
    assert speak_moment(MOMENT) == "15 giờ, thứ Tư ngày 25 tháng 11"
    assert speak_moment(MOMENT.replace(minute=30)) == "15 giờ 30, thứ Tư ngày 25 tháng 11"
    assert speak_moment(MOMENT.replace(minute=5)) == "15 giờ 05, thứ Tư ngày 25 tháng 11"
    assert speak_day(date(2026, 11, 22)) == "chủ nhật ngày 22 tháng 11"


def test_weekdays_by_name():
    names = [weekday_name(date(2026, 11, 23) + timedelta(days=n)) for n in range(7)]
    assert names == ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"]


def test_dates_in_the_head_of_a_document():
    assert document_date(date(2026, 2, 5)) == "ngày 05 tháng 02 năm 2026"
    assert document_date(date(2026, 3, 15)) == "ngày 15 tháng 3 năm 2026"
    assert document_date(date(2026, 12, 9)) == "ngày 09 tháng 12 năm 2026"


def test_dates_in_words():
    assert date_in_words(date(1958, 3, 27)) == (
        "ngày hai mươi bảy tháng ba năm một nghìn chín trăm năm mươi tám"
    )
    assert date_in_words(date(2026, 4, 4)) == (
        "ngày bốn tháng tư năm hai nghìn không trăm hai mươi sáu"
    )


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_dates_in_figures_have_ten_characters(day):
    assert re.fullmatch(r"\d\d/\d\d/\d{4}", show_date(day))
