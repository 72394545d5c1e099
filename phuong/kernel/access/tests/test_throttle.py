"""Guessing is held back; the citizen at home is not."""

from datetime import timedelta

import pytest

from phuong.kernel.access import throttle
from phuong.kernel.access.models import Failure
from phuong.kernel.access.throttle import Limit
from phuong.kernel.errors import RuleBroken
from tests.support.builders import MONDAY, make_ward

DOOR = "lookup"
HERE, THING, ADDRESS = Limit(3, 15), Limit(6, 60), Limit(5, 15)


@pytest.fixture
def wards(db):
    return make_ward("PA"), make_ward("PB")


def keys(code="PA-0001", address="203.0.113.5"):
    return throttle.keys(code, address, here=HERE, thing_at_all=THING, address_at_all=ADDRESS)


def fail(ward, now=MONDAY, times=1, **tried):
    for _ in range(times):
        throttle.check(ward.pk, DOOR, keys(**tried), now)
        throttle.note_failure(ward.pk, DOOR, keys(**tried), now)


def is_held_back(ward, now=MONDAY, door=DOOR, **tried):
    try:
        throttle.check(ward.pk, door, keys(**tried), now)
    except RuleBroken:
        return True
    return False


def test_a_check_and_a_note_are_one_statement_each(wards, django_assert_statements):
    with django_assert_statements(1, exact=True):
        throttle.check(wards[0].pk, DOOR, keys(), MONDAY)
    with django_assert_statements(1, exact=True):
        throttle.note_failure(wards[0].pk, DOOR, keys(), MONDAY)
    assert Failure.objects.of(wards[0]).count() == 3


def test_after_the_limit_one_waits_until_the_first_try_is_old_enough(wards):
    ours, _ = wards
    for minutes in range(3):
        fail(ours, MONDAY + timedelta(minutes=minutes))
    with pytest.raises(RuleBroken) as refused:
        throttle.check(ours.pk, DOOR, keys(), MONDAY + timedelta(minutes=2), phone="0292 000 000")
    assert (refused.value.code, refused.value.status) == ("access.too-many-tries", 422)
    assert str(refused.value) == ("Đã thử nhiều lần. Thử lại sau 13 phút, hoặc gọi 0292 000 000.")
    assert is_held_back(ours, MONDAY + timedelta(minutes=14, seconds=59))
    assert not is_held_back(ours, MONDAY + timedelta(minutes=15))


def test_without_a_phone_the_sentence_names_the_desk(wards):
    fail(wards[0], times=3)
    with pytest.raises(RuleBroken) as refused:
        throttle.check(wards[0].pk, DOOR, keys(), MONDAY)
    assert str(refused.value).endswith("sau 15 phút, hoặc đến Bộ phận Một cửa.")


def test_the_other_ward_and_the_other_door_count_apart(wards):
    ours, theirs = wards
    fail(ours, times=3)
    assert is_held_back(ours)
    assert not is_held_back(theirs)
    assert not is_held_back(ours, door="log-in")


def test_whoever_guesses_from_one_address_does_not_shut_the_citizen_out(wards):
    ours, _ = wards
    fail(ours, times=3, address="198.51.100.1")
    assert is_held_back(ours, address="198.51.100.1")
    assert not is_held_back(ours, address="203.0.113.5")


def test_one_address_that_tries_many_codes_is_held_back_from_all(wards):
    ours, _ = wards
    for number in range(5):
        fail(ours, code=f"PA-{number}")
    assert is_held_back(ours, code="PA-9")
    assert not is_held_back(ours, code="PA-9", address="198.51.100.1")


def test_many_addresses_that_try_one_code_meet_its_own_limit(wards):
    ours, _ = wards
    for number in range(6):
        fail(ours, address=f"198.51.100.{number}")
    assert is_held_back(ours, address="198.51.100.99")
    assert not is_held_back(ours, MONDAY + timedelta(minutes=60), address="198.51.100.99")
    assert not is_held_back(ours, code="PA-0002", address="198.51.100.99")


def test_writing_the_code_in_another_case_gains_nothing(wards):
    fail(wards[0], times=3, code="pa-0001 ")
    assert is_held_back(wards[0], code="PA-0001")


def test_nothing_that_was_typed_is_kept(wards, settings):
    fail(wards[0])
    kept = set(Failure.objects.of(wards[0]).values_list("key", flat=True))
    assert all(len(key) == 64 and int(key, 16) for key in kept)
    settings.SECRET_KEY = "another"  # noqa: S105
    fail(wards[0])
    assert len(set(Failure.objects.of(wards[0]).values_list("key", flat=True)) - kept) == 3


def test_what_counts_no_more_is_removed_in_its_ward(wards):
    ours, theirs = wards
    fail(ours, MONDAY - timedelta(hours=2))
    fail(ours, MONDAY)
    fail(theirs, MONDAY - timedelta(hours=2))
    assert throttle.forget(ours.pk, MONDAY - timedelta(hours=1)) == 3
    assert (Failure.objects.of(ours).count(), Failure.objects.of(theirs).count()) == (3, 3)
