"""Values by day, calendars by known moment, and what a process may remember."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from phuong.kernel.law import api as law
from phuong.kernel.law import memory
from phuong.kernel.law.marks import Certainty
from phuong.kernel.law.models import CalendarDecision, LegalAct, LegalValue, Stamp
from phuong.kernel.law.pack import read
from phuong.kernel.wards.models import Ward
from phuong.kernel.workdays import ZONE, OfficeHours, Session
from phuong.kernel.workdays.pack import legal_calendar
from tests.support.builders import make_ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward():
    law.load(read())
    return make_ward(unit_code="31135")


def decide(home: Ward, day: date, effect: str, **values: Any) -> CalendarDecision:
    fields: dict[str, Any] = {
        "number": "12/QĐ-UBND",
        "known_from": datetime(2026, 11, 23, 10, tzinfo=ZONE),
        "scope": "ward",
        "ward": home,
        "certainty": "sourced",
    }
    decision = CalendarDecision.objects.create(**fields | values)
    decision.days.create(date=day, effect=effect)
    law.changed()
    return decision


@pytest.mark.parametrize(
    ("key", "day", "value"),
    [
        ("petitions.complaint_accept", date(2026, 6, 30), 10),
        ("petitions.complaint_accept", date(2026, 7, 1), 7),
        ("discipline.limitation.reprimand", date(2013, 5, 1), 24),
        ("discipline.limitation.reprimand", date(2026, 5, 1), 5),
        ("dossiers.same_day_line", date(2012, 1, 1), "15:00"),
        ("dossiers.supplements.processing", date(2026, 11, 22), 1),
        ("documents.attachment_max", date(2026, 11, 22), 50),
        ("workflow.undo", date(2026, 11, 22), 15),
    ],
)
def test_a_value_is_that_of_its_day(ward, key, day, value):
    assert law.value(key, day) == value


def test_a_value_comes_with_its_citation(ward):
    found = law.in_force("petitions.complaint_accept", date(2026, 11, 22))
    assert (found.act, found.article, found.unit) == ("155/2026/NĐ-CP", "Điều 10", "working_day")
    assert found.certainty is Certainty.SOURCED
    assert not found.is_convention
    assert law.in_force("workflow.undo", date(2026, 11, 22)).is_convention
    assert law.in_force("discipline.council_size", date(2026, 11, 22)).needs_review


@pytest.mark.parametrize("key", ["petitions.complaint_accept", "no.such.key"])
def test_no_value_in_force_is_a_clear_refusal(ward, key):
    with pytest.raises(law.NotInForce) as refusal:
        law.value(key, date(2011, 12, 31))
    assert refusal.value.code == "law.not-in-force"
    assert key in str(refusal.value)
    assert "31/12/2011" in str(refusal.value)


def test_a_number_is_a_number(ward):
    assert law.number("dossiers.reschedules", date(2026, 11, 22)) == 1
    with pytest.raises(law.NotInForce):
        law.number("dossiers.same_day_line", date(2026, 11, 22))


def test_acts_in_force_on_a_day(ward):
    assert law.act_in_force("60/2014/QH13", date(2015, 12, 31)) is None
    assert law.act_in_force("60/2014/QH13", date(2026, 11, 22)) is not None
    assert law.act_in_force("60/2014/QH13", date(2027, 3, 1)) is None


def test_a_code_names_the_unit_of_its_day(ward):
    assert str(law.unit_named("31135", date(2025, 6, 30))) == "31135 Tân An"
    assert str(law.unit_named("31135", date(2025, 7, 1))) == "31135 Ninh Kiều"
    assert law.unit_named("31144", date(2025, 7, 1)) is None


@pytest.mark.parametrize("code", ["31135", "31144", "916", "92"])
def test_every_unit_knows_its_city(ward, code):
    assert law.province_of(code) == "92"


def test_an_unknown_unit_lies_nowhere(ward):
    assert law.province_of("99999") == ""


def test_the_calendar_of_2026(ward):
    calendar = law.calendar(ward.pk)
    assert not calendar.is_working_day(date(2026, 11, 24))
    assert calendar.is_working_day(date(2026, 8, 22))
    assert not calendar.is_working_day(date(2026, 8, 31))
    assert calendar.add(date(2026, 11, 20), 3) == date(2026, 11, 26)
    decision = calendar.decision_on(date(2026, 11, 24))
    assert decision is not None
    assert decision.id == "28/2026/QH16"


def test_a_decision_is_not_known_before_its_day(ward):
    eve = datetime(2025, 12, 24, 23, 59, tzinfo=ZONE)
    day = datetime(2025, 12, 25, 0, 0, tzinfo=ZONE)
    before, after = law.calendar(ward.pk, known_at=eve), law.calendar(ward.pk, known_at=day)
    assert before.is_working_day(date(2026, 1, 2))
    assert not before.is_working_day(date(2026, 1, 10))
    assert not after.is_working_day(date(2026, 1, 2))
    assert after.is_working_day(date(2026, 1, 10))


def test_the_tables_and_the_engine_alone_have_the_same_calendar(ward):
    day, pack = date(2012, 1, 1), legal_calendar()
    calendar = law.calendar(ward.pk)
    while day.year < 2027:
        assert calendar.sessions_of(day) == pack.sessions_of(day), day
        day += timedelta(days=1)
    assert calendar.same_day_line == pack.same_day_line


def test_an_uncertain_decision_never_poses_as_law(ward):
    decide(ward, date(2026, 11, 23), "off", certainty="uncertain")
    assert law.calendar(ward.pk).is_working_day(date(2026, 11, 23))


def test_a_decision_of_a_ward_binds_that_ward(ward):
    other = make_ward("PB", unit_code="31120")
    decide(ward, date(2026, 11, 23), "off")
    assert not law.calendar(ward.pk).is_working_day(date(2026, 11, 23))
    closed = law.calendar(ward.pk).decision_on(date(2026, 11, 23))
    assert closed is not None
    assert closed.local
    assert law.calendar(other.pk).is_working_day(date(2026, 11, 23))


def test_a_decision_of_a_city_binds_its_wards(ward):
    elsewhere = make_ward("PB", unit_code="79")
    decide(ward, date(2026, 11, 23), "off", scope="province", province="92", ward=None)
    assert not law.calendar(ward.pk).is_working_day(date(2026, 11, 23))
    assert law.calendar(elsewhere.pk).is_working_day(date(2026, 11, 23))


@pytest.mark.parametrize(
    "reach", [{"scope": "nation"}, {"scope": "province"}, {"scope": "ward", "ward": None}]
)
def test_a_reach_that_contradicts_itself_is_refused(ward, reach):
    with pytest.raises(IntegrityError), transaction.atomic():
        decide(ward, date(2026, 11, 23), "off", **reach)


def test_office_hours_make_a_calendar_of_their_own(ward):
    mornings = OfficeHours((0, 1, 2, 3, 4), (Session.parse("07:00", "11:00"),))
    own = law.calendar(ward.pk, hours=[mornings])
    assert own.sessions_of(date(2026, 11, 25)) == (Session.parse("07:00", "11:00"),)
    assert len(law.calendar(ward.pk).sessions_of(date(2026, 11, 25))) == 2


def test_a_question_asked_again_costs_no_statement(ward, django_assert_statements):
    first = law.calendar(ward.pk)
    law.value("workflow.undo", date(2026, 11, 22))
    with django_assert_statements(0):
        assert law.calendar(ward.pk) is first
        assert law.value("workflow.undo", date(2026, 11, 22)) == 15


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_after_a_while_only_the_stamp_is_asked(django_assert_statements):
    law.changed(memory.VALUES)
    clock = Clock()
    shelf = memory.Shelf(memory.VALUES, clock)
    assert shelf.keep("key", lambda: "old") == "old"
    clock.now += memory.TRUSTED_FOR
    with django_assert_statements(1, exact=True):
        assert shelf.keep("key", lambda: "new") == "old"
    law.changed(memory.VALUES)
    assert shelf.keep("key", lambda: "new") == "old"
    clock.now += memory.TRUSTED_FOR
    assert shelf.keep("key", lambda: "new") == "new"


def test_before_anything_is_loaded_nothing_is_trusted_for_long():
    clock = Clock()
    shelf = memory.Shelf(memory.VALUES, clock)
    assert shelf.keep("key", lambda: "empty") == "empty"
    clock.now += memory.TRUSTED_FOR
    assert shelf.keep("key", lambda: "loaded") == "loaded"


def test_what_a_rolled_back_change_left_in_memory_goes(ward):
    clock = Clock()
    shelf = memory.Shelf(memory.VALUES, clock)
    with transaction.atomic():
        law.changed(memory.VALUES)
        shelf.keep("key", lambda: "never committed")
        transaction.set_rollback(True)
    clock.now += memory.TRUSTED_FOR
    assert shelf.keep("key", lambda: "true") == "true"


def test_a_change_is_seen_at_once_where_it_was_made(ward):
    assert law.calendar(ward.pk).is_working_day(date(2026, 11, 23))
    decide(ward, date(2026, 11, 23), "off")
    assert not law.calendar(ward.pk).is_working_day(date(2026, 11, 23))


def test_the_shelf_does_not_grow_without_end():
    shelf = memory.Shelf(memory.VALUES, Clock())
    for place in range(memory.MOST_ENTRIES + 1):
        shelf.keep(place, str)
    assert len(shelf._entries) <= memory.MOST_ENTRIES


def test_without_a_pack_the_calendar_is_the_plain_week():
    ward = make_ward()
    calendar = law.calendar(ward.pk)
    assert calendar.is_working_day(date(2026, 11, 24))
    assert not calendar.is_working_day(date(2026, 11, 22))


def test_a_version_ends_after_it_begins():
    act = LegalAct.objects.create(number="1", title="1", valid_from="2012-01-01")
    with pytest.raises(IntegrityError), transaction.atomic():
        LegalValue.objects.create(
            key="a",
            value=1,
            unit="times",
            act=act,
            certainty="sourced",
            valid_from=date(2026, 1, 2),
            valid_to=date(2026, 1, 2) - timedelta(days=1),
        )


def test_a_stamp_is_never_the_same_again():
    law.changed()
    first = dict(Stamp.objects.values_list("name", "mark"))
    law.changed()
    second = dict(Stamp.objects.values_list("name", "mark"))
    assert set(first) == set(second) == {"values", "calendar"}
    assert not set(first.values()) & set(second.values())
