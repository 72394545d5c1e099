"""Everybody's worklist: their own items, by due instant, page by page."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phuong.kernel.access.api import Actor, Role
from phuong.kernel.audit import kinds
from phuong.kernel.audit.api import open_subject
from phuong.kernel.wards.api import uuid7
from phuong.kernel.workflow.api import NO_DUE, WorkItem, items, worklist
from phuong.kernel.workflow.worklist import Filter, Key
from tests.support.builders import (
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    appoint,
    machine,
    make_kind,
    make_person,
    make_post,
    make_ward,
    occasion_of,
    post_of,
)

ALL = Filter()
SOME_ID = "01a204dc-8d5b-74ad-8820-6754a25b4d52"


@pytest.fixture
def hidden(monkeypatch):
    """Make the kinds `dossier` and `task` known; return the set of subjects not to be read."""
    subjects = set()
    monkeypatch.setattr(kinds, "_kinds", {})
    kinds.register(make_kind("dossier", subjects))
    kinds.register(make_kind("task", subjects))
    return subjects


@pytest.fixture
def wards(db, hidden):
    return make_ward("PA"), make_ward("PB")


def make_item(ward, code, kind="dossier", due_at=MONDAY, state="open", **values):
    subject = open_subject(machine(ward), kind, code, "tests.open")
    items.put(subject, state=state, since=MONDAY, due_at=due_at, is_new=True, **values)
    return subject


def codes(page):
    return [line.card.code for line in page.lines]


def walk(actor, chosen=ALL, size=2):
    """Return the codes of all pages, following the keys as a page's links would."""
    found, after, pages = [], None, 0
    while True:
        page = worklist.page(actor, chosen, after=after, size=size)
        found += codes(page)
        pages += 1
        assert pages < 100
        if page.after is None:
            return found
        after = Key.parse(str(page.after))
        assert after == page.after


class TestItems:
    def test_a_new_item_is_one_statement_and_a_moved_one_too(self, wards, django_assert_statements):
        for ward in wards:
            post = make_post(ward)
            subject = open_subject(machine(ward), "dossier", "0001", "tests.open")
            with django_assert_statements(1, exact=True):
                items.put(subject, state="new", since=MONDAY, post_id=post.id, is_new=True)
            with django_assert_statements(1, exact=True):
                items.put(subject, state="open", since=TUESDAY, post_id=post.id, due_at=WEDNESDAY)
            item = WorkItem.objects.of(ward).get()
            assert (item.kind, item.state, item.since) == ("dossier", "open", TUESDAY)
            assert (item.due_at, item.due_key, item.slot) == (WEDNESDAY, WEDNESDAY, "main")

    def test_an_item_that_is_not_there_yet_is_made(self, wards):
        subject = open_subject(machine(wards[0]), "dossier", "0001", "tests.open")
        items.put(subject, state="open", since=MONDAY, post_id=make_post(wards[0]).id)
        assert WorkItem.objects.of(wards[0]).get().due_key == NO_DUE

    def test_an_item_passes_from_a_post_to_a_person_and_back(self, wards):
        person = make_person(wards[0], Role.SPECIALIST)
        post = post_of(person)
        subject = make_item(wards[0], "0001", post_id=post.id)
        items.put(subject, state="open", since=MONDAY, person_id=person.id)
        item = WorkItem.objects.of(wards[0]).get()
        assert (item.post_id, item.person_id) == (None, person.id)
        assert items.readdress_person(wards[0].pk, person.id, post.id) == 1
        item.refresh_from_db()
        assert (item.post_id, item.person_id) == (post.id, None)

    def test_an_item_has_one_addressee(self, wards):
        person = make_person(wards[0], Role.SPECIALIST)
        for addressee in ({}, {"person_id": person.id, "post_id": post_of(person).id}):
            with pytest.raises(IntegrityError), transaction.atomic():
                make_item(wards[0], "0001", **addressee)

    def test_a_subject_may_wait_for_two_and_each_part_ends_by_itself(
        self, wards, django_assert_statements
    ):
        post = make_post(wards[0])
        subject = make_item(wards[0], "0001", post_id=post.id)
        items.put(subject, state="asked", since=MONDAY, post_id=post.id, slot="opinion")
        items.move_due(wards[0].pk, subject.id, WEDNESDAY, slot="opinion")
        due = dict(WorkItem.objects.of(wards[0]).values_list("slot", "due_key"))
        assert due == {"main": MONDAY, "opinion": WEDNESDAY}
        items.move_due(wards[0].pk, subject.id, None)
        with django_assert_statements(1, exact=True):
            items.drop(subject, slot="opinion")
        item = WorkItem.objects.of(wards[0]).get()
        assert (item.slot, item.due_at, item.due_key) == ("main", None, NO_DUE)

    def test_writing_in_one_ward_leaves_the_other_alone(self, wards):
        subjects = [make_item(ward, "0001", post_id=make_post(ward).id) for ward in wards]
        items.put(subjects[0], state="moved", since=MONDAY, post_id=make_post(wards[0]).id)
        items.move_due(wards[0].pk, subjects[1].id, None)
        items.drop(subjects[0])
        assert not WorkItem.objects.of(wards[0]).exists()
        other = WorkItem.objects.of(wards[1]).get()
        assert (other.state, other.due_key) == ("open", MONDAY)

    def test_an_item_for_a_post_of_another_ward_is_refused_at_commit(self, committed_db):
        ours, theirs = make_ward("PA"), make_ward("PB")
        foreign = make_post(theirs)
        with pytest.raises(IntegrityError), transaction.atomic():
            make_item(ours, "0001", post_id=foreign.id)
        assert not WorkItem.objects.country_wide().exists()


