"""The express lane: one act, a number in the book, the fee explained; void, never erased."""

import uuid
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest

from phuong.areas.dossiers import actions, policy, queries
from phuong.areas.dossiers.actions.certifying import Certified
from phuong.areas.dossiers.actions.given import Given
from phuong.areas.dossiers.models import Certification, Dossier
from phuong.areas.dossiers.queries import certifying as books
from phuong.areas.dossiers.rules import certifying as rules
from phuong.areas.dossiers.states import VOID_CERTIFICATION, State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier, take_in
from phuong.areas.dossiers.tests.certified import (
    HOA,
    certify_now,
    load_books,
    receive_for_book,
    rows,
)
from phuong.areas.dossiers.tests.citizens import make_law
from phuong.areas.money import api as money
from phuong.areas.money.models import Payment
from phuong.areas.procedures import api as procedures
from phuong.areas.procedures.tests.builders import make_row
from phuong.kernel.audit.api import Event
from phuong.kernel.audit.proof import verify
from phuong.kernel.errors import NotPermitted, RuleBroken
from phuong.kernel.law import api as law
from phuong.kernel.law.models import LegalAct, LegalValue
from phuong.kernel.measures.api import Ask, totals
from phuong.kernel.people.models import Absence
from phuong.kernel.wards.remembered import forget_all
from tests.support.builders import FRIDAY, MONDAY, TUESDAY, browser_of

pytestmark = pytest.mark.django_db
AFTERNOON = MONDAY.replace(hour=15, minute=1)


@pytest.fixture
def desk():
    make_law()
    return make_desk()


def line_of(dossier):
    return Certification.objects.of(dossier.ward_id).get(dossier=dossier)


def figure(desk, code):
    (counted,) = totals(desk.ward.pk, [Ask(code)])
    return sum(counted.values())


def test_a_certification_is_a_dossier_received_settled_and_handed_over_in_one_act(desk):
    dossier = certify_now(desk)
    verbs = list(Event.objects.of(desk.ward).filter(subject_id=dossier.id).order_by("seq"))
    assert [event.verb for event in verbs] == [
        "dossiers.take_in",
        "dossiers.certify",
        "money.charge",
        "money.pay",
        "dossiers.hand_over",
    ]
    assert dossier.state == State.RETURNED
    assert dossier.received_at == dossier.finished_at == dossier.returned_at == MONDAY
    assert dossier.on_time
    assert verify(desk.ward.pk).holds
    told = [figure(desk, f"dossiers.{one}") for one in ("received", "on_time", "running")]
    assert told == [1, 1, 0]


def test_its_result_names_the_number_who_signed_and_who_received_it(desk):
    line = line_of(certify_now(desk))
    assert (line.number, line.result.number) == ("1/2026-SCT/BS", "1/2026-SCT/BS")
    assert line.result.signed_by == desk.leader
    assert line.result.receiver_name == HOA.name
    assert (line.document, line.copies, line.pages) == ("Bằng tốt nghiệp", 2, 3)


def test_each_book_counts_by_itself_and_from_one_each_year(desk):
    first, second = certify_now(desk), certify_now(desk)
    signature = certify_now(desk, book="signature")
    next_year = certify_now(desk, MONDAY.replace(year=2027))
    numbers = [line_of(one).number for one in (first, second, signature, next_year)]
    assert numbers == ["1/2026-SCT/BS", "2/2026-SCT/BS", "1/2026-SCT/CK", "1/2027-SCT/BS"]


def test_the_fee_follows_the_rule_of_the_version_and_is_explained(desk):
    dossier = certify_now(desk, copies=2, pages=3)
    bill = money.bill(desk.ward.pk, dossier.id)
    assert (bill.charge.amount, bill.charge.standing) == (10_000, "paid")
    assert bill.taken.number == "2026/BL-00001"
    assert queries.explained(bill.charge, dossier.field)[0] == "2 trang, mỗi trang 2.000 đồng."


def test_what_is_paid_later_is_owed(desk):
    dossier = certify_now(desk, how="")
    assert money.bill(desk.ward.pk, dossier.id).is_due
    assert not Payment.objects.of(desk.ward).exists()


def test_after_three_in_the_afternoon_the_promise_is_the_next_working_day(desk):
    noon, late = certify_now(desk, MONDAY.replace(hour=15)), certify_now(desk, AFTERNOON)
    assert noon.first_promise_at.date() == MONDAY.date()
    assert late.first_promise_at.date() == TUESDAY.date()
    assert late.finished_on == MONDAY.date()


def test_the_same_form_sent_twice_is_one_line_with_one_number(desk):
    request_id = uuid.uuid4()
    made = [certify_now(desk, request_id=request_id) for _time in range(2)]
    assert made[0] == made[1]
    assert Certification.objects.of(desk.ward).count() == Dossier.objects.of(desk.ward).count() == 1
    assert Payment.objects.of(desk.ward).count() == 1


