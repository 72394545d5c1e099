"""The printed receipt of money: what it says, printed again as it was, refunds too."""

import pytest

from phuong.areas.dossiers import actions, queries
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.tests.builders import ALL_PAPERS, make_desk, right_name, take_in
from phuong.areas.dossiers.tests.citizens import make_law
from phuong.areas.money import actions as money
from phuong.areas.money.models import Payment
from phuong.kernel.documents.models import IssuedDocument
from phuong.kernel.documents.official import api as official
from phuong.kernel.documents.official.tests.made import squeezed, text_of
from tests.support.builders import TUESDAY, browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    make_law()
    return make_desk()


@pytest.fixture
def paid(desk):
    dossier = take_in(desk)
    by, usual = desk.of(desk.reception, TUESDAY), queries.usual_due(dossier)
    return actions.pay(by, desk.ward, dossier, amount=8000, how="cash", usual=usual)


def refund(desk, dossier):
    by = desk.of(desk.reception, TUESDAY)
    money.refund(by, desk.ward, dossier.id, reason="Người nộp được miễn")


def address(dossier, form="bien-lai", then=""):
    return f"/can-bo/ho-so/{dossier.code}/in/{form}/{then}"


def the_paper(desk):
    return IssuedDocument.objects.of(desk.ward).get(superseded_at=None, form="money-receipt")


def pdf_of(browser, dossier, paper):
    answer = browser.get(f"/can-bo/ho-so/{dossier.code}/ban-in/{paper.id}/")
    return b"".join(answer.streaming_content)


def test_a_receipt_says_how_much_in_figures_and_words_for_what_who_paid_and_who_took_it(desk, paid):
    browser = browser_of(desk.reception)
    assert address(paid) in browser.get(f"/can-bo/ho-so/{paid.code}/thu-phi/").content.decode()
    assert address(paid) in browser.get(f"/can-bo/ho-so/{paid.code}/").content.decode()
    page = browser.get(address(paid)).content.decode()
    applicant = Dossier.objects.of(desk.ward).get(id=paid.id).applicant.name
    told = (
        "2026/BL-00001", applicant, queries.version(paid).name, "8.000 đồng", "Tám nghìn đồng",
        "Tiền mặt", desk.reception.name,
    )  # fmt: skip
    assert [words for words in told if words not in page] == []
    browser.post(address(paid, then="phat-hanh/"))
    paper = the_paper(desk)
    assert paper.number == "2026/BL-00001"
    read = squeezed(text_of(pdf_of(browser, paid, paper)))
    assert [words for words in told if squeezed(words) not in read] == []


def test_it_is_printed_again_as_it_was_when_the_name_was_put_right_later(desk, paid):
    browser = browser_of(desk.reception)
    browser.post(address(paid, then="phat-hanh/"))
    first = the_paper(desk)
    payer = Payment.objects.of(desk.ward).get().payer
    by = desk.of(desk.reception, TUESDAY)
    actions.correct(by, paid, right_name(paid, papers=ALL_PAPERS))
    fresh = Dossier.objects.of(desk.ward).get(id=paid.id)
    assert fresh.applicant.name != payer
    assert payer in browser.get(address(paid)).content.decode()
    browser.post(address(paid, then="phat-hanh/"))
    assert the_paper(desk).id == first.id


def test_money_given_back_has_a_paper_of_its_own_and_the_first_stays(desk, paid):
    refund(desk, paid)
    browser = browser_of(desk.reception)
    page = browser.get(address(paid, "phieu-hoan-tra")).content.decode()
    for words in ("2026/HT-00001", "2026/BL-00001", "Người nộp được miễn", "Tám nghìn đồng"):
        assert words in page
    assert "2026/BL-00001" in browser.get(address(paid)).content.decode()
    browser.post(address(paid, "phieu-hoan-tra", "phat-hanh/"))
    paper = official.current(desk.ward.pk, paid.id, "money-refund")
    assert paper.number == "2026/HT-00001"


def test_the_owner_opens_their_own_receipt_and_nobody_one_that_is_not_there(desk, paid):
    owner = browser_of()
    owner.post("/tra-cuu/", {"code": paid.code, "proof": paid.secret})
    assert f"/ho-so/{paid.code}/bien-lai/" in owner.get(f"/ho-so/{paid.code}/").content.decode()
    assert "2026/BL-00001" in owner.get(f"/ho-so/{paid.code}/bien-lai/").content.decode()
    assert owner.post(f"/ho-so/{paid.code}/bien-lai/phat-hanh/").status_code == 302
    assert owner.get(f"/ho-so/{paid.code}/phieu-hoan-tra/").status_code == 404
    unpaid = take_in(desk)
    assert browser_of(desk.reception).get(address(unpaid)).status_code == 404


def test_who_paid_is_erased_with_the_words_of_a_dossier(desk, paid):
    refund(desk, paid)
    assert money.erase_reasons(desk.ward.pk, paid.id) == 2
    kept = Payment.objects.of(desk.ward).values_list("payer", "reason", "salt")
    assert set(kept) == {("", "", "")}
    assert money.erase_reasons(desk.ward.pk, paid.id) == 0
