"""Corrections of what few have: organisations, those who come along, numbers of papers, answers."""

from html.parser import HTMLParser

import pytest

from phuong.areas.dossiers import actions, policy, queries, rules
from phuong.areas.dossiers.actions.given import Given
from phuong.areas.dossiers.models import Applicant, Correction, Paper, Together
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import (
    ALL_PAPERS,
    HUONG,
    make_desk,
    make_dossier,
    right_name,
    take_in,
)
from phuong.areas.dossiers.tests.citizens import make_law
from phuong.areas.money import actions as money_actions
from phuong.areas.money import api as money
from phuong.areas.procedures.rules.rows import FeeRow, PaperRow
from phuong.kernel.audit.api import Event
from phuong.kernel.errors import RuleBroken
from phuong.kernel.notices.models import Notice
from tests.support.builders import FRIDAY, MONDAY, TUESDAY, WEDNESDAY, browser_of

pytestmark = pytest.mark.django_db
ANSWERED = Given("Nguyễn Thị Hường", "+84905123412", answers={"sex": "Nữ", "born_on": "2026-11-01"})
FIRM = {
    "kind": "organisation",
    "name": "Công ty TNHH Sông Hậu",
    "id_number": "1800123456",
    "representative": "Lê Văn Đại",
    "representative_post": "Giám đốc",
}
HUSBAND = Together("Trần Văn Nam", "092058000123", "+84905777888")
BY_CASE = (FeeRow(8000, condition="đăng ký đúng hạn"), FeeRow(16000, condition="quá hạn"))


@pytest.fixture
def desk():
    make_law()
    return make_desk()


def correct(desk, dossier, now=TUESDAY, **values):
    wanted = right_name(dossier, **({"facts": {}} | values))
    return actions.correct(desk.of(desk.reception, now), dossier, wanted)


def changed(dossier):
    return {row[0]: row[2:] for row in dossier.corrections.latest("turn").changes}


def answered(**values):
    return dict(ANSWERED.answers) | values


def test_a_person_becomes_an_organisation_with_its_number_and_who_stands_for_it(desk):
    before = take_in(desk)
    dossier = correct(desk, before, facts=FIRM)
    assert changed(dossier)["kind"] == ["person", "organisation"]
    assert changed(dossier)["id_number"] == ["", "1800123456"]
    assert queries.applicant_words(
        Applicant.objects.of(desk.ward).get(pk=dossier.applicant_id)
    ) == ("Công ty TNHH Sông Hậu, do Lê Văn Đại (Giám đốc) đại diện")
    found = policy.readable(desk.of(desk.reception, TUESDAY).actor).filter(
        search__contains="le van"
    )
    assert dossier in found
    assert dossier.first_promise_at == before.first_promise_at


def test_who_comes_along_is_put_right_found_by_name_and_told(desk):
    dossier = correct(desk, take_in(desk), together=(HUSBAND,))
    assert changed(dossier)["together"] == ["", "Trần Văn Nam (092058000123), 090 577 7888"]
    assert "tran van nam" in dossier.search
    told = Notice.objects.of(desk.ward).filter(template="dossiers.correct")
    assert HUSBAND.phone in set(told.values_list("address", flat=True))
    event = Event.objects.of(desk.ward).get(verb="dossiers.correct")
    assert HUSBAND.name not in event.body
    alone = correct(desk, dossier, WEDNESDAY, together=())
    assert Applicant.objects.of(desk.ward).get(pk=alone.applicant_id).others == ()


def test_the_paper_by_which_one_acts_for_another_is_put_right(desk):
    facts = {
        "for_whom": "other", "other_name": "Nguyễn Văn Tư", "relation": "con",
        "authority": "certified", "authority_paper": "số 12, ngày 3/11/2026",
    }  # fmt: skip
    dossier = correct(desk, take_in(desk), facts=facts)
    assert queries.other_words(dossier.applicant) == (
        "Nguyễn Văn Tư (con); Văn bản uỷ quyền có chứng thực: số 12, ngày 3/11/2026"
    )


