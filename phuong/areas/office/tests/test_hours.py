"""The hours of the office and of its desks: from which day, what they move, what is refused."""

from datetime import date, timedelta

import pytest

from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.tests.builders import make_desk, take_in
from phuong.areas.office import actions, queries
from phuong.areas.office.rules import ChangedDay, parse_sessions
from phuong.kernel.audit.api import Event
from phuong.kernel.errors import NotPermitted, NotVisible, RuleBroken
from phuong.kernel.law import api as law
from phuong.kernel.workdays import Effect
from tests.support.builders import (
    FRIDAY,
    MONDAY,
    TUESDAY,
    browser_of,
    load_law_values,
    make_unit,
    make_ward,
)

pytestmark = pytest.mark.django_db
FULL, MORNING = parse_sessions("07:00–11:00, 13:00–17:00"), parse_sessions("7h-11h")
WEEK = (FULL,) * 4 + (MORNING, (), ())
NEXT_MONDAY = date(2026, 11, 23)
PAGE = "/quan-tri/gio-lam-viec/"


@pytest.fixture
def desk():
    load_law_values()
    law.forget()
    return make_desk()


def set_it(desk, week=WEEK, first=NEXT_MONDAY, unit=None, now=TUESDAY, who=None):
    by = desk.of(who or desk.administrator, now)
    actions.set_hours(by, unit.id if unit else None, week, first=first)


def sessions(desk, day):
    return law.calendar(desk.ward.pk).sessions_of(day)


def test_new_hours_hold_from_their_day_and_the_event_tells_so(desk):
    set_it(desk)
    assert sessions(desk, date(2026, 11, 27)) == MORNING
    assert sessions(desk, date(2026, 11, 20)) == FULL
    event = Event.objects.of(desk.ward).get(verb="office.set_hours")
    assert '"first":"2026-11-23"' in event.body.replace(" ", "")


def test_a_day_without_hours_is_closed_and_saturday_takes_in_without_counting(desk):
    set_it(desk, week=(FULL, FULL, (), FULL, FULL, MORNING, ()))
    calendar = law.calendar(desk.ward.pk)
    assert not calendar.is_working_day(date(2026, 11, 25))
    assert not calendar.is_working_day(date(2026, 11, 28))
    assert calendar.intake_of(date(2026, 11, 28)) == MORNING


def test_a_desk_says_when_it_takes_in_and_counts_for_nothing(desk):
    set_it(desk)
    unit = make_unit(desk.ward, "quay")
    short = parse_sessions("07:00–10:30")
    set_it(desk, week=(short,) * 6 + ((),), unit=unit)
    calendar = law.calendar(desk.ward.pk)
    assert calendar.intake_of(NEXT_MONDAY) == short
    assert calendar.sessions_of(NEXT_MONDAY) == FULL
    assert calendar.intake_of(date(2026, 11, 28)) == short
    assert not calendar.is_working_day(date(2026, 11, 28))


def test_clocks_are_shown_before_and_moved_after_and_no_promise_gets_later(desk):
    dossier = take_in(desk, FRIDAY)
    closed = ((), (), *WEEK[2:])
    preview = queries.preview_hours(desk.of(desk.administrator, FRIDAY), None, closed, NEXT_MONDAY)
    assert [one.code for one in preview.first] == [dossier.code]
    before = Dossier.objects.of(desk.ward).get()
    set_it(desk, week=closed, now=FRIDAY)
    actions.apply_calendar(desk.of(desk.administrator, FRIDAY), most=10)
    after = Dossier.objects.of(desk.ward).get()
    assert after.due_at == preview.first[0].after > before.due_at
    assert after.shown_promise_at == before.shown_promise_at


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"week": ((),) * 7}, "office.hours.closed"),
        ({"first": date(2026, 11, 16)}, "office.hours.past"),
    ],
)
def test_what_says_nothing_or_comes_too_late_is_refused(desk, values, code):
    take_in(desk, MONDAY)
    with pytest.raises(RuleBroken) as refusal:
        set_it(desk, **values)
    assert refusal.value.code == code
    assert queries.all_hours(desk.ward.pk) == []


def test_hours_that_contradict_later_ones_are_refused_until_those_are_taken_back(desk):
    set_it(desk)
    with pytest.raises(RuleBroken) as refusal:
        set_it(desk, first=TUESDAY.date())
    assert refusal.value.code == "office.hours.contradicts"
    actions.end_hours(desk.of(desk.administrator, TUESDAY), None, first=NEXT_MONDAY)
    set_it(desk, first=TUESDAY.date())
    assert [one.first for one in queries.all_hours(desk.ward.pk)] == [TUESDAY.date()]


