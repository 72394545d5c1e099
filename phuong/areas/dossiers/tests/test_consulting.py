"""Asking units and agencies at once: who has answered, whose time it is, what is late."""

import json
from dataclasses import replace
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from phuong.areas.dossiers import actions, jobs, queries
from phuong.areas.dossiers.actions.consulting import Asked
from phuong.areas.dossiers.models import Dossier, Inquiry
from phuong.areas.dossiers.policy import inquiries as who
from phuong.areas.dossiers.queries import Where, inquiries
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import GROUND, make_desk, make_dossier, other_unit
from phuong.areas.dossiers.tests.citizens import photo
from phuong.kernel.audit.api import Event, Ground, erase
from phuong.kernel.documents import api as documents
from phuong.kernel.errors import NotPermitted, NotVisible, RuleBroken, WrongState
from phuong.kernel.notices import api as notices
from phuong.kernel.notices.api import Notice
from phuong.kernel.people.models import Person
from phuong.kernel.workdays import Decision, Effect, Limit, Unit
from phuong.kernel.workflow.api import WorkItem
from tests.support.builders import (
    CALENDAR,
    FRIDAY,
    NEXT_MONDAY,
    THURSDAY,
    WEDNESDAY,
    browser_of,
    load_law_values,
    moment,
)

pytestmark = pytest.mark.django_db
QUESTION = "Thửa đất này có đang tranh chấp không?"
LAND = Asked("Chi nhánh đất đai khu vực 1", "land", Limit(Unit.WORKING_DAY, 5))


