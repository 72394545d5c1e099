"""Money as a step: asked for with amount, reason and rule; the clock stands, then runs on."""

from datetime import timedelta

import pytest

from phuong.areas.dossiers import actions, jobs, queries
from phuong.areas.dossiers.models import Pause, SupplementRequest
from phuong.areas.dossiers.queries import stories
from phuong.areas.dossiers.states import ASK_SUPPLEMENT, LOOKS, State
from phuong.areas.dossiers.tests.builders import ASKED, make_desk, make_dossier
from phuong.areas.money import actions as money_actions
from phuong.areas.money import api as money
from phuong.areas.money.models import Payment
from phuong.kernel.errors import RuleBroken, WrongState
from phuong.kernel.measures.api import Ask, Window, totals
from phuong.kernel.measures.api import get as get_measure
from phuong.kernel.notices.models import Notice
from phuong.kernel.workdays import whole
from tests.support.builders import (
    CALENDAR,
    FRIDAY,
    MONDAY,
    NEXT_MONDAY,
    THURSDAY,
    WEDNESDAY,
    browser_of,
    load_law_values,
)

pytestmark = pytest.mark.django_db
WHY = "Nộp trước khi lập giấy."


@pytest.fixture
def desk():
    load_law_values()
    return make_desk()


def asked(desk):
    return make_dossier(desk, State.PAYMENT)


def owner_page(dossier, tail=""):
    client = browser_of()
    client.post("/tra-cuu/", {"code": dossier.code, "proof": dossier.secret})
    return client.get(f"/ho-so/{dossier.code}/{tail}").content.decode()


def told(dossier):
    rows = Notice.objects.of(dossier.ward_id).filter(subject_id=dossier.id)
    return set(rows.values_list("template", flat=True))


def pay(desk, dossier, now=FRIDAY, amount=8000):
    by = desk.of(desk.reception, now)
    return actions.take_payment(by, desk.ward, dossier, amount=amount, how="cash")


def test_asking_for_money_stops_the_clock_with_a_request_that_says_all(desk):
    dossier = asked(desk)
    assert (dossier.due_at, dossier.target_at, LOOKS[State.PAYMENT].national) == (None, None, 6)
    request = queries.open_request(dossier)
    [item] = request.items.all()
    assert (item.name, item.why) == ("Nộp 8.000 đồng", WHY)
    assert item.basis == "60/2014/QH13"
    assert (request.answer_by - WEDNESDAY.date()).days == 30
    assert Pause.objects.of(desk.ward).get(dossier=dossier).request == request
    assert "dossiers.ask_payment" in told(dossier)
    bill = money.bill(desk.ward.pk, dossier.id)
    assert (bill.charge.amount, bill.is_due) == (8000, True)


def test_the_citizen_reads_how_much_why_by_which_rule_until_when_and_how(desk):
    admin = desk.of(desk.administrator, MONDAY)
    money_actions.set_account(admin, bank="970415", number="0011001932418", holder="UBND")
    dossier = asked(desk)
    page = owner_page(dossier)
    for words in ("nộp 8.000 đồng", "18/12/2026", WHY, f"/ho-so/{dossier.code}/nop-phi/"):
        assert words in page
    page = owner_page(dossier, "nop-phi/")
    for words in ("8.000", "18/12/2026", WHY, "60/2014/QH13", "<svg", "không hỏi số thẻ"):
        assert words in page
    assert "Chờ người nộp tiền." in owner_page(dossier, "ngay-hen/")


def test_paid_the_clock_runs_on_exactly_where_it_stood(desk):
    dossier = asked(desk)
    done = pay(desk, dossier)
    assert (done.state, done.handler_id) == (State.IN_WORK, desk.specialist.id)
    # Received on Monday with three days; Thursday and Friday stood still.
    assert done.due_on == CALENDAR.add(FRIDAY.date(), 1) == NEXT_MONDAY.date()
    assert done.first_promise_at.date() == THURSDAY.date()
    assert done.shown_promise_at == done.due_at
    bill = money.bill(desk.ward.pk, dossier.id)
    assert bill.taken.number == "2026/BL-00001"
    assert "dossiers.take_payment" in told(dossier)


def test_only_exactly_what_is_due_is_taken_and_a_refusal_leaves_the_clock_standing(desk):
    dossier = asked(desk)
    with pytest.raises(RuleBroken) as refused:
        pay(desk, dossier, amount=7000)
    assert refused.value.code == "money.pay.amount"
    dossier.refresh_from_db()
    assert dossier.state == State.PAYMENT
    assert not Payment.objects.of(desk.ward).exists()


def test_what_is_paid_on_the_page_of_fees_lets_the_clock_run_on_too(desk):
    dossier = asked(desk)
    browser = browser_of(desk.reception)
    given = {"act": "pay", "amount": "8000", "how": "transfer"}
    browser.post(f"/can-bo/ho-so/{dossier.code}/thu-phi/", given)
    dossier.refresh_from_db()
    assert dossier.state == State.IN_WORK
    assert Payment.objects.of(desk.ward).get().how == "transfer"


def test_what_was_paid_is_not_asked_for_again(desk):
    dossier = make_dossier(desk, State.IN_WORK)
    by = desk.of(desk.reception, WEDNESDAY)
    usual = queries.usual_due(dossier)
    actions.pay(by, desk.ward, dossier, amount=8000, how="cash", usual=usual)
    with pytest.raises(WrongState) as refused:
        actions.ask_payment(desk.of(desk.specialist, THURSDAY), dossier, None, why=WHY, days=30)
    assert refused.value.code == "dossiers.payment.paid"


