"""Who an account is on a day, who stands above whom, and who may not judge whom."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from phuong.kernel.access import directory
from phuong.kernel.access.actors import Actor, Held, Occasion
from phuong.kernel.access.models import Grant
from phuong.kernel.access.queries import actor_of, actor_of_person, in_conflict, superiors
from phuong.kernel.access.roles import Role
from phuong.kernel.people.models import Person
from phuong.kernel.wards.api import uuid7
from tests.support.builders import (
    CALENDAR,
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    appoint,
    citizen,
    machine,
    make_account,
    make_person,
    make_post,
    make_unit,
    make_ward,
    moment,
    occasion_of,
    post_of,
)


@pytest.fixture
def wards(db):
    return make_ward("PA"), make_ward("PB")


class TestAnActor:
    def test_one_statement_reads_person_posts_and_roles(self, wards, django_assert_statements):
        for ward in wards:
            person = make_person(ward, Role.RECEPTION, Role.SPECIALIST)
            post = post_of(person)
            with django_assert_statements(1, exact=True) as statements:
                actor = actor_of(ward.pk, person.account_id, MONDAY)
            assert actor == Actor(
                ward.pk,
                person.id,
                person.account_id,
                "Nguyễn Thị Mẫu",
                frozenset(
                    Held(role, post.unit_id, post.id, "reception-specialist")
                    for role in (Role.RECEPTION, Role.SPECIALIST)
                ),
            )
            assert '"ward_id" = ' in statements[0]
            assert actor_of_person(person, MONDAY) == actor

    def test_one_account_is_two_people_in_two_wards(self, wards):
        ours, theirs = wards
        account = make_account("mot-nguoi")
        here = make_person(ours, Role.LEADER, account=account)
        there = make_person(theirs, Role.RECEPTION, account=account)
        assert actor_of(ours.pk, account.id, MONDAY).person_id == here.id
        assert actor_of(theirs.pk, account.id, MONDAY).person_id == there.id
        assert actor_of(ours.pk, account.id, MONDAY).holds(Role.LEADER)
        assert not actor_of(theirs.pk, account.id, MONDAY).holds(Role.LEADER)

    def test_an_account_of_one_ward_is_nobody_in_the_other(self, wards):
        ours, theirs = wards
        person = make_person(ours, Role.LEADER)
        assert actor_of(theirs.pk, person.account_id, MONDAY) == Actor(
            theirs.pk, account_id=person.account_id
        )

    def test_one_account_is_one_person_in_a_ward(self, wards):
        person = make_person(wards[0], Role.LEADER)
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.create(ward=wards[0], name="X", account=person.account)

    @pytest.mark.parametrize(
        ("first", "last", "day", "holds"),
        [
            (16, None, MONDAY - timedelta(days=1), False),
            (16, None, MONDAY, True),
            (1, 16, MONDAY, True),
            (1, 16, TUESDAY, False),
        ],
    )
    @pytest.mark.parametrize("which", ["appointment", "grant", "post"])
    def test_posts_and_roles_hold_from_a_day_to_a_day(self, wards, which, first, last, day, holds):
        days = {
            "valid_from": date(2026, 11, first),
            "valid_to": last and date(2026, 11, last),
        }
        post = make_post(wards[0], code="truong", **(days if which == "post" else {}))
        person = make_person(wards[0])
        appoint(person, post, **(days if which == "appointment" else {}))
        Grant.objects.create(
            ward=wards[0],
            post=post,
            role=Role.LEADER,
            **(days if which == "grant" else {"valid_from": date(2020, 1, 1)}),
        )
        actor = actor_of_person(person, day)
        assert actor.holds(Role.LEADER) is holds
        # Who has lost a role still holds the post; who has lost the post holds nothing.
        assert actor.is_official is (holds or which == "grant")

    def test_the_day_is_the_local_one(self, wards):
        person = make_person(wards[0])
        appoint(person, make_post(wards[0], Role.LEADER), valid_from=date(2026, 11, 17))
        assert not actor_of_person(person, moment(16, 23, 59)).is_official
        assert actor_of_person(person, moment(17, 0, 0)).is_official

    def test_a_post_without_a_role_is_a_post_all_the_same(self, wards):
        person, post = make_person(wards[0]), make_post(wards[0], code="to-truong")
        appoint(person, post)
        actor = actor_of_person(person, MONDAY)
        assert (actor.person_id, actor.post_code) == (person.id, "to-truong")
        assert actor.post_ids() == {post.id}
        assert actor.post_ids(Role.LEADER) == frozenset()
        assert not actor.holds(*Role)

    def test_a_person_without_a_post_is_no_official(self, wards):
        person = make_person(wards[0])
        actor = actor_of_person(person, MONDAY)
        assert (actor.is_official, actor.posts) == (False, frozenset())

    def test_units_and_posts_are_asked_for_by_role(self, wards):
        person = make_person(wards[0], Role.SPECIALIST, unit=make_unit(wards[0], "ho-tich"))
        second = make_post(wards[0], Role.UNIT_HEAD, unit=make_unit(wards[0], "van-hoa"))
        appoint(person, second)
        actor = actor_of_person(person, MONDAY)
        assert actor.units(Role.UNIT_HEAD) == {second.unit_id}
        assert actor.post_ids(Role.SPECIALIST) == {post_of(person).id}
        assert actor.post_ids() == {second.id, post_of(person).id}
        assert len(actor.units(*Role)) == 2


class TestAnOccasion:
    def test_it_tells_who_where_and_when_to_the_trail(self, wards):
        occasion = occasion_of(make_person(wards[0], Role.LEADER), moment(16, 23, 30))
        assert (occasion.ward_id, occasion.actor_post) == (wards[0].pk, "leader")
        assert occasion.today == date(2026, 11, 16)
        assert occasion.recorded_at == occasion.now
        assert replace(occasion, entered_at=WEDNESDAY).recorded_at == WEDNESDAY

    def test_the_local_day_begins_at_midnight_here(self):
        assert Occasion(Actor(1), moment(17, 0, 0), CALENDAR).today == date(2026, 11, 17)

    def test_a_form_s_id_makes_a_new_act(self, wards):
        occasion, request = citizen(wards[0]), uuid7()
        assert [occasion.next_step(), occasion.next_step()] == [0, 1]
        under = occasion.under(request)
        assert (under.request_id, under.next_step(), occasion.next_step()) == (request, 0, 2)
        occasion.begin()
        assert occasion.next_step() == 0

    def test_the_machine_and_the_citizen_are_told_apart(self, wards):
        assert (machine(wards[0]).actor_post, citizen(wards[0]).actor_post) == ("clock", "citizen")

    def test_what_a_citizen_proved_goes_with_the_occasion(self, wards):
        one, two = uuid7(), uuid7()
        proven = citizen(wards[0]).proving(one).proving(two).actor.proven
        assert proven == {one, two}


class TestTheChart:
    def test_superiors_are_found_all_the_way_up(self, wards, django_assert_statements):
        for ward in wards:
            top = make_post(ward, code="chu-tich")
            middle = make_post(ward, code="truong", superior=top)
            clerk = make_post(ward, code="can-bo", superior=middle)
            with django_assert_statements(1, exact=True):
                assert superiors(ward.pk, [clerk.id]) == {middle.id, top.id}
            assert superiors(ward.pk, [top.id]) == frozenset()
            assert superiors(ward.pk, [clerk.id, middle.id]) == {middle.id, top.id}

    def test_a_ring_in_the_chart_ends(self, wards):
        one = make_post(wards[0], code="mot")
        two = make_post(wards[0], code="hai", superior=one)
        one.superior = two
        one.save()
        assert superiors(wards[0].pk, [one.id]) == {one.id, two.id}

    def test_the_accused_and_whoever_stands_above_are_in_conflict(self, wards):
        ours, theirs = wards
        chair = make_person(ours, Role.LEADER)
        head = make_person(ours, Role.UNIT_HEAD, superior=post_of(chair))
        clerk = make_person(ours, Role.SPECIALIST, superior=post_of(head))
        colleague = make_person(ours, Role.SPECIALIST, superior=post_of(head))
        inspector = make_person(ours, Role.INSPECTOR)
        accused = [post_of(clerk).id]
        for person, conflict in (
            (clerk, True),
            (head, True),
            (chair, True),
            (colleague, False),
            (inspector, False),
        ):
            actor = actor_of_person(person, MONDAY)
            assert in_conflict(ours.pk, actor, accused) is conflict
        stranger = actor_of_person(make_person(theirs, Role.LEADER), MONDAY)
        assert not in_conflict(theirs.pk, stranger, accused)
        assert not in_conflict(ours.pk, Actor.citizen(ours.pk), accused)


def test_the_posts_with_a_role_are_those_that_somebody_holds(wards):
    ours, theirs = wards
    make_person(theirs, Role.LEADER)
    leader = post_of(make_person(ours, Role.LEADER))
    make_post(ours, Role.LEADER, code="trong")
    deputy = post_of(make_person(ours, Role.LEADER, unit=make_unit(ours, "van-hoa")))
    directory.forget()
    day = MONDAY.date()
    assert directory.posts_with(ours.pk, day, Role.LEADER) == [leader.id, deputy.id]
    assert directory.posts_with(ours.pk, day, Role.LEADER, deputy.unit_id) == [deputy.id]
    assert directory.posts_with(ours.pk, day, Role.RECEPTION) == []
