"""Ratings: in confidence, once for each occasion; a low one may be called back about."""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from phuong.areas.dossiers import actions, policy, rules
from phuong.areas.dossiers.models import Rating
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import GROUND, make_desk, make_dossier, take_in
from phuong.areas.dossiers.tests.citizens import Walk
from phuong.areas.tasks import api as tasks
from phuong.kernel.access.queries import actor_of_person
from phuong.kernel.audit.api import Digest, Event
from phuong.kernel.audit.proof import verify
from phuong.kernel.errors import NotVisible, RuleBroken, WrongState
from phuong.kernel.links import api as links
from phuong.kernel.links.models import Referral
from phuong.kernel.measures.api import Ask, totals
from phuong.kernel.people.models import Appointment
from phuong.kernel.wards.api import uuid7
from phuong.kernel.wards.remembered import forget_all
from tests.support.builders import (
    FRIDAY,
    MONDAY,
    NEXT_FRIDAY,
    NEXT_MONDAY,
    browser_of,
    citizen,
    load_law_values,
    moment,
)

GOOD = {"attitude": 5, "guidance": 4, "time": 5}
BAD = {"attitude": 5, "guidance": 2, "time": 1}
LEVEL = st.integers(1, 5)


@given(LEVEL, LEVEL, LEVEL)
def test_the_middle_mark_says_whether_somebody_was_satisfied_and_one_low_one_asks_to_call(a, b, c):
    middle = sorted((a, b, c))[1]
    assert rules.is_satisfied((a, b, c)) == (middle >= 4)
    assert rules.is_low((a, b, c)) == (1 in (a, b, c) or 2 in (a, b, c))


@pytest.fixture
def desk(db):
    load_law_values()
    return make_desk()


def rate(desk, dossier, marks=GOOD, now=FRIDAY, words="", **values):
    return actions.rate(desk.owner(dossier, now, **values), dossier, marks=marks, words=words)


def counted(desk):
    found = totals(desk.ward.pk, [Ask("dossiers.rated"), Ask("dossiers.satisfied")])
    return tuple(sum(one.values()) for one in found)


@pytest.mark.parametrize(
    ("state", "now", "after"),
    [
        (State.RETURNED, FRIDAY, "return"),
        (State.NOT_ACCEPTED, FRIDAY, "refusal"),
        (State.STOPPED, FRIDAY, "refusal"),
        (State.IN_WORK, NEXT_MONDAY, "lateness"),
        (State.IN_WORK, moment(19, 16), None),
        (State.SUPPLEMENT, NEXT_MONDAY, None),
        (State.READY, NEXT_MONDAY, None),
        (State.WITHDRAWN, NEXT_MONDAY, None),
        (State.SENT, NEXT_MONDAY, None),
    ],
    ids=str,
)
def test_one_may_rate_after_return_refusal_and_lateness(desk, state, now, after):
    dossier = make_dossier(desk, state)
    if after is None:
        with pytest.raises(RuleBroken, match=r"Chưa đến lúc"):
            rate(desk, dossier, now=now)
        assert not Rating.objects.of(desk.ward).exists()
        assert counted(desk) == (0, 0)
        return
    rate(desk, dossier, now=now)
    assert Rating.objects.of(desk.ward).get().after == after
    assert counted(desk) == (1, 1)


def test_a_rating_sent_twice_gives_the_same_answer_and_counts_once(desk):
    dossier = make_dossier(desk, State.RETURNED)
    request = uuid7()
    rate(desk, dossier, request_id=request)
    events = Event.objects.of(desk.ward).count()
    rate(desk, dossier, request_id=request)
    rate(desk, dossier, marks=BAD)
    assert Event.objects.of(desk.ward).count() == events
    assert Rating.objects.of(desk.ward).get().time == 5
    assert counted(desk) == (1, 1)


def test_lateness_and_return_are_two_occasions_of_one_dossier(desk):
    dossier = make_dossier(desk, State.IN_WORK)
    rate(desk, dossier, marks=BAD, now=NEXT_MONDAY)
    actions.submit(desk.of(desk.specialist, NEXT_MONDAY), dossier, kind="Giấy", summary="")
    ready = actions.sign(desk.of(desk.leader, NEXT_MONDAY), desk.ward, dossier)
    back = actions.hand_over(desk.of(desk.reception, NEXT_MONDAY), ready, receiver_kind="self")
    rate(desk, back, now=NEXT_FRIDAY)
    found = Rating.objects.of(desk.ward).order_by("id")
    assert [one.after for one in found] == ["lateness", "return"]
    assert counted(desk) == (2, 1)


