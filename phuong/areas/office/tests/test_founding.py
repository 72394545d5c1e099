"""From nothing to a ward: who may begin, what is refused, what is made, what two at once make."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from phuong.areas.office import actions, queries
from phuong.areas.office.rules import Details, Founder
from phuong.kernel.access.queries import actor_of_person
from phuong.kernel.access.roles import Role
from phuong.kernel.audit.api import Event, keys
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.law import api as law
from phuong.kernel.law.models import AdminUnit
from phuong.kernel.people.models import Account, Person, Post, Unit
from phuong.kernel.wards.api import Ward
from phuong.kernel.wards.middleware import directory
from tests.support.builders import (
    MONDAY,
    PASSWORD,
    load_law_values,
    make_person,
    make_ward,
    occasion_of,
)

DETAILS = Details(
    unit_code="31135",
    name="Phường Ninh Kiều",
    place="Ninh Kiều",
    parent_name="UBND thành phố Cần Thơ",
    code_prefix="NK",
    phone="0292 000 000",
    address="Số 1 đường Mẫu",
)
FOUNDER = Founder("Trần Thị Lập", "lapphuong")


def unit(code, name, **values):
    given = {
        "valid_from": MONDAY.date() - timedelta(days=900),
        "kind": "ward",
        "certainty": "secondary",
    }
    return AdminUnit.objects.create(code=code, name=name, **(given | values))


@pytest.fixture(autouse=True)
def nothing_remembered():
    directory.forget()
    yield
    directory.forget()


@pytest.fixture
def ready(db):
    load_law_values()
    law.forget()


def found(**values):
    return actions.found_ward(replace(DETAILS, **values), FOUNDER, MONDAY)


def test_a_ward_is_made_with_its_first_administrator_its_key_and_the_event(ready):
    ward = found()
    person = Person.objects.of(ward).get()
    assert actor_of_person(person, MONDAY).holds(Role.ADMINISTRATOR)
    assert not person.account.has_usable_password()
    event = Event.objects.of(ward).get()
    assert (event.verb, event.actor_id) == ("office.found_ward", person.id)
    assert keys.is_kept(keys.listed(ward.pk)[0])


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"code_prefix": "nk-"}, "office.ward.prefix"),
        ({"unit_code": "311"}, "office.ward.code"),
        ({"host": "http://x"}, "office.ward.host"),
    ],
)
def test_what_could_not_be_used_later_is_refused_and_leaves_no_trace(ready, values, code):
    with pytest.raises(RuleBroken) as refusal:
        found(**values)
    assert refusal.value.code == code
    assert not Ward.objects.exists()
    assert not Account.objects.exists()


def test_a_merged_unit_is_refused_with_the_one_it_went_into(ready):
    yesterday = MONDAY.date() - timedelta(days=1)
    unit("31144", "Xuân Khánh", valid_to=yesterday, merged_into="31135")
    unit("31135", "Ninh Kiều")
    with pytest.raises(RuleBroken) as refusal:
        found(unit_code="31144")
    assert refusal.value.code == "office.ward.merged"
    assert "Ninh Kiều" in str(refusal.value.message % refusal.value.facts)


def test_a_second_ward_is_never_made_this_way(ready):
    found()
    with pytest.raises(RuleBroken) as refusal:
        found(code_prefix="PB")
    assert refusal.value.code == "office.ward.founded"
    assert Ward.objects.count() == 1


def test_the_founder_s_link_comes_again_until_there_is_a_password_and_never_after(ready):
    ward = found()
    first = actions.invite_founder(MONDAY)
    assert first
    account = Person.objects.of(ward).get().account
    account.set_password(PASSWORD)
    account.save()
    assert not queries.is_open()
    with pytest.raises(NotVisible):
        actions.invite_founder(MONDAY)


def test_a_ward_with_people_in_it_is_not_open_to_the_code(ready):
    make_person(make_ward(), Role.ADMINISTRATOR)
    assert not queries.is_open()
    assert Client().get("/thiet-lap/").status_code == 404
    assert Client().post("/thiet-lap/", {"code": queries.set_up_code()}).status_code == 404


def test_every_page_of_an_empty_house_leads_to_the_set_up_in_both_languages(ready):
    assert Client().get("/").headers["Location"] == "/thiet-lap/"
    assert Client().get("/can-bo/").headers["Location"] == "/thiet-lap/"
    assert Client().get("/en/").headers["Location"] == "/en/thiet-lap/"
    assert Client().get("/khoe").status_code == 200


def test_without_the_code_nobody_goes_further(ready):
    browser = Client()
    wrong = browser.post("/thiet-lap/", {"code": "AAAA-BBBB-CCCC-DDDD"})
    assert wrong.status_code == 422
    assert "Mã chưa đúng" in wrong.content.decode()
    for step in ("phuong", "chi-tiet"):
        assert browser.get(f"/thiet-lap/{step}/").headers["Location"] == "/thiet-lap/"
    answer = browser.post("/thiet-lap/chi-tiet/", {"name": "Phường Giả"})
    assert answer.headers["Location"] == "/thiet-lap/"
    assert not Ward.objects.exists()


def test_by_the_pages_from_the_code_to_the_password(ready):
    unit("31135", "Ninh Kiều")
    browser = Client()
    code = queries.set_up_code().lower().replace("-", " ")
    assert browser.post("/thiet-lap/", {"code": code}).headers["Location"] == "/thiet-lap/phuong/"
    assert "Ninh Kiều" in browser.get("/thiet-lap/phuong/?q=ninh kieu").content.decode()
    browser.post("/thiet-lap/phuong/", {"unit": "31135"})
    page = browser.get("/thiet-lap/chi-tiet/").content.decode()
    assert 'value="Phường Ninh Kiều"' in page
    given = {
        "name": "Phường Ninh Kiều", "unit_code": "31135", "parent_name": "UBND thành phố Cần Thơ",
        "place": "Ninh Kiều", "code_prefix": "nk", "phone": "0292 382 0000", "address": "Số 1",
        "admin_name": "Trần Thị Lập", "login": "lapphuong",
    }  # fmt: skip
    # What is forgotten is said beside its field, what was typed stays.
    missing = browser.post("/thiet-lap/chi-tiet/", {**given, "address": ""})
    assert missing.status_code == 422
    assert 'value="Trần Thị Lập"' in missing.content.decode()
    link = browser.post("/thiet-lap/chi-tiet/", given).headers["Location"]
    answer = browser.post(link, {"new": PASSWORD, "again": PASSWORD})
    assert answer.status_code == 302
    assert Ward.objects.get().code_prefix == "NK"
    assert browser.get("/thiet-lap/").status_code == 404
    assert browser.login(username="lapphuong", password=PASSWORD)
    assert browser.get("/quan-tri/").status_code == 200


def test_the_suggested_units_are_opened_once_and_taken_back_while_nobody_holds_them(ready):
    ward = found()
    by = occasion_of(Person.objects.of(ward).get(), MONDAY)
    assert not queries.may_take_back(ward.pk)
    actions.use_template(by)
    assert queries.may_take_back(ward.pk)
    assert Unit.objects.of(ward).count() > 3
    with pytest.raises(RuleBroken) as refusal:
        actions.use_template(by)
    assert refusal.value.code == "office.template.there"
    leader = Post.objects.of(ward).get(code="chu-tich")
    make_person(ward, post=leader, login="chutich")
    actions.undo_template(by)
    assert not queries.may_take_back(ward.pk)
    # Who holds a post keeps it, and with it the unit; the founder's stays as well.
    assert set(Post.objects.of(ward).values_list("code", flat=True)) == {"chu-tich", "quan-tri"}
    assert set(Unit.objects.of(ward).values_list("code", flat=True)) == {"lanh-dao", "van-phong"}
    with pytest.raises(RuleBroken) as refusal:
        actions.undo_template(by)
    assert refusal.value.code == "office.template.held"


def test_two_who_found_at_once_make_one_ward(committed_db):
    load_law_values()
    law.forget()
    outcomes, start = [], threading.Barrier(2)

    def try_it(prefix):
        try:
            start.wait(10)
            outcomes.append(
                actions.found_ward(replace(DETAILS, code_prefix=prefix), FOUNDER, MONDAY).pk
            )
        except RuleBroken as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=try_it, args=(one,)) for one in ("NA", "NB")]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    assert Ward.objects.count() == 1
    assert sorted(map(str, outcomes))[1] == "office.ward.founded"
