"""Tasks that come again: each planned day once, whoever runs the job, however it ends."""

import uuid
from datetime import date, timedelta

import pytest

from phuong.areas.tasks import actions, jobs, policy
from phuong.areas.tasks.models import Occurrence, OnClosed, Origin, Rhythm, Task, TaskSeries
from phuong.areas.tasks.states import SeriesState, State
from phuong.areas.tasks.tests.builders import begin_series, clock_of, make_house, make_series
from phuong.areas.tasks.tests.lives import check_series_whole
from phuong.kernel.access import directory
from phuong.kernel.audit.api import Event, Ground, erase
from phuong.kernel.audit.proof import verify
from phuong.kernel.errors import NotPermitted, RuleBroken, WrongState
from phuong.kernel.notices.models import Notice
from phuong.kernel.people.models import Appointment
from phuong.kernel.workdays import Decision, Effect, WorkCalendar
from tests.support.builders import (
    FRIDAY,
    MONDAY,
    NEXT_MONDAY,
    TUESDAY,
    WEDNESDAY,
    browser_of,
    moment,
)

pytestmark = pytest.mark.django_db
LIST = "/can-bo/nhiem-vu/dinh-ky/"
HOLIDAY = WorkCalendar(decisions=(Decision("28/2026/QH16", NEXT_MONDAY.date(), Effect.OFF),))


@pytest.fixture
def house():
    return make_house(host="testserver")


def run(house, now, calendar=None):
    return jobs.give_regular(clock_of(house, now, *([calendar] if calendar else [])))


def settled(house):
    rows = Occurrence.objects.of(house.ward).order_by("on")
    return [(one.on.day, str(one.outcome)) for one in rows]


def test_a_series_gives_its_task_on_the_planned_day_by_the_working_calendar(house):
    series = begin_series(house)
    assert run(house, MONDAY) == 1
    task = Task.objects.of(house.ward).get()
    assert (task.title, task.doer_id, task.assigner_id) == (
        series.title, house.doer.id, house.leader.id,
    )  # fmt: skip
    assert (task.origin, task.state, task.due_at) == (Origin.SERIES, State.GIVEN, moment(20, 17))
    assert [one.person_id for one in task.helpers.all()] == [house.helper.id]
    assert TaskSeries.objects.of(house.ward).get().next_on == NEXT_MONDAY.date()
    assert Event.objects.of(house.ward).filter(subject_id=series.id).order_by("seq").values_list(
        "verb", flat=True
    ).last() == ("series.occur")
    done = actions.report_done(house.of(house.doer, WEDNESDAY), task, words="Đã rà soát")
    # Who gave the series confirms each of its tasks.
    assert actions.confirm(house.of(house.leader, FRIDAY), done).state == State.DONE


def test_the_job_may_run_as_often_as_it_likes(house):
    begin_series(house)
    assert [run(house, MONDAY + timedelta(hours=n)) for n in range(5)] == [1, 0, 0, 0, 0]
    assert run(house, NEXT_MONDAY) == 1
    assert settled(house) == [(16, "given"), (23, "given")]
    check_series_whole(house.ward)
    assert verify(house.ward.pk).holds


def test_a_closed_day_moves_it_to_the_next_working_day_and_the_page_says_why(house):
    series = begin_series(house)
    run(house, MONDAY)
    assert run(house, NEXT_MONDAY, HOLIDAY) == 0
    assert run(house, NEXT_MONDAY + timedelta(days=1), HOLIDAY) == 1
    assert settled(house) == [(16, "given"), (23, "shifted")]
    page = browser_of(house.leader).get(f"{LIST}{series.code}/").content.decode()
    assert "Giao vào ngày làm việc kế tiếp" in page
    assert "ngày nghỉ theo quyết định (28/2026/QH16)" in page


def test_a_closed_day_is_left_out_where_that_was_chosen(house):
    begin_series(house, on_closed=OnClosed.SKIP)
    run(house, MONDAY)
    assert run(house, NEXT_MONDAY, HOLIDAY) == 1
    assert settled(house) == [(16, "given"), (23, "closed")]
    assert Task.objects.of(house.ward).count() == 1


def test_after_a_standstill_of_weeks_only_the_newest_is_given_and_the_others_say_why(house):
    begin_series(house)
    assert run(house, moment(2, 9, month=12)) == 3
    assert settled(house) == [(16, "overtaken"), (23, "overtaken"), (30, "late")]
    assert Task.objects.of(house.ward).count() == 1


def test_a_month_has_its_day_and_the_last_one_ends_the_series(house):
    values = {"rhythm": Rhythm.MONTHLY, "day": 31, "last_on": date(2026, 12, 31)}
    series = begin_series(house, **values)
    assert run(house, moment(30, 9)) == 1
    assert run(house, moment(31, 9, month=12)) == 1
    fresh = TaskSeries.objects.of(house.ward).get(id=series.id)
    assert (fresh.state, fresh.next_on) == (SeriesState.ENDED, None)
    assert run(house, moment(31, 10, month=12)) == 0


def test_what_is_paused_gives_nothing_and_goes_on_without_making_up(house):
    series = begin_series(house)
    run(house, MONDAY)
    actions.pause_series(house.of(house.leader, TUESDAY), series)
    assert run(house, moment(30, 9)) == 0
    resumed = actions.resume_series(house.of(house.leader, moment(1, 9, month=12)), series)
    assert resumed.next_on == date(2026, 12, 7)
    assert run(house, moment(7, 9, month=12)) == 1
    assert settled(house) == [(16, "given"), (7, "given")]


