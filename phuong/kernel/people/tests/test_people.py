"""Accounts, and rows that hold from a day to a day."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from phuong.kernel.access.api import Role
from phuong.kernel.people.models import Account, Appointment, Area, Person, Post, Unit
from tests.support.builders import (
    PASSWORD,
    appoint,
    make_account,
    make_area,
    make_person,
    make_post,
    make_unit,
    make_ward,
    post_of,
)

pytestmark = pytest.mark.django_db


def test_a_log_in_name_is_one_whatever_its_case(client):
    account = Account.objects.create_account("Lan.PM", PASSWORD)
    assert account.login == "lan.pm"
    assert Account.objects.get_by_natural_key("LAN.pm") == account
    with pytest.raises(IntegrityError), transaction.atomic():
        make_account("LAN.PM")
    assert client.login(username="LAN.PM", password=PASSWORD)


def test_a_password_is_kept_hashed_and_none_opens_nothing(client):
    account = make_account("lan")
    assert PASSWORD not in account.password
    assert account.check_password(PASSWORD)
    locked = Account.objects.create_account("may", None)
    assert not locked.has_usable_password()
    assert not client.login(username="may", password="")


def test_a_closed_account_opens_nothing(client):
    make_account("lan", is_active=False)
    assert not client.login(username="lan", password=PASSWORD)


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2026, 10, 31), []),
        (date(2026, 11, 1), ["a"]),
        (date(2026, 11, 15), ["a", "b"]),
        (date(2026, 11, 30), ["a", "b"]),
        (date(2026, 12, 1), ["b"]),
        (date(2099, 1, 1), ["b"]),
    ],
)
def test_both_ends_of_validity_are_in_it(day, found):
    for ward in (make_ward("PA"), make_ward("PB")):
        make_unit(ward, "a", valid_from=date(2026, 11, 1), valid_to=date(2026, 11, 30))
        make_unit(ward, "b", valid_from=date(2026, 11, 15))
        rows = Unit.objects.of(ward).on(day).order_by("code")
        assert [(row.code, row.ward_id) for row in rows] == [(code, ward.pk) for code in found]


def test_codes_are_taken_once_in_a_ward_and_again_in_another():
    ours, theirs = make_ward("PA"), make_ward("PB")
    for ward in (ours, theirs):
        make_area(ward)
        make_post(ward, code="truong", unit=make_unit(ward, "vp"))
    for again in (
        lambda: make_area(ours),
        lambda: make_unit(ours, "vp"),
        lambda: Post.objects.create(
            ward=ours,
            unit=Unit.objects.of(ours).get(),
            code="truong",
            title="x",
            valid_from="2020-01-01",
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            again()
    assert Area.objects.of(ours).count() == Area.objects.of(theirs).count() == 1


def test_a_post_passes_from_one_person_to_the_next():
    ward = make_ward()
    post = make_post(ward, Role.LEADER)
    before, after = make_person(ward, login="mot"), make_person(ward, login="hai")
    appoint(before, post, valid_to=date(2026, 11, 15))
    appoint(after, post, valid_from=date(2026, 11, 16))
    for day, person in ((date(2026, 11, 15), before), (date(2026, 11, 16), after)):
        assert Appointment.objects.of(ward).on(day).get(post=post).person == person


def test_whoever_and_whatever_history_names_is_not_deleted():
    person = make_person(make_ward(), Role.LEADER)
    post = post_of(person)
    for row in (person, post, post.unit, person.account, post.ward):
        with pytest.raises(ProtectedError):
            row.delete()


def test_values_about_a_person_can_be_erased_while_the_row_stays():
    ward = make_ward()
    person = make_person(ward, Role.LEADER)
    Person.objects.of(ward).filter(id=person.id).update(
        name="", sort_key="", phone="", account=None
    )
    assert Appointment.objects.of(ward).get().person_id == person.id
