"""What time itself does to dossiers."""

from dataclasses import replace
from datetime import date

import pytest

from phuong.areas.dossiers import jobs
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier, take_in
from phuong.kernel.audit.api import Event
from phuong.kernel.measures import api as figures
from phuong.kernel.workdays import Decision, Effect, local
from phuong.kernel.workflow.api import WorkItem
from tests.support.builders import FRIDAY, MONDAY, TUESDAY, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_desk()


def clock_that_knows(desk, *decisions, now=TUESDAY):
    occasion = desk.clock(now)
    return replace(occasion, calendar=occasion.calendar.with_decisions(*decisions))


def off(day):
    return Decision("closed", date(2026, 11, day), Effect.OFF)


def test_a_supplement_that_never_came_is_stopped_once_however_often_the_job_runs(desk):
    dossier = make_dossier(desk, State.SUPPLEMENT)
    late = desk.clock(moment(30, month=12))
    assert (jobs.lapse_unanswered(late), jobs.lapse_unanswered(late)) == (1, 0)
    assert Dossier.objects.of(desk.ward).get(id=dossier.id).state == State.STOPPED


def test_the_job_that_was_off_for_weeks_stops_nothing_before_its_day(desk):
    make_dossier(desk, State.SUPPLEMENT)
    assert jobs.lapse_unanswered(desk.clock(moment(18, month=12))) == 0


def test_drafts_are_erased_after_the_days_they_are_kept(desk):
    make_dossier(desk, State.DRAFT)
    make_dossier(desk, State.PREPARED)
    kept = make_dossier(desk, State.SENT)
    assert jobs.discard_old_drafts(desk.clock(moment(10, month=12)), days=30) == 0
    assert jobs.discard_old_drafts(desk.clock(moment(17, month=12)), days=30) == 2
    assert Dossier.objects.of(desk.ward).get(id=kept.id).state == State.SENT


def test_a_new_day_off_moves_the_due_date_and_keeps_the_citizens_promise(desk):
    dossier = take_in(desk, MONDAY)  # due on Thursday 19/11
    occasion = clock_that_knows(desk, off(18))
    [moved] = jobs.rebuild_due_dates(occasion, apply=False)
    assert (moved.code, local(moved.after).date()) == (dossier.code, date(2026, 11, 20))
    assert Dossier.objects.of(desk.ward).get().due_on == date(2026, 11, 19)

    jobs.rebuild_due_dates(occasion, apply=True)

    dossier = Dossier.objects.of(desk.ward).get()
    assert dossier.due_on == date(2026, 11, 20)
    assert local(dossier.shown_promise_at).date() == date(2026, 11, 19)
    assert local(dossier.first_promise_at).date() == date(2026, 11, 19)
    # Until the promised day it is open, after it late: the calendar bought the ward no time.
    assert WorkItem.objects.of(desk.ward).get().due_at == dossier.shown_promise_at
    [by_day] = figures.totals(desk.ward.pk, [figures.Ask("dossiers.running", by_day=True)])
    assert {day: n for (_field, day), n in by_day.items() if n} == {date(2026, 11, 19): 1}


def test_a_day_that_becomes_a_working_day_is_promised_earlier_at_once(desk):
    occasion = clock_that_knows(desk, off(18))
    jobs.rebuild_due_dates(occasion, apply=True)
    dossier = take_in(desk, MONDAY)
    jobs.rebuild_due_dates(occasion, apply=True)
    jobs.rebuild_due_dates(desk.clock(TUESDAY), apply=True)
    dossier = Dossier.objects.of(desk.ward).get()
    assert local(dossier.shown_promise_at).date() == date(2026, 11, 19)


def test_working_out_again_twice_changes_nothing_more(desk):
    take_in(desk, MONDAY)
    occasion = clock_that_knows(desk, off(18))
    jobs.rebuild_due_dates(occasion, apply=True)
    events = Event.objects.of(desk.ward).count()
    assert jobs.rebuild_due_dates(occasion, apply=True) == []
    assert Event.objects.of(desk.ward).count() == events


def test_closed_clocks_keep_their_date(desk):
    make_dossier(desk, State.READY)
    make_dossier(desk, State.STOPPED)
    assert jobs.rebuild_due_dates(clock_that_knows(desk, off(17), off(18)), apply=True) == []


def test_the_job_touches_only_its_own_ward(desk):
    other = make_desk("PB")
    take_in(other, MONDAY)
    assert jobs.rebuild_due_dates(clock_that_knows(desk, off(18), now=FRIDAY), apply=True) == []
