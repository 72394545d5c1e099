"""Time by desk adds up, is the same on both pages, and makes what is usual."""

from datetime import date, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from phuong.areas.dossiers import actions, jobs, queries
from phuong.areas.dossiers.models import Dossier, Spent
from phuong.areas.dossiers.queries import Passage, Place, Where
from phuong.areas.dossiers.states import LIFE, State
from phuong.areas.dossiers.tests.builders import ASKED, make_desk, make_dossier, take_in
from phuong.areas.dossiers.tests.citizens import Walk
from phuong.areas.procedures import api as procedures
from phuong.kernel.measures.api import typical
from phuong.kernel.wards.api import uuid7
from phuong.kernel.workdays import Share, WorkCalendar, whole
from tests.support.builders import (
    CALENDAR,
    MONDAY,
    NEXT_MONDAY,
    NEXT_WEDNESDAY,
    TUESDAY,
    WEDNESDAY,
    browser_of,
    load_law_values,
    moment,
)

HAPPENING = st.lists(
    st.tuples(
        st.integers(0, 60 * 24 * 20),
        st.sampled_from(["", *{str(move.target.value) for move in LIFE if move.target}]),
        st.sampled_from([None, uuid7(), uuid7()]),
    ),
    max_size=12,
)


@given(HAPPENING, st.integers(0, 60 * 24 * 40))
def test_invariant_05_whatever_happens_the_parts_add_up_to_the_whole(happening, length):
    dossier = Dossier(state="in_work", received_at=MONDAY, unit_id=uuid7())
    trail = [
        Passage(MONDAY + timedelta(minutes=after), state, unit) for after, state, unit in happening
    ]
    now = MONDAY + timedelta(minutes=length)
    found = queries.stays(dossier, trail, now, WorkCalendar())
    total = sum((one.share for one in found.parts), Share(0, 0))
    assert total == found.whole == whole(MONDAY, found.until, WorkCalendar())
    assert len({one.place for one in found.parts}) == len(found.parts)
    # A place in which no time was spent, such as another agency, is not told at all.
    assert Share(0, 0) not in [one.share for one in found.parts]


@pytest.fixture
def desk(db):
    load_law_values()
    return make_desk()


def long_road(desk):
    """Two dossiers' worth of hands: queue, unit, applicant, unit, signer, unit, signer."""
    dossier = take_in(desk, MONDAY)
    actions.assign(desk.of(desk.head, TUESDAY), dossier, desk.specialist.id)
    asking = desk.of(desk.specialist, WEDNESDAY)
    actions.ask_supplement(asking, dossier, ASKED, desk.version, days=30, allowed=1)
    actions.take_supplement(desk.of(desk.reception, NEXT_MONDAY), dossier)
    draft = {"kind": "Giấy khai sinh", "summary": ""}
    actions.submit(desk.of(desk.specialist, moment(23, 15)), dossier, **draft)
    actions.send_back(desk.of(desk.leader, moment(24, 8)), dossier, reason="Sai ngày sinh")
    actions.submit(desk.of(desk.specialist, moment(24, 14)), dossier, **draft)
    return actions.sign(desk.of(desk.leader, moment(25, 10)), desk.ward, dossier)


def stays_of(dossier, now):
    fresh = Dossier.objects.of(dossier.ward_id).get(id=dossier.id)
    return queries.stays(fresh, queries.passages(queries.trail_of(fresh)), now, CALENDAR)


def test_invariant_05_time_by_desk_is_worked_out_of_the_events(desk):
    found = stays_of(long_road(desk), moment(30))
    assert {one.place: one.share.clock for one in found.parts} == {
        Place(Where.QUEUE): 24 * 60,
        Place(Where.UNIT, desk.specialist.appointments.get().post.unit_id): (24 + 6 + 6) * 60,
        Place(Where.APPLICANT): 5 * 24 * 60,
        Place(Where.SIGNER): (17 + 20) * 60,
    }
    assert found.until == moment(25, 10)
    assert found.has_ended
    assert found.whole.clock == (9 * 24 + 1) * 60
    assert sum(one.share.working for one in found.parts) == CALENDAR.working_minutes(
        MONDAY, moment(25, 10)
    )


@pytest.mark.parametrize("state", sorted(State), ids=str)
def test_invariant_05_in_every_state_the_parts_add_up(desk, state):
    dossier = make_dossier(desk, state)
    found = stays_of(dossier, NEXT_WEDNESDAY)
    if dossier.received_at is None:
        assert found is None
        return
    assert sum((one.share for one in found.parts), Share(0, 0)) == found.whole
    ended = state in (State.READY, State.RETURNED, State.STOPPED, State.WITHDRAWN)
    assert found.has_ended is ended
    assert (found.until == NEXT_WEDNESDAY) is not ended


def test_what_waits_for_the_citizen_to_fetch_it_is_no_time_of_the_ward(desk):
    ready = long_road(desk)
    before = stays_of(ready, moment(30))
    actions.hand_over(desk.of(desk.reception, moment(30)), ready, receiver_kind="self")
    assert stays_of(ready, moment(30, month=12)) == before


