"""Time: facts are stored, dates derived; one function tells and explains them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from phuong.areas.dossiers import actions, jobs, queries
from phuong.areas.dossiers.models import Dossier, Pause
from phuong.areas.dossiers.queries import stories
from phuong.areas.dossiers.states import LIFE, OPEN, State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier, take_in
from phuong.areas.dossiers.views import why
from phuong.kernel.audit.api import Event
from phuong.kernel.notices.models import Notice
from phuong.kernel.workdays import Decision, Effect, Unit, evaluate, local
from tests.support.builders import MONDAY, NEXT_MONDAY, TUESDAY, WEDNESDAY, load_law_values, moment

pytestmark = pytest.mark.django_db

# Every unit in which a procedure can be limited, with a number that crosses the week's end.
LIMITS = {
    Unit.WORKING_DAY: 7,
    Unit.WORKING_HOUR: 45,
    Unit.CALENDAR_DAY: 6,
    Unit.SAME_DAY: 0,
    Unit.HANDOVER: 0,
    Unit.MONTH: 1,
    Unit.YEAR: 1,
    Unit.CLOCK_HOUR: 30,
}


def fresh(dossier):
    return Dossier.objects.of(dossier.ward_id).get(id=dossier.id)


def off(day):
    return Decision("closed", date(2026, 11, day), Effect.OFF)


def knowing(occasion, *decisions):
    return replace(occasion, calendar=occasion.calendar.with_decisions(*decisions))


def test_every_unit_of_limit_is_looked_at():
    assert set(LIMITS) == set(Unit)


@pytest.mark.parametrize("state", sorted(OPEN), ids=str)
def test_invariant_01_due_dates_follow_from_their_facts_alone(state):
    desk = make_desk()
    dossier = make_dossier(desk, state)
    clock = dossier.clock(queries.pauses_of(dossier))
    if clock is None:
        assert dossier.due_at is None
        return
    assert fresh(dossier).due_at == evaluate(clock, desk.clock(WEDNESDAY).calendar).at


def test_invariant_01_jobs_that_were_off_for_three_days_give_the_same_result():
    ends = []
    for prefix, moments in (("PA", (17, 18, 19, 20)), ("PB", (20,))):
        desk = make_desk(prefix)
        take_in(desk, MONDAY)
        make_dossier(desk, State.SUPPLEMENT)
        for day in moments:
            jobs.rebuild_due_dates(knowing(desk.clock(moment(day)), off(18)), apply=True)
            jobs.lapse_unanswered(desk.clock(moment(day)))
        columns = ("state", "due_at", "first_promise_at", "shown_promise_at", "on_time")
        rows = Dossier.objects.of(desk.ward).order_by("code").values_list(*columns)
        ends.append(list(rows))
    assert ends[0] == ends[1]


@pytest.mark.parametrize(
    ("unit", "paused"),
    # A handing over within the ward stands still for nobody: the engine refuses the pause.
    [
        (unit, paused)
        for unit in LIMITS
        for paused in (False, True)
        if not (paused and unit is Unit.HANDOVER)
    ],
    ids=str,
)
def test_invariant_02_the_page_that_explains_tells_the_date_that_is_stored(unit, paused):
    load_law_values()
    desk = make_desk(limit_unit=str(unit), limit_n=LIMITS[unit] or None)
    dossier = take_in(desk, MONDAY)
    if paused:
        dossier = actions.assign(desk.of(desk.head, moment(16, 9, 30)), dossier, desk.specialist.id)
        from phuong.areas.dossiers.tests.builders import ASKED

        asked = desk.of(desk.specialist, moment(16, 10))
        actions.ask_supplement(asked, dossier, ASKED, desk.version, days=30, allowed=1)
        actions.take_supplement(desk.of(desk.reception, moment(18, 10)), dossier)
    stored = fresh(dossier)
    when = desk.owner(stored, WEDNESDAY)
    found = why.why(stored, queries.story(stored, stories.EVERYTHING), when, public=False)
    assert found.due_at == stored.due_at
    assert found.lines[-1].day == local(stored.due_at).date() == stored.due_on
    if unit is Unit.WORKING_DAY:
        assert sum(line.counted for line in found.lines) == LIMITS[unit]


def test_invariant_03_time_stands_still_only_for_a_request_that_the_citizen_sees():
    assert {move.name for move in LIFE if move.clock.name == "PAUSES"} == {
        "ask_payment",
        "ask_supplement",
        "report_supplement",
    }
    assert not Pause._meta.get_field("request").null
    load_law_values()
    desk = make_desk()
    dossier = make_dossier(desk, State.SUPPLEMENT)
    [pause] = queries.pauses_of(dossier)
    story = queries.story(dossier)
    assert story.open_request.id == pause.request_id
    [item] = story.open_request.items
    from tests.support.builders import browser_of

    client = browser_of()
    client.post("/tra-cuu/", {"code": dossier.code, "proof": dossier.secret})
    assert (
        f"/ho-so/{dossier.code}/bo-sung/" in client.get(f"/ho-so/{dossier.code}/").content.decode()
    )
    page = client.get(f"/ho-so/{dossier.code}/bo-sung/").content.decode()
    assert item.name in page
    assert item.why in page
    assert item.basis in page


@pytest.mark.parametrize(
    "move", ["assign", "take_up", "submit", "send_back"], ids=str
)  # what officials do among themselves
def test_invariant_03_no_work_within_the_ward_moves_the_date(move):
    desk = make_desk()
    before = take_in(desk, MONDAY)
    promised = before.due_at
    if move == "take_up":
        after = actions.take_up(desk.of(desk.specialist, TUESDAY), before)
    else:
        after = actions.assign(desk.of(desk.head, TUESDAY), before, desk.specialist.id)
    if move in ("submit", "send_back"):
        specialist = desk.of(desk.specialist, WEDNESDAY)
        after = actions.submit(specialist, after, kind="Giấy khai sinh", summary="")
    if move == "send_back":
        after = actions.send_back(desk.of(desk.leader, WEDNESDAY), after, reason="Sai ngày")
    assert after.due_at == promised


@pytest.mark.parametrize("closed", [17, 18, 19])
def test_invariant_04_a_decision_after_receipt_never_makes_the_promise_later(closed):
    desk = make_desk()
    dossier = take_in(desk, MONDAY)
    promise = dossier.shown_promise_at
    told = Notice.objects.of(desk.ward).count()
    knows = knowing(desk.clock(TUESDAY), off(closed))
    [moved] = jobs.rebuild_due_dates(knows, apply=True)
    assert moved.before == promise
    assert moved.after > promise
    after = fresh(dossier)
    assert (after.first_promise_at, after.shown_promise_at) == (promise, promise)
    # Lateness is counted against what was promised, not against what the calendar made of it.
    assert after.target_at == promise
    assert after.due_at == moved.after
    assert Notice.objects.of(desk.ward).count() == told
    event = Event.objects.of(desk.ward).filter(subject_id=dossier.id).order_by("-seq")[0]
    assert event.verb == "dossiers.recompute"
    for occasion, step in (
        (desk.of(desk.head, TUESDAY), lambda o: actions.assign(o, after, desk.specialist.id)),
        (
            desk.of(desk.specialist, WEDNESDAY),
            lambda o: actions.submit(o, after, kind="Giấy khai sinh", summary=""),
        ),
    ):
        step(knowing(occasion, off(closed)))
        assert fresh(dossier).shown_promise_at == promise


def test_invariant_04_an_earlier_date_is_promised_at_once_and_told():
    desk = make_desk()
    officer = knowing(desk.of(desk.reception, MONDAY), off(18))
    dossier = actions.take_in(officer, desk.ward, desk.version, _who(), {"to-khai": "original"})
    told = Notice.objects.of(desk.ward).count()
    jobs.rebuild_due_dates(desk.clock(TUESDAY), apply=True)
    after = fresh(dossier)
    assert after.shown_promise_at == after.due_at < after.first_promise_at
    assert Notice.objects.of(desk.ward).count() > told


def _who():
    from phuong.areas.dossiers.tests.builders import HUONG

    return HUONG


def test_invariant_04_a_promise_moves_later_by_a_supplement_alone_and_that_is_told():
    desk = make_desk()
    dossier = make_dossier(desk, State.SUPPLEMENT)
    told = set(Notice.objects.of(desk.ward).values_list("id", flat=True))
    promise = dossier.shown_promise_at
    after = actions.take_supplement(desk.of(desk.reception, NEXT_MONDAY), dossier)
    assert after.shown_promise_at > promise
    assert after.first_promise_at == promise
    new = Notice.objects.of(desk.ward).exclude(id__in=told)
    assert {message.template for message in new} == {"dossiers.take_supplement"}
    assert after.shown_promise_at - promise < timedelta(days=14)
