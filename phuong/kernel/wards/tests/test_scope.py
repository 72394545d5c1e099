"""A query over ward-owned rows names its ward, or does not run."""

import asyncio

import pytest
from django.db import transaction
from django.db.models import Count, Q

from phuong.kernel.people.models import Person, Post, Unit
from phuong.kernel.wards.api import UnscopedQuery
from tests.support.builders import BEGINNING, make_post, make_unit, make_ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def wards():
    """Two wards, each with a unit and a post of the same codes."""
    ours, theirs = make_ward("PA"), make_ward("PB")
    for ward in (ours, theirs):
        make_post(ward, unit=make_unit(ward, "vp"), code="truong")
    return ours, theirs


UNSCOPED = {
    "all": lambda posts: list(posts.all()),
    "filter": lambda posts: list(posts.filter(code="truong")),
    "filter by Q": lambda posts: list(posts.filter(Q(code="truong") | Q(code="pho"))),
    "exclude ward": lambda posts: list(posts.exclude(ward_id=1)),
    "count": lambda posts: posts.count(),
    "exists": lambda posts: posts.filter(code="truong").exists(),
    "contains": lambda posts: posts.contains(Post(code="x")),
    "aggregate": lambda posts: posts.aggregate(Count("id")),
    "update": lambda posts: posts.update(title="x"),
    "delete": lambda posts: posts.filter(code="truong").delete(),
    "iterator": lambda posts: list(posts.iterator()),
    "get": lambda posts: posts.get(code="truong"),
    "first": lambda posts: posts.order_by("code").first(),
    "last": lambda posts: posts.last(),
    "earliest": lambda posts: posts.earliest("valid_from"),
    "item": lambda posts: posts.order_by("code")[0],
    "slice": lambda posts: list(posts.order_by("code")[:1]),
    "bool": lambda posts: bool(posts.all()),
    "values": lambda posts: list(posts.values("code")),
    "values_list": lambda posts: list(posts.values_list("code", flat=True)),
    "dates": lambda posts: list(posts.dates("valid_from", "year")),
    "in_bulk": lambda posts: posts.in_bulk(),
    "annotate": lambda posts: list(posts.annotate(n=Count("appointments"))),
    "select_related": lambda posts: list(posts.select_related("unit")),
    "lock": lambda posts: list(posts.select_for_update().filter(code="truong")),
    "filter across a link": lambda posts: list(posts.filter(unit__code="vp")),
    "get_or_create": lambda posts: posts.get_or_create(code="truong"),
}


@pytest.mark.parametrize("way", UNSCOPED)
def test_a_query_without_a_ward_is_refused(wards, way):
    with pytest.raises(UnscopedQuery):
        UNSCOPED[way](Post.objects)
    ours, theirs = wards
    assert Post.objects.of(ours).count() == Post.objects.of(theirs).count() == 1


def test_a_stream_of_an_event_loop_without_a_ward_is_refused(wards):
    async def stream():
        return [post async for post in Post.objects.all().aiterator()]

    with pytest.raises(UnscopedQuery):
        asyncio.run(stream())


SCOPED = {
    "of": lambda ward: Post.objects.of(ward),
    "of a key": lambda ward: Post.objects.of(ward.pk),
    "ward": lambda ward: Post.objects.filter(ward=ward),
    "ward_id": lambda ward: Post.objects.filter(ward_id=ward.pk),
    "a row of the ward": lambda ward: Post.objects.filter(unit=Unit.objects.of(ward).get()),
    "rows of the ward": lambda ward: Post.objects.filter(unit__in=list(Unit.objects.of(ward))),
    "kept through a chain": lambda ward: (
        Post.objects.of(ward).exclude(code="x").order_by("code").filter(code="truong").distinct()
    ),
    "both": lambda ward: Post.objects.of(ward).filter(code="x") | Post.objects.of(ward),
    "one of the two is enough to intersect": lambda ward: (
        Post.objects.filter(code="truong") & Post.objects.of(ward)
    ),
    "a union": lambda ward: (
        Post.objects.of(ward).filter(code="truong").union(Post.objects.of(ward).filter(code="x"))
    ),
}


@pytest.mark.parametrize("way", SCOPED)
def test_a_query_that_names_its_ward_sees_that_ward_alone(wards, way):
    for ward in wards:
        assert [post.ward_id for post in SCOPED[way](ward)] == [ward.pk]


def test_an_empty_query_asks_nothing_and_needs_no_ward(wards, django_assert_statements):
    with django_assert_statements(0):
        assert not list(Post.objects.none())
        assert Post.objects.none().count() == 0


@pytest.mark.parametrize(
    "unite",
    [
        lambda ward: list(Post.objects.of(ward) | Post.objects.all()),
        lambda ward: list(Post.objects.all() | Post.objects.of(ward)),
        lambda ward: list(Post.objects.of(ward) ^ Post.objects.all()),
        lambda ward: list(Post.objects.of(ward).union(Post.objects.all())),
        lambda ward: list(Post.objects.of(ward).intersection(Post.objects.all())),
    ],
)
def test_a_named_ward_does_not_cover_the_other_side_of_a_union(wards, unite):
    with pytest.raises(UnscopedQuery):
        unite(wards[0])


def test_rows_of_two_wards_in_a_filter_name_no_ward(wards):
    units = [Unit.objects.of(ward).get() for ward in wards]
    with pytest.raises(UnscopedQuery):
        list(Post.objects.filter(unit__in=units))


def test_country_wide_says_so_and_sees_all(wards):
    assert Post.objects.country_wide().filter(code="truong").count() == 2


def test_two_wards_named_at_once_leave_nothing(wards):
    ours, theirs = wards
    assert not Post.objects.of(ours).of(theirs).exists()


def test_an_update_and_a_delete_stay_in_their_ward(wards):
    ours, theirs = wards
    assert Post.objects.of(ours).update(title="Mới") == 1
    assert Post.objects.of(theirs).get().title == "Chức vụ truong"
    Post.objects.of(ours).delete()
    assert Post.objects.of(theirs).count() == 1


def test_a_bulk_update_within_a_ward_works_and_without_is_refused(wards):
    ours, theirs = wards
    post, other = Post.objects.of(ours).get(), Post.objects.of(theirs).get()
    post.title = other.title = "Mới"
    with pytest.raises(UnscopedQuery), transaction.atomic():
        Post.objects.bulk_update([post], ["title"])
    assert Post.objects.of(ours).bulk_update([post, other], ["title"]) == 1
    assert Post.objects.of(theirs).get().title == "Chức vụ truong"


def test_get_or_create_within_a_ward_finds_and_makes_its_own(wards):
    ours, _theirs = wards
    unit = Unit.objects.of(ours).get()
    found, made = Post.objects.of(ours).get_or_create(ward=ours, code="truong")
    assert (found.unit_id, made) == (unit.id, False)
    fresh, made = Post.objects.get_or_create(
        ward=ours, code="pho", defaults={"unit": unit, "valid_from": BEGINNING}
    )
    assert (fresh.ward_id, made) == (ours.pk, True)


def test_a_whole_check_of_a_new_row_asks_only_within_its_ward(wards, django_assert_statements):
    ours, _theirs = wards
    person = Person(ward=ours, name="Trần Văn Mẫu")
    with django_assert_statements(4) as statements:
        person.full_clean(exclude=["sort_key"])
    assert all('"ward_id" = ' in sql or '"wards_ward"' in sql for sql in statements)