@pytest.mark.parametrize("mark", [0, 6, -1])
def test_a_mark_off_the_scale_is_refused_and_by_the_database_too(desk, mark):
    dossier = make_dossier(desk, State.RETURNED)
    with pytest.raises(RuleBroken) as refusal:
        rate(desk, dossier, marks=GOOD | {"time": mark})
    assert refusal.value.field == "time"
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(
            ward=desk.ward, dossier=dossier, after="return", month=date(2026, 11, 1),
            satisfied=True, **GOOD | {"time": mark},
        )  # fmt: skip


def test_nobody_rates_for_another_and_no_official_as_an_official(desk):
    dossier = make_dossier(desk, State.RETURNED)
    for stranger in (citizen(desk.ward, FRIDAY), desk.of(desk.leader, FRIDAY).proving(dossier.id)):
        with pytest.raises(NotVisible):
            actions.rate(stranger, dossier, marks=GOOD)
        with pytest.raises(NotVisible):
            actions.want_call_back(stranger, dossier)
    assert not Rating.objects.of(desk.ward).exists()


def test_the_event_tells_that_somebody_rated_and_not_how(desk):
    dossier = make_dossier(desk, State.RETURNED)
    rate(desk, dossier, marks=BAD, words="Cô Mai quát tôi")
    event = Event.objects.of(desk.ward).get(verb="dossiers.rate")
    rating = Rating.objects.of(desk.ward).get()
    digest = Digest.of(rating.salt, "5", "2", "1", rating.words)
    assert digest.hexadecimal in event.body
    assert "Mai" not in event.body
    page = browser_of(desk.leader).get(f"/can-bo/ho-so/{dossier.code}/").content.decode()
    assert "Người nộp đã đánh giá" in page
    assert "Cô Mai" not in page


def test_words_are_for_heads_alone_and_can_be_erased_with_the_chain_whole(desk):
    dossier = make_dossier(desk, State.RETURNED)
    rate(desk, dossier, words="Nên có ghế ngồi chờ.")
    [rating] = Rating.objects.of(desk.ward)
    far = browser_of(desk.specialist)
    assert far.get("/can-bo/gop-y/").status_code == 404
    assert far.get(f"/can-bo/gop-y/{rating.id}/xoa/").status_code == 404
    for head in (desk.head, desk.leader):
        page = browser_of(head).get("/can-bo/gop-y/").content.decode()
        assert "Nên có ghế ngồi chờ." in page
        assert dossier.code not in page
        assert "Hường" not in page
    walk = Walk(browser_of(desk.head))
    walk.open(f"/can-bo/gop-y/{rating.id}/xoa/")
    assert "Đã xoá lời góp ý" in walk.send()
    rating.refresh_from_db()
    assert (rating.words, rating.salt, rating.time) == ("", "", 5)
    assert counted(desk) == (1, 1)
    assert verify(desk.ward.pk).holds
    assert Event.objects.of(desk.ward).filter(verb="dossiers.erase_words").count() == 1


def test_a_head_reads_the_words_of_their_own_unit(desk):
    rate(desk, make_dossier(desk, State.RETURNED), words="Của Tư pháp")
    Rating.objects.of(desk.ward).update(unit_id=uuid7())
    assert not policy.heard(actor_of_person(desk.head, FRIDAY)).exists()
    assert policy.heard(actor_of_person(desk.leader, FRIDAY)).count() == 1