@pytest.fixture
def desk(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    load_law_values()
    return make_desk()


@pytest.fixture
def dossier(desk):
    return make_dossier(desk, State.IN_WORK)


def person(desk, name):
    return Person.objects.of(desk.ward).get(name=name)


def ask(desk, dossier, now=WEDNESDAY):
    unit = other_unit(desk)
    inside = Asked(unit.name, "unit", Limit(Unit.WORKING_DAY, 2), unit.id)
    by = desk.of(desk.specialist, now)
    actions.consult(by, dossier, [inside, LAND], question=QUESTION)
    return list(Inquiry.objects.of(desk.ward).order_by("id"))


def test_each_is_asked_with_a_reply_day_and_a_work_item_of_its_own(desk, dossier):
    inside, land = ask(desk, dossier)
    assert [one.code for one in (inside, land)] == [f"{dossier.code}-YK1", f"{dossier.code}-YK2"]
    assert (inside.due_at, land.due_at) == (moment(20, 17), moment(25, 17))
    items = WorkItem.objects.of(desk.ward).filter(kind="inquiry").order_by("due_key")
    head = desk.of(person(desk, "Hồ Thị Địa"), WEDNESDAY).actor
    assert items[0].post_id in head.post_ids()
    assert items[1].person_id == desk.specialist.id
    fresh = Dossier.objects.of(desk.ward).get(id=dossier.id)
    assert (fresh.state, fresh.due_at, fresh.inquiries_open) == (State.IN_WORK, dossier.due_at, 2)


def test_the_unit_answers_by_itself_and_reads_nothing_else_of_the_dossier(desk, dossier):
    inside, _land = ask(desk, dossier)
    browser = browser_of(person(desk, "Ngô Văn Đất"))
    address = f"/can-bo/y-kien/{inside.code}/"
    assert QUESTION in browser.get(address).content.decode()
    assert browser.get(f"/can-bo/ho-so/{dossier.code}/").status_code == 404
    assert browser.post(address, {"stance": "against", "answer": " "}).status_code == 422
    given = {"stance": "against", "answer": "Đang có đơn tranh chấp số 12."}
    assert browser.post(address, given, follow=True).status_code == 200
    page = browser_of(desk.specialist).get(f"/can-bo/ho-so/{dossier.code}/").content.decode()
    assert "Không đồng ý" in page
    assert "chờ trả lời, trước" in page
    assert Dossier.objects.of(desk.ward).get(id=dossier.id).inquiries_open == 1


def test_an_answer_brings_its_paper_to_whoever_reads_the_dossier_and_to_nobody_else(desk, dossier):
    inside, _land = ask(desk, dossier)
    unit = browser_of(person(desk, "Ngô Văn Đất"))
    address = f"/can-bo/y-kien/{inside.code}/"
    fake = SimpleUploadedFile("tra-loi.pdf", b"MZ not a paper", "application/pdf")
    refused = unit.post(address, {"stance": "agrees", "attached": [fake]})
    assert refused.status_code == 422
    assert documents.of_subject(desk.ward.pk, inside.id) == []
    assert "Chọn ảnh" in refused.content.decode()
    assert unit.post(address, {"stance": "agrees", "attached": [photo()]}).status_code == 302

    file = documents.of_subject(desk.ward.pk, inside.id)[0]
    opened = f"{address}tep/{file.id}/"
    page = browser_of(desk.specialist).get(f"/can-bo/ho-so/{dossier.code}/")
    assert opened in page.content.decode()
    for reader in (unit, browser_of(desk.leader)):
        assert b"".join(reader.get(opened).streaming_content).startswith(b"\xff\xd8")
    assert browser_of(desk.administrator).get(opened).status_code in (403, 404)
    event = Event.objects.of(desk.ward).get(verb="dossiers.answer_inquiry")
    assert json.loads(event.body)["facts"]["files"]


def test_the_paper_of_an_answer_goes_when_the_dossier_is_erased(desk, dossier):
    inside, _land = ask(desk, dossier)
    by = desk.of(person(desk, "Ngô Văn Đất"), THURSDAY)
    stored = documents.receive(photo())
    actions.answer_inquiry(by, inside, stance="agrees", files=[stored])
    actions.stop(desk.of(desk.leader, FRIDAY), dossier, **GROUND)
    erase(desk.of(desk.leader, NEXT_MONDAY), dossier.id, Ground.RETENTION)
    assert documents.of_subject(desk.ward.pk, inside.id) == []


def test_who_was_not_asked_neither_sees_nor_answers(desk, dossier):
    inside, land = ask(desk, dossier)
    with pytest.raises(NotPermitted):
        actions.answer_inquiry(desk.of(desk.specialist, THURSDAY), inside, stance="agrees")
    with pytest.raises(NotVisible):
        who.get(desk.of(person(desk, "Ngô Văn Đất"), THURSDAY).actor, land.code)
    with pytest.raises(NotVisible):
        who.get(desk.of(desk.administrator, THURSDAY).actor, inside.code)


def test_invariant_05_what_an_agency_takes_is_the_time_of_the_agency(desk, dossier):
    _inside, land = ask(desk, dossier, now=moment(18, 9))
    by = desk.of(desk.specialist, moment(19, 9))
    actions.answer_inquiry(by, land, stance="remarks", answer="Công văn 15: còn 40 m² chưa đo.")
    fresh = Dossier.objects.of(desk.ward).get(id=dossier.id)
    trail = queries.passages(queries.trail_of(fresh))
    found = queries.stays(fresh, trail, moment(19, 14), CALENDAR)
    spent = {one.place.where: one.share.working for one in found.parts}
    assert spent[Where.AGENCY] == 8 * 60
    assert sum(spent.values()) == found.whole.working


def test_whoever_waits_sees_it_in_a_list_and_urges(desk, dossier):
    _inside, land = ask(desk, dossier)
    for reader in (desk.head, desk.leader, desk.specialist):
        assert land.code in browser_of(reader).get("/can-bo/y-kien/").content.decode()
    assert actions.urge_inquiry(desk.of(desk.specialist, FRIDAY), land).reminded_at == FRIDAY
    with pytest.raises(NotPermitted):
        actions.urge_inquiry(desk.of(desk.leader, FRIDAY), land)


def test_nobody_waits_for_answers_about_a_dossier_that_ended(desk, dossier):
    inside, _land = ask(desk, dossier)
    stopped = actions.stop(desk.of(desk.leader, THURSDAY), dossier, **GROUND)
    assert stopped.inquiries_open == 0
    assert inquiries.open_inquiries(desk.ward.pk, dossier.id) == []
    assert not WorkItem.objects.of(desk.ward).filter(kind="inquiry").exists()
    by = desk.of(person(desk, "Ngô Văn Đất"), FRIDAY)
    with pytest.raises(WrongState):
        actions.answer_inquiry(by, inside, stance="agrees")


def test_who_asked_may_wait_no_more(desk, dossier):
    inside, _land = ask(desk, dossier)
    actions.drop_inquiry(desk.of(desk.specialist, THURSDAY), inside)
    assert Dossier.objects.of(desk.ward).get(id=dossier.id).inquiries_open == 1
    with pytest.raises(WrongState):
        actions.drop_inquiry(desk.of(desk.specialist, THURSDAY), inside)


@pytest.mark.parametrize(
    ("asked", "question", "code"),
    [([LAND], " ", "dossiers.consult.question"), ([], QUESTION, "dossiers.consult.nobody")],
)
def test_asking_nothing_or_nobody_is_refused(desk, dossier, asked, question, code):
    events = Event.objects.of(desk.ward).count()
    with pytest.raises(RuleBroken) as refusal:
        actions.consult(desk.of(desk.specialist, WEDNESDAY), dossier, asked, question=question)
    assert refusal.value.code == code
    assert Event.objects.of(desk.ward).count() == events


def test_the_pack_says_which_agencies_and_within_what_time(desk):
    kinds = {one.code: one.limit for one in inquiries.agency_kinds(WEDNESDAY.date())}
    assert kinds["ward"] == Limit(Unit.WORKING_DAY, 3)
    assert inquiries.opinion_limit(WEDNESDAY.date()) == Limit(Unit.WORKING_DAY, 2)


def test_the_page_asks_units_and_an_agency_at_once(desk, dossier):
    unit = other_unit(desk)
    browser = browser_of(desk.specialist)
    address = f"/can-bo/ho-so/{dossier.code}/lay-y-kien/"
    half = {"question": QUESTION, "agency": "Công an phường"}
    assert browser.post(address, half).status_code == 422
    given = half | {"units": [str(unit.id)], "agency_kind": "police"}
    assert browser.post(address, given).status_code == 302
    assert {one.name for one in Inquiry.objects.of(desk.ward)} == {unit.name, "Công an phường"}


def test_a_decision_about_the_calendar_moves_the_reply_days_that_wait_and_no_others(desk, dossier):
    inside, land = ask(desk, dossier)
    actions.answer_inquiry(desk.of(person(desk, "Ngô Văn Đất"), THURSDAY), inside, stance="agrees")
    clock = desk.clock(THURSDAY)
    closed = Decision("closed", FRIDAY.date(), Effect.OFF)
    knows = replace(clock, calendar=clock.calendar.with_decisions(closed))
    shown = [one for one in jobs.REPLY_CLOCKS.preview(knows) if one.code == land.code]
    assert [(one.before, one.after, one.told) for one in shown] == [
        (moment(25, 17), moment(26, 17), False)
    ]
    assert jobs.REPLY_CLOCKS.rebuild(knows, 5) == 1
    assert jobs.REPLY_CLOCKS.rebuild(knows, 5) == 0
    land.refresh_from_db()
    inside.refresh_from_db()
    assert (land.due_at, inside.due_at) == (moment(26, 17), moment(20, 17))
    item = WorkItem.objects.of(desk.ward).get(subject_id=land.id)
    assert item.due_at == moment(26, 17)
    event = Event.objects.of(desk.ward).get(verb="dossiers.recount_inquiry")
    assert event.subject_id == land.id


def asked_again(desk, now):
    """Run the job twice, as it may, and return what was told of replies to whoever asked."""
    told = actions.remind_askers(desk.clock(now))
    assert actions.remind_askers(desk.clock(now)) == 0
    mine = Notice.objects.of(desk.ward).filter(person=desk.specialist, kind="inquiry")
    last = mine.order_by("told_at", "id").last()
    return told, last and last.template


def test_whoever_asked_is_reminded_on_the_eve_and_once_the_reply_is_late(desk, dossier):
    inside, land = ask(desk, dossier)
    actions.answer_inquiry(desk.of(person(desk, "Ngô Văn Đất"), THURSDAY), inside, stance="agrees")
    assert asked_again(desk, NEXT_MONDAY) == (0, None)
    assert asked_again(desk, moment(24, 8)) == (1, "dossiers.reply_near")
    assert asked_again(desk, moment(25, 16)) == (0, "dossiers.reply_near")
    assert asked_again(desk, moment(26, 8)) == (1, "dossiers.reply_late")
    assert asked_again(desk, moment(30, 8)) == (0, "dossiers.reply_late")
    newest = notices.inbox(desk.of(desk.specialist, moment(30, 9))).messages[0]
    assert f"{land.code} đã quá hạn trả lời" in newest.text


def test_nobody_is_reminded_of_what_was_answered_or_waited_for_no_more(desk, dossier):
    _inside, land = ask(desk, dossier)
    by = desk.of(desk.specialist, THURSDAY)
    for one in Inquiry.objects.of(desk.ward):
        actions.drop_inquiry(by.under(uuid4()), one)
    assert asked_again(desk, moment(26, 8)) == (0, None)
    assert land.is_outside
