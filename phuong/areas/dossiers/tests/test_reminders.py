"""Applicants are reminded in office hours, once, and also when nothing ran on the day."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection

from phuong.areas.dossiers import actions, jobs
from phuong.areas.dossiers.models import SupplementItem
from phuong.areas.dossiers.rules import reminder_of_request, reminder_of_result
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier, open_request_of
from phuong.kernel.notices import api as notices
from phuong.kernel.notices import channels
from phuong.kernel.notices.channels import Channel
from phuong.kernel.notices.gateways import setting_up
from phuong.kernel.notices.models import Notice
from phuong.kernel.notices.tests.conftest import Sink
from tests.support.builders import CALENDAR, THURSDAY, WEDNESDAY, load_law_values, moment

HALF, EVE, LAST = moment(3, month=12), moment(17, month=12), moment(18, month=12)


@pytest.fixture
def sms():
    sink = Sink()
    channels.serve([sink])
    yield sink
    setting_up.register_all()


def lay():
    load_law_values()
    return make_desk()


@pytest.fixture
def desk(db):
    return lay()


def told(desk, template="remind_supplement"):
    rows = Notice.objects.of(desk.ward).filter(template__startswith=f"dossiers.{template}")
    return rows.filter(channel=Channel.PAGE).order_by("told_at")


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2026, 12, 2), None),
        (date(2026, 12, 3), ("half", date(2026, 12, 3))),
        (date(2026, 12, 16), ("half", date(2026, 12, 3))),
        (date(2026, 12, 17), ("eve", date(2026, 12, 17))),
        (date(2026, 12, 18), ("eve", date(2026, 12, 17))),
        (date(2026, 12, 19), None),
    ],
)
def test_a_supplement_is_reminded_of_at_half_time_and_on_the_eve(today, due):
    found = reminder_of_request(date(2026, 11, 18), date(2026, 12, 18), today, CALENDAR)
    assert (found and (found.turn, found.on)) == due


def test_a_reminder_that_would_fall_on_a_day_off_comes_on_the_working_day_before():
    # The last day is a Monday: its eve is a Sunday, so Friday is the day.
    found = reminder_of_request(
        date(2026, 11, 18), date(2026, 12, 14), date(2026, 12, 11), CALENDAR
    )
    assert (found.turn, found.on) == ("eve", date(2026, 12, 11))
    # A request of a day has no room for any.
    assert (
        reminder_of_request(date(2026, 11, 18), date(2026, 11, 19), date(2026, 11, 19), CALENDAR)
        is None
    )


def test_a_waiting_result_is_reminded_of_after_some_working_days():
    ready = date(2026, 11, 19)
    assert reminder_of_result(ready, [3, 15], date(2026, 11, 23), CALENDAR) is None
    assert reminder_of_result(ready, [3, 15], date(2026, 11, 24), CALENDAR).turn == "3"
    assert reminder_of_result(ready, [3, 15], date(2026, 12, 10), CALENDAR).turn == "15"


def test_each_reminder_is_told_once_however_often_the_job_runs(desk, sms):
    dossier = make_dossier(desk, State.SUPPLEMENT)
    for day in range(25):
        for hour in (1, 9, 16, 22):
            now = WEDNESDAY.replace(hour=hour) + timedelta(days=day)
            jobs.remind_applicants(desk.clock(now))
    (half,) = told(desk)
    assert (half.template, half.places["by"]) == (
        "dossiers.remind_supplement",
        {"date": "2026-12-18"},
    )
    assert half.told_at.date() == date(2026, 12, 2)  # One in the morning here, in UTC.
    assert jobs.remind_applicants(desk.clock(EVE)) == 1
    assert jobs.remind_applicants(desk.clock(LAST)) == 0
    assert jobs.remind_applicants(desk.clock(LAST + timedelta(days=1))) == 0
    assert dossier.id == half.subject_id


def test_a_reminder_at_night_reaches_the_phone_in_the_morning(desk, sms):
    make_dossier(desk, State.SUPPLEMENT)
    notices.deliver(HALF - timedelta(days=1))
    sms.given.clear()
    night = HALF.replace(hour=1)
    assert jobs.remind_applicants(desk.clock(night)) == 1
    notices.deliver(night)
    assert sms.given == []
    notices.deliver(HALF.replace(hour=7))
    (parcel,) = sms.given
    assert "nho bo sung ho so" in parcel.text
    assert "truoc 18/12" in parcel.text


def test_what_fell_due_while_nothing_ran_is_told_at_the_next_round_and_says_for_when(desk, sms):
    """The scheduler was down for four days around the half time."""
    make_dossier(desk, State.SUPPLEMENT)
    assert jobs.remind_applicants(desk.clock(HALF - timedelta(days=2))) == 0
    back = HALF + timedelta(days=4)
    assert jobs.remind_applicants(desk.clock(back)) == 1
    (row,) = told(desk)
    assert row.template == "dossiers.remind_supplement_late"
    (message,) = [
        each
        for each in notices.for_subject(desk.ward.pk, row.subject_id, back, code="PM-1")
        if each.title == "Sắp hết hạn bổ sung"
    ]
    assert "Tin này lẽ ra gửi ngày 03/12/2026" in message.to_do
    assert jobs.remind_applicants(desk.clock(back + timedelta(hours=1))) == 0


def test_of_two_that_were_missed_only_the_later_is_told(desk, sms):
    make_dossier(desk, State.SUPPLEMENT)
    assert jobs.remind_applicants(desk.clock(LAST)) == 1
    assert told(desk).get().places["planned"] == {"date": "2026-12-17"}
    assert jobs.remind_applicants(desk.clock(LAST)) == 0


def test_who_has_answered_is_not_reminded(desk, sms):
    dossier = make_dossier(desk, State.SUPPLEMENT)
    answers = {item.id: SupplementItem.Answer.FILE for item in open_request_of(dossier).items.all()}
    actions.answer_supplement(desk.owner(dossier, THURSDAY), dossier, answers)
    jobs.remind_applicants(desk.clock(EVE))
    assert not told(desk).exists()


def test_a_result_that_waits_is_told_twice_and_then_no_more(desk, sms):
    make_dossier(desk, State.READY)
    times = [
        jobs.remind_applicants(desk.clock(THURSDAY + timedelta(days=day))) for day in range(60)
    ]
    assert [day for day, number in enumerate(times) if number] == [5, 21]
    assert told(desk, "remind_result").count() == 2
    assert jobs.remind_applicants(desk.clock(THURSDAY + timedelta(days=400))) == 0


def test_who_cannot_be_written_to_is_called_about_it(desk):
    make_dossier(desk, State.READY)
    now = THURSDAY + timedelta(days=5)
    jobs.remind_applicants(desk.clock(now))
    (call,) = notices.calls_to_make(desk.ward, now)
    assert "đã có kết quả từ ngày 19/11/2026, đang chờ ông/bà đến nhận." in call.sentence


def test_two_schedulers_at_once_remind_once(committed_db, sms):
    desk = lay()
    make_dossier(desk, State.SUPPLEMENT)
    ready, counts = threading.Barrier(3), []

    def work():
        try:
            ready.wait(timeout=30)
            counts.append(jobs.remind_applicants(desk.clock(HALF)))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _each in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)
    assert sorted(counts) == [0, 0, 1]
    assert told(desk).count() == 1