def test_a_low_rating_asks_whether_to_call_and_the_call_becomes_a_task_once(desk):
    dossier = make_dossier(desk, State.RETURNED)
    walk = Walk(Client())
    walk.client.post("/tra-cuu/", {"code": dossier.code, "proof": dossier.secret})
    assert "Đánh giá cách chúng tôi phục vụ" in walk.open(f"/ho-so/{dossier.code}/")
    walk.open(f"/ho-so/{dossier.code}/danh-gia/")
    assert "Chọn một trong năm mức" in walk.send(attitude="5")
    assert walk.status == 422
    text = walk.send(**{name: str(mark) for name, mark in BAD.items()})
    assert "Muốn chúng tôi gọi lại không?" in text
    text = walk.send(f"/ho-so/{dossier.code}/danh-gia/goi-lai/")
    assert "Chúng tôi gọi ông/bà trong 2 ngày làm việc." in text
    walk.send(f"/ho-so/{dossier.code}/danh-gia/goi-lai/")
    [task] = tasks.Task.objects.of(desk.ward)
    assert (task.doer_id, task.origin, task.limit_n) == (desk.head.id, "call_back", 2)
    assert dossier.code in task.title
    [tie] = links.neighbours(desk.of(desk.leader, FRIDAY), dossier.id)
    assert (tie.kind, tie.subject_id) == ("task", task.id)
    assert task.code in browser_of(desk.head).get("/can-bo/viec/").content.decode()
    # The second look at the form leads to what was given first.
    assert "Đã nhận đánh giá" in walk.open(f"/ho-so/{dossier.code}/danh-gia/")


def test_who_handled_it_does_not_call_and_where_nobody_is_in_office_it_waits_for_the_chair(desk):
    dossier = take_in(desk, MONDAY)
    actions.assign(desk.of(desk.head, MONDAY), dossier, desk.head.id)
    stopped = actions.stop(desk.of(desk.leader, FRIDAY), dossier, **GROUND)
    rate(desk, stopped, marks=BAD)
    actions.want_call_back(desk.owner(stopped, FRIDAY), stopped)
    assert tasks.Task.objects.of(desk.ward).get().doer_id == desk.leader.id
    alone = make_dossier(make_desk("PC", host="ba.test"), State.RETURNED)
    Appointment.objects.of(alone.ward_id).update(valid_to=date(2026, 11, 20))
    forget_all()
    owner = citizen(alone.ward, NEXT_MONDAY).proving(alone.id)
    actions.rate(owner, alone, marks=BAD)
    actions.want_call_back(owner, alone)
    [offered] = Referral.objects.of(alone.ward_id)
    assert (offered.wanted, offered.source_id) == ("task", alone.id)


def test_whoever_was_served_well_is_thanked_and_not_called(desk):
    dossier = make_dossier(desk, State.RETURNED)
    rate(desk, dossier)
    with pytest.raises(WrongState):
        actions.want_call_back(desk.owner(dossier, FRIDAY), dossier)
    walk = Walk(Client())
    walk.client.post("/tra-cuu/", {"code": dossier.code, "proof": dossier.secret})
    text = walk.open(f"/ho-so/{dossier.code}/danh-gia/")
    assert "Cảm ơn ông/bà." in text
    assert "gọi lại" not in text
    walk.client.post(f"/ho-so/{dossier.code}/danh-gia/goi-lai/")
    assert not tasks.Task.objects.of(desk.ward).exists()


def test_before_its_time_the_page_says_so_and_leads_back(desk):
    dossier = make_dossier(desk, State.SUPPLEMENT)
    walk = Walk(Client())
    walk.client.post("/tra-cuu/", {"code": dossier.code, "proof": dossier.secret})
    assert "Chưa đến lúc đánh giá" in walk.open(f"/ho-so/{dossier.code}/danh-gia/")
    assert walk.path == f"/ho-so/{dossier.code}/"


def test_two_wards_hear_nothing_of_each_other(desk):
    rate(desk, make_dossier(desk, State.RETURNED), words="Của phường này")
    there = make_desk("PB", host="hai.test")
    assert not policy.heard(actor_of_person(there.leader, FRIDAY)).exists()
    found = totals(there.ward.pk, [Ask("dossiers.rated")])
    assert sum(found[0].values()) == 0


@pytest.mark.slow
def test_two_ratings_at_once_make_one(committed_db):
    load_law_values()
    desk = make_desk()
    dossier = make_dossier(desk, State.RETURNED)
    faults = []

    def give():
        try:
            rate(desk, dossier)
        except Exception as fault:  # noqa: BLE001
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=give) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert Rating.objects.of(desk.ward).count() == 1
    assert counted(desk) == (1, 1)


def test_refused_dossiers_are_rated_too(desk):
    dossier = take_in(desk, MONDAY)
    stopped = actions.stop(desk.of(desk.leader, FRIDAY), dossier, **GROUND)
    rate(desk, stopped, marks=BAD, now=FRIDAY)
    assert counted(desk) == (1, 0)