def test_a_signature_without_a_paper_of_identity_is_refused_and_leaves_nothing(desk):
    with pytest.raises(RuleBroken) as refused:
        certify_now(desk, book="signature", given=Given(name="Lê Thị Hoa"))
    assert refused.value.code == "dossiers.certify.no-identity"
    assert not Dossier.objects.of(desk.ward).exists()
    assert not Event.objects.of(desk.ward).exists()


def test_a_name_without_a_paper_is_enough_for_a_copy(desk):
    assert certify_now(desk, given=Given(name="Lê Thị Hoa")).applicant.id_number == ""


def test_only_the_desk_certifies(desk):
    version = load_books(desk)["copy"]
    waiting = receive_for_book(desk)
    what = Certified("Học bạ", 1, 1, None)
    for person in (desk.specialist, desk.head, desk.leader, desk.administrator):
        with pytest.raises(NotPermitted):
            actions.certify(desk.of(person, MONDAY), desk.ward, waiting, version, what)


def test_who_is_away_did_not_sign(desk):
    assert list(books.certifiers(desk.ward.pk, MONDAY.date())) == [desk.leader.id]
    Absence.objects.create(
        ward=desk.ward, person=desk.leader, valid_from=TUESDAY.date(), valid_to=FRIDAY.date()
    )
    forget_all()
    with pytest.raises(RuleBroken) as refused:
        certify_now(desk, TUESDAY, signer_id=desk.leader.id)
    assert refused.value.code == "dossiers.certify.signer"


def test_what_was_received_before_is_certified_from_its_page_and_waits_to_be_fetched(desk):
    dossier = receive_for_book(desk, AFTERNOON)
    what = Certified("Học bạ", 5, 40, None)
    by = desk.of(desk.reception, TUESDAY)
    done = actions.certify(by, desk.ward, dossier, queries.version(dossier), what)
    assert done.state == State.READY
    assert done.on_time
    assert line_of(done).number == "1/2026-SCT/BS"


def test_a_dossier_of_another_procedure_enters_no_book(desk):
    dossier = take_in(desk)
    by = desk.of(desk.reception, MONDAY)
    what = Certified("Học bạ", 1, 1, None)
    with pytest.raises(RuleBroken) as refused:
        actions.certify(by, desk.ward, dossier, queries.version(dossier), what)
    assert refused.value.code == "dossiers.certify.procedure"
    returned = make_dossier(desk, State.RETURNED)
    assert VOID_CERTIFICATION not in policy.open_moves(by.actor, returned)


def test_a_void_number_stays_in_the_book_with_its_reason_and_the_money_goes_back(desk):
    dossier = certify_now(desk)
    by = desk.of(desk.reception, MONDAY + timedelta(minutes=2))
    actions.void_certification(by, desk.ward, dossier, reason="Ghi sai số trang.")
    (line,) = books.lines_of(list(books.certifications(by.actor, desk.ward, books.Lines())))
    assert (line.holds, line.reason, line.row.number) == (
        False,
        "Ghi sai số trang.",
        "1/2026-SCT/BS",
    )
    assert line.charge.standing == "refunded"
    assert line_of(certify_now(desk)).number == "2/2026-SCT/BS"
    with pytest.raises(RuleBroken):
        actions.void_certification(by, desk.ward, certify_now(desk), reason=" ")


def test_what_was_not_paid_is_no_longer_owed_after_its_number_is_void(desk):
    dossier = certify_now(desk, how="")
    by = desk.of(desk.reception, MONDAY)
    actions.void_certification(by, desk.ward, dossier, reason="Ghi sai tên giấy tờ.")
    assert money.bill(desk.ward.pk, dossier.id) is None


def test_a_gap_in_the_rules_of_fees_is_refused_with_what_to_do(desk):
    doubtful = {"limit_n": 1, "limit_unit": "same_day", "certainty_fee": "uncertain"}
    procedures.load([make_row(one.slug, **doubtful) for one in rows()])
    procedures.forget()
    browser = browser_of(desk.reception)
    answer = browser.post("/can-bo/quay/chung-thuc/", typed())
    assert answer.status_code == 422
    assert "chưa ai xác nhận" in answer.content.decode()
    assert not Dossier.objects.of(desk.ward).exists()


def typed(**values):
    given = {"book": "copy", "who": "Lê Thị Hoa", "document": "btn", "copies": "2", "pages": "3"}
    return given | {"request_id": str(uuid.uuid4()), "act": "cash"} | values


def test_the_page_certifies_and_shows_number_fee_and_reason_above_the_next_form(desk):
    load_books(desk)
    browser = browser_of(desk.reception)
    page = browser.post("/can-bo/quay/chung-thuc/", typed(), follow=True).content.decode()
    assert "1/2026-SCT/BS" in page
    assert "Bằng tốt nghiệp" in page
    assert "10.000" in page
    assert "biên lai số" in page


