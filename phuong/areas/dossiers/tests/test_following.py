"""Dossiers that are settled elsewhere: their steps, words, clock, and what is refused."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from phuong.areas.dossiers import actions, cards, policy, queries
from phuong.areas.dossiers.models import Dossier, Result
from phuong.areas.dossiers.queries.desks import Where
from phuong.areas.dossiers.states import NATIONAL, State, path
from phuong.areas.dossiers.tests.builders import (
    make_desk,
    make_dossier,
    make_system,
    right_name,
)
from phuong.areas.dossiers.tests.citizens import Walk
from phuong.kernel.audit.api import Event
from phuong.kernel.errors import NotPermitted, RuleBroken, WrongState
from phuong.kernel.measures.api import Ask, Window, get, totals
from phuong.kernel.workflow.api import WorkItem
from tests.support.builders import (
    CALENDAR,
    FRIDAY,
    NEXT_FRIDAY,
    NEXT_MONDAY,
    NEXT_THURSDAY,
    NEXT_TUESDAY,
    SATURDAY,
    THURSDAY,
    WEDNESDAY,
    browser_of,
    load_law_values,
    moment,
)

pytestmark = pytest.mark.django_db
CODE = "G01.899-261116-0007"


@pytest.fixture
def desk():
    load_law_values()
    make_system()
    return make_desk()


def follow(desk, dossier, code=CODE, now=WEDNESDAY):
    by = desk.of(desk.specialist, now)
    return actions.follow(by, dossier, system="moj-civil-status", code=code)


@pytest.fixture
def followed(desk):
    return follow(desk, make_dossier(desk, State.IN_WORK))


@pytest.fixture
def forwarded(desk):
    return make_dossier(desk, State.FORWARDED)


def report(desk, dossier, status, at, now=NEXT_THURSDAY, note="", by=None):
    occasion = desk.of(by or desk.specialist, now)
    return actions.report(occasion, dossier, status, at=at, note=note)


def read_by_its_owner(dossier):
    walk = Walk(Client())
    walk.client.post("/tra-cuu/", {"code": dossier.code, "proof": dossier.secret})
    return walk.open(f"/ho-so/{dossier.code}/")


def test_every_national_number_that_is_reported_means_one_state_of_ours():
    assert {number: str(state.value) for number, state in NATIONAL.items()} == {
        2: "received",
        3: "not_accepted",
        4: "in_work",
        5: "supplement",
        7: "withdrawn",
        8: "stopped",
        9: "ready",
        10: "returned",
    }
    names = [move.name for move in path(State.SENT, State.RETURNED)]
    assert names == ["report_received", "report_ready", "report_returned"]
    assert path(State.RETURNED, State.IN_WORK) is None
    assert path(State.READY, State.READY) == ()


def test_the_steps_of_the_other_system_are_ours_and_keep_the_promise(desk, followed):
    ready = report(desk, followed, 9, THURSDAY)
    assert (ready.state, ready.external_status, ready.external_at) == (State.READY, 9, THURSDAY)
    assert (ready.finished_at, ready.on_time) == (THURSDAY, True)
    assert ready.first_promise_at == followed.first_promise_at
    assert Result.objects.of(desk.ward).get().kind == "Giấy khai sinh"
    event = Event.objects.of(desk.ward).filter(subject_id=ready.id).order_by("-seq")[0]
    told = (event.verb, event.at, event.recorded_at)
    assert told == ("dossiers.report_ready", THURSDAY, NEXT_THURSDAY)
    at_the_desk = desk.of(desk.reception, NEXT_THURSDAY)
    assert actions.hand_over(at_the_desk, ready, receiver_kind="self").state == State.RETURNED


def test_what_lies_between_two_reports_is_made_up_for(desk, followed):
    done = report(desk, followed, 10, THURSDAY)
    assert done.state == State.RETURNED
    verbs = Event.objects.of(desk.ward).filter(subject_id=done.id).order_by("-seq")
    assert [one.verb for one in verbs[:2]] == ["dossiers.report_returned", "dossiers.report_ready"]
    assert not WorkItem.objects.of(desk.ward).filter(subject_id=done.id).exists()


def test_invariant_03_time_stands_still_for_what_the_citizen_reads(desk, followed):
    asked = report(desk, followed, 5, THURSDAY, note="Giấy chứng sinh bản chính")
    assert (asked.state, asked.due_at) == (State.SUPPLEMENT, None)
    text = read_by_its_owner(asked)
    assert "bổ sung tại Hệ thống đăng ký hộ tịch: Giấy chứng sinh bản chính" in text
    assert "Xem phiếu và bổ sung" not in text
    again = report(desk, asked, 4, NEXT_TUESDAY)
    assert again.state == State.IN_WORK
    assert again.due_at > followed.due_at
    assert queries.open_request(again) is None


def test_the_citizen_finds_it_by_either_code_and_reads_where_it_lies(desk, followed):
    report(desk, followed, 9, THURSDAY)
    proof = {"code": CODE.lower(), "proof": followed.secret}
    assert Client().post("/tra-cuu/", proof)["Location"] == f"/ho-so/{followed.code}/"
    text = read_by_its_owner(followed)
    assert f"Nơi giải quyết Hệ thống đăng ký hộ tịch Mã hồ sơ ở đó {CODE}" in text
    assert "Có kết quả, mời đến nhận" in text
    reception = desk.of(desk.reception, FRIDAY).actor
    assert [one.id for one in cards.find(reception, CODE, 5)] == [followed.id]
    assert policy.scanned(reception, CODE, "PM").id == followed.id


def test_a_correction_leaves_it_findable_by_the_other_code(desk, followed):
    actions.correct(desk.of(desk.reception, THURSDAY), followed, right_name(followed))
    assert cards.find(desk.of(desk.reception, FRIDAY).actor, CODE, 5)


@pytest.mark.parametrize(
    ("status", "at", "note", "code"),
    [
        (6, THURSDAY, "", "dossiers.report.unknown"),
        (2, THURSDAY, "", "dossiers.report.no-way"),
        (5, THURSDAY, " ", "dossiers.report.words"),
        (8, THURSDAY, "", "dossiers.report.words"),
        (9, NEXT_FRIDAY, "", "dossiers.report.future"),
    ],
)
def test_what_cannot_have_been_reported_is_refused_and_leaves_no_trace(
    desk, followed, status, at, note, code
):
    events = Event.objects.of(desk.ward).count()
    with pytest.raises(RuleBroken) as refusal:
        report(desk, followed, status, at, note=note)
    assert refusal.value.code == code
    assert Event.objects.of(desk.ward).count() == events


def test_an_older_report_and_the_same_one_again_are_refused(desk, followed):
    report(desk, followed, 9, FRIDAY)
    with pytest.raises(RuleBroken) as refusal:
        report(desk, followed, 10, THURSDAY)
    assert refusal.value.code == "dossiers.report.older"
    with pytest.raises(WrongState):
        report(desk, followed, 9, SATURDAY)


def test_our_own_steps_wait_for_the_other_system_and_its_steps_for_following(desk, followed):
    with pytest.raises(WrongState) as refusal:
        actions.submit(desk.of(desk.specialist, THURSDAY), followed, kind="Giấy", summary="")
    assert refusal.value.code == "dossiers.followed"
    with pytest.raises(WrongState):
        report(desk, make_dossier(desk, State.IN_WORK), 9, THURSDAY)
    with pytest.raises(NotPermitted):
        report(desk, followed, 9, THURSDAY, by=desk.leader)


def test_one_code_of_a_system_names_one_dossier(desk, followed):
    other = make_dossier(desk, State.IN_WORK)
    with pytest.raises(RuleBroken) as refusal:
        follow(desk, other)
    assert refusal.value.code == "dossiers.follow.taken"
    mine = Dossier.objects.of(desk.ward).filter(id=other.id)
    with pytest.raises(IntegrityError), transaction.atomic():
        mine.update(external_system="moj-civil-status", external_code=CODE)


def test_the_page_of_a_report_says_whose_step_it_is(desk, followed):
    browser = browser_of(desk.specialist)
    address = f"/can-bo/ho-so/{followed.code}/bao-buoc/"
    assert "Hệ thống đăng ký hộ tịch" in browser.get(address).content.decode()
    assert browser.post(address, {"status": "5", "at": "2026-11-19T08:00"}).status_code == 422
    answer = browser.post(address, {"status": "9", "at": "2026-11-19T08:00"}, follow=True)
    assert "Đã ghi bước báo về" in answer.content.decode()
    assert followed.code in browser.get("/can-bo/noi-khac/").content.decode()


def test_time_runs_from_when_the_competent_agency_has_it(desk, forwarded):
    assert (forwarded.received_at, forwarded.due_at) == (None, None)
    reached = report(desk, forwarded, 2, FRIDAY, by=desk.reception)
    assert (reached.state, reached.received_at) == (State.RECEIVED, FRIDAY)
    assert reached.due_at == moment(25, 17)  # Friday is day 0 of three working days.
    item = WorkItem.objects.of(desk.ward).get(subject_id=reached.id)
    assert item.post_id in desk.of(desk.reception, NEXT_MONDAY).actor.post_ids()
    done = report(desk, reached, 9, NEXT_THURSDAY, by=desk.reception)
    trail = queries.passages(queries.trail_of(done))
    stays = queries.stays(done, trail, NEXT_THURSDAY, CALENDAR)
    assert [one.place.where for one in stays.parts] == [Where.AGENCY]


def test_no_figure_of_ours_counts_what_another_agency_answers_for(desk, forwarded):
    done = report(desk, forwarded, 2, FRIDAY, by=desk.reception)
    done = report(desk, done, 9, NEXT_THURSDAY, NEXT_FRIDAY, by=desk.reception)
    assert done.on_time is False
    ours = ("received", "running", "late", "unkept", "finished", "on_time")
    asked = [Ask(f"dossiers.{one}") for one in (*ours, "taken_for_other")]
    assert [sum(one.values()) for one in totals(desk.ward.pk, asked)] == [0] * len(ours) + [1]
    leader = desk.of(desk.leader, FRIDAY).actor
    rows = [get(one.measure).rows(leader, Window()).count() for one in asked]
    assert rows == [0] * len(ours) + [1]


def test_the_citizen_reads_who_settles_and_from_when_time_runs(desk, forwarded):
    text = read_by_its_owner(forwarded)
    assert "Nơi giải quyết UBND phường Cái Răng" in text
    assert "Thời hạn tính từ lúc nơi ấy nhận được" in text


def test_the_receipt_says_who_settles_and_from_when_time_runs(desk, forwarded):
    page = browser_of(desk.reception).get(f"/can-bo/ho-so/{forwarded.code}/in/giay-hen/")
    text = page.content.decode()
    assert "UBND phường Cái Răng" in text
    assert "Thời hạn tính từ lúc nơi ấy nhận được hồ sơ." in text
    said = queries.printed(forwarded, desk.ward, "giay-hen", qr="", lookup="x").facts.texts
    assert said["limit"] == "3 ngày làm việc, tính từ lúc UBND phường Cái Răng nhận được hồ sơ"
    assert said["promise"] == "Do UBND phường Cái Răng giải quyết; báo khi nhận được"


def test_who_settles_must_be_named(desk):
    dossier = make_dossier(desk, State.SENT)
    by = desk.of(desk.reception, WEDNESDAY)
    with pytest.raises(RuleBroken) as refusal:
        actions.take_for_other(by, dossier, desk.version, {"to-khai": "original"}, to=" ")
    assert refusal.value.code == "dossiers.forward.who"
