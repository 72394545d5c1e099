from dataclasses import replace
from datetime import date

import pytest

from phuong.areas.tasks import actions, queries
from phuong.areas.tasks.models import Extension, Origin, Remark, Task
from phuong.areas.tasks.states import State
from phuong.areas.tasks.tests.builders import DUE, LATER, PRODUCT, give, make_house, make_task
from phuong.areas.tasks.tests.builders import wanted as wanted_of
from phuong.kernel.access.api import Actor, Occasion
from phuong.kernel.audit.api import Event, Subject
from phuong.kernel.errors import NotPermitted, RuleBroken, WrongState
from phuong.kernel.links import api as links
from phuong.kernel.measures.api import Ask, totals
from phuong.kernel.notices.models import Notice
from phuong.kernel.workdays import Limit, Unit
from phuong.kernel.workflow.api import WorkItem
from tests.support.builders import (
    CALENDAR,
    FRIDAY,
    MONDAY,
    NEXT_FRIDAY,
    NEXT_MONDAY,
    SATURDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    moment,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return make_house()


def item_of(task):
    return WorkItem.objects.of(task.ward_id).filter(subject_id=task.id).first()


def verbs(task):
    rows = Event.objects.of(task.ward_id).filter(subject_id=task.id).order_by("seq")
    return list(rows.values_list("verb", flat=True))


def told(task):
    rows = Notice.objects.of(task.ward_id).filter(subject_id=task.id).order_by("id")
    return [(row.template.removeprefix("tasks."), row.person_id) for row in rows]


def figure(house, measure):
    (counted,) = totals(house.ward.pk, [Ask(measure)])
    return sum(counted.values())


def test_a_task_is_given_with_its_product_its_day_and_one_who_answers(house):
    task = give(house)

    assert task.code == "PM-NV26-0001"
    assert (task.state, task.doer, task.assigner) == (State.GIVEN, house.doer, house.leader)
    assert task.due_at == task.first_due_at == moment(20, 17)
    assert (item_of(task).person_id, item_of(task).due_at) == (house.doer.id, task.due_at)
    assert verbs(task) == ["tasks.give"]
    assert set(told(task)) == {("give", house.doer.id), ("give", house.helper.id)}
    assert figure(house, "tasks.given") == figure(house, "tasks.running") == 1


def test_a_day_off_is_no_day_to_end_on_so_the_next_working_day_is(house):

    task = actions.give(
        house.of(house.leader, MONDAY), house.ward, wanted_of(house, by=SATURDAY.date())
    )
    assert task.due_on == NEXT_MONDAY.date()


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"title": "  "}, "tasks.said.title", "title"),
        ({"product": ""}, "tasks.said.product", "product"),
        ({"by": date(2026, 11, 15)}, "tasks.due.past", "by"),
        ({"by": date(2036, 11, 15)}, "tasks.due.far", "by"),
        ({"by": None}, "tasks.due.none", "by"),
    ],
)
def test_what_cannot_be_done_is_refused_beside_its_field_and_leaves_nothing(
    house, values, code, field
):
    with pytest.raises(RuleBroken) as refused:
        actions.give(house.of(house.leader, MONDAY), house.ward, wanted_of(house, **values))
    assert (refused.value.code, refused.value.field) == (code, field)
    assert not Task.objects.of(house.ward).exists()
    assert not Subject.objects.of(house.ward).filter(kind="task").exists()


def test_today_is_a_day_as_long_as_the_office_can_still_do_it(house):
    in_time = house.of(house.leader, moment(16, 14))
    task = actions.give(in_time, house.ward, wanted_of(house, by=MONDAY.date()))
    assert task.due_at == moment(16, 17)
    too_late = house.of(house.leader, moment(16, 15, 1))
    with pytest.raises(RuleBroken) as refused:
        actions.give(too_late, house.ward, wanted_of(house, by=MONDAY.date()))
    assert refused.value.code == "tasks.due.too-late-today"


