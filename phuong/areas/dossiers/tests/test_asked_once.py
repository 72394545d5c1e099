"""Nothing is asked for that the ward holds; what was is counted; papers go back with a slip."""

import pytest

from phuong.areas.dossiers import actions, queries, rules
from phuong.areas.dossiers.actions.given import Given
from phuong.areas.dossiers.models import Dossier, Paper, SupplementItem, Unneeded
from phuong.areas.dossiers.rules import Mark
from phuong.areas.dossiers.states import ASK_SUPPLEMENT, State
from phuong.areas.dossiers.tests.builders import (
    ALL_PAPERS,
    HUONG,
    make_desk,
    make_dossier,
    take_in,
)
from phuong.areas.procedures.rules.rows import PaperRow
from phuong.kernel.audit.api import Event, Reading
from phuong.kernel.documents.models import IssuedDocument
from phuong.kernel.errors import NotPermitted, RuleBroken
from phuong.kernel.measures.api import Ask, Window, totals
from phuong.kernel.measures.api import get as measure
from tests.support.builders import (
    FRIDAY,
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    browser_of,
    load_law_values,
)

pytestmark = pytest.mark.django_db

BIRTH = "giay-chung-sinh"
PAPERS = (
    PaperRow("to-khai", "Tờ khai", "form"),
    PaperRow(BIRTH, "Giấy chứng sinh", "original"),
)
AGAIN = [rules.Asked("Giấy chứng sinh", "Bản cũ mờ", "Điều 16 Luật Hộ tịch", paper_code=BIRTH)]
BY_NUMBER = Given(name="Nguyễn Thị Hường", phone="+84905123412", id_number="092185000123")


