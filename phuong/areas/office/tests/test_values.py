"""A legal value is corrected by a new version: the pack's rows keep their words."""

from dataclasses import replace
from datetime import date

import pytest

from phuong.areas.office import actions, queries
from phuong.areas.office.rules import NewValue, parse_value
from phuong.kernel.access.api import Role
from phuong.kernel.audit.api import Event
from phuong.kernel.errors import NotPermitted, NotVisible, RuleBroken
from phuong.kernel.law import api as law
from phuong.kernel.law.models import LegalValue
from tests.support.builders import (
    MONDAY,
    browser_of,
    load_law_values,
    make_person,
    make_ward,
    official,
)

pytestmark = pytest.mark.django_db
KEY = "dossiers.draft_kept"
FIRST = date(2026, 12, 1)
GIVEN = NewValue(
    value=45,
    first=FIRST,
    act="99/2026/NĐ-CP",
    act_title="Nghị định mẫu",
    article="Điều 3",
    certainty="sourced",
    why="Đã đối chiếu văn bản",
)


@pytest.fixture
def ward():
    load_law_values()
    law.forget()
    return make_ward()


def correct(ward, key=KEY, role=Role.ADMINISTRATOR, **values):
    actions.correct_value(official(ward, role), key, replace(GIVEN, **values))


def test_the_new_value_holds_from_its_day_and_the_old_one_ends_the_day_before(ward):
    old = law.number(KEY, MONDAY.date())
    correct(ward)
    assert law.number(KEY, date(2026, 11, 30)) == old
    found = law.in_force(KEY, FIRST)
    assert (found.value, found.act, found.article) == (45, "99/2026/NĐ-CP", "Điều 3")
    before = LegalValue.objects.filter(key=KEY, is_local=False).get()
    assert (before.value, before.valid_to) == (old, date(2026, 11, 30))


def test_the_pack_loaded_again_leaves_it_alone(ward):
    correct(ward)
    load_law_values()
    law.forget()
    assert law.number(KEY, FIRST) == 45


def test_the_event_says_which_value_from_when_and_who(ward):
    correct(ward)
    event = Event.objects.of(ward).get(verb="office.correct_value")
    assert f'"{KEY}"' in event.body
    assert '"2026-12-01"' in event.body


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"first": date(2026, 11, 15)}, "office.value.past"),
        ({"value": None}, "office.value.same"),
    ],
)
def test_the_past_and_what_changes_nothing_are_refused(ward, values, code):
    same = {"value": law.number(KEY, MONDAY.date())} if "value" in values else {}
    with pytest.raises(RuleBroken) as refusal:
        correct(ward, **(values | same))
    assert refusal.value.code == code
    assert not LegalValue.objects.filter(is_local=True).exists()
    assert not Event.objects.of(ward).exists()


def test_a_second_version_of_one_day_is_refused_and_one_between_ends_before_the_next(ward):
    correct(ward)
    with pytest.raises(RuleBroken) as refusal:
        correct(ward, value=60)
    assert refusal.value.code == "office.value.twice"
    correct(ward, value=50, first=date(2026, 11, 20))
    versions = queries.value_versions(KEY)
    assert [(one.value, one.valid_to) for one in versions[:2]] == [
        (45, None),
        (50, date(2026, 11, 30)),
    ]


def test_an_installation_of_many_wards_is_told_to_change_the_pack(ward):
    make_ward("PB")
    with pytest.raises(RuleBroken) as refusal:
        correct(ward)
    assert refusal.value.code == "office.value.many-wards"


def test_others_may_not_and_an_unknown_key_is_not_there(ward):
    with pytest.raises(NotPermitted):
        correct(ward, role=Role.LEADER)
    with pytest.raises(NotVisible):
        correct(ward, key="khong.co")
    assert browser_of(make_person(ward, Role.LEADER)).get("/quan-tri/gia-tri/").status_code == 404


@pytest.mark.parametrize(
    ("text", "before", "read"),
    [("45", 30, 45), ("1.250", 8, 1250), ("07:00", "06:30", "07:00"), ("[1, 2]", [0], [1, 2])],
)
def test_a_value_is_read_as_the_kind_it_was(text, before, read):
    assert parse_value(text, before) == read


@pytest.mark.parametrize(("text", "before"), [("bốn", 30), ("", "x"), ("{}", [1]), ("[", [1])])
def test_another_kind_is_refused(text, before):
    with pytest.raises(RuleBroken) as refusal:
        parse_value(text, before)
    assert refusal.value.field == "value"


def test_by_the_page(ward):
    browser = browser_of(make_person(ward, Role.ADMINISTRATOR))
    assert KEY in browser.get("/quan-tri/gia-tri/?q=draft").content.decode()
    page = f"/quan-tri/gia-tri/{KEY}/"
    given = {
        "value": "45", "first_day": "1", "first_month": "2", "first_year": "2030",
        "act": "99/2026/NĐ-CP", "certainty": "uncertain", "why": "Theo báo, chưa có văn bản",
    }  # fmt: skip
    wrong = browser.post(page, {**given, "value": "bốn mươi"})
    assert wrong.status_code == 422
    assert "cùng dạng" in wrong.content.decode()
    past = browser.post(page, {**given, "first_year": "2020"})
    assert "việc đã làm theo trị số cũ" in past.content.decode()
    assert browser.post(page, given).status_code == 302
    shown = browser.get(page).content.decode()
    assert "Sắp áp dụng" in shown
    assert "Cần rà soát" in shown
