"""Entering a calendar decision: who may, what is refused, what the pages show."""

from dataclasses import replace
from datetime import date

import pytest

from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.tests.builders import make_desk, take_in
from phuong.areas.office import actions
from phuong.areas.office.models import CalendarEntry
from phuong.areas.office.rules import ChangedDay
from phuong.kernel.audit.api import Event
from phuong.kernel.errors import NotPermitted, RuleBroken
from phuong.kernel.law import api as law
from phuong.kernel.law.models import CalendarDay, CalendarDecision, Stamp
from phuong.kernel.wards.api import uuid7
from phuong.kernel.workdays import Effect
from tests.support.builders import MONDAY, TUESDAY, browser_of, load_law_values, make_ward

pytestmark = pytest.mark.django_db
WEDNESDAY, SATURDAY = date(2026, 11, 18), date(2026, 11, 21)
OFF = ChangedDay(WEDNESDAY, Effect.OFF)
GIVEN = actions.Given("120/QĐ-UBND", date(2026, 11, 17), "Chủ tịch UBND phường", "ward", [OFF])


@pytest.fixture
def desk():
    load_law_values()
    law.forget()
    return make_desk()


def given(**values):
    return replace(GIVEN, **values)


def test_a_decision_is_entered_with_its_event_and_holds_at_once(desk):
    entry = actions.decide_calendar(desk.of(desk.administrator, TUESDAY), GIVEN)
    assert not law.calendar(desk.ward.pk).is_working_day(WEDNESDAY)
    event = Event.objects.of(desk.ward).get(subject_id=entry.id)
    assert event.verb == "office.decide_calendar"
    assert entry.entered_by_id == desk.administrator.id


def test_it_binds_no_other_ward(desk):
    other = make_ward("PB")
    actions.decide_calendar(desk.of(desk.leader, TUESDAY), GIVEN)
    assert law.calendar(other.pk).is_working_day(WEDNESDAY)


@pytest.mark.parametrize("who", ["reception", "specialist", "head", "secretary"])
def test_nobody_else_enters_one(desk, who):
    with pytest.raises(NotPermitted):
        actions.decide_calendar(desk.of(getattr(desk, who), TUESDAY), GIVEN)
    assert browser_of(getattr(desk, who)).get("/quan-tri/lich/").status_code == 404


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"days": []}, "office.calendar.no-day"),
        ({"days": [OFF, OFF]}, "office.calendar.twice"),
        ({"days": [ChangedDay(SATURDAY, Effect.OFF)]}, "office.calendar.no-change"),
        ({"days": [ChangedDay(WEDNESDAY, Effect.WORK)]}, "office.calendar.no-change"),
        ({"number": "quyết định miệng"}, "office.calendar.number"),
    ],
)
def test_what_is_no_decision_is_refused_without_a_trace(desk, values, code):
    events = Event.objects.of(desk.ward).count()
    with pytest.raises(RuleBroken) as refusal:
        actions.decide_calendar(desk.of(desk.administrator, TUESDAY), given(**values))
    assert refusal.value.code == code
    assert Event.objects.of(desk.ward).count() == events
    assert not CalendarEntry.objects.of(desk.ward).exists()


def test_one_that_another_process_entered_a_moment_ago_is_seen(desk):
    law.calendar(desk.ward.pk)  # What this process remembers.
    decision = CalendarDecision.objects.create(
        number="1/QĐ", issued_on=WEDNESDAY, known_from=MONDAY, signer="Chủ tịch",
        scope="ward", ward=desk.ward, certainty="sourced", source="x",
    )  # fmt: skip
    CalendarDay.objects.create(decision=decision, date=WEDNESDAY, effect="off")
    Stamp.objects.update_or_create(name="calendar", defaults={"mark": uuid7()})
    with pytest.raises(RuleBroken) as refusal:
        actions.decide_calendar(desk.of(desk.administrator, TUESDAY), GIVEN)
    assert refusal.value.code == "office.calendar.contradicts"


def test_one_that_contradicts_another_is_refused_and_names_it(desk):
    admin = desk.of(desk.administrator, TUESDAY)
    actions.decide_calendar(admin, GIVEN)
    for day in (OFF, ChangedDay(WEDNESDAY, Effect.WORK)):
        with pytest.raises(RuleBroken) as refusal:
            actions.decide_calendar(admin, given(number="121/QĐ-UBND", days=[day]))
        assert refusal.value.code == "office.calendar.contradicts"
        assert "120/QĐ-UBND" in str(refusal.value.facts)


def test_the_same_number_twice_is_refused(desk):
    admin = desk.of(desk.administrator, TUESDAY)
    actions.decide_calendar(admin, GIVEN)
    other = [ChangedDay(date(2026, 11, 19), Effect.OFF)]
    with pytest.raises(RuleBroken) as refusal:
        actions.decide_calendar(admin, given(days=other))
    assert refusal.value.code == "office.calendar.number-taken"


def test_a_decision_of_the_country_is_not_entered_where_several_wards_live(desk):
    make_ward("PB")
    with pytest.raises(RuleBroken) as refusal:
        actions.decide_calendar(desk.of(desk.administrator, TUESDAY), given(scope="nation"))
    assert refusal.value.code == "office.calendar.many-wards"


def test_a_double_click_enters_it_once(desk):
    import uuid

    by = desk.of(desk.administrator, TUESDAY, request_id=uuid.uuid4())
    first = actions.decide_calendar(by, GIVEN)
    assert actions.decide_calendar(by, GIVEN).id == first.id
    assert CalendarEntry.objects.of(desk.ward).count() == 1


def typed(**values):
    return {
        "number": "120/QĐ-UBND",
        "issued_on_day": "17", "issued_on_month": "11", "issued_on_year": "2026",
        "signer": "Chủ tịch UBND phường",
        "scope": "ward",
        "date_1_day": "18", "date_1_month": "11", "date_1_year": "2026",
        "effect_1": "off",
        **values,
    }  # fmt: skip


def test_the_page_shows_what_moves_before_anything_is_written_then_writes_it(desk):
    dossier = take_in(desk)  # Promised for Thursday 19/11.
    browser = browser_of(desk.administrator)
    assert browser.get("/quan-tri/lich/moi/").status_code == 200
    page = browser.post("/quan-tri/lich/moi/", typed(preview="1"))
    assert dossier.code in page.content.decode()
    assert not CalendarEntry.objects.of(desk.ward).exists()
    after = browser.post("/quan-tri/lich/moi/", typed(apply="1"), follow=True)
    assert "Mọi hồ sơ đã tính lại" in after.content.decode()
    fresh = Dossier.objects.of(desk.ward).get()
    assert fresh.due_on == date(2026, 11, 20)
    assert fresh.shown_promise_at == dossier.shown_promise_at
    listed = browser.get("/quan-tri/lich/").content.decode()
    assert "120/QĐ-UBND" in listed


def test_a_refusal_stands_beside_its_field(desk):
    browser = browser_of(desk.leader)
    page = browser.post("/quan-tri/lich/moi/", typed(date_1_day="21", apply="1"))
    assert page.status_code == 422
    assert "không đổi gì" in page.content.decode()
