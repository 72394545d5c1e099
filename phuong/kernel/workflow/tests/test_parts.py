"""Several lists and all kinds asked at once, and each card fetched once."""

from dataclasses import replace

import pytest

from phuong.kernel.access.api import Role
from phuong.kernel.audit import kinds
from phuong.kernel.audit.api import Shelf, Subject, open_subject
from phuong.kernel.workflow.api import items, worklist
from phuong.kernel.workflow.worklist import Filter
from tests.support.builders import (
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    machine,
    make_kind,
    make_person,
    make_ward,
    occasion_of,
)


@pytest.fixture
def ward(db, monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", {})
    kinds.register(make_kind("dossier"))
    kinds.register(make_kind("task"))
    return make_ward("PA")


def make_item(ward, person, code, kind, due_at):
    subject = open_subject(machine(ward), kind, code, "tests.open")
    items.put(subject, state="open", since=MONDAY, due_at=due_at, person_id=person.id, is_new=True)
    return subject


def test_several_lists_are_one_statement_and_each_is_in_its_order(ward, django_assert_statements):
    person = make_person(ward, Role.SPECIALIST)
    actor = occasion_of(person).actor
    made = [
        make_item(ward, person, code, kind, due)
        for code, kind, due in (
            ("1", "task", WEDNESDAY),
            ("2", "dossier", MONDAY),
            ("3", "task", TUESDAY),
            ("4", "dossier", None),
        )
    ]
    asked = [(Filter(due_before=WEDNESDAY), 9), (Filter(), 3), (Filter(kind="task"), 9)]
    with django_assert_statements(1, exact=True):
        early, three, tasks = worklist.parts(actor, asked)
    codes = {subject.id: subject.code for subject in made}
    assert [codes[item.subject_id] for item in early] == ["2", "3"]
    assert [codes[item.subject_id] for item in three] == ["2", "3", "1"]
    assert [codes[item.subject_id] for item in tasks] == ["3", "1"]


def test_what_waits_is_asked_of_all_kinds_in_one_statement(ward, django_assert_statements):
    actor = occasion_of(make_person(ward, Role.SPECIALIST)).actor
    for code, kind in (("1", "task"), ("2", "dossier"), ("3", "dossier")):
        open_subject(machine(ward), kind, code, "tests.open")

    def ids_of(kind):
        mine = Subject.objects.of(ward).filter(kind=kind).order_by("code")
        return lambda _actor: [mine.values_list("id")]

    kinds.register(replace(kinds.get("task"), waiting=ids_of("task")))
    kinds.register(
        replace(kinds.get("dossier"), waiting=ids_of("dossier"), came_back=ids_of("task"))
    )
    with django_assert_statements(1, exact=True):
        found = worklist.gathered(actor, 1)
    codes = dict(Subject.objects.of(ward).values_list("id", "code"))
    shown = {name: sorted((kind, codes[one]) for kind, one in rows) for name, rows in found.items()}
    assert shown == {"waiting": [("dossier", "2"), ("task", "1")], "came_back": [("dossier", "1")]}


def test_each_kind_is_asked_for_its_cards_once(ward, django_assert_statements):
    actor = occasion_of(make_person(ward, Role.SPECIALIST)).actor
    made = [open_subject(machine(ward), "task", str(n), "tests.open") for n in range(3)]
    hidden = open_subject(machine(ward), "dossier", "9", "tests.open")
    kinds.register(make_kind("dossier", {hidden.id}))
    shelf = Shelf(actor)
    shelf.want(("task", one.id) for one in made[:2])
    shelf.want([("task", made[2].id), ("dossier", hidden.id), ("of nobody", hidden.id)])
    with django_assert_statements(2):
        assert [shelf.get(one.id).code for one in made] == ["0", "1", "2"]
        assert shelf.get(hidden.id) is None
    with django_assert_statements(0, exact=True):
        shelf.want([("task", made[0].id)])
        assert shelf.get(made[0].id).code == "0"