def test_nobody_gives_themselves_a_task_nor_helps_with_their_own(house):
    with pytest.raises(RuleBroken) as refused:
        give(house, doer_id=house.leader.id)
    assert refused.value.code == "tasks.give.oneself"
    with pytest.raises(RuleBroken) as refused:
        give(house, helpers=(house.doer.id,))
    assert refused.value.code == "tasks.give.doer-helps"


def test_a_head_gives_to_their_own_unit_alone_and_nobody_to_an_administrator(house):
    occasion = house.of(house.head, MONDAY)
    assert actions.give(occasion, house.ward, wanted_of(house)).assigner == house.head
    for doer, who in ((house.other, house.head), (house.administrator, house.leader)):
        with pytest.raises(RuleBroken) as refused:
            actions.give(house.of(who, MONDAY), house.ward, wanted_of(house, doer_id=doer.id))
        assert refused.value.code == "tasks.give.not-ours"
    with pytest.raises(NotPermitted):
        actions.give(house.of(house.doer, MONDAY), house.ward, wanted_of(house))


def test_the_doer_reports_with_proof_and_another_confirms(house):
    task = make_task(house, State.DONE)

    assert (task.on_time, task.finished_on) == (True, THURSDAY.date())
    assert task.closed_by_id == house.leader.id
    assert item_of(task) is None
    assert verbs(task) == ["tasks.give", "tasks.take_up", "tasks.report_done", "tasks.confirm"]
    assert figure(house, "tasks.on_time") == figure(house, "tasks.finished") == 1
    assert figure(house, "tasks.running") == 0


def test_what_was_reported_in_time_is_in_time_however_late_somebody_looked(house):
    task = make_task(house, State.REPORTED)
    task = actions.confirm(house.of(house.leader, NEXT_FRIDAY), task)
    assert (task.on_time, task.finished_on) == (True, THURSDAY.date())


def test_late_is_counted_against_the_first_promise_whatever_was_granted(house):
    task = make_task(house, State.EXTENSION_ASKED)
    task = actions.extend(house.of(house.leader, THURSDAY), task)
    assert (task.due_on, task.first_due_on, task.extended) == (LATER, DUE, 1)
    assert task.extensions.get().old_due_at == moment(20, 17)
    assert item_of(task).due_at == task.due_at
    task = actions.report_done(house.of(house.doer, NEXT_MONDAY), task, words="Đã xong.")
    task = actions.confirm(house.of(house.leader, NEXT_MONDAY), task)
    assert task.on_time is False
    assert figure(house, "tasks.late") == 1


def test_an_extension_that_is_not_granted_changes_no_day_and_says_why(house):
    task = make_task(house, State.EXTENSION_ASKED)
    assert item_of(task).person_id == house.leader.id
    task = actions.keep_date(house.of(house.leader, THURSDAY), task, reason="Việc này gấp.")
    assert (task.state, task.due_on, task.extended) == (State.DOING, DUE, 0)
    extension = Extension.objects.of(house.ward).get()
    assert (extension.granted, extension.answer) == (False, "Việc này gấp.")


@pytest.mark.parametrize(
    ("now", "by", "code"),
    [
        (SATURDAY, LATER, "tasks.extension.late"),
        (FRIDAY, DUE, "tasks.extension.not-later"),
    ],
)
def test_an_extension_is_asked_for_in_time_and_for_a_later_day(house, now, by, code):
    task = make_task(house, State.DOING)
    with pytest.raises(RuleBroken) as refused:
        actions.ask_extension(house.of(house.doer, now), task, by=by, reason="Chưa kịp.")
    assert refused.value.code == code


def test_a_task_is_extended_no_more_often_than_the_ward_allows(house):
    task = make_task(house, State.DOING)
    for day in (23, 24):
        occasion = house.of(house.doer, THURSDAY)
        task = actions.ask_extension(occasion, task, by=date(2026, 11, day), reason="Mưa.")
        task = actions.extend(house.of(house.leader, THURSDAY), task)
    assert task.due_on == date(2026, 11, 24)
    with pytest.raises(RuleBroken) as refused:
        actions.ask_extension(house.of(house.doer, THURSDAY), task, by=LATER, reason="Mưa.")
    assert refused.value.code == "tasks.extension.again"