def test_only_the_price_is_told_and_nothing_is_written(desk):
    load_books(desk)
    browser = browser_of(desk.reception)
    answer = browser.post("/can-bo/quay/chung-thuc/", typed(act="price"))
    assert "Phải nộp 10.000 đồng." in answer.content.decode()
    assert not Dossier.objects.of(desk.ward).exists()


def test_a_scanned_card_is_shown_as_name_and_number_where_the_rest_is_missing(desk):
    load_books(desk)
    card = "092158000123|361234567|Lê Thị Hoa|01011958|Nữ|Ninh Kiều|01052021"
    answer = browser_of(desk.reception).post(
        "/can-bo/quay/chung-thuc/", typed(who=card, document="")
    )
    assert answer.status_code == 422
    assert 'value="Lê Thị Hoa 092158000123"' in answer.content.decode()


def test_the_book_is_filtered_and_goes_out_as_excel_and_csv(desk):
    certify_now(desk)
    certify_now(desk, book="signature")
    browser = browser_of(desk.leader)
    page = browser.get("/can-bo/so/chung-thuc/?loai=signature").content.decode()
    assert "1/2026-SCT/CK" in page
    assert "1/2026-SCT/BS" not in page
    for asked in ("so=1", "so=Hoa", "so=hoa+huong", "tu=2026-11-16&den=2026-11-16"):
        assert "1/2026-SCT/BS" in browser.get(f"/can-bo/so/chung-thuc/?{asked}").content.decode()
    sheet = openpyxl.load_workbook(
        BytesIO(browser.get("/can-bo/so/chung-thuc.xlsx").content)
    ).active
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert {"1/2026-SCT/BS", "1/2026-SCT/CK", 10_000}.issubset(cells)
    lines = b"".join(browser.get("/can-bo/so/chung-thuc.csv").streaming_content).decode()
    assert lines.count("SCT/") == 2


@pytest.mark.parametrize(
    ("given", "name", "number"),
    [
        ("Lê Thị Hoa", "Lê Thị Hoa", ""),
        ("Lê Thị Hoa 092158000123", "Lê Thị Hoa", "092158000123"),
        ("Lê Thị Hoa 361234567", "Lê Thị Hoa", "361234567"),
        ("John Smith c1234567", "John Smith", "C1234567"),
        ("092158000123||Lê Thị Hoa|01011958|Nữ|NK|01052021", "Lê Thị Hoa", "092158000123"),
    ],
)
def test_who_asks_is_read_from_one_field(given, name, number):
    assert rules.requester(given) == (name, number)


@pytest.mark.parametrize("wrong", ["Lê Thị Hoa 0921580", "092158000123", "", "|||"])
def test_a_number_that_is_none_is_refused(wrong):
    with pytest.raises(RuleBroken):
        rules.requester(wrong)


def test_the_first_letters_of_common_papers_are_all_different_and_none_is_a_paper():
    for names in rules.PAPERS.values():
        short = [rules.initials(name) for name in names]
        assert len(set(short)) == len(short)


def pays_less(version, percent, who="poor", name="Người thuộc hộ nghèo"):
    """Let a city's resolution take something off what certifications cost."""
    LegalValue.objects.create(
        key=f"fees.exempt.{version.field_code}.{who}", value=percent, unit="percent", note=name,
        valid_from=MONDAY.date().replace(month=1), act=LegalAct.objects.first(),
        certainty="sourced",
    )  # fmt: skip
    law.changed()


@pytest.mark.parametrize(("percent", "amount", "standing"), [(100, 0, "free"), (50, 5000, "paid")])
def test_who_pays_less_is_certified_in_the_lane_without_a_field_more(
    desk, settings, percent, amount, standing
):
    settings.CLOCK = lambda: MONDAY
    version = load_books(desk)["copy"]
    browser, lane = browser_of(desk.reception), "/can-bo/quay/chung-thuc/"
    assert "Được miễn, giảm" not in browser.get(lane).content.decode()
    pays_less(version, percent)
    code = f"{version.field_code}.poor"
    page = browser.get(lane).content.decode()
    assert f'value="cash:{code}"' in page
    assert f"giảm {percent}% cho Người thuộc hộ nghèo" in page
    done = browser.post(lane, typed(act=f"cash:{code}"), follow=True).content.decode()
    assert "1/2026-SCT/BS" in done
    assert f"Giảm {percent}% cho Người thuộc hộ nghèo" in done
    charge = money.Charge.objects.of(desk.ward).get()
    assert (charge.amount, charge.standing, charge.exemption) == (amount, standing, code)
    assert Payment.objects.of(desk.ward).count() == (1 if amount else 0)
    wrong = browser.post(lane, typed(act="cash:xyz"))
    assert wrong.status_code == 422
    assert "không áp dụng" in wrong.content.decode()
    assert Dossier.objects.of(desk.ward).count() == 1