def test_pausing_and_going_on_on_the_very_day_gives_it_no_second_time(house):
    series = begin_series(house)
    run(house, MONDAY)
    actions.pause_series(house.of(house.leader, MONDAY), series)
    actions.resume_series(house.of(house.leader, MONDAY), series)
    assert run(house, MONDAY + timedelta(hours=2)) == 0
    assert Task.objects.of(house.ward).count() == 1


def test_where_its_doer_left_it_waits_and_who_gave_it_is_told(house):
    series = begin_series(house)
    Appointment.objects.of(house.ward).filter(person=house.doer).update(valid_to=FRIDAY.date())
    directory.forget()
    run(house, MONDAY)
    assert run(house, NEXT_MONDAY) == 1
    assert settled(house) == [(16, "given"), (23, "nobody")]
    fresh = TaskSeries.objects.of(house.ward).get()
    assert fresh.state == SeriesState.PAUSED
    told = Notice.objects.of(house.ward).get(template="series.pause")
    assert told.person_id == house.leader.id
    leader = house.of(house.leader, NEXT_MONDAY)
    with pytest.raises(RuleBroken):
        actions.resume_series(leader, series)
    actions.change_doer(leader, series, doer_id=house.other.id)
    actions.resume_series(leader, series)
    run(house, moment(30, 9))
    assert Task.objects.of(house.ward).order_by("-id")[0].doer_id == house.other.id


@pytest.mark.parametrize("person", ["doer", "helper", "other"])
def test_who_gives_no_work_begins_none(house, person):
    with pytest.raises(NotPermitted):
        begin_series(house, by=getattr(house, person))


def test_a_head_gives_only_their_own_people(house):
    assert begin_series(house, by=house.head).assigner_id == house.head.id
    with pytest.raises(RuleBroken) as refusal:
        begin_series(house, by=house.head, doer_id=house.other.id)
    assert refusal.value.field == "doer"
    with pytest.raises(RuleBroken):
        begin_series(house, by=house.head, doer_id=house.head.id)


@pytest.mark.parametrize(
    ("person", "sees", "moves"),
    [
        ("leader", True, 3), ("secretary", True, 3), ("head", True, 3), ("doer", True, 0),
        ("other", False, 0), ("administrator", False, 0),
    ],
)  # fmt: skip
def test_who_sees_a_series_and_who_answers_for_it(house, person, sees, moves):
    series = begin_series(house)
    actor = house.of(getattr(house, person), TUESDAY).actor
    assert policy.readable_series(actor).exists() is sees
    assert len(policy.open_series_moves(actor, series)) == moves


def test_what_has_ended_is_moved_no_more_and_its_words_can_be_erased(house):
    series = make_series(house, SeriesState.ENDED)
    leader = house.of(house.leader, NEXT_MONDAY)
    with pytest.raises(WrongState):
        actions.resume_series(leader, series)
    assert erase(leader, series.id, Ground.REQUEST) == 1
    page = browser_of(house.leader).get(f"{LIST}{series.code}/").content.decode()
    assert "Nội dung đã xoá theo yêu cầu" in page
    running = make_series(house, SeriesState.RUNNING)
    with pytest.raises(WrongState):
        erase(leader, running.id, Ground.REQUEST)


def form(house, **values):
    by = {"first_on_day": 1, "first_on_month": 3, "first_on_year": 2030}
    given = {
        "title": "Rà soát việc trong tuần", "product": "Biên bản", "doer": str(house.doer.id),
        "rhythm": "weekly-0", "limit_days": "4", "on_closed": "shift", "details": "", "basis": "",
        "request_id": str(uuid.uuid4()), **by,
    }  # fmt: skip
    return given | values


def test_a_series_is_begun_from_its_page_once_and_shows_the_days_that_come(house):
    browser, typed = browser_of(house.leader), form(house)
    for _click in range(2):
        answered = browser.post(f"{LIST}giao/", typed, follow=True)
    series = TaskSeries.objects.of(house.ward).get()
    page = answered.content.decode()
    assert "Thứ hai hằng tuần" in page
    assert page.count("2030") >= 5
    assert series.code in browser.get(LIST).content.decode()
    assert series.next_on == date(2030, 3, 4)


@pytest.mark.parametrize(
    "wrong",
    [
        {"rhythm": ""}, {"rhythm": "weekly-9"}, {"limit_days": "0"}, {"limit_days": "nhiều"},
        {"doer": ""}, {"first_on_year": "2020"}, {"on_closed": "x"}, {"title": " "},
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_begun(house, wrong):
    answered = browser_of(house.leader).post(f"{LIST}giao/", form(house, **wrong))
    assert answered.status_code == 422
    assert not TaskSeries.objects.of(house.ward).exists()


def test_it_is_paused_resumed_handed_on_and_ended_from_its_pages(house):
    series = begin_series(house)
    browser = browser_of(house.leader)
    states = []
    for slug in ("tam-dung", "lap-tiep", "doi-nguoi", "thoi-lap"):
        page = f"{LIST}{series.code}/{slug}/"
        assert browser.get(page).status_code == 200
        answered = browser.post(page, {"doer": str(house.other.id)})
        assert answered.status_code == 302, answered.content.decode()
        states.append(TaskSeries.objects.of(house.ward).get().state)
    assert states == ["paused", "running", "running", "ended"]
    assert TaskSeries.objects.of(house.ward).get().doer_id == house.other.id
    assert browser_of(house.doer).get(f"{LIST}{series.code}/tam-dung/").status_code == 404
