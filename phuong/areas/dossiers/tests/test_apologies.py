"""Saying sorry before a promise is missed: once, signed in time, the first promise kept visible."""

from datetime import date

import pytest

from phuong.areas.dossiers import actions
from phuong.areas.dossiers.models import Apology, ApologyStanding, Dossier
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import (
    APOLOGY,
    draft_apology,
    make_desk,
    make_dossier,
)
from phuong.kernel.audit.api import Event
from phuong.kernel.errors import NotPermitted, RuleBroken, WrongState
from phuong.kernel.law import api as law
from phuong.kernel.law.models import LegalValue
from phuong.kernel.measures import api as figures
from phuong.kernel.notices.models import Notice
from phuong.kernel.workdays import local
from phuong.kernel.workflow.api import WorkItem
from tests.support.builders import (
    FRIDAY,
    NEXT_TUESDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    browser_of,
    load_law_values,
    post_of,
)

pytestmark = pytest.mark.django_db
TUESDAY_NEXT = NEXT_TUESDAY.date()


@pytest.fixture
def desk():
    load_law_values()
    return make_desk()


@pytest.fixture
def dossier(desk):
    """In work, promised for Thursday 19/11."""
    return make_dossier(desk, State.IN_WORK)


def letters(desk):
    return WorkItem.objects.of(desk.ward).filter(slot="apology")


def counts(desk):
    asked = [figures.Ask("dossiers.unkept"), figures.Ask("dossiers.apologised")]
    return [sum(one.values()) for one in figures.totals(desk.ward.pk, asked)]


def test_the_signer_gets_the_letter_with_the_last_day_on_which_it_can_be_signed(desk, dossier):
    draft_apology(desk, dossier)
    [item] = letters(desk)
    assert item.post_id == post_of(desk.leader).id
    assert local(item.due_at).isoformat(timespec="minutes") == "2026-11-18T17:00"
    assert WorkItem.objects.of(desk.ward).get(slot="main").person_id == desk.specialist.id


def test_how_long_before_the_day_it_is_signed_is_said_by_the_law_of_the_day(desk, dossier):
    LegalValue.objects.filter(key="dossiers.apology_before").update(value=2)
    law.forget()
    draft_apology(desk, dossier)
    [item] = letters(desk)
    assert local(item.due_at).date() == TUESDAY.date()
    with pytest.raises(RuleBroken) as refusal:
        actions.apologize(desk.of(desk.leader, WEDNESDAY), desk.ward, dossier)
    assert refusal.value.code == "workdays.reschedule.late"


def test_a_draft_tells_the_citizen_nothing_and_moves_no_promise(desk, dossier):
    told = Notice.objects.of(desk.ward).count()
    after = draft_apology(desk, dossier)
    assert after.shown_promise_at == dossier.shown_promise_at
    assert Notice.objects.of(desk.ward).count() == told


def test_signing_promises_the_new_day_once_and_keeps_the_first_as_the_measure(desk, dossier):
    draft_apology(desk, dossier)
    after = actions.apologize(desk.of(desk.leader, WEDNESDAY), desk.ward, dossier)
    assert local(after.shown_promise_at).isoformat(timespec="minutes") == "2026-11-24T17:00"
    assert after.first_promise_at == after.target_at == dossier.first_promise_at
    letter = Apology.objects.of(desk.ward).get()
    assert (letter.number, letter.signed_by_id) == ("1/PXL", desk.leader.id)
    assert not letters(desk).exists()
    event = Event.objects.of(desk.ward).filter(subject_id=after.id).order_by("-seq")[0]
    assert event.verb == "dossiers.apologize"
    assert letter.reason not in event.body
    assert Notice.objects.of(desk.ward).filter(template="dossiers.apologize").exists()


def test_no_second_letter_is_drafted_or_signed(desk, dossier):
    draft_apology(desk, dossier)
    actions.apologize(desk.of(desk.leader, WEDNESDAY), desk.ward, dossier)
    with pytest.raises(WrongState):
        draft_apology(desk, dossier, WEDNESDAY)
    with pytest.raises(WrongState):
        actions.apologize(desk.of(desk.leader, WEDNESDAY), desk.ward, dossier)
    assert Apology.objects.of(desk.ward).count() == 1


def test_what_is_settled_by_the_new_day_is_late_all_the_same_and_counts_as_apologised(
    desk, dossier
):
    draft_apology(desk, dossier)
    actions.apologize(desk.of(desk.leader, WEDNESDAY), desk.ward, dossier)
    assert counts(desk) == [1, 1]
    by = desk.of(desk.specialist, FRIDAY)
    actions.submit(by, dossier, kind="Giấy khai sinh", summary="")
    done = actions.sign(desk.of(desk.leader, FRIDAY), desk.ward, dossier)
    assert done.on_time is False
    assert counts(desk) == [1, 1]