def test_how_many_there_are_of_a_paper_and_its_note_are_put_right(desk):
    marks = {"to-khai": rules.Mark(2, 1, "bản 2 mờ"), "giay-chung-sinh": rules.Mark(1)}
    dossier = correct(desk, take_in(desk), papers=ALL_PAPERS, marks=marks)
    assert changed(dossier) == {
        "number:to-khai": ["1/0", "2/1"],
        "note:to-khai": ["", "bản 2 mờ"],
    }
    paper = Paper.objects.of(desk.ward).get(code="to-khai")
    assert (paper.originals, paper.copies, paper.note) == (2, 1, "bản 2 mờ")


def test_fewer_originals_than_were_given_back_are_refused(desk):
    dossier = take_in(desk, marks={"to-khai": rules.Mark(2)})
    actions.return_papers(desk.of(desk.reception, MONDAY), dossier, {"to-khai": 2})
    marks = {"to-khai": rules.Mark(1), "giay-chung-sinh": rules.Mark(1)}
    for values in ({"marks": marks}, {"papers": ALL_PAPERS | {"to-khai": "copy"}}):
        with pytest.raises(RuleBroken) as refused:
            correct(desk, dossier, **({"papers": ALL_PAPERS} | values))
        assert refused.value.code == "dossiers.correct.given-back"
    fixed = correct(desk, dossier, papers=ALL_PAPERS, marks=marks | {"to-khai": rules.Mark(3)})
    assert fixed.papers.get(code="to-khai").returned == 2


def test_an_answer_is_put_right_with_both_values_and_an_event_without_them(desk):
    dossier = correct(desk, take_in(desk, given=ANSWERED), answers=answered(born_on="2026-11-02"))
    assert changed(dossier) == {"answer:born_on": ["2026-11-01", "2026-11-02"]}
    assert dossier.applicant.answers == answered(born_on="2026-11-02")
    event = Event.objects.of(desk.ward).get(verb="dossiers.correct")
    assert "2026-11-02" not in event.body


def test_an_answer_that_must_be_there_is_not_taken_away(desk):
    dossier = take_in(desk, given=ANSWERED)
    with pytest.raises(RuleBroken) as refused:
        correct(desk, dossier, answers=answered(sex=""))
    assert refused.value.code == "dossiers.correct.answer-missing"
    dossier.applicant.refresh_from_db()
    assert dossier.applicant.answers == answered()


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (State.SIGNING, "dossiers.correct.answers-signing"),
        (State.PAYMENT, "dossiers.correct.answers-payment"),
        (State.READY, "dossiers.correct.signed"),
    ],
    ids=str,
)
def test_answers_stay_while_something_made_of_them_waits(desk, state, code):
    dossier = make_dossier(desk, state)
    with pytest.raises(RuleBroken) as refused:
        correct(desk, dossier, FRIDAY, answers=answered())
    assert refused.value.code == code
    assert not Correction.objects.country_wide().exists()


def charged(desk, dossier):
    version = queries.version(dossier)
    due = money.Due(8000, {"amount": 8000, "per": "case", "condition": "đăng ký đúng hạn"}, "", 1)
    money_actions.charge(desk.of(desk.reception, MONDAY), dossier.id, due)
    return version


def bill(desk, dossier):
    return money.bill(desk.ward.pk, dossier.id)


def test_an_amount_that_hangs_on_the_case_is_set_anew_and_one_for_everybody_stays():
    make_law()
    desk = make_desk(fees=BY_CASE, fee_amount=None)
    dossier = take_in(desk, given=ANSWERED)
    charged(desk, dossier)
    correct(desk, dossier, answers=answered(sex="Nam"))
    assert bill(desk, dossier) is None


def test_an_amount_for_everybody_stays_when_an_answer_is_put_right(desk):
    dossier = take_in(desk, given=ANSWERED)
    charged(desk, dossier)
    correct(desk, dossier, answers=answered(sex="Nam"))
    assert bill(desk, dossier).charge.amount == 8000