def test_what_was_before_goes_on_when_new_hours_are_taken_back(desk):
    set_it(desk, first=TUESDAY.date())
    set_it(desk, week=(FULL,) * 7, first=NEXT_MONDAY)
    old = queries.all_hours(desk.ward.pk)[-1]
    assert old.last == NEXT_MONDAY - timedelta(days=1)
    actions.end_hours(desk.of(desk.administrator, TUESDAY), None, first=NEXT_MONDAY)
    assert [one.last for one in queries.all_hours(desk.ward.pk)] == [None]


def test_hours_in_force_are_not_taken_back_once_anything_was_received(desk):
    take_in(desk, MONDAY)
    set_it(desk, first=TUESDAY.date())
    with pytest.raises(RuleBroken) as refusal:
        actions.end_hours(desk.of(desk.administrator, TUESDAY), None, first=TUESDAY.date())
    assert refusal.value.code == "office.hours.begun"


def test_a_desk_of_another_ward_an_ended_one_and_one_before_the_office_are_refused(desk):
    other = make_unit(make_ward("PB"), "la")
    with pytest.raises(NotVisible):
        set_it(desk, unit=other)
    gone = make_unit(desk.ward, "cu", valid_to=MONDAY.date())
    with pytest.raises(RuleBroken) as refusal:
        set_it(desk, unit=gone)
    assert refusal.value.code == "office.hours.ended"
    with pytest.raises(RuleBroken) as refusal:
        set_it(desk, unit=make_unit(desk.ward, "quay"))
    assert refusal.value.code == "office.hours.office-first"


@pytest.mark.parametrize("who", ["reception", "specialist", "head", "secretary"])
def test_nobody_else_sets_hours(desk, who):
    with pytest.raises(NotPermitted):
        set_it(desk, who=getattr(desk, who))
    assert browser_of(getattr(desk, who)).get(PAGE).status_code == 404


def test_hours_of_one_ward_are_none_of_another_s(desk):
    other = make_ward("PB")
    set_it(desk, week=((), *WEEK[1:]))
    assert law.calendar(other.pk).is_working_day(NEXT_MONDAY)


def test_by_the_page_with_an_error_beside_the_day(desk):
    browser = browser_of(desk.administrator)
    day = {"first_day": "23", "first_month": "11", "first_year": "2030"}
    given = {f"day_{place}": "07:00–11:00" for place in range(5)} | day
    unread = browser.post(f"{PAGE}dat/", {**given, "day_3": "sáng"})
    assert unread.status_code == 422
    assert "không đọc được “sáng”" in unread.content.decode()
    assert "Hồ sơ đổi hạn" in browser.post(f"{PAGE}dat/", given).content.decode()
    assert browser.post(f"{PAGE}dat/", {**given, "apply": "1"}).status_code == 302
    assert "07:00–11:00" in browser.get(PAGE).content.decode()
    ended = browser.post(f"{PAGE}phuong/2030-11-23/bo/", {"sure": "1"})
    assert ended.status_code == 302
    assert "Giờ chung đang dùng" in browser.get(PAGE).content.decode()


def test_half_a_day_is_closed_by_a_decision(desk):
    wednesday = date(2026, 11, 18)
    day = ChangedDay(wednesday, Effect.SESSIONS, "ngập", MORNING)
    given = actions.Given("130/QĐ-UBND", TUESDAY.date(), "Chủ tịch", "ward", [day])
    actions.decide_calendar(desk.of(desk.administrator, TUESDAY), given)
    assert sessions(desk, wednesday) == MORNING
    assert law.calendar(desk.ward.pk).is_working_day(wednesday)


@pytest.mark.parametrize(
    ("opened", "code"),
    [((), "office.calendar.no-session"), (FULL, "office.calendar.no-change")],
)
def test_half_a_day_needs_its_hours_and_must_change_something(desk, opened, code):
    day = ChangedDay(date(2026, 11, 18), Effect.SESSIONS, "", opened)
    given = actions.Given("130/QĐ-UBND", TUESDAY.date(), "Chủ tịch", "ward", [day])
    with pytest.raises(RuleBroken) as refusal:
        actions.decide_calendar(desk.of(desk.administrator, TUESDAY), given)
    assert refusal.value.code == code
