"""Hand-overs between units in work: giver, receiver, moment; no date moves, no minute is lost."""

import pytest

from phuong.areas.dossiers import actions, queries
from phuong.areas.dossiers.models import Dossier, Note
from phuong.areas.dossiers.queries import Place, Where, control
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier, other_unit
from phuong.kernel.errors import NotPermitted, RuleBroken, WrongState
from phuong.kernel.measures.api import Ask, Window, totals
from phuong.kernel.people.models import Person
from phuong.kernel.workflow.api import WorkItem
from tests.support.builders import (
    CALENDAR,
    FRIDAY,
    THURSDAY,
    WEDNESDAY,
    browser_of,
    load_law_values,
    moment,
)

pytestmark = pytest.mark.django_db
WHY = "Cần trích lục bản đồ của địa chính."


@pytest.fixture
def desk():
    load_law_values()
    return make_desk()


@pytest.fixture
def dossier(desk):
    return make_dossier(desk, State.IN_WORK)


def person(desk, name):
    return Person.objects.of(desk.ward).get(name=name)


def passed(desk, dossier, now=WEDNESDAY):
    by = desk.of(desk.specialist, now)
    return actions.pass_on(by, dossier, other_unit(desk).id, reason=WHY)


def test_the_dossier_waits_in_the_other_unit_until_somebody_takes_it(desk, dossier):
    unit_id = dossier.unit_id
    after = passed(desk, dossier)
    assert (after.unit_id, after.handler_id) == (other_unit(desk).id, None)
    assert (after.state, after.due_at) == (State.IN_WORK, dossier.due_at)
    head = person(desk, "Hồ Thị Địa")
    item = WorkItem.objects.of(desk.ward).get(subject_id=dossier.id)
    assert item.post_id in desk.of(head, WEDNESDAY).actor.post_ids()
    assert Note.objects.of(desk.ward).get().reason == WHY
    wanted = [Ask("dossiers.running", Window(unit_id=one)) for one in (unit_id, after.unit_id)]
    assert [sum(one.values()) for one in totals(desk.ward.pk, wanted)] == [0, 1]

    taker = person(desk, "Ngô Văn Đất")
    taken = actions.take_over(desk.of(taker, THURSDAY), after)
    assert taken.handler_id == taker.id
    assert WorkItem.objects.of(desk.ward).get(subject_id=dossier.id).person_id == taker.id


def test_invariant_05_each_unit_and_the_waiting_between_them_has_its_own_time(desk, dossier):
    first = dossier.unit_id
    after = passed(desk, dossier, moment(18, 9))
    actions.take_over(desk.of(person(desk, "Ngô Văn Đất"), moment(18, 14)), after)
    fresh = Dossier.objects.of(desk.ward).get(id=dossier.id)
    trail = queries.passages(queries.trail_of(fresh))
    found = queries.stays(fresh, trail, moment(19, 9), CALENDAR)
    working = {one.place: one.share.working for one in found.parts}
    assert working == {
        Place(Where.QUEUE): 8 * 60 + 3 * 60,  # Monday 9:00 to Tuesday 9:00, then 9:00 to 14:00.
        Place(Where.UNIT, first): 8 * 60,
        Place(Where.UNIT, other_unit(desk).id): 5 * 60,
    }
    assert sum(working.values()) == found.whole.working


def test_what_was_taken_over_by_mistake_waits_again(desk, dossier):
    after = passed(desk, dossier)
    by = desk.of(person(desk, "Ngô Văn Đất"), THURSDAY)
    actions.take_over(by, after)
    back = actions.undo(by, after)
    assert back.handler_id is None
    trail = queries.passages(queries.trail_of(back))
    parts = queries.stays(back, trail, FRIDAY, CALENDAR).parts
    assert {one.place.where for one in parts} == {Where.QUEUE, Where.UNIT}
    assert next(one for one in parts if one.place.where == Where.QUEUE).share.working == 24 * 60


def test_the_control_slip_and_the_history_name_both_units(desk, dossier):
    after = passed(desk, dossier)
    actions.take_over(desk.of(person(desk, "Ngô Văn Đất"), THURSDAY), after)
    fresh = Dossier.objects.of(desk.ward).select_related("unit", "applicant").get(id=dossier.id)
    hands = [row[0] for row in control.steps(fresh, queries.story(fresh))]
    assert hands[-2:] == [
        "1. Giao: Tư pháp, hộ tịch (Trần Văn Mai)\n2. Nhận: Địa chính, xây dựng",
        "1. Giao: Địa chính, xây dựng\n2. Nhận: Địa chính, xây dựng (Ngô Văn Đất)",
    ]
    assert hands[0] == "1. Giao: Nơi tiếp nhận\n2. Nhận: Tư pháp, hộ tịch"
    page = browser_of(desk.reception).get(f"/can-bo/ho-so/{fresh.code}/").content.decode()
    assert "Tư pháp, hộ tịch chuyển cho Địa chính, xây dựng" in page


@pytest.mark.parametrize(
    ("to", "reason", "code"),
    [
        ("tu-phap", WHY, "dossiers.pass-on.same"),
        ("mot-cua", WHY, "dossiers.pass-on.nobody"),
        ("dia-chinh", "  ", "dossiers.pass-on.reason"),
    ],
)
def test_what_is_no_passing_on_is_refused(desk, dossier, to, reason, code):
    other_unit(desk)
    unit = queries.unit_by_code(desk.ward.pk, to)
    with pytest.raises(RuleBroken) as refusal:
        actions.pass_on(desk.of(desk.specialist, WEDNESDAY), dossier, unit.id, reason=reason)
    assert refusal.value.code == code
    assert not Note.objects.of(desk.ward).exists()


def test_nobody_submits_what_nobody_took_and_the_first_unit_has_lost_it(desk, dossier):
    after = passed(desk, dossier)
    taker = desk.of(person(desk, "Ngô Văn Đất"), THURSDAY)
    with pytest.raises(WrongState):
        actions.submit(taker, after, kind="Giấy", summary="Đủ")
    with pytest.raises(NotPermitted):
        actions.take_over(desk.of(desk.specialist, THURSDAY), after)
    actions.take_over(taker, after)
    with pytest.raises(WrongState):
        actions.take_over(desk.of(person(desk, "Hồ Thị Địa"), THURSDAY), after)


def test_the_page_offers_the_other_units_and_asks_why(desk, dossier):
    other_unit(desk)
    browser = browser_of(desk.specialist)
    address = f"/can-bo/ho-so/{dossier.code}/chuyen-bo-phan/"
    page = browser.get(address).content.decode()
    assert "Địa chính, xây dựng" in page
    answer = browser.post(address, {"to": str(other_unit(desk).id), "reason": ""})
    assert answer.status_code == 422
    answer = browser.post(address, {"to": str(other_unit(desk).id), "reason": WHY}, follow=True)
    assert answer.redirect_chain[-1][0].endswith("/can-bo/viec/")
    taker = browser_of(person(desk, "Ngô Văn Đất"))
    page = taker.get(f"/can-bo/ho-so/{dossier.code}/").content.decode()
    assert "Nhận hồ sơ chuyển đến" in page