class Fields(HTMLParser):
    """Reads what the main form of a page would send, as a browser would."""

    def __init__(self, page):
        super().__init__()
        self.found, self._select, self._area = {}, "", ""
        self.feed(page.partition("<main")[2])

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name, value = given.get("name", ""), given.get("value") or ""
        if tag == "select":
            self._select = name
        elif tag == "textarea":
            self._area = name
        elif tag == "option" and ("selected" in given or self._select not in self.found):
            self.found[self._select] = value
        elif tag == "input" and (given.get("type") != "radio" or "checked" in given):
            self.found[name] = value

    def handle_data(self, data):
        if self._area:
            self.found[self._area] = data.strip()

    def handle_endtag(self, tag):
        self._area = "" if tag == "textarea" else self._area


def fields_of(page):
    return Fields(page).found


def test_the_desk_sees_what_follows_of_an_answer_before_it_confirms():
    make_law()
    papers = (
        PaperRow("to-khai", "Tờ khai", "form"),
        PaperRow("cam-doan", "Văn bản cam đoan", "original", False, "khai quá hạn"),
    )
    desk = make_desk(fees=BY_CASE, fee_amount=None, papers=papers)
    dossier = take_in(desk, given=ANSWERED)
    charged(desk, dossier)
    browser = browser_of(desk.reception)
    address = f"/can-bo/ho-so/{dossier.code}/dinh-chinh/"
    form = browser.get(address).content.decode()
    given = fields_of(form)
    assert (given["answer-sex"], given["answer-born_on_day"]) == ("Nữ", "1")
    given |= {"answer-born_on_day": "9", "reason": "Ghi nhầm ngày sinh.", "name": HUONG.name}
    shown = browser.post(address, given).content.decode()
    assert "<del>01/11/2026</del>" in shown
    assert "<ins>09/11/2026</ins>" in shown
    assert "Khoản thu tính theo câu trả lời cũ bị bỏ, phải tính lại." in shown
    assert "Văn bản cam đoan (khai quá hạn)" in shown
    carried = fields_of(shown) | {"confirmed": "1"}
    done = browser.post(address, carried, follow=True)
    assert "Bản 2, lúc" in done.content.decode()
    dossier.applicant.refresh_from_db()
    assert dossier.applicant.answers["born_on"] == "2026-11-09"


def test_a_page_that_changes_nothing_says_so_whatever_the_dossier_has(desk):
    given = Given(
        **FIRM, phone="+84905123412",
        together=(HUSBAND,), answers=ANSWERED.answers,
    )  # fmt: skip
    dossier = take_in(desk, given=given, marks={"to-khai": rules.Mark(2, 3, "gấp góc")})
    browser = browser_of(desk.reception)
    address = f"/can-bo/ho-so/{dossier.code}/dinh-chinh/"
    sent = fields_of(browser.get(address).content.decode()) | {"reason": "Xem lại."}
    answer = browser.post(address, sent)
    assert answer.status_code == 422
    assert "Chưa có gì thay đổi" in answer.content.decode()
    wrong = browser.post(address, sent | {"representative": "", "together_name_1": ""})
    assert "Nhập họ tên người đại diện tổ chức" in wrong.content.decode()
    assert "Nhập họ, chữ đệm và tên" in wrong.content.decode()


def test_the_owner_reads_who_hands_in_with_whom_and_for_whom_a_stranger_reads_nobody(
    desk, django_assert_max_num_queries
):
    given = Given(
        **FIRM, phone="+84905123412", together=(HUSBAND,), for_whom="other",
        other_name="Nguyễn Văn Tư", relation="con", authority="certified", authority_paper="số 12",
    )  # fmt: skip
    dossier = take_in(desk, given=given)
    browser = browser_of()
    browser.post("/tra-cuu/", {"code": dossier.code, "proof": dossier.secret})
    browser.get(f"/ho-so/{dossier.code}/")
    with django_assert_max_num_queries(3):
        page = browser.get(f"/ho-so/{dossier.code}/").content.decode()
    words = ("Tổ chức", FIRM["name"], "Lê Văn Đại (Giám đốc)", HUSBAND.name, "Nguyễn Văn Tư (con)")
    told = (*words, "Văn bản uỷ quyền có chứng thực: số 12")
    for each in told:
        assert each in page
    # What others are known and reached by is theirs, whoever proves the dossier.
    assert HUSBAND.id_number not in page
    public = browser_of().get(f"/q/{dossier.token}/").content.decode()
    for each in told[1:]:
        assert each not in public
