"""A statement that is made once gives what its queryset gives, whatever the values."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.core.exceptions import EmptyResultSet
from django.db import connection

from phuong.kernel.access.roles import Role
from phuong.kernel.audit.models import Event
from phuong.kernel.people.models import Person, Post
from phuong.kernel.wards.api import Prepared
from tests.support.builders import make_person, make_unit, make_ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    ward = make_ward("PM")
    unit = make_unit(ward, "mot-cua")
    roles = {"An": Role.RECEPTION, "Bình": Role.SPECIALIST, "Chi": Role.UNIT_HEAD}
    return [make_person(ward, role, name=name, unit=unit) for name, role in roles.items()]


def named(ward, name):
    return Person.objects.of(ward).filter(name=name)


def test_it_gives_the_rows_of_the_queryset_for_every_value(people):
    asked = Prepared(named, ward=int, name=str)
    for one in people:
        assert asked.rows(ward=one.ward_id, name=one.name) == [one]
    assert asked.rows(ward=people[0].ward_id, name="%") == []
    assert asked.rows(ward=people[0].ward_id + 1, name="An") == []


def test_rows_are_whole_and_changes_can_be_saved(people):
    (found,) = Prepared(named, ward=int, name=str).rows(ward=people[0].ward_id, name="An")
    assert not found.get_deferred_fields()
    found.name = "Ân"
    found.save()
    assert Person.objects.of(found.ward_id).get(id=found.id).name == "Ân"


def test_related_rows_come_along_in_the_same_statement(people, django_assert_num_queries):
    def posts(ward):
        return Post.objects.of(ward).select_related("unit").order_by("code")

    asked = Prepared(posts, ward=int)
    wanted = list(posts(people[0].ward_id))
    assert wanted
    with django_assert_num_queries(1):
        found = asked.rows(ward=people[0].ward_id)
        assert [(post, post.unit.name) for post in found] == [(p, p.unit.name) for p in wanted]


def test_values_come_back_as_python_has_them(people):
    def tuples(ward, id):
        return Person.objects.of(ward).filter(id=id).values_list("id", "ward_id", "name")

    asked, one = Prepared(tuples, ward=int, id=UUID), people[1]
    assert asked.rows(ward=one.ward_id, id=one.id) == [(one.id, one.ward_id, "Bình")]


def test_moments_find_their_place(people):
    def since(ward, at):
        return Event.objects.of(ward).filter(at__gte=at)

    asked = Prepared(since, ward=int, at=datetime)
    sql, params = asked.statement(ward=7, at=datetime(2026, 11, 22, 9, tzinfo=UTC))
    assert 7 in params
    assert any("2026-11-22" in str(value) for value in params)
    assert sql.count("%s") == len(params)


def test_a_value_without_a_place_is_refused_when_the_statement_is_made(people):
    asked = Prepared(lambda ward, name: Person.objects.of(ward), ward=int, name=str)
    with pytest.raises(ValueError, match="name"):
        asked.rows(ward=1, name="An")


def test_what_is_known_to_be_empty_asks_nothing(people, django_assert_num_queries):
    asked = Prepared(lambda ward: Person.objects.of(ward).none(), ward=int)
    with django_assert_num_queries(0):
        assert asked.rows(ward=1) == []
    with pytest.raises(EmptyResultSet):
        asked.statement(ward=1)


def test_a_queryset_that_names_no_ward_is_refused(people):
    asked = Prepared(lambda name: Person.objects.filter(name=name), name=str)
    with pytest.raises(RuntimeError, match="name the ward"):
        asked.rows(name="An")


def test_the_statement_is_the_querysets_own(people):
    asked = Prepared(named, ward=int, name=str)
    sql, params = asked.statement(ward=3, name="An")
    wanted = named(3, "An").query.sql_with_params()
    assert (sql, tuple(params)) == wanted
    assert connection.vendor in asked._made
