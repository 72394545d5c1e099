"""Sentences made of a number, and the examples in the documentation."""

import doctest
import importlib
import pkgutil
from datetime import date

import pytest

from phuong.kernel import text
from phuong.kernel.text import (
    NO_DEADLINE,
    clock_sentence,
    days_left_phrase,
    limit_phrase,
    paused_phrase,
)


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (5, "Còn 5 ngày làm việc"),
        (1, "Còn 1 ngày làm việc"),
        (0, "Hết hạn hôm nay"),
        (-1, "Quá hạn 1 ngày làm việc"),
        (-3, "Quá hạn 3 ngày làm việc"),
    ],
)
def test_days_left_in_words(left, said):
    assert str(days_left_phrase(left)) == said


def test_a_clock_that_stands_still_or_has_no_limit():
    assert str(paused_phrase(date(2026, 11, 5))) == "Tạm dừng từ 05/11"
    assert str(NO_DEADLINE) == "Không tính hạn"


def test_limits_in_words():
    said = [str(limit_phrase(unit, 3)) for unit in ("working_day", "calendar_day", "clock_hour")]
    assert said == ["3 ngày làm việc", "3 ngày", "3 giờ"]
    assert str(limit_phrase("working_hour", 2.5)) == "2,5 giờ làm việc"


def test_a_decision_and_its_note_are_named():
    assert str(clock_sentence("off")) == "ngày nghỉ theo quyết định"
    assert str(clock_sentence("closed", "7/TB")) == "cơ quan đóng cửa cả ngày (7/TB)"
    assert str(clock_sentence("off", "28/2026", "Ngày 100%")) == (
        "ngày nghỉ theo quyết định (Ngày 100%, 28/2026)"
    )


MODULES = [
    f"{text.__name__}.{module.name}"
    for module in pkgutil.iter_modules(text.__path__)
    if module.name != "tests"
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_documentation_hold(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