def test_what_is_settled_in_time_owes_no_letter_and_lets_the_draft_go(desk, dossier):
    draft_apology(desk, dossier)
    actions.submit(desk.of(desk.specialist, WEDNESDAY), dossier, kind="Giấy", summary="")
    done = actions.sign(desk.of(desk.leader, THURSDAY), desk.ward, dossier)
    assert (done.on_time, done.apology) == (True, ApologyStanding.NONE)
    assert not letters(desk).exists()
    assert counts(desk) == [0, 0]


@pytest.mark.parametrize(
    ("now", "new_on", "values", "code"),
    [
        (THURSDAY, TUESDAY_NEXT, {}, "workdays.reschedule.late"),
        (TUESDAY, date(2026, 11, 19), {}, "workdays.reschedule.not-later"),
        (TUESDAY, date(2026, 11, 18), {}, "workdays.reschedule.not-later"),
        (TUESDAY, date(2026, 11, 21), {}, "dossiers.apology.day-off"),
        (TUESDAY, TUESDAY_NEXT, {"reason": "Bận quá"}, "dossiers.apology.reason"),
        (TUESDAY, TUESDAY_NEXT, {"why": ""}, "dossiers.apology.why"),
    ],
)
def test_a_letter_that_is_none_is_refused_without_a_trace(desk, dossier, now, new_on, values, code):
    events = Event.objects.of(desk.ward).count()
    with pytest.raises(RuleBroken) as refusal:
        actions.draft_apology(
            desk.of(desk.specialist, now), dossier, **(APOLOGY | values), new_on=new_on
        )
    assert refusal.value.code == code
    assert Event.objects.of(desk.ward).count() == events
    assert not Apology.objects.of(desk.ward).exists()


def test_a_letter_that_waited_too_long_is_not_signed_any_more(desk, dossier):
    draft_apology(desk, dossier)
    with pytest.raises(RuleBroken) as refusal:
        actions.apologize(desk.of(desk.leader, THURSDAY), desk.ward, dossier)
    assert refusal.value.code == "workdays.reschedule.late"
    assert Dossier.objects.of(desk.ward).get().shown_promise_at == dossier.shown_promise_at


def test_nobody_but_the_unit_drafts_and_nobody_but_a_leader_signs(desk, dossier):
    with pytest.raises(NotPermitted):
        actions.draft_apology(
            desk.of(desk.reception, TUESDAY), dossier, **APOLOGY, new_on=TUESDAY_NEXT
        )
    draft_apology(desk, dossier)
    with pytest.raises(NotPermitted):
        actions.apologize(desk.of(desk.head, WEDNESDAY), desk.ward, dossier)


def test_a_letter_given_back_can_be_written_again(desk, dossier):
    draft_apology(desk, dossier)
    back = actions.return_apology(desk.of(desk.leader, TUESDAY), dossier, reason="Nói rõ chờ ai")
    assert (back.apology, letters(desk).count()) == (ApologyStanding.NONE, 0)
    again = draft_apology(desk, back, WEDNESDAY)
    assert (again.apology, letters(desk).count()) == (ApologyStanding.DRAFTED, 1)


def test_a_later_promise_stands_after_a_supplement_that_leads_to_an_earlier_day(desk, dossier):
    draft_apology(desk, dossier)
    after = actions.apologize(desk.of(desk.leader, WEDNESDAY), desk.ward, dossier)
    from phuong.areas.dossiers.tests.builders import ASKED

    asked = desk.of(desk.specialist, WEDNESDAY)
    actions.ask_supplement(asked, dossier, ASKED, desk.version, days=30, allowed=1)
    back = actions.take_supplement(desk.of(desk.reception, THURSDAY), dossier)
    assert local(back.due_at).date() == date(2026, 11, 20)
    assert back.shown_promise_at == after.shown_promise_at
    assert back.target_at == back.due_at


def test_the_citizen_reads_both_days_the_reason_and_who_answers_for_it(desk, dossier):
    draft_apology(desk, dossier)
    actions.apologize(desk.of(desk.leader, WEDNESDAY), desk.ward, dossier)
    browser = browser_of()
    browser.post("/tra-cuu/", {"code": dossier.code, "proof": dossier.secret})
    page = browser.get(f"/ho-so/{dossier.code}/").content.decode()
    for words in ("xin lỗi", "19/11/2026", "24/11/2026", APOLOGY["reason"], "Trần Văn Mai"):
        assert words in page
    slip = browser.get(f"/ho-so/{dossier.code}/thu-xin-loi/").content.decode()
    for words in ("1/PXL", "19/11/2026", "24/11/2026", APOLOGY["reason"], "Võ Văn Chủ"):
        assert words in slip


def test_a_dossier_without_a_signed_letter_has_no_slip_of_it(desk, dossier):
    draft_apology(desk, dossier)
    browser = browser_of()
    browser.post("/tra-cuu/", {"code": dossier.code, "proof": dossier.secret})
    assert browser.get(f"/ho-so/{dossier.code}/thu-xin-loi/").status_code == 404