@pytest.fixture
def desk(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    load_law_values()
    return make_desk(papers=PAPERS, host="testserver")


def held(desk, given, **kept):
    from phuong.areas.dossiers.actions.given import new_applicant

    person = new_applicant(desk.ward.pk, given)
    actor = desk.of(desk.reception, FRIDAY).actor
    return queries.held_for(actor, person, desk.version, **kept)


def test_the_same_person_is_offered_what_the_ward_has(desk):
    first = take_in(desk)
    assert set(held(desk, HUONG)) == {BIRTH}  # a form is written anew each time
    assert held(desk, HUONG)[BIRTH].code == first.code
    assert held(desk, HUONG, besides=first.id) == {}


@pytest.mark.parametrize(
    "other",
    [
        Given(name="Nguyễn Thị Hường", phone="+84905999999"),
        Given(name="Nguyễn Thị Hương", phone="+84905123412"),
        Given(name="Nguyễn Thị Hường"),
        Given(name="", phone="+84905123412"),
    ],
)
def test_who_shares_only_a_name_or_only_a_phone_is_another_person(desk, other):
    take_in(desk)
    assert held(desk, other) == {}


def test_another_number_is_another_person_whatever_name_and_phone(desk):
    take_in(desk, given=BY_NUMBER)
    twin = Given(name=BY_NUMBER.name, phone=BY_NUMBER.phone, id_number="092185000999")
    assert set(held(desk, BY_NUMBER)) == {BIRTH}
    assert held(desk, twin) == {}


def test_nobody_is_offered_what_they_may_not_read(desk):
    from phuong.areas.dossiers.actions.given import new_applicant

    take_in(desk)
    person = new_applicant(desk.ward.pk, HUONG)
    actor = desk.of(desk.administrator, FRIDAY).actor
    assert queries.held_for(actor, person, desk.version) == {}


def test_what_went_back_is_not_held(desk):
    first = take_in(desk)
    actions.return_papers(desk.of(desk.reception, TUESDAY), first, {BIRTH: 1, "to-khai": 1})
    assert held(desk, HUONG) == {}


def walk_in(desk, **values):
    data = {"name": HUONG.name, "phone": "0905123412", "paper-to-khai": "original"}
    data |= {f"paper-{BIRTH}": "missing", "for_whom": "self", "return_method": "counter"}
    browser = browser_of(desk.reception)
    return browser.post(
        "/can-bo/quay/tiep-nhan/?thu-tuc=khai-sinh", data | {"outcome": "receive"} | values
    )


def test_at_the_desk_what_is_missing_is_offered_before_it_is_demanded(desk):
    first = take_in(desk)
    answered = walk_in(desk)
    assert answered.status_code == 422
    assert f"Đã có từ hồ sơ {first.code}" in answered.content.decode()
    assert Reading.objects.of(desk.ward).filter(subject_id=first.id, purpose="dossiers.held")
    taken = walk_in(desk, **{f"paper-{BIRTH}": "held"})
    assert taken.status_code == 302, taken.content.decode()
    made = Dossier.objects.of(desk.ward).exclude(id=first.id).get()
    assert made.papers.get(code=BIRTH).held_from_id == first.id


def test_a_stranger_at_the_desk_learns_nothing(desk):
    first = take_in(desk)
    page = walk_in(desk, name="Lê Thị Hoa").content.decode()
    assert first.code not in page


def ask(desk, dossier, **values):
    occasion = desk.of(desk.specialist, THURSDAY)
    return actions.ask_supplement(
        occasion, dossier, AGAIN, desk.version, days=30, allowed=1, **values
    )


def test_asking_for_what_is_held_needs_a_reason_and_is_counted(desk):
    first, dossier = take_in(desk), make_dossier(desk, State.IN_WORK)
    with pytest.raises(RuleBroken) as refused:
        ask(desk, dossier)
    assert (refused.value.code, refused.value.field) == (
        "dossiers.supplement.held-here",
        "again",
    )
    assert not SupplementItem.objects.of(desk.ward).exists()
    ask(desk, dossier, again="Bản đã có bị mờ.")
    item = SupplementItem.objects.of(desk.ward).get()
    assert (item.held_from_id, item.again) == (first.id, "Bản đã có bị mờ.")
    page = browser_of(desk.leader).get("/can-bo/giay-thua/").content.decode()
    assert dossier.code in page
    assert "Bản đã có bị mờ." in page
    actor = desk.of(desk.leader, FRIDAY).actor
    [found] = queries.again_by_procedure(actor)
    assert (found.slug, found.desk, found.number) == ("khai-sinh", "Tư pháp, hộ tịch", 1)


def figure(desk, code, window=None, **values):
    [found] = totals(desk.ward.pk, [Ask(code, window or Window(), **values)])
    return {key: value for key, value in found.items() if value}


def test_what_was_asked_again_is_a_figure_by_day_that_opens_to_its_records(desk):
    first, dossier = take_in(desk), make_dossier(desk, State.IN_WORK)
    ask(desk, dossier, again="Bản đã có bị mờ.")
    on = THURSDAY.date()
    assert figure(desk, "dossiers.asked_again", by_field=True, by_day=True) == {("ho-tich", on): 1}
    assert figure(desk, "dossiers.asked_again", Window(last=WEDNESDAY.date())) == {}
    assert figure(desk, "dossiers.asked_again", Window(on, on, "", dossier.unit_id)) != {}
    page = browser_of(desk.leader).get(
        "/lanh-dao/ho-so/", {"chi-tieu": "dossiers.asked_again", "tu": str(on), "den": str(on)}
    )
    assert dossier.code in page.content.decode()
    assert "Giấy chứng sinh" in page.content.decode()
    assert first.code not in page.content.decode()
    assert measure("dossiers.asked_again").rows(desk.of(desk.leader, FRIDAY).actor, Window())


def test_papers_not_needed_are_a_figure_by_day_that_opens_to_its_records(desk):
    dossier = make_dossier(desk, State.IN_WORK)
    occasion = desk.of(desk.specialist, THURSDAY)
    actions.find_unneeded(occasion, dossier, [BIRTH, "to-khai"], reason="Tra được.")
    key = ("ho-tich", THURSDAY.date())
    assert figure(desk, "dossiers.unneeded", by_field=True, by_day=True) == {key: 2}
    page = browser_of(desk.leader).get("/lanh-dao/ho-so/", {"chi-tieu": "dossiers.unneeded"})
    assert page.content.decode().count(f">{dossier.code}<") == 2


def test_the_page_that_asks_shows_what_is_there(desk):
    first, dossier = take_in(desk), make_dossier(desk, State.IN_WORK)
    page = browser_of(desk.specialist).get(f"/can-bo/ho-so/{dossier.code}/{ASK_SUPPLEMENT.slug}/")
    assert f"Đã có từ hồ sơ {first.code}" in page.content.decode()


def test_papers_found_unneeded_are_counted_by_procedure_and_desk_and_open(desk):
    dossier, browser = make_dossier(desk, State.IN_WORK), browser_of(desk.specialist)
    answered = browser.post(
        f"/can-bo/ho-so/{dossier.code}/giay-thua/",
        {"papers": [BIRTH], "reason": "Đã tra được trong cơ sở dữ liệu hộ tịch."},
    )
    assert answered.status_code == 302, answered.content.decode()
    [found] = queries.unneeded_by_procedure(desk.of(desk.leader, FRIDAY).actor)
    assert (found.slug, found.desk, found.number) == ("khai-sinh", "Tư pháp, hộ tịch", 1)
    page = browser_of(desk.leader).get("/can-bo/giay-thua/?thu-tuc=khai-sinh").content.decode()
    assert dossier.code in page
    event = Event.objects.of(desk.ward).get(verb="dossiers.find_unneeded")
    assert "hộ tịch" not in event.body


def test_only_who_settles_says_what_was_not_needed_and_why(desk):
    dossier = make_dossier(desk, State.IN_WORK)
    with pytest.raises(NotPermitted):
        actions.find_unneeded(desk.of(desk.reception, FRIDAY), dossier, [BIRTH], reason="Thừa")
    with pytest.raises(RuleBroken):
        actions.find_unneeded(desk.of(desk.specialist, FRIDAY), dossier, [BIRTH], reason=" ")
    assert not Unneeded.objects.of(desk.ward).exists()


def test_papers_are_counted_with_originals_copies_and_notes(desk):
    occasion = desk.of(desk.reception, MONDAY)
    marks = {BIRTH: Mark(1, 2, "Rách góc trên")}
    dossier = actions.take_in(occasion, desk.ward, desk.version, HUONG, ALL_PAPERS, marks=marks)
    paper = Paper.objects.of(desk.ward).get(dossier=dossier, code=BIRTH)
    assert (paper.originals, paper.copies, paper.note) == (1, 2, "Rách góc trên")
    [event] = Event.objects.of(desk.ward).filter(subject_id=dossier.id)
    assert "Rách" not in event.body
    browser = browser_of(desk.reception)
    slip = browser.get(f"/can-bo/ho-so/{dossier.code}/in/giay-hen/").content.decode()
    assert "01 chính, 02 sao" in slip
    assert "Rách góc trên" in browser.get(f"/can-bo/ho-so/{dossier.code}/").content.decode()


def test_originals_go_back_with_a_slip_and_never_more_than_are_here(desk):
    dossier, browser = take_in(desk), browser_of(desk.reception)
    address = f"/can-bo/ho-so/{dossier.code}/tra-giay-to/"
    assert browser.post(address, {f"back-{BIRTH}": "2"}).status_code == 422
    answered = browser.post(address, {f"back-{BIRTH}": "1"})
    assert answered["Location"] == f"/can-bo/ho-so/{dossier.code}/in/phieu-tra-giay-to/"
    assert browser.get(answered["Location"]).status_code == 200
    browser.post(f"/can-bo/ho-so/{dossier.code}/in/phieu-tra-giay-to/phat-hanh/")
    slip = IssuedDocument.objects.of(desk.ward).get(subject_id=dossier.id)
    assert (slip.form, slip.number) == ("returned-papers", "1/PTGT")
    assert Paper.objects.of(desk.ward).get(dossier=dossier, code=BIRTH).returned == 1
    with pytest.raises(RuleBroken):
        actions.return_papers(desk.of(desk.reception, FRIDAY), dossier, {BIRTH: 1})


def test_a_code_of_another_ward_gets_a_sentence_and_the_way_there(desk):
    other = make_desk("PB", host="pb.example")
    theirs = take_in(other)
    browser = browser_of(desk.reception)
    for typed in (theirs.code, f"http://pb.example/q/{theirs.token}/"):
        page = browser.get("/can-bo/quay/tim/", {"ma": typed}).content.decode()
        assert "Mã này của Phường PB" in page
        assert "http://pb.example/can-bo/quay/" in page
        assert "Hường" not in page
