"""A ward chooses which procedures it takes in: an act with an event, for its own ward alone."""

from uuid import uuid4

import pytest

from phuong.areas.procedures import api, queries
from phuong.areas.procedures.models import NotOffered
from phuong.areas.procedures.tests.builders import load, make_row
from phuong.kernel.access.api import Role
from phuong.kernel.audit.api import Event
from phuong.kernel.errors import NotPermitted, RuleBroken
from tests.support.builders import MONDAY, TUESDAY, browser_of, make_person, make_ward, official

pytestmark = pytest.mark.django_db
PAGE, TODAY = "/quan-tri/thu-tuc/nhan/", MONDAY.date()
THERE = "Trung tâm Phục vụ hành chính công thành phố"


@pytest.fixture
def ward():
    load(make_row("khai-sinh"), make_row("ket-hon"))
    return make_ward()


def choose(ward, by=None, **values):
    values = {"stop": (), "resume": (), "where": THERE} | values
    return api.choose_offered(by or official(ward, Role.ADMINISTRATOR), **values)


def is_refused(ward, slug, came=TUESDAY):
    info = api.current(ward.pk, slug, TODAY)
    return not accepts(queries.check_offered, ward.pk, info, came)


def accepts(check, *given):
    try:
        check(*given)
    except RuleBroken:
        return False
    return True


def test_what_is_not_offered_is_refused_with_where_to_go_until_it_is_offered_again(ward):
    assert choose(ward, stop=["ket-hon"]) == 1
    assert (is_refused(ward, "ket-hon"), is_refused(ward, "khai-sinh")) == (True, False)
    assert choose(ward, resume=["ket-hon"]) == 1
    assert not is_refused(ward, "ket-hon")
    verbs = Event.objects.of(ward).order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["procedures.stop_offering", "procedures.offer"]
    assert THERE not in str(list(Event.objects.of(ward).values_list("body", flat=True)))


def test_what_came_before_goes_on(ward):
    choose(ward, official(ward, Role.ADMINISTRATOR, now=TUESDAY), stop=["ket-hon"])
    assert not is_refused(ward, "ket-hon", came=MONDAY)
    assert is_refused(ward, "ket-hon", came=TUESDAY)


def test_another_ward_offers_what_it_likes(ward):
    other = make_ward("NK")
    choose(ward, stop=["ket-hon"])
    assert not is_refused(other, "ket-hon")
    assert not NotOffered.objects.of(other).exists()


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"stop": ["ket-hon"], "where": " "}, "procedures.offer.where"),
        ({"stop": ["ket-hon", "khai-sinh"]}, "procedures.offer.none"),
        ({}, "procedures.offer.same"),
    ],
)
def test_what_may_not_be_is_refused_without_a_trace(ward, values, code):
    with pytest.raises(RuleBroken) as refusal:
        choose(ward, **values)
    assert refusal.value.code == code
    assert not NotOffered.objects.of(ward).exists()
    assert not Event.objects.of(ward).exists()


def test_only_the_administrator_chooses(ward):
    with pytest.raises(NotPermitted):
        choose(ward, official(ward, Role.LEADER), stop=["ket-hon"])


def test_the_same_sent_twice_is_one_act_and_two_who_stop_the_same_make_one_row(ward):
    by = official(ward, Role.ADMINISTRATOR).under(uuid4())
    assert choose(ward, by, stop=["ket-hon"]) == 1
    assert choose(ward, by, stop=["ket-hon"]) == 0
    assert choose(ward, stop=["ket-hon"], where="Nơi khác hẳn") == 0
    assert NotOffered.objects.of(ward).get().where == THERE
    assert Event.objects.of(ward).count() == 1


def test_by_the_page_a_switch_is_turned_and_what_another_turned_meanwhile_stays(ward):
    browser = browser_of(make_person(ward, Role.ADMINISTRATOR))
    assert "Thủ tục ket-hon" in browser.get(PAGE).content.decode()
    kept = {"seen": "", "of_0": ["khai-sinh"]}
    wrong = browser.post(PAGE, {**kept, "where": ""})
    assert wrong.status_code == 422
    assert "Ghi nơi nhận thay phường" in str(wrong.context["form"].errors["where"])
    assert browser.post(PAGE, {**kept, "where": THERE}).status_code == 302
    page = browser.get(PAGE).content.decode()
    assert f"Thủ tục ket-hon (không nhận; nơi nhận: {THERE})" in page
    # A page that was opened before shows ket-hon as taken in and touches nothing of it.
    load(make_row("khai-tu"), make_row("khai-sinh"), make_row("ket-hon"))
    late = {"seen": "", "of_0": ["khai-sinh", "ket-hon"], "where": THERE}
    assert browser.post(PAGE, late).status_code == 302
    assert {row.procedure.slug for row in NotOffered.objects.of(ward)} == {"ket-hon", "khai-tu"}


def test_citizens_read_where_to_go_and_find_no_button(ward):
    choose(ward, stop=["ket-hon"])
    browser = browser_of(make_person(ward, Role.ADMINISTRATOR))
    guide = browser.get("/thu-tuc/ket-hon/").content.decode()
    assert f"Phường không nhận thủ tục này. Nơi nhận: {THERE}." in guide
    assert "/thu-tuc/ket-hon/nop/" not in guide
    assert "/thu-tuc/khai-sinh/nop/" in browser.get("/thu-tuc/khai-sinh/").content.decode()
    assert "(phường không nhận)" in browser.get("/thu-tuc/").content.decode()
    assert "đang không nhận 1 thủ tục" in browser.get("/quan-tri/thu-tuc/").content.decode()
    assert "ket-hon" not in [one.slug for one in api.common(ward.pk, TODAY)]