@pytest.mark.parametrize(
    ("due", "why", "code"),
    [(True, "Phí", "dossiers.payment.why"), (False, WHY, "dossiers.payment.no-fee")],
)
def test_an_asking_without_reason_or_amount_is_refused(desk, due, why, code):
    dossier = make_dossier(desk, State.IN_WORK)
    usual = queries.usual_due(dossier) if due else None
    with pytest.raises(RuleBroken) as refused:
        actions.ask_payment(desk.of(desk.specialist, WEDNESDAY), dossier, usual, why=why, days=30)
    assert refused.value.code == code


def test_no_longer_asked_for_nothing_is_owed_and_the_clock_runs_on(desk):
    dossier = asked(desk)
    by = desk.of(desk.specialist, THURSDAY)
    done = actions.waive_payment(by, dossier, why="Gia đình được miễn phí.")
    assert done.state == State.IN_WORK
    assert done.due_on == FRIDAY.date()
    assert money.bill(desk.ward.pk, dossier.id) is None


def test_unpaid_past_its_day_it_stops_with_the_reason_and_nothing_more_is_changed(desk):
    dossier = asked(desk)
    last = WEDNESDAY + timedelta(days=30)
    assert jobs.lapse_unanswered(desk.clock(last)) == 0
    assert jobs.lapse_unanswered(desk.clock(last + timedelta(days=1))) == 1
    assert jobs.lapse_unanswered(desk.clock(last + timedelta(days=2))) == 0
    dossier.refresh_from_db()
    assert dossier.state == State.STOPPED
    page = owner_page(dossier)
    assert "Đã hết thời gian nộp tiền" in page
    slip = owner_page(dossier, "thong-bao-dung/")
    assert "Không nhận được tiền phải nộp đến hết ngày 18/12/2026" in slip


def test_the_applicant_is_reminded_at_half_time_and_on_the_eve(desk):
    dossier = asked(desk)
    half, eve = WEDNESDAY + timedelta(days=15), WEDNESDAY + timedelta(days=29)
    for day in (half, half, eve):
        jobs.remind_applicants(desk.clock(day))
    rows = Notice.objects.of(desk.ward).filter(subject_id=dossier.id)
    said = rows.filter(template__startswith="dossiers.remind_payment").values_list(
        "told_at", flat=True
    )
    assert len(set(said)) == 2
    assert not rows.filter(template__startswith="dossiers.remind_supplement").exists()


def test_asking_for_money_does_not_use_up_the_one_request_for_papers(desk):
    dossier = pay(desk, asked(desk))
    by = desk.of(desk.specialist, NEXT_MONDAY)
    done = actions.ask_supplement(by, dossier, ASKED, desk.version, days=30, allowed=1)
    assert done.state == ASK_SUPPLEMENT.target
    kinds = SupplementRequest.objects.of(desk.ward).values_list("asks", flat=True)
    assert sorted(kinds) == ["money", "papers"]
    assert queries.story(done, (stories.REQUESTS,)).for_papers.asks == "papers"


def test_waiting_for_money_is_the_applicants_time_and_the_parts_add_up(desk):
    dossier = pay(desk, asked(desk))
    trail = queries.passages(queries.trail_of(dossier))
    found = queries.stays(dossier, trail, FRIDAY, CALENDAR)
    shares = {one.place.where.value: one.share for one in found.parts}
    assert shares["applicant"] == whole(WEDNESDAY, FRIDAY, CALENDAR)
    assert sum(one.share.working for one in found.parts) == found.whole.working


def test_what_waits_for_money_is_counted_among_what_stands_still(desk):
    asked(desk)
    (counted,) = totals(desk.ward.pk, [Ask("dossiers.paused")])
    assert sum(counted.values()) == 1


def test_the_page_of_asking_works_out_what_was_not_worked_out_before(desk):
    dossier = make_dossier(desk, State.IN_WORK)
    browser = browser_of(desk.specialist)
    address = f"/can-bo/ho-so/{dossier.code}/yeu-cau-nop-tien/"
    assert "8.000" in browser.get(address).content.decode()
    assert browser.post(address, {"why": "x"}).status_code == 422
    assert browser.post(address, {"why": WHY}).status_code == 302
    dossier.refresh_from_db()
    assert dossier.state == State.PAYMENT


def figure(desk, code):
    (counted,) = totals(desk.ward.pk, [Ask(f"dossiers.{code}")])
    return sum(counted.values())


def test_a_usual_fee_is_owed_from_receipt_on_and_what_was_paid_how_is_counted(desk):
    unpaid, cash, transferred, withdrawn = (make_dossier(desk, State.IN_WORK) for _one in range(4))
    assert (figure(desk, "unpaid"), figure(desk, "payable")) == (4, 4)
    by = desk.of(desk.reception, WEDNESDAY)
    for dossier, how in ((cash, "cash"), (transferred, "transfer")):
        usual = queries.usual_due(dossier)
        actions.pay(by, desk.ward, dossier, amount=8000, how=how, usual=usual)
    actions.withdraw(desk.owner(withdrawn, THURSDAY), withdrawn)
    figures = [figure(desk, one) for one in ("unpaid", "payable", "paid_online")]
    assert figures == [1, 3, 1]
    measure = get_measure("dossiers.unpaid")
    assert list(measure.rows(desk.of(desk.leader, FRIDAY).actor, Window())) == [unpaid]


def test_what_was_given_back_is_not_counted_as_paid(desk):
    dossier = make_dossier(desk, State.IN_WORK)
    by = desk.of(desk.reception, WEDNESDAY)
    usual = queries.usual_due(dossier)
    actions.pay(by, desk.ward, dossier, amount=8000, how="transfer", usual=usual)
    money.refund(desk.of(desk.reception, THURSDAY), desk.ward, dossier.id, reason="Thu nhầm.")
    assert [figure(desk, one) for one in ("unpaid", "payable", "paid_online")] == [0, 0, 0]
