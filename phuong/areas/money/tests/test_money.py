"""What is due, what is taken, given back, and the book of the day."""

import uuid
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest

from phuong.areas.dossiers import actions, queries
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import (
    ALL_PAPERS,
    make_desk,
    make_dossier,
    right_name,
    take_in,
)
from phuong.areas.dossiers.tests.citizens import make_law
from phuong.areas.money import actions as money
from phuong.areas.money.models import BankAccount
from phuong.areas.money.queries import bill, book, transfer_text
from phuong.areas.procedures import api as procedures
from phuong.areas.procedures.tests.builders import make_row
from phuong.kernel.audit.api import Event
from phuong.kernel.audit.proof import verify
from phuong.kernel.errors import NotPermitted, RuleBroken, WrongState
from tests.invariants.breaking import breaks_nowhere
from tests.support.builders import FRIDAY, MONDAY, TUESDAY, browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    make_law()
    return make_desk()


def by_desk(desk, now=TUESDAY, **values):
    return desk.of(desk.reception, now, **values)


def pay(desk, dossier, amount=8000, how="cash", **values):
    usual, by = queries.usual_due(dossier), by_desk(desk, **values)
    return money.pay(by, desk.ward, dossier.id, amount=amount, how=how, usual=usual)


def owed(desk, dossier):
    return queries.bill(by_desk(desk), dossier).charge


def test_a_fixed_certain_fee_is_due_from_receipt_on_and_is_explained(desk):
    dossier = take_in(desk)
    due = owed(desk, dossier)
    assert (due.amount, due.standing) == (8000, "due")
    assert queries.explained(due, dossier.field) == [
        "Mức thu 8.000 đồng một trường hợp.",
        "Phải nộp 8.000 đồng.",
    ]


def test_exactly_what_is_due_is_taken_once_with_a_receipt_number(desk):
    dossier = take_in(desk)
    for wrong in (7999, 8001, 0):
        with pytest.raises(RuleBroken) as refused:
            pay(desk, dossier, wrong)
        assert refused.value.code == "money.pay.amount"
    assert pay(desk, dossier).standing == "paid"
    found = bill(desk.ward.pk, dossier.id)
    assert (found.taken.number, found.taken.by) == ("2026/BL-00001", desk.reception)
    with pytest.raises(WrongState) as refused:
        pay(desk, dossier)
    assert refused.value.code == "money.pay.paid"
    assert verify(desk.ward.pk).holds


def test_money_goes_back_the_way_it_came_with_a_reason_and_a_number_of_its_own(desk):
    dossier = take_in(desk)
    pay(desk, dossier, how="transfer")
    with pytest.raises(RuleBroken):
        money.refund(by_desk(desk), desk.ward, dossier.id, reason=" ")
    money.refund(by_desk(desk), desk.ward, dossier.id, reason="Thu nhầm người được miễn")
    found = bill(desk.ward.pk, dossier.id)
    assert (found.back.number, found.back.how) == ("2026/HT-00001", "transfer")
    with pytest.raises(WrongState):
        money.refund(by_desk(desk), desk.ward, dossier.id, reason="Lần nữa")
    assert "Thu nhầm" not in Event.objects.of(desk.ward).get(verb="money.refund").body
    whole = book(by_desk(desk).actor, TUESDAY.date())
    assert (len(whole.lines), whole.cash, whole.transfers, whole.total) == (2, 0, 0, 0)


def test_only_the_desk_takes_money_and_only_desk_and_leader_see_the_book(desk):
    dossier = take_in(desk)
    for person in (desk.specialist, desk.head, desk.leader, desk.administrator):
        with pytest.raises(NotPermitted):
            money.pay(desk.of(person, TUESDAY), desk.ward, dossier.id, amount=8000, how="cash")
    pay(desk, dossier)
    seen = {
        person: len(book(desk.of(person, TUESDAY).actor, TUESDAY.date()).lines)
        for person in (desk.reception, desk.leader, desk.specialist, desk.administrator)
    }
    assert list(seen.values()) == [1, 1, 0, 0]


def test_a_closed_day_takes_nothing_more_and_a_difference_needs_a_word(desk):
    first, second = take_in(desk), take_in(desk)
    pay(desk, first)
    on = TUESDAY.date()
    with pytest.raises(RuleBroken) as refused:
        money.close_day(by_desk(desk), on, counted=7000)
    assert refused.value.code == "money.day.difference"
    day = money.close_day(by_desk(desk), on, counted=7000, note="Thiếu một tờ")
    assert (day.expected, day.counted) == (8000, 7000)
    with pytest.raises(WrongState) as refused:
        pay(desk, second)
    assert refused.value.code == "money.day.closed"
    with pytest.raises(WrongState):
        money.close_day(by_desk(desk), on, counted=8000)
    assert pay(desk, second, now=TUESDAY + timedelta(days=1)).standing == "paid"


def test_a_day_is_closed_by_one_request_also_where_nothing_was_taken(desk):
    occasion = by_desk(desk, request_id=uuid.uuid4())
    day = money.close_day(occasion, TUESDAY.date(), counted=0)
    assert day.closed_at is not None
    assert money.close_day(occasion, TUESDAY.date(), counted=0) == day


def test_where_the_procedure_was_wrong_what_is_due_is_worked_out_anew_unless_it_was_paid(desk):
    procedures.load([make_row(slug="khac", fee_amount=5000)])
    procedures.forget()
    version = procedures.current(desk.ward.pk, "khac", MONDAY.date())

    def put_right(dossier):
        wanted = right_name(dossier, version=version, papers=ALL_PAPERS)
        return owed(desk, actions.correct(by_desk(desk), dossier, wanted)).amount

    unpaid, paid = take_in(desk), take_in(desk)
    pay(desk, paid)
    assert (put_right(unpaid), put_right(paid)) == (5000, 8000)


