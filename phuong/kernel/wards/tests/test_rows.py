"""A row keeps its ward for ever, and the database itself holds links to one ward."""

import copy
import pickle
import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from phuong.kernel.people.models import Post, Unit
from phuong.kernel.wards.api import uuid7
from phuong.kernel.wards.refusals import refusal_of
from tests.support.builders import BEGINNING, make_post, make_unit, make_ward


@pytest.mark.django_db
class TestTheWardOfARow:
    def test_a_changed_ward_is_refused_when_the_row_was_loaded(self):
        ours, theirs = make_ward("PA"), make_ward("PB")
        unit = make_unit(ours)
        loaded = Unit.objects.of(ours).get()
        for row in (unit, loaded, copy.copy(loaded), pickle.loads(pickle.dumps(loaded))):  # noqa: S301
            row.ward = theirs
            with pytest.raises(ValueError, match="the ward of a saved row cannot change"):
                row.save()
        assert not Unit.objects.of(theirs).exists()

    def test_a_changed_ward_is_refused_when_the_row_was_made_in_bulk(self):
        ours, theirs = make_ward("PA"), make_ward("PB")
        (unit,) = Unit.objects.bulk_create(
            [Unit(ward=ours, code="vp", name="Văn phòng", valid_from=BEGINNING)]
        )
        unit.ward = theirs
        with pytest.raises(ValueError, match="cannot change"):
            unit.save()

    def test_an_update_cannot_change_the_ward(self):
        ours, theirs = make_ward("PA"), make_ward("PB")
        make_unit(ours)
        for change in ({"ward": theirs}, {"ward_id": theirs.pk}):
            with pytest.raises(ValueError, match="cannot change"):
                Unit.objects.of(ours).update(**change)

    def test_a_copy_may_be_made_for_another_ward(self):
        ours, theirs = make_ward("PA"), make_ward("PB")
        unit = make_unit(ours)
        unit.pk, unit.ward, unit._state.adding = uuid7(), theirs, True
        unit.save()
        assert Unit.objects.of(ours).count() == Unit.objects.of(theirs).count() == 1

    def test_saving_writes_one_row_and_names_its_ward(self, django_assert_statements):
        unit = make_unit(make_ward())
        unit.name = "Tên mới"
        with django_assert_statements(1, exact=True) as statements:
            unit.save()
        sets, where = statements[0].split(" WHERE ")
        assert '"ward_id"' not in sets
        assert '"ward_id" = ' in where

    def test_rows_with_a_field_left_out_can_be_saved(self):
        ours = make_ward()
        make_unit(ours)
        unit = Unit.objects.of(ours).defer("ward", "name").get()
        unit.phone = "0292"
        unit.save()
        unit.refresh_from_db()
        assert (unit.phone, unit.ward_id) == ("0292", ours.pk)


class TestTheDatabase:
    """Real commits: the constraints are deferred to the end of the transaction."""

    def test_a_link_to_a_row_of_another_ward_is_refused_at_commit(self, committed_db):
        ours, theirs = make_ward("PA"), make_ward("PB")
        foreign = make_unit(theirs)
        with pytest.raises(IntegrityError) as failed, transaction.atomic():
            Post.objects.create(
                ward=ours, unit_id=foreign.id, code="x", title="x", valid_from=BEGINNING
            )
        assert not Post.objects.of(ours).exists()
        refusal = refusal_of(failed.value)
        assert refusal is not None
        assert (refusal.code, refusal.status) == ("wards.broken-link", 409)

    def test_a_link_moved_to_a_row_of_another_ward_is_refused_at_commit(self, committed_db):
        ours, theirs = make_ward("PA"), make_ward("PB")
        post, foreign = make_post(ours, unit=make_unit(ours)), make_unit(theirs)
        with pytest.raises(IntegrityError), transaction.atomic():
            Post.objects.of(ours).update(unit=foreign)
        post.refresh_from_db()
        assert post.unit.ward_id == ours.pk

    def test_the_ward_of_a_row_that_is_linked_to_cannot_change_in_the_database(self, committed_db):
        ours, theirs = make_ward("PA"), make_ward("PB")
        post = make_post(ours, unit=make_unit(ours))
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE people_unit SET ward_id = %s", [theirs.pk])
        assert post.unit.ward_id == ours.pk

    def test_a_row_that_is_linked_to_cannot_vanish_from_the_database(self, committed_db):
        ours = make_ward()
        make_post(ours, unit=make_unit(ours))
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM people_unit")
        assert Unit.objects.of(ours).exists()

    def test_a_link_to_nothing_is_refused_at_commit(self, committed_db):
        ours = make_ward()
        with pytest.raises(IntegrityError), transaction.atomic():
            Post.objects.create(
                ward=ours, unit_id=uuid7(), code="x", title="x", valid_from=BEGINNING
            )

    def test_within_one_transaction_the_order_of_rows_is_free(self, committed_db):
        ours = make_ward()
        unit = Unit(ward=ours, code="vp", name="Văn phòng", valid_from=BEGINNING)
        with transaction.atomic():
            Post.objects.create(
                ward=ours, unit_id=unit.id, code="x", title="x", valid_from=BEGINNING
            )
            unit.save(force_insert=True)
        assert Post.objects.of(ours).get().unit == unit


def test_other_failures_of_the_database_are_not_refusals():
    assert refusal_of(IntegrityError("UNIQUE constraint failed: people_unit.code")) is None


def test_keys_sort_in_the_order_in_which_they_were_made():
    keys = [uuid7() for _ in range(20_000)]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_keys_are_of_version_seven_and_carry_the_moment():
    import time

    before = time.time_ns() // 1_000_000
    key = uuid7()
    after = time.time_ns() // 1_000_000
    assert (key.version, key.variant) == (7, uuid.RFC_4122)
    # A burst of keys within one millisecond may lend a little of the next.
    assert before <= key.int >> 80 <= after + 1


def test_keys_of_many_threads_are_all_different():
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: [uuid7() for _ in range(2000)], range(8)))
    assert len({key for keys in made for key in keys}) == 16_000
    assert all(keys == sorted(keys) for keys in made)
