"""What online filing costs: told before sending, paid by a code after receipt, told as paid."""

import pytest
from django.test import Client

from phuong.areas.dossiers import actions, queries
from phuong.areas.dossiers.models import Origin
from phuong.areas.dossiers.tests import citizens
from phuong.areas.dossiers.tests.citizens import BOARDING, Walk, make_ward_of
from phuong.areas.money import actions as money
from phuong.areas.procedures.api import FeeRow
from tests.support.builders import MONDAY, browser_of

pytestmark = pytest.mark.django_db
BOTH = (FeeRow(20000, channel="desk"), FeeRow(10000, channel="online"))


def with_account(desk):
    admin = desk.of(desk.administrator, MONDAY)
    money.set_account(admin, bank="970415", number="0011001932418", holder="UBND phường")


def test_the_fee_is_told_before_sending_with_the_rule_of_this_way_and_what_the_other_costs():
    desk = make_ward_of({**BOARDING, "fees": BOTH})
    with_account(desk)
    walk = Walk(Client())
    citizens.fill_boarding(walk)
    assert walk.path.endswith("/kiem-tra/")
    for words in (
        "10.000 đồng", "Phải nộp 10.000 đồng.", "Nộp tại quầy: 20.000 đồng.", "mã VietQR",
    ):  # fmt: skip
        assert words in walk.text
    without = queries.fee_before(queries.version(citizens.newest()), Origin.COUNTER, desk.ward.pk)
    assert (without.amount, without.lines[-1]) == (20000, "Nộp trực tuyến: 10.000 đồng.")


def test_it_is_paid_by_a_code_after_receipt_and_the_page_tells_unpaid_and_paid():
    desk = make_ward_of({**BOARDING, "fees": BOTH})
    with_account(desk)
    walk = Walk(Client())
    citizens.fill_boarding(walk)
    walk.send()
    sent = citizens.newest()
    page = walk.open(f"/ho-so/{sent.code}/")
    assert "chưa nộp" not in page
    shown = {"don": "photo", "anh": "photo"}
    by = desk.of(desk.reception, sent.sent_at)
    dossier = actions.receive(by, sent, queries.version(sent), shown)
    page = walk.open(f"/ho-so/{dossier.code}/")
    assert "10.000 đồng, chưa nộp" in page
    assert "Nộp phí: mã VietQR, cách tính" in page
    owed = walk.open(f"/ho-so/{dossier.code}/nop-phi/")
    assert "Quét mã bằng ứng dụng ngân hàng" in owed
    assert "<svg" in walk.raw
    desk_page = f"/can-bo/ho-so/{dossier.code}/thu-phi/"
    answer = {"act": "pay", "amount": "10000", "how": "transfer"}
    assert browser_of(desk.reception).post(desk_page, answer).status_code == 302
    page = walk.open(f"/ho-so/{dossier.code}/")
    assert "10.000 đồng, đã nộp" in page
    assert "Nộp phí: mã VietQR" not in page


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"fees": (FeeRow(0),)}, "Không thu."),
        ({"fees": (FeeRow(0, local=True),)}, "chưa chắc chắn"),
        (
            {"fees": (FeeRow(5000, per="copy"), FeeRow(9000, condition="làm gấp"))},
            "Làm gấp: 9.000 đồng",
        ),
    ],
)
def test_what_depends_on_the_case_or_is_uncertain_names_no_amount(row, words):
    desk = make_ward_of({**BOARDING, **row})
    walk = Walk(Client())
    citizens.fill_boarding(walk)
    assert words in walk.text
    fee = queries.fee_before(queries.version(citizens.newest()), Origin.ONLINE, desk.ward.pk)
    assert fee.amount in (None, 0)
    assert not fee.by_transfer
