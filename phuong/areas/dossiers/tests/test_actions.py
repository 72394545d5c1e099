"""What each act changes, writes down and leaves to the next."""

import uuid
from datetime import date

import pytest

from phuong.areas.dossiers import actions, measures, policy, rules
from phuong.areas.dossiers.actions.given import GivenFile
from phuong.areas.dossiers.models import Applicant, Dossier, Note, Paper, Result
from phuong.areas.dossiers.states import CLOSED, LIFE, State
from phuong.areas.dossiers.tests.builders import (
    ALL_PAPERS,
    ASKED,
    GROUND,
    HUONG,
    make_desk,
    make_dossier,
    make_draft,
    open_request_of,
    take_in,
)
from phuong.areas.procedures.models import Paper as PaperRow
from phuong.kernel.audit.api import Event, Subject
from phuong.kernel.documents.api import Attachment
from phuong.kernel.errors import NotPermitted, Refusal, RuleBroken, WrongState
from phuong.kernel.measures import api as figures
from phuong.kernel.workdays import local
from phuong.kernel.workflow.api import WorkItem
from tests.support.builders import (
    FRIDAY,
    MONDAY,
    NEXT_MONDAY,
    NEXT_WEDNESDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    moment,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_desk()


def item_of(dossier):
    return WorkItem.objects.of(dossier.ward_id).filter(subject_id=dossier.id).first()


def verbs(dossier):
    rows = Event.objects.of(dossier.ward_id).filter(subject_id=dossier.id).order_by("seq")
    return list(rows.values_list("verb", flat=True))


def test_a_complete_walk_in_is_promised_on_the_third_working_day(desk):
    dossier = take_in(desk, MONDAY)
    assert local(dossier.due_at).isoformat(timespec="minutes")[:16] == "2026-11-19T17:00"
    assert dossier.first_promise_at == dossier.shown_promise_at == dossier.due_at
    assert dossier.code == "PM-261116-0001"
    assert verbs(dossier) == ["dossiers.take_in"]
    assert Paper.objects.filter(dossier=dossier).count() == 2


def test_taking_in_asks_the_head_of_the_routed_unit_by_the_promised_moment(desk):
    item = item_of(take_in(desk))
    assert item.post.code == "unit_head"
    assert item.state == "received"
    assert item.due_at == Dossier.objects.of(desk.ward).get().due_at


def test_the_same_form_sent_twice_makes_one_dossier_and_one_answer(desk):
    request_id = uuid.uuid4()
    first = take_in(desk, request_id=request_id)
    again = take_in(desk, request_id=request_id)
    assert again.code == first.code
    assert Dossier.objects.of(desk.ward).count() == 1
    assert Applicant.objects.of(desk.ward).count() == 1


def test_a_move_sent_twice_is_made_once(desk):
    dossier = take_in(desk)
    request_id = uuid.uuid4()
    for _time in range(2):
        occasion = desk.of(desk.head, TUESDAY, request_id=request_id)
        dossier = actions.assign(occasion, dossier, desk.specialist.id)
    assert verbs(dossier) == ["dossiers.take_in", "dossiers.assign"]


def test_an_incomplete_walk_in_leaves_no_trace(desk):
    occasion = desk.of(desk.reception, MONDAY)
    with pytest.raises(RuleBroken):
        actions.take_in(occasion, desk.ward, desk.version, HUONG, {"giay-chung-sinh": "copy"})
    assert not Dossier.objects.of(desk.ward).exists()
    assert not Subject.objects.of(desk.ward).filter(kind="dossier").exists()
    assert take_in(desk).code == "PM-261116-0001"


@pytest.mark.parametrize("state", list(State), ids=str)
def test_every_state_can_be_reached_through_the_actions(desk, state):
    assert make_dossier(desk, state).state == state


@pytest.mark.parametrize("state", list(State), ids=str)
def test_after_every_act_work_items_and_figures_agree_with_the_dossier(desk, state):
    dossier = make_dossier(desk, state)
    item = item_of(dossier)
    if state in {State.DRAFT, State.PREPARED} or state in CLOSED:
        assert item is None
    else:
        assert item.state == state
        assert item.due_at == (dossier.target_at if dossier.is_running else None)
    for measure in measures.MEASURES:
        [total] = figures.totals(desk.ward.pk, [figures.Ask(measure.code)])
        leader = desk.of(desk.leader, FRIDAY).actor
        assert sum(total.values()) == measure.rows(leader, figures.Window()).count(), measure.code


@pytest.mark.parametrize("move", LIFE.moves, ids=lambda move: move.name)
def test_no_move_is_possible_from_a_state_it_does_not_leave(desk, move):
    for state in set(State) - move.sources:
        occasion = desk.of(desk.leader, FRIDAY)
        dossier = Dossier(ward=desk.ward, state=state)
        with pytest.raises(Refusal):
            policy.check(occasion.actor, dossier, move)


def test_the_clock_stands_while_the_citizen_is_asked_and_runs_on_after(desk):
    dossier = make_dossier(desk, State.SUPPLEMENT)  # asked on Wednesday, two days used
    assert dossier.due_at is None
    assert item_of(dossier).due_at is None
    dossier = actions.take_supplement(desk.of(desk.reception, NEXT_MONDAY), dossier)
    # 24/11 is no holiday of this empty calendar: the one day left is Tuesday.
    assert local(dossier.due_at).date() == date(2026, 11, 24)
    assert local(dossier.first_promise_at).date() == date(2026, 11, 19)
    assert dossier.shown_promise_at == dossier.due_at


def test_the_applicant_is_asked_once_in_work(desk):
    dossier = make_dossier(desk, State.SUPPLEMENT)
    dossier = actions.take_supplement(desk.of(desk.reception, THURSDAY), dossier)
    with pytest.raises(RuleBroken) as refused:
        actions.ask_supplement(
            desk.of(desk.specialist, FRIDAY), dossier, ASKED, desk.version, days=30, allowed=1
        )
    assert refused.value.code == "dossiers.supplement.asked-already"


def test_the_citizen_answers_all_of_it_online_and_sees_a_new_date_at_once(desk):
    dossier = make_dossier(desk, State.SUPPLEMENT)
    [item] = open_request_of(dossier).items.all()
    dossier = actions.answer_supplement(desk.owner(dossier, THURSDAY), dossier, {item.id: "file"})
    assert dossier.state == State.IN_WORK
    assert local(dossier.due_at).date() == date(2026, 11, 20)
    assert item_of(dossier).person_id == desk.specialist.id


def test_what_is_to_be_brought_keeps_the_clock_standing(desk):
    dossier = make_dossier(desk, State.SUPPLEMENT)
    [item] = open_request_of(dossier).items.all()
    with pytest.raises(RuleBroken, match="mang bản giấy đến quầy"):
        actions.answer_supplement(desk.owner(dossier, THURSDAY), dossier, {item.id: "bring"})


def test_a_supplement_before_receipt_leads_from_5_to_2(desk):
    dossier = make_dossier(desk, State.SUPPLEMENT_INTAKE)
    assert dossier.received_at is None
    [item] = open_request_of(dossier).items.all()
    dossier = actions.answer_intake(desk.owner(dossier, WEDNESDAY), dossier, {item.id: "file"})
    assert dossier.state == State.SUPPLEMENT_INTAKE
    dossier = actions.receive(desk.of(desk.reception, THURSDAY), dossier, desk.version, ALL_PAPERS)
    assert dossier.state == State.RECEIVED
    assert dossier.received_at == THURSDAY


def test_a_supplement_that_never_comes_stops_the_dossier_after_its_last_day(desk):
    dossier = make_dossier(desk, State.SUPPLEMENT)  # asked on 18/11, thirty days
    with pytest.raises(WrongState):
        actions.lapse(desk.clock(moment(18, month=12)), dossier)
    dossier = actions.lapse(desk.clock(moment(19, month=12)), dossier)
    assert dossier.state == State.STOPPED


def test_a_result_signed_on_its_last_day_is_on_time_and_one_day_later_is_late(desk):
    on_time = make_dossier(desk, State.READY)
    assert (on_time.on_time, on_time.finished_on) == (True, date(2026, 11, 19))
    late = actions.sign(desk.of(desk.leader, FRIDAY), desk.ward, make_dossier(desk, State.SIGNING))
    assert late.on_time is False


def test_signing_numbers_the_result_and_asks_reception_to_hand_it_over(desk):
    dossier = make_dossier(desk, State.READY)
    result = Result.objects.of(desk.ward).get(dossier=dossier)
    assert result.number == "1/UBND"
    assert result.signed_by_id == desk.leader.id
    assert item_of(dossier).post.code == "reception"


def test_a_prepared_dossier_gets_its_code_when_it_is_handed_in_at_the_desk(desk):
    dossier = make_dossier(desk, State.PREPARED)
    draft_code = dossier.code
    assert len(draft_code) == 8
    dossier = actions.receive(desk.of(desk.reception, TUESDAY), dossier, desk.version, ALL_PAPERS)
    assert dossier.code == "PM-261117-0001"
    assert Subject.objects.of(desk.ward).get(id=dossier.id).code == dossier.code


def test_a_refusal_keeps_reason_ground_and_next_step_and_the_event_only_their_digest(desk):
    dossier = make_dossier(desk, State.NOT_ACCEPTED)
    note = Note.objects.of(desk.ward).get(dossier=dossier)
    assert (note.reason, note.basis, note.next_step) == tuple(GROUND.values())
    event = Event.objects.of(desk.ward).filter(subject_id=dossier.id).latest("seq")
    assert GROUND["reason"] not in event.body
    assert '"reason":"sha256:' in event.body


def test_no_event_holds_a_name_or_a_phone(desk):
    for state in (State.RETURNED, State.STOPPED, State.SENT):
        dossier = make_dossier(desk, state)
        for event in Event.objects.of(desk.ward).filter(subject_id=dossier.id):
            assert "Hường" not in event.body
            assert "905123412" not in event.body


def test_erasing_a_draft_leaves_no_word_of_the_citizen(desk):
    dossier = make_dossier(desk, State.DISCARDED)
    applicant = Applicant.objects.of(desk.ward).get(id=dossier.applicant_id)
    assert (applicant.name, applicant.phone, applicant.answers, applicant.salt) == ("", "", {}, "")


def test_only_the_proven_owner_sends_and_withdraws(desk):
    draft = make_draft(desk)
    stranger = desk.owner(make_draft(desk), MONDAY)
    with pytest.raises(NotPermitted) as refused:
        actions.send(stranger, desk.ward, draft, desk.version, ALL_PAPERS)
    assert refused.value.code == "dossiers.not-proven"


def test_another_wards_official_finds_no_dossier_here(desk):
    other = make_desk("PB")
    dossier = take_in(desk)
    with pytest.raises(Refusal):
        actions.assign(other.of(other.head, TUESDAY), dossier, other.specialist.id)
    assert verbs(dossier) == ["dossiers.take_in"]


def test_a_dossier_is_given_only_to_somebody_of_its_unit(desk):
    with pytest.raises(RuleBroken) as refused:
        actions.assign(desk.of(desk.head, TUESDAY), take_in(desk), desk.reception.id)
    assert refused.value.field == "handler"


def test_sent_back_the_draft_returns_to_its_author_and_the_clock_runs_on(desk):
    dossier = make_dossier(desk, State.SIGNING)
    due = dossier.due_at
    dossier = actions.send_back(desk.of(desk.leader, THURSDAY), dossier, reason="Sai ngày sinh")
    assert (dossier.state, dossier.due_at) == (State.IN_WORK, due)
    assert item_of(dossier).person_id == desk.specialist.id


def test_the_secret_on_the_receipt_is_six_letters_and_a_new_turn_voids_it(desk):
    dossier = take_in(desk)
    secret = dossier.secret
    assert len(secret) == 6
    assert secret == Dossier.objects.of(desk.ward).get().secret
    dossier.secret_turn += 1
    assert dossier.secret != secret


def test_a_procedure_without_a_certain_limit_cannot_be_received():
    desk = make_desk(limit_unit="", limit_n=None, slug="tach-ho")
    with pytest.raises(RuleBroken) as refused:
        take_in(desk)
    assert refused.value.code == "dossiers.procedure.without-limit"


def test_rules_are_asked_before_anything_is_written(desk):
    dossier = make_dossier(desk, State.IN_WORK)
    with pytest.raises(RuleBroken):
        actions.ask_supplement(
            desk.of(desk.specialist, WEDNESDAY),
            dossier,
            [rules.Asked("Ảnh", "", "")],
            desk.version,
            days=30,
            allowed=1,
        )
    assert Dossier.objects.of(desk.ward).get(id=dossier.id).state == State.IN_WORK


def test_filing_takes_at_most_eleven_statements(desk, django_assert_statements):
    take_in(desk)
    occasion = desk.of(desk.reception, NEXT_WEDNESDAY, request_id=uuid.uuid4())
    with django_assert_statements(11):
        actions.take_in(occasion, desk.ward, desk.version, HUONG, ALL_PAPERS)


def test_asking_after_the_day_has_passed_hides_no_lateness(desk):
    dossier = make_dossier(desk, State.IN_WORK)  # due on Thursday
    dossier = actions.ask_supplement(
        desk.of(desk.specialist, FRIDAY), dossier, ASKED, desk.version, days=30, allowed=1
    )
    assert local(dossier.due_at).date() == date(2026, 11, 19)
    assert (dossier.is_paused, dossier.is_running) == (False, True)
    assert Dossier.objects.of(desk.ward).late(date(2026, 11, 20)).get() == dossier
    [late] = figures.totals(
        desk.ward.pk,
        [figures.Ask("dossiers.running", figures.Window(last=date(2026, 11, 19)))],
    )
    assert sum(late.values()) == 1


@pytest.mark.parametrize("kind", ["paper", "supplement", "result"])
def test_a_file_of_the_paper_with_the_longest_code_has_room_for_its_purpose(kind):
    longest = "x" * PaperRow._meta.get_field("code").max_length
    purpose = GivenFile(longest, "a.pdf", None).of(kind).purpose
    assert len(purpose) <= Attachment._meta.get_field("purpose").max_length