def test_the_citizen_and_the_officer_read_the_same_table(desk):
    dossier = long_road(desk)
    walk = Walk(Client())
    walk.client.post("/tra-cuu/", {"code": dossier.code, "proof": dossier.secret})
    text = walk.open(f"/ho-so/{dossier.code}/")
    # Each line in working time and round the clock; the last is their sum.
    assert "Chờ phân công 1 ngày 1 ngày" in text
    assert "Tư pháp, hộ tịch 2 ngày 1 ngày 12 giờ" in text
    assert "Chờ ông/bà bổ sung 3 ngày 5 ngày" in text
    assert "Lãnh đạo ký 1 ngày 1 giờ 1 ngày 13 giờ" in text
    assert "Từ lúc tiếp nhận đến khi xong 7 ngày 1 giờ 9 ngày 1 giờ" in text
    page = browser_of(desk.leader).get(f"/can-bo/ho-so/{dossier.code}/").content.decode()
    assert "1 ngày 13 giờ" in page
    assert "Chờ người nộp bổ sung" in page


def test_a_settled_dossier_keeps_its_time_once_in_the_days_of_its_limit(desk):
    long_road(desk)
    [kept] = Spent.objects.of(desk.ward)
    assert (kept.procedure, kept.counted_in, kept.used) == ("khai-sinh", "working_day", 4)
    assert kept.finished_on == date(2026, 11, 25)
    assert sum(clock for _place, _working, clock in kept.parts) == (9 * 24 + 1) * 60


def settle(desk, days):
    for day in days:
        dossier = take_in(desk, MONDAY)
        actions.assign(desk.of(desk.head, MONDAY), dossier, desk.specialist.id)
        actions.submit(desk.of(desk.specialist, MONDAY), dossier, kind="Giấy", summary="")
        actions.sign(desk.of(desk.leader, moment(day)), desk.ward, dossier)


def test_invariant_17_what_is_usual_is_a_median_and_a_percentile_and_one_stuck_dossier_moves_none(
    desk,
):
    settle(desk, [16, 16, 17, 17, 17, 17, 18, 18, 18, 27])
    assert jobs.work_out_usual_times(desk.clock(moment(1, month=12))) == 1
    [(key, found)] = typical(desk.ward.pk, queries.TIME).items()
    assert key == "khai-sinh/working_day"
    assert (found.spread.n, found.spread.middle, found.spread.ninth) == (10, 1, 2)
    assert dict(found.parts)["signer"] == 60 * 8
    text = Walk(Client()).open("/thu-tuc/khai-sinh/")
    assert (
        "Một nửa số hồ sơ xong trong 1 ngày làm việc, chín trong mười hồ sơ xong trong"
        " 2 ngày làm việc." in text
    )
    assert "Tính trên ít nhất 10 hồ sơ có kết quả từ 01/12/2025 đến 30/11/2026" in text
    assert "Một nửa số hồ sơ xong" in Walk(Client()).open("/thu-tuc/khai-sinh/nop/")
    running = take_in(desk, moment(30))
    walk = Walk(Client())
    walk.client.post("/tra-cuu/", {"code": running.code, "proof": running.secret})
    assert "Một nửa số hồ sơ xong" in walk.open(f"/ho-so/{running.code}/")


def test_four_settled_dossiers_say_nothing_and_what_was_said_goes_with_them(desk):
    settle(desk, [17, 17, 17, 17])
    assert jobs.work_out_usual_times(desk.clock(moment(1, month=12))) == 0
    assert "Thực tế" not in Walk(Client()).open("/thu-tuc/khai-sinh/")
    settle(desk, [17])
    assert jobs.work_out_usual_times(desk.clock(moment(1, month=12))) == 1
    assert procedures.usual(desk.ward.pk, desk.version).words == (
        "Chín trong mười hồ sơ xong trong 1 ngày làm việc."
    )
    # A year and two months later the five are too old to say what is usual.
    later = moment(30, month=12) + timedelta(days=400)
    assert jobs.work_out_usual_times(desk.clock(later)) == 0
    assert procedures.usual(desk.ward.pk, desk.version) is None


def test_a_ward_hears_nothing_of_another_s_usual_times(desk):
    settle(desk, [17] * 5)
    jobs.work_out_usual_times(desk.clock(moment(1, month=12)))
    other = make_desk("PB", host="hai.test")
    assert procedures.usual(other.ward.pk, other.version) is None


def test_officials_read_the_medians_by_procedure_and_place(desk):
    settle(desk, [17] * 5)
    jobs.work_out_usual_times(desk.clock(moment(1, month=12)))
    page = Walk(browser_of(desk.specialist)).open("/can-bo/thoi-gian/")
    assert "Tư pháp, hộ tịch: 0 phút" in page or "Lãnh đạo ký: 1 ngày" in page
    assert "1 ngày làm việc 1 ngày làm việc 5" in page
    assert browser_of(desk.administrator).get("/can-bo/thoi-gian/").status_code == 404
    empty = make_desk("PB", host="hai.test")
    told = Walk(browser_of(empty.leader, host="hai.test")).open("/can-bo/thoi-gian/")
    assert "Chưa thủ tục nào có đủ năm hồ sơ" in told