class TestAPage:
    def test_it_shows_the_items_of_the_posts_one_holds_and_of_oneself(self, wards):
        for ward in wards:
            person = make_person(ward, Role.SPECIALIST)
            second = make_post(ward)
            appoint(person, second)
            make_item(ward, "1-post", post_id=post_of(person).id, due_at=TUESDAY)
            make_item(ward, "2-second", post_id=second.id, due_at=MONDAY)
            make_item(ward, "3-self", person_id=person.id, due_at=WEDNESDAY)
            make_item(ward, "4-other-post", post_id=make_post(ward).id)
            make_item(ward, "5-other", person_id=make_person(ward, Role.SPECIALIST).id)
            make_item(ward, "6-no-due", post_id=second.id, due_at=None)
            actor = occasion_of(person).actor
            assert codes(worklist.page(actor)) == ["2-second", "1-post", "3-self", "6-no-due"]
            assert {line.item.ward_id for line in worklist.page(actor).lines} == {ward.pk}

    def test_items_and_cards_are_one_statement_and_one_for_each_kind(
        self, wards, django_assert_statements
    ):
        person = make_person(wards[0], Role.SPECIALIST)
        appoint(person, make_post(wards[0]))
        for number in range(6):
            kind = "task" if number % 2 else "dossier"
            make_item(wards[0], f"{number}", kind, person_id=person.id)
        actor = occasion_of(person).actor
        with django_assert_statements(3, exact=True) as statements:
            assert len(worklist.page(actor, size=5).lines) == 5
        assert statements[0].count('"ward_id" = ') == 3  # two posts and the person

    def test_items_of_one_instant_come_in_the_order_in_which_they_were_made(self, wards):
        person = make_person(wards[0], Role.SPECIALIST)
        for number in range(7):
            make_item(wards[0], f"{number}", person_id=person.id)
        assert walk(occasion_of(person).actor) == [f"{number}" for number in range(7)]

    def test_a_page_of_just_the_right_size_is_the_last(self, wards):
        person = make_person(wards[0], Role.SPECIALIST)
        for number in range(4):
            make_item(wards[0], f"{number}", person_id=person.id)
        actor = occasion_of(person).actor
        assert worklist.page(actor, size=4).after is None
        assert worklist.page(actor, size=3).after is not None

    def test_what_may_not_be_read_and_what_nobody_owns_is_not_shown(self, wards, hidden):
        person = make_person(wards[0], Role.SPECIALIST)
        hidden.add(make_item(wards[0], "1", person_id=person.id).id)
        make_item(wards[0], "2", person_id=person.id)
        make_item(wards[0], "3", "ownerless", person_id=person.id)
        make_item(wards[0], "4", person_id=person.id)
        assert walk(occasion_of(person).actor, size=1) == ["2", "4"]

    def test_whoever_holds_nothing_has_an_empty_page_without_asking(
        self, wards, django_assert_statements
    ):
        with django_assert_statements(0):
            page = worklist.page(Actor.citizen(wards[0].pk))
            assert (page.lines, page.after) == ((), None)
            assert worklist.counts(Actor.citizen(wards[0].pk), {"all": Filter()}) == {"all": 0}

    FILTERS = {
        "state": (Filter(state="held"), ["2", "6"]),
        "field": (Filter(field="land"), ["3", "6"]),
        "kind": (Filter(kind="task"), ["4"]),
        "before": (Filter(due_before=TUESDAY), ["1", "2"]),
        "from": (Filter(due_from=TUESDAY), ["3", "4", "5", "6"]),
        "a day": (Filter(due_from=TUESDAY, due_before=WEDNESDAY), ["3", "4"]),
        "two at once": (Filter(state="held", field="land"), ["6"]),
        "nothing": (Filter(state="held", kind="task"), []),
    }

    @pytest.fixture
    def actor(self, wards):
        for ward in wards:
            person = make_person(ward, Role.SPECIALIST)
            mine = {"person_id": person.id}
            make_item(ward, "1", **mine)
            make_item(ward, "2", state="held", **mine)
            make_item(ward, "3", due_at=TUESDAY, field="land", **mine)
            make_item(ward, "4", "task", due_at=TUESDAY, **mine)
            make_item(ward, "5", due_at=WEDNESDAY, **mine)
            make_item(ward, "6", due_at=None, state="held", field="land", **mine)
        return occasion_of(person).actor

    @pytest.mark.parametrize("name", FILTERS)
    def test_a_filter_keeps_its_items_on_every_page(self, actor, name):
        chosen, expected = self.FILTERS[name]
        assert walk(actor, chosen, size=1) == walk(actor, chosen, size=9) == expected

    def test_counts_and_pages_agree_in_one_statement(self, actor, django_assert_statements):
        chosen = {name: chosen for name, (chosen, _) in self.FILTERS.items()}
        with django_assert_statements(1, exact=True):
            counted = worklist.counts(actor, chosen)
        assert counted == {name: len(expected) for name, (_, expected) in self.FILTERS.items()}

    def test_a_count_ends_at_a_hundred(self, wards):
        person = make_person(wards[0], Role.SPECIALIST)
        post = post_of(person)
        subject = make_item(wards[0], "0", post_id=post.id)
        WorkItem.objects.bulk_create(
            WorkItem(
                ward=wards[0],
                subject=subject,
                kind="dossier",
                slot=f"{number}",
                state="open",
                since=MONDAY,
                due_key=MONDAY,
                **({"post": post} if number % 2 else {"person": person}),
            )
            for number in range(150)
        )
        assert worklist.counts(occasion_of(person).actor, {"all": Filter()}) == {"all": 100}


