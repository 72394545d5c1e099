"""A result that was signed and that nobody received yet is taken back: the dossier is in work."""

import pytest
from django.test import Client

from phuong.areas.dossiers import actions, measures, queries
from phuong.areas.dossiers.models import Result, Spent, Standing
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import GROUND, make_desk, make_dossier, wanted_by_post
from phuong.areas.dossiers.tests.lives import check_whole
from phuong.kernel.errors import NotPermitted, RuleBroken, WrongState
from phuong.kernel.measures import api as figures
from phuong.kernel.workflow.models import WorkItem
from tests.support.builders import FRIDAY, NEXT_MONDAY, browser_of, load_law_values

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    load_law_values()
    return make_desk()


def recalled(desk, dossier, now=FRIDAY):
    return actions.recall_result(desk.of(desk.leader, now), dossier, **GROUND)


def check_figures(desk):
    for measure in measures.MEASURES:
        [total] = figures.totals(desk.ward.pk, [figures.Ask(measure.code)])
        rows = measure.rows(desk.of(desk.leader, NEXT_MONDAY).actor, figures.Window())
        assert sum(total.values()) == rows.count(), measure.code


def test_the_dossier_is_in_work_again_and_its_clock_buys_no_time(desk):
    ready = make_dossier(desk, State.READY)
    assert Spent.objects.of(desk.ward).exists()
    done = recalled(desk, ready)
    assert done.state == State.IN_WORK
    assert (done.finished_at, done.finished_on, done.on_time, done.returned_at) == (None,) * 4
    assert (done.due_at, done.target_at) == (ready.due_at, ready.target_at)
    assert done.shown_promise_at == ready.shown_promise_at
    assert not Spent.objects.of(desk.ward).exists()
    [item] = WorkItem.objects.of(desk.ward).filter(subject_id=done.id)
    assert (item.person_id, item.due_at) == (desk.specialist.id, done.target_at)
    check_whole(desk.ward)
    check_figures(desk)


def test_the_next_result_has_the_next_number_and_the_first_stays_revoked(desk):
    done = recalled(desk, make_dossier(desk, State.READY))
    done = actions.submit(desk.of(desk.specialist, NEXT_MONDAY), done, kind="Giấy", summary="Lại")
    done = actions.sign(desk.of(desk.leader, NEXT_MONDAY), desk.ward, done)
    first, second = Result.objects.of(desk.ward).order_by("id")
    assert (first.number, first.standing, first.ended_at) == ("1/UBND", Standing.REVOKED, FRIDAY)
    assert (second.number, second.standing) == ("2/UBND", Standing.IN_FORCE)
    # Promised for Thursday: what is settled on Monday is late, whatever was signed before.
    assert (done.finished_at, done.on_time) == (NEXT_MONDAY, False)
    assert Spent.objects.of(desk.ward).count() == 1
    check_figures(desk)


def test_nobody_but_who_signs_takes_it_back_and_never_without_a_reason(desk):
    ready = make_dossier(desk, State.READY)
    with pytest.raises(NotPermitted):
        actions.recall_result(desk.of(desk.reception, FRIDAY), ready, **GROUND)
    with pytest.raises(RuleBroken):
        actions.recall_result(desk.of(desk.leader, FRIDAY), ready, **GROUND | {"reason": " "})
    with pytest.raises(WrongState):
        recalled(desk, make_dossier(desk, State.RETURNED))
    assert queries.latest(ready).is_in_force


def test_what_the_post_has_is_not_taken_back_as_if_it_lay_in_the_house(desk):
    ready = wanted_by_post(make_dossier(desk, State.READY))
    by = desk.of(desk.reception, FRIDAY)
    actions.post_result(by, ready, tracking="EV1VN")
    with pytest.raises(RuleBroken, match="đang trên đường bưu điện"):
        recalled(desk, ready)
    actions.take_back_post(by, ready)
    assert recalled(desk, ready).state == State.IN_WORK


def test_whoever_asks_is_told_and_the_applicant_reads_why(desk):
    ready = make_dossier(desk, State.READY)
    leader = browser_of(desk.leader)
    page = leader.get(f"/can-bo/ho-so/{ready.code}/huy-ket-qua/").content.decode()
    assert "ngày đã hẹn không đổi" in page
    recalled(desk, ready)
    citizen = Client()
    assert (
        "đã bị thu hồi"
        in citizen.get(f"/kiem-tra/ket-qua/{queries.latest(ready).id}/").content.decode()
    )
    citizen.post("/tra-cuu/", {"code": ready.code, "proof": "3412"})
    status = citizen.get(f"/ho-so/{ready.code}/").content.decode()
    assert GROUND["reason"] in status
    assert "Kết quả bị huỷ trước khi trao" in status
    assert GROUND["reason"] in leader.get(f"/can-bo/ho-so/{ready.code}/").content.decode()
