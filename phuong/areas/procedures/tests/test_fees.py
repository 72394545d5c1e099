"""What a procedure costs, by which rule, less what, and why; a gap is refused."""

from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phuong.areas.procedures.rules.fees import Exemption, of_channel, price
from phuong.areas.procedures.rules.packed import rows_of
from phuong.areas.procedures.rules.rows import FeeRow
from phuong.kernel.errors import RuleBroken
from phuong.kernel.law.pack import read

# Thông tư 226/2016/TT-BTC: 2.000 a page, from the third page 1.000, no copy more than 200.000.
COPIES = FeeRow(2000, "page", first_pages=2, then=1000, cap=200000)
HALF = Exemption("all.half", "Người cao tuổi", 50, "Điều 1")


@pytest.mark.parametrize(
    ("fee", "copies", "pages", "amount"),
    [
        (FeeRow(10000), 3, 7, 10000),
        (FeeRow(8000, "copy"), 3, 7, 24000),
        (COPIES, 1, 1, 2000),
        (COPIES, 1, 2, 4000),
        (COPIES, 1, 3, 5000),
        (COPIES, 4, 10, 48000),
        (COPIES, 2, 500, 400000),
        (FeeRow(500, "page"), 2, 3, 3000),
    ],
)
def test_amounts(fee, copies, pages, amount):
    assert price([fee], 0, copies=copies, pages=pages).amount == amount


def test_an_amount_is_explained_by_rule_and_exemption():
    found = price([COPIES], 0, copies=2, pages=3, exemption=HALF)
    told = [words % facts for words, facts in found.parts()]
    assert told == [
        "2 trang, mỗi trang 2000 đồng.",
        "1 trang sau, mỗi trang 1000 đồng.",
        "2 bản: 10000 đồng.",
        "Giảm 50% cho Người cao tuổi (Điều 1).",
        "Phải nộp 5000 đồng.",
    ]


@pytest.mark.parametrize(
    ("fees", "asked", "code"),
    [
        ([], {}, "fees.no-rule"),
        ([FeeRow(0, local=True)], {}, "fees.unconfirmed"),
        ([FeeRow(5000)], {"doubtful": True}, "fees.unconfirmed"),
        ([FeeRow(5000)], {"place": 1}, "fees.which"),
        ([FeeRow(5000)], {"place": -1}, "fees.which"),
        ([COPIES], {"copies": 0}, "fees.copies"),
        ([COPIES], {"pages": 0}, "fees.pages"),
        ([COPIES], {"pages": 10**6}, "fees.pages"),
    ],
)
def test_a_gap_is_refused_and_no_amount_guessed(fees, asked, code):
    with pytest.raises(RuleBroken) as refused:
        price(fees, asked.pop("place", 0), **asked)
    assert refused.value.code == code


@given(st.integers(1, 500), st.integers(1, 2000), st.integers(0, 100))
def test_no_exemption_makes_it_dearer_and_more_pages_never_make_it_cheaper(copies, pages, percent):
    less = Exemption("x", "x", percent, "x")
    full = price([COPIES], 0, copies=copies, pages=pages)
    assert 0 <= price([COPIES], 0, copies=copies, pages=pages, exemption=less).amount <= full.amount
    if pages < 2000:
        assert price([COPIES], 0, copies=copies, pages=pages + 1).amount >= full.amount


def test_the_way_of_handing_in_chooses_the_rules_and_the_pack_keeps_them_all():
    versions = {row.slug: row.version for row in rows_of(read())}
    fees = versions["dang-ky-thuong-tru"].fees if "dang-ky-thuong-tru" in versions else ()
    online = FeeRow(10000, channel="online")
    desk = FeeRow(20000, channel="desk")
    assert of_channel([desk, online], "online") == (online,)
    assert of_channel([desk, online], "desk") == (desk,)
    assert versions["chung-thuc-ban-sao"].fees == (COPIES,)
    assert all(FeeRow(**asdict(fee)) == fee for fee in fees)
