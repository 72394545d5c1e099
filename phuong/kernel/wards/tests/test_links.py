"""Links follow rows within their ward, in every way Django has."""

import re

import pytest
from django.db.models import Count, Prefetch

from phuong.kernel.access.models import Grant
from phuong.kernel.access.roles import Role
from phuong.kernel.people.models import Appointment, Post, Unit
from phuong.kernel.wards.api import OtherWard, UnscopedQuery
from tests.support.builders import (
    BEGINNING,
    appoint,
    make_person,
    make_post,
    make_unit,
    make_ward,
    post_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def wards():
    """Two wards: in each a unit, two posts, the second under the first, and a person."""
    pair = make_ward("PA"), make_ward("PB")
    for ward in pair:
        unit = make_unit(ward, "vp")
        head = make_post(ward, Role.LEADER, unit=unit, code="truong")
        person = make_person(ward, Role.SPECIALIST, unit=unit, superior=head)
        appoint(person, head)
    return pair


def joins(sql):
    """Return the conditions of the joins of a statement."""
    return re.findall(r"JOIN .+? ON \((.+?)\)(?= (?:INNER|LEFT|WHERE|GROUP|ORDER|LIMIT)|$)", sql)


def assert_joins_name_the_ward(statements, number):
    found = [condition for sql in statements for condition in joins(sql)]
    assert len(found) == number, statements
    for condition in found:
        assert condition.count('"ward_id"') == 2, condition


def test_select_related_two_deep_joins_by_ward(wards, django_assert_statements):
    ours, _ = wards
    with django_assert_statements(1) as statements:
        rows = list(
            Grant.objects.of(ours).select_related("post__unit", "post__superior").order_by("id")
        )
        assert [(row.post.code, row.post.unit.code) for row in rows] == [
            ("truong", "vp"),
            ("specialist", "vp"),
        ]
        assert rows[1].post.superior.code == "truong"
    assert_joins_name_the_ward(statements, 3)


def test_filters_across_links_join_by_ward(wards, django_assert_statements):
    ours, _ = wards
    with django_assert_statements(1) as statements:
        found = Grant.objects.of(ours).filter(post__unit__code="vp", post__superior__code="truong")
        assert [grant.role for grant in found] == [Role.SPECIALIST]
    assert_joins_name_the_ward(statements, 3)


def test_filters_back_along_links_join_by_ward(wards, django_assert_statements):
    ours, _ = wards
    with django_assert_statements(1) as statements:
        units = Unit.objects.of(ours).filter(posts__appointments__person__name="Nguyễn Thị Mẫu")
        assert len(units) == 2  # one row an appointment
    assert_joins_name_the_ward(statements, 3)


def test_counting_rows_that_link_here_joins_by_ward(wards, django_assert_statements):
    for ward in wards:
        with django_assert_statements(1) as statements:
            unit = Unit.objects.of(ward).annotate(n=Count("posts__appointments")).get()
            assert unit.n == 2
        assert_joins_name_the_ward(statements, 2)


def test_prefetching_what_links_here_names_the_ward(wards, django_assert_statements):
    ours, _ = wards
    with django_assert_statements(3) as statements:
        (unit,) = Unit.objects.of(ours).prefetch_related("posts__appointments")
        held = [len(post.appointments.all()) for post in unit.posts.all()]
    assert held == [1, 1]
    assert all('"ward_id" = ' in sql for sql in statements)


def test_prefetching_what_is_linked_to_names_the_ward(wards, django_assert_statements):
    ours, _ = wards
    with django_assert_statements(3) as statements:
        rows = list(Appointment.objects.of(ours).prefetch_related("post__unit"))
        assert {row.post.unit.code for row in rows} == {"vp"}
    assert all('"ward_id" = ' in sql for sql in statements)


@pytest.mark.parametrize("link", ["unit", "appointments"])
def test_a_prefetch_with_a_query_of_its_own_is_held_to_the_ward(wards, link):
    ours, _ = wards
    model = {"unit": Unit, "appointments": Appointment}[link]
    fetched = Prefetch(link, queryset=model.objects.all())
    for post in Post.objects.of(ours).prefetch_related(fetched):
        rows = [post.unit] if link == "unit" else list(post.appointments.all())
        assert rows
        assert {row.ward_id for row in rows} == {ours.pk}


def test_a_sliced_prefetch_without_a_ward_is_refused_and_with_one_works(wards):
    ours, _ = wards
    posts = Post.objects.all().order_by("code")[:1]
    with pytest.raises(UnscopedQuery):
        list(Unit.objects.of(ours).prefetch_related(Prefetch("posts", posts, "first")))
    posts = Post.objects.of(ours).order_by("code")[:1]
    (unit,) = Unit.objects.of(ours).prefetch_related(Prefetch("posts", posts, "first"))
    assert [post.code for post in unit.first] == ["specialist"]


def test_a_prefetch_of_rows_of_several_wards_keeps_each_with_its_own(wards):
    units = Unit.objects.country_wide().prefetch_related("posts")
    assert {(unit.ward_id, post.ward_id) for unit in units for post in unit.posts.all()} == {
        (ward.pk, ward.pk) for ward in wards
    }
    posts = Post.objects.country_wide().prefetch_related("unit")
    assert all(post.unit.ward_id == post.ward_id for post in posts)


def test_related_managers_work_without_naming_the_ward_again(wards):
    ours, _ = wards
    unit = Unit.objects.of(ours).get()
    assert unit.posts.count() == 2
    assert unit.posts.filter(code="truong").exists()
    assert unit.posts.order_by("code").first().code == "specialist"
    assert unit.posts.filter(superior__isnull=True).update(title="Trưởng") == 1
    assert list(unit.posts.values_list("title", flat=True).order_by("code")) == [
        "Chức vụ specialist",
        "Trưởng",
    ]


def test_a_row_made_through_what_it_links_to_gets_its_ward(wards):
    ours, _ = wards
    unit = Unit.objects.of(ours).get()
    made = unit.posts.create(code="moi", title="Mới", valid_from=BEGINNING)
    again, is_new = unit.posts.get_or_create(code="moi")
    assert (made.ward_id, again.id, is_new) == (ours.pk, made.id, False)
    assert Post(unit=unit).ward_id == ours.pk


def test_following_a_link_asks_within_the_ward(wards, django_assert_statements):
    ours, _ = wards
    post = Post.objects.of(ours).get(code="truong")
    with django_assert_statements(1, exact=True) as statements:
        assert post.unit.code == "vp"
    assert '"ward_id" = ' in statements[0]


def test_a_row_of_another_ward_is_refused_at_assignment(wards):
    ours, theirs = wards
    foreign = Unit.objects.of(theirs).get()
    post = Post.objects.of(ours).get(code="truong")
    with pytest.raises(OtherWard) as refused:
        post.unit = foreign
    assert refused.value.code == "wards.other-ward"
    assert post.unit.ward_id == ours.pk


def test_a_row_of_another_ward_is_refused_in_a_new_row(wards):
    ours, theirs = wards
    with pytest.raises(OtherWard):
        Post(ward=ours, unit=Unit.objects.of(theirs).get())


def test_a_row_of_another_ward_is_refused_by_a_related_manager(wards):
    ours, theirs = wards
    unit = Unit.objects.of(ours).get()
    foreign = Post.objects.of(theirs).get(code="truong")
    with pytest.raises(OtherWard):
        unit.posts.add(foreign)
    with pytest.raises(OtherWard):
        unit.posts.create(ward=theirs, code="x", title="x", valid_from=BEGINNING)


def test_a_link_may_be_emptied(wards):
    ours, _ = wards
    post = Post.objects.of(ours).get(code="specialist")
    post.superior = None
    post.save()
    assert not Post.objects.of(ours).filter(superior__isnull=False).exists()


def test_what_is_linked_to_cannot_be_deleted(wards):
    from django.db.models import ProtectedError

    person = Appointment.objects.of(wards[0]).first().person
    with pytest.raises(ProtectedError):
        post_of(person).delete()


def test_an_exclusion_across_a_link_back_finds_the_right_rows(wards):
    """The trimmed NOT EXISTS is the one shape that does not name the ward inside (scale.md)."""
    ours, _ = wards
    bare = make_unit(ours, "trong")
    found = Unit.objects.of(ours).exclude(posts__code="truong")
    assert list(found) == [bare]