class TestKeys:
    @given(
        st.datetimes(
            min_value=MONDAY.replace(tzinfo=None, year=1990),
            max_value=NO_DUE.replace(tzinfo=None),
            timezones=st.just(NO_DUE.tzinfo),
        )
    )
    def test_a_key_comes_back_from_its_address_exactly(self, due_key):
        key = Key(due_key, uuid7())
        assert Key.parse(str(key)) == key

    @pytest.mark.parametrize(
        "text", ["", "~", "x", "12", "12~", "12~x", f"x~{SOME_ID}", f"{10**30}~{SOME_ID}"]
    )
    def test_what_is_no_key_is_nothing(self, text):
        assert Key.parse(text) is None


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    due=st.lists(
        st.tuples(st.sampled_from("pqs"), st.none() | st.integers(0, 3)), min_size=0, max_size=14
    ),
    size=st.integers(1, 6),
)
def test_pages_show_every_item_once_in_order_whatever_their_size(hidden, due, size):
    with transaction.atomic():
        ours, theirs = make_ward("PA"), make_ward("PB")
        for ward in (theirs, ours):
            person = make_person(ward, Role.SPECIALIST)
            second = make_post(ward)
            appoint(person, second)
            whose = {
                "p": {"post_id": post_of(person).id},
                "q": {"post_id": second.id},
                "s": {"person_id": person.id},
            }
            for number, (addressee, days) in enumerate(due):
                due_at = None if days is None else MONDAY + timedelta(days)
                make_item(ward, f"{number:02}", due_at=due_at, **whose[addressee])
        expected = sorted(
            range(len(due)), key=lambda n: (99 if due[n][1] is None else due[n][1], n)
        )
        assert walk(occasion_of(person).actor, size=size) == [f"{n:02}" for n in expected]
        transaction.set_rollback(True)


def test_an_item_is_read_by_the_index_of_its_addressee(wards):
    """The plan of a page: one range of one index for each addressee, nothing sorted in full."""
    person = make_person(wards[0], Role.SPECIALIST)
    make_item(wards[0], "1", person_id=person.id)
    actor = replace(occasion_of(person).actor, posts=frozenset())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
    (branch,) = worklist.addressed_to(actor)
    assert "item_person" in branch.order_by("due_key", "id")[:26].explain()
    chosen = worklist.narrow(branch, Filter(state="open"))
    assert "item_person_state" in chosen.order_by("due_key", "id")[:26].explain()