def test_a_transfer_code_holds_the_account_the_amount_and_the_code(desk):
    dossier = take_in(desk)
    assert transfer_text(desk.ward.pk, 8000, dossier.code) == ""
    admin = desk.of(desk.administrator, MONDAY)
    money.set_account(admin, bank="970415", number="0011001932418", holder="UBND phường")
    money.set_account(admin, bank="970436", number="1026806174", holder="UBND phường")
    assert BankAccount.objects.of(desk.ward).filter(valid_to__isnull=True).count() == 1
    text = transfer_text(desk.ward.pk, 8000, dossier.code)
    assert "01101026806174" in text
    assert "54048000" in text
    for wrong in ({"bank": "97041"}, {"number": "1 2"}):
        with pytest.raises(RuleBroken):
            money.set_account(admin, **({"bank": "970415", "number": "1", "holder": "x"} | wrong))
    with pytest.raises(NotPermitted):
        money.set_account(by_desk(desk), bank="970415", number="1", holder="x")


def test_money_is_whole_or_not_moved_wherever_it_breaks(desk):
    dossier = take_in(desk)
    due = money.Due(9000, {"amount": 9000}, "Nghị quyết")
    assert breaks_nowhere(lambda: money.charge(by_desk(desk), dossier.id, due)) >= 4
    assert breaks_nowhere(lambda: pay(desk, dossier, 9000)) >= 8
    again = by_desk(desk)
    assert breaks_nowhere(lambda: money.refund(again, desk.ward, dossier.id, reason="Sai")) >= 8
    assert breaks_nowhere(lambda: money.close_day(by_desk(desk), TUESDAY.date(), counted=0)) >= 5
    assert verify(desk.ward.pk).holds


def test_the_page_works_a_fee_out_takes_it_and_gives_it_back(desk):
    dossier = take_in(desk)
    browser = browser_of(desk.reception)
    address = f"/can-bo/ho-so/{dossier.code}/thu-phi/"
    page = browser.get(address).content.decode()
    assert "8.000 đồng" in page
    wrong = browser.post(address, {"act": "pay", "amount": "9000", "how": "cash"})
    assert wrong.status_code == 422
    assert "Phải nộp 8.000 đồng, không phải 9.000 đồng" in wrong.content.decode()
    paid = {"act": "pay", "amount": "8000", "how": "cash"}
    assert "BL-00001" in browser.post(address, paid, follow=True).content.decode()
    back = {"act": "refund", "reason": "Thu nhầm"}
    assert "HT-00001" in browser.post(address, back, follow=True).content.decode()
    assert browser_of(desk.leader).get(address).status_code in (403, 404)


def test_status_receipt_and_workspace_tell_what_was_paid_and_handing_over_warns(desk):
    dossier = make_dossier(desk, State.READY)
    browser = browser_of(desk.reception)
    moving = browser.get(f"/can-bo/ho-so/{dossier.code}/tra-ket-qua/").content.decode()
    assert "Chưa nộp phí: 8.000 đồng" in moving
    owner = browser_of()
    owner.post("/tra-cuu/", {"code": dossier.code, "proof": dossier.secret})
    status = owner.get(f"/ho-so/{dossier.code}/").content.decode()
    assert "8.000 đồng, chưa nộp" in status
    assert "Phải nộp 8.000 đồng." in owner.get(f"/ho-so/{dossier.code}/nop-phi/").content.decode()
    pay(desk, dossier, now=FRIDAY)
    told = "biên lai số 2026/BL-00001"
    assert told in owner.get(f"/ho-so/{dossier.code}/").content.decode()
    assert told in owner.get(f"/ho-so/{dossier.code}/giay-hen/").content.decode()
    assert "BL-00001" in browser.get(f"/can-bo/ho-so/{dossier.code}/").content.decode()
    moving = browser.get(f"/can-bo/ho-so/{dossier.code}/tra-ket-qua/").content.decode()
    assert "Chưa nộp phí" not in moving
    filled = queries.printed(
        Dossier.objects.of(desk.ward).get(), desk.ward, "giay-hen", qr="", lookup=""
    )
    assert told in filled.facts.texts["fee"]


def test_the_book_is_shown_taken_along_and_closed(desk):
    pay(desk, take_in(desk))
    browser, query = browser_of(desk.reception), f"?ngay={TUESDAY:%Y-%m-%d}"
    due = money.Due(5000, {"amount": 5000}, "Nghị quyết")
    money.charge(by_desk(desk), take_in(desk).id, due)
    shown = browser.get(f"/can-bo/so-quy/{query}").content.decode()
    assert "2026/BL-00001" in shown
    assert "Chưa nộp (1)" in shown
    sheet = openpyxl.load_workbook(
        BytesIO(browser.get(f"/can-bo/so-quy.xlsx{query}").getvalue())
    ).active
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert values[-1][-2:] == ["Cộng", 8000]
    lines = browser.get(f"/can-bo/so-quy.csv{query}").content.decode().splitlines()
    assert len(lines) == 2
    wrong = browser.post(f"/can-bo/so-quy/khoa/{query}", {"counted": "1"})
    assert wrong.status_code == 422
    done = browser.post(f"/can-bo/so-quy/khoa/{query}", {"counted": "8000"}, follow=True)
    assert "Đã khoá" in done.content.decode()