def test_an_answer_that_comes_after_the_day_still_extends_what_was_asked_in_time(house):
    task = make_task(house, State.EXTENSION_ASKED)
    task = actions.extend(house.of(house.leader, NEXT_MONDAY), task)
    assert task.due_on == LATER


def test_what_is_sent_back_is_done_on_and_reported_again(house):
    task = make_task(house, State.REPORTED)
    task = actions.send_back(house.of(house.leader, FRIDAY), task, reason="Thiếu biên bản.")
    assert (task.state, item_of(task).person_id) == (State.DOING, house.doer.id)
    task = actions.report_done(house.of(house.doer, NEXT_MONDAY), task, words="Đã bổ sung.")
    task = actions.confirm(house.of(house.leader, NEXT_MONDAY), task)
    assert task.on_time is False
    said = Remark.objects.of(house.ward).order_by("number").values_list("move", "number")
    assert list(said) == [("report_done", 1), ("send_back", 2), ("report_done", 3)]


@pytest.mark.parametrize("act", ["send_back", "close_undone", "cancel"])
def test_nothing_is_sent_back_or_given_up_without_a_reason(house, act):
    task = make_task(house, State.REPORTED)
    before = verbs(task)
    with pytest.raises(RuleBroken) as refused:
        getattr(actions, act)(house.of(house.leader, FRIDAY), task, reason=" ")
    assert refused.value.field == "reason"
    assert verbs(task) == before


def test_another_answers_for_it_from_now_on_and_the_day_stays(house):
    task = make_task(house, State.EXTENSION_ASKED)
    task = actions.hand_on(
        house.of(house.leader, THURSDAY), task, doer_id=house.helper.id, reason="Anh Làm ốm."
    )
    assert (task.state, task.doer, task.due_on) == (State.GIVEN, house.helper, DUE)
    assert item_of(task).person_id == house.helper.id
    assert not task.helpers.filter(person=house.helper).exists()
    assert queries.open_extension(task) is None
    with pytest.raises(NotPermitted):
        actions.take_up(house.of(house.doer, FRIDAY), task)


def test_what_a_source_gives_is_tied_to_it_and_confirmed_by_the_head(house):
    source = Subject.objects.of(house.ward).get(id=give(house).id)
    machine = Occasion(Actor.clock(house.ward.pk), MONDAY, CALENDAR)
    want = replace(wanted_of(house, by=None), limit=Limit(Unit.WORKING_DAY, 2))
    task = actions.give_from(machine, house.ward, source, want, origin=Origin.CALL_BACK)
    assert (task.assigner, task.due_on) == (None, WEDNESDAY.date())
    [tie] = links.neighbours(house.of(house.leader, MONDAY), task.id)
    assert (tie.subject_id, tie.kind, tie.card.code) == (source.id, "task", "PM-NV26-0001")
    task = actions.report_done(house.of(house.doer, TUESDAY), task, words="Đã gọi.")
    assert item_of(task).post_id == house.head.appointments.get().post_id
    assert actions.confirm(house.of(house.head, TUESDAY), task).state == State.DONE


def test_a_referral_is_taken_up_as_a_task_once(house):
    source = Subject.objects.of(house.ward).get(id=give(house).id)
    occasion = house.of(house.leader, MONDAY)
    referral = links.offer(occasion, source, "task")
    task = actions.take_referral(occasion, house.ward, referral, wanted_of(house))
    assert task.origin == Origin.REFERRAL
    assert [tie.subject_id for tie in links.neighbours(occasion, source.id)] == [task.id]
    count = Task.objects.of(house.ward).count()
    with pytest.raises(WrongState):
        actions.take_referral(occasion, house.ward, referral, wanted_of(house))
    assert Task.objects.of(house.ward).count() == count


def test_words_can_be_erased_and_the_chain_holds(house):
    task = make_task(house, State.DONE)
    bodies = Event.objects.of(house.ward).filter(subject_id=task.id).values_list("body", flat=True)
    said = "".join(bodies)
    for words in (task.title, PRODUCT, "12 nhà trọ", house.doer.name):
        assert words not in said
