"""Units, posts, people and accounts: who may change them, what is refused, what is kept."""

import re
from datetime import date, timedelta

import pytest

from phuong.areas.dossiers.tests.builders import make_desk
from phuong.areas.office import actions, queries
from phuong.areas.office.actions.people import Whom
from phuong.areas.office.rules import Span
from phuong.areas.office.states import Away, Formula
from phuong.kernel.access import directory
from phuong.kernel.access.models import Grant
from phuong.kernel.access.queries import actor_of_person
from phuong.kernel.access.roles import Role
from phuong.kernel.audit.api import Event
from phuong.kernel.audit.proof import verify
from phuong.kernel.errors import NotPermitted, NotVisible, RuleBroken
from phuong.kernel.people.models import Absence, Appointment, Person, Post, Unit
from tests.invariants.breaking import breaks_nowhere
from tests.support.builders import TUESDAY, browser_of, make_person, make_ward, post_of

pytestmark = pytest.mark.django_db
TODAY = TUESDAY.date()
OPEN = Span(TODAY)


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def admin(desk):
    return desk.of(desk.administrator, TUESDAY)


def refused(call, *args, **kwargs):
    with pytest.raises(RuleBroken) as refusal:
        call(*args, **kwargs)
    return refusal.value.code


def new_post(admin, *roles, title="Công chức văn hoá"):
    unit_id = actions.add_unit(admin, name="Văn hoá, xã hội", phone="", first=TODAY)
    return actions.add_post(admin, unit_id, title=title, superior_id=None, roles=roles, first=TODAY)


def test_a_unit_a_post_and_a_new_person_stand_and_the_person_may_act(desk, admin):
    post_id = new_post(admin, Role.SPECIALIST)
    whom = Whom(None, "Đỗ Thị Hạnh", "0912345678")
    person_id = actions.appoint(admin, post_id, whom, span=OPEN, decision="12/QĐ-UBND")
    person = Person.objects.of(desk.ward).get(id=person_id)
    assert actor_of_person(person, TUESDAY).holds(Role.SPECIALIST)
    assert [row.unit.code for row in queries.chart(admin) if row.posts][-1] == "van-hoa-xa-hoi"
    verbs = Event.objects.of(desk.ward).filter(verb__startswith="office.").order_by("seq")
    assert [event.verb for event in verbs] == [
        "office.add_unit", "office.add_post", "office.appoint",
    ]  # fmt: skip
    assert "Hạnh" not in "".join(event.body for event in verbs)
    assert verify(desk.ward.pk).holds


@pytest.mark.parametrize("who", ["reception", "specialist", "head", "leader", "secretary"])
def test_nobody_else_arranges_the_organisation(desk, who):
    with pytest.raises(NotPermitted):
        new_post(desk.of(getattr(desk, who), TUESDAY))
    client = browser_of(getattr(desk, who))
    assert client.get("/quan-tri/bo-may/").status_code == 404
    assert client.get("/quan-tri/bo-phan/moi/").status_code in {403, 404}


def test_a_post_that_leads_is_one_chair(desk, admin):
    post = post_of(desk.head)
    other = Whom(desk.reception.id)
    code = refused(actions.appoint, admin, post.id, other, span=OPEN, decision="")
    assert code == "office.overlap"
    held = Appointment.objects.of(desk.ward).get(post=post)
    actions.end_appointment(admin, held.id, last=TODAY)
    tomorrow = Span(TODAY + timedelta(days=1))
    actions.appoint(admin, post.id, other, span=tomorrow, decision="")
    assert Appointment.objects.of(desk.ward).filter(post=post).count() == 2


def test_a_post_that_leads_nobody_has_room_for_several_but_not_for_one_twice(desk, admin):
    post = post_of(desk.specialist)
    actions.appoint(admin, post.id, Whom(desk.reception.id), span=OPEN, decision="")
    for person in (desk.reception, desk.specialist):
        again = Whom(person.id)
        code = refused(actions.appoint, admin, post.id, again, span=OPEN, decision="")
        assert code == "office.overlap"


def test_days_that_make_no_sense_are_refused_beside_their_field(desk, admin):
    post_id, other = new_post(admin), Whom(desk.reception.id)
    backwards = Span(TODAY, TODAY - timedelta(days=1))
    assert refused(actions.appoint, admin, post_id, other, span=backwards, decision="") == (
        "office.span"
    )
    early = Span(TODAY - timedelta(days=1))
    assert refused(actions.appoint, admin, post_id, other, span=early, decision="") == (
        "office.outside"
    )
    assert refused(actions.appoint, admin, post_id, Whom(None), span=OPEN, decision="") == (
        "office.appoint.whom"
    )
    assert not Appointment.objects.of(desk.ward).filter(post_id=post_id).exists()


def test_the_last_administrator_stays_whichever_way_they_would_go(desk, admin):
    held = Appointment.objects.of(desk.ward).get(person=desk.administrator)
    role = Grant.objects.of(desk.ward).get(role=Role.ADMINISTRATOR)
    soon = TODAY + timedelta(days=30)
    last = "office.last-administrator"
    assert refused(actions.end_appointment, admin, held.id, last=TODAY) == last
    assert refused(actions.end_appointment, admin, held.id, last=soon) == last
    assert refused(actions.withdraw_grant, admin, role.id, last=soon) == last
    second = make_person(desk.ward, Role.ADMINISTRATOR, name="Lê Văn Hai", login="hai")
    actions.lock_account(admin, second.id)
    assert refused(actions.end_appointment, admin, held.id, last=TODAY) == last
    actions.unlock_account(admin, second.id)
    actions.end_appointment(admin, held.id, last=TODAY)
    assert Event.objects.of(desk.ward).filter(verb="office.end_appointment").count() == 1


def test_a_unit_ends_only_when_its_posts_have_and_a_post_only_when_it_is_empty(desk, admin):
    post_id = new_post(admin)
    unit_id = Post.objects.of(desk.ward).get(id=post_id).unit_id
    actions.appoint(admin, post_id, Whom(desk.reception.id), span=OPEN, decision="")
    assert refused(actions.close_unit, admin, unit_id, last=TODAY) == "office.unit.posts"
    assert refused(actions.close_post, admin, post_id, last=TODAY) == "office.post.held"
    held = Appointment.objects.of(desk.ward).get(post_id=post_id)
    actions.end_appointment(admin, held.id, last=TODAY)
    actions.close_post(admin, post_id, last=TODAY)
    actions.close_unit(admin, unit_id, last=TODAY)
    assert Unit.objects.of(desk.ward).get(id=unit_id).valid_to == TODAY
    assert refused(actions.close_unit, admin, unit_id, last=TODAY) == "office.ended"


def test_a_head_writes_down_absences_of_their_own_unit_alone(desk):
    head = desk.of(desk.head, TUESDAY)
    span = Span(TODAY, TODAY + timedelta(days=3))
    actions.begin_absence(head, desk.specialist.id, span=span, reason=Away.LEAVE)
    assert refused(
        actions.begin_absence, head, desk.specialist.id, span=span, reason=Away.ILL
    ) == "office.overlap"  # fmt: skip
    absence = Absence.objects.of(desk.ward).get()
    actions.end_absence(head, absence.id, last=TODAY)
    assert not Absence.objects.of(desk.ward).on(TODAY + timedelta(days=1)).exists()
    elsewhere = make_person(desk.ward, Role.RECEPTION, login="noikhac")
    assert elsewhere not in [person for person, _holds, _away in queries.people(head)]
    with pytest.raises(NotVisible):
        actions.begin_absence(head, elsewhere.id, span=span, reason=Away.LEAVE)


def test_another_wards_rows_are_not_there(desk, admin):
    other = make_person(make_ward("PB"), Role.SPECIALIST, login="phuongkhac")
    with pytest.raises(NotVisible):
        actions.close_post(admin, post_of(other).id, last=TODAY)
    client = browser_of(desk.administrator)
    assert client.get(f"/quan-tri/can-bo/{other.id}/").status_code == 404


def test_a_post_does_not_sign_in_its_own_place(desk, admin):
    post = post_of(desk.head)
    assert refused(
        actions.begin_substitution, admin, post.id,
        for_post_id=post.id, formula=Formula.DEPUTY, span=OPEN,
    ) == "office.substitution.self"  # fmt: skip


def test_a_role_that_a_post_has_is_not_given_twice(desk, admin):
    post = post_of(desk.specialist)
    code = refused(actions.grant, admin, post.id, role=Role.SPECIALIST, first=TODAY)
    assert code == "office.overlap"
    actions.grant(admin, post.id, role=Role.INSPECTOR, first=TODAY)
    directory.forget()
    assert post.id in directory.posts_with(desk.ward.pk, TODAY, Role.INSPECTOR)


@pytest.mark.parametrize("login", ["A b", "ab", "có-dấu", "-x-y", "x" * 31])
def test_a_log_in_name_that_is_hard_to_type_is_refused(desk, admin, login):
    post_id = new_post(admin)
    whom = Whom(None, "Đỗ Thị Hạnh")
    person_id = actions.appoint(admin, post_id, whom, span=OPEN, decision="")
    assert refused(actions.open_account, admin, person_id, login=login) == "office.login"


def test_a_change_that_breaks_anywhere_leaves_nothing(desk, admin):
    post = post_of(desk.specialist)
    held = Appointment.objects.of(desk.ward).get(post=post)
    assert breaks_nowhere(lambda: actions.end_appointment(admin, held.id, last=TODAY)) >= 5
    assert verify(desk.ward.pk).holds


def send(client, address, **values):
    """Fill the form at an address, as a browser would, and send it."""
    page = client.get(address).content.decode()
    request_id = re.search(r'name="request_id" value="([^"]+)"', page)[1]
    return client.post(address, {"request_id": request_id, **values}, follow=True)


def day(name, value: date):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def test_from_a_new_unit_to_a_password_of_their_own_by_pages_alone(desk):
    client = browser_of(desk.administrator)
    now = date.today()  # noqa: DTZ011 - pages go by the clock on the wall
    send(client, "/quan-tri/bo-phan/moi/", name="Kinh tế", phone="", **day("first", now))
    unit = Unit.objects.of(desk.ward).get(name="Kinh tế")
    send(
        client, f"/quan-tri/ghi/them-chuc-vu/{unit.id}/",
        title="Công chức kinh tế", roles=["specialist"], superior="", **day("first", now),
    )  # fmt: skip
    post = Post.objects.of(desk.ward).get(title="Công chức kinh tế")
    send(
        client, f"/quan-tri/ghi/bo-nhiem/{post.id}/",
        name="Đỗ Thị Hạnh", person="", phone="", decision="", **day("first", now),
    )  # fmt: skip
    person = Person.objects.of(desk.ward).get(name="Đỗ Thị Hạnh")
    send(client, f"/quan-tri/ghi/mo-tai-khoan/{person.id}/", login="hanh")
    page = send(client, f"/quan-tri/can-bo/{person.id}/duong-dan/").content.decode()
    link = re.search(r'href="http://[^/]+(/dang-nhap/dat/[^"]+)"', page)[1]
    hers = browser_of(None)
    assert "hanh" in hers.get(link).content.decode()
    done = send(hers, link, new="mot cau dai de nho", again="mot cau dai de nho")
    assert done.redirect_chain[-1][0] == "/dang-nhap/"
    assert hers.get(link).status_code == 404
    entered = hers.post("/dang-nhap/", {"login": "hanh", "password": "mot cau dai de nho"})
    assert entered.status_code == 302
    for address in ("/quan-tri/bo-may/", "/quan-tri/bo-may/da-doi/", "/quan-tri/can-bo/"):
        assert "Đỗ Thị Hạnh" in client.get(address).content.decode()


def test_a_forged_link_and_one_of_a_locked_account_open_nothing(desk, admin, settings):
    settings.CLOCK = lambda: TUESDAY
    ways = actions.invite(admin, desk.specialist.id)
    visitor = browser_of(None)
    assert visitor.get(f"/dang-nhap/dat/{ways}/").status_code == 200
    forged = ways[:-1] + ("1" if ways[-1] == "0" else "0")
    assert visitor.get(f"/dang-nhap/dat/{forged}/").status_code == 404
    assert visitor.get("/dang-nhap/dat/khong/co/").status_code == 404
    actions.lock_account(admin, desk.specialist.id)
    assert visitor.get(f"/dang-nhap/dat/{ways}/").status_code == 404


def test_a_link_lasts_its_three_days_and_within_an_hour_it_is_the_same(desk, admin, settings):
    ways = actions.invite(admin, desk.specialist.id)
    again = desk.of(desk.administrator, TUESDAY + timedelta(minutes=2))
    assert actions.invite(again, desk.specialist.id) == ways
    lasting = TUESDAY + timedelta(days=3)
    settings.CLOCK = lambda: lasting
    assert browser_of(None).get(f"/dang-nhap/dat/{ways}/").status_code == 200
    over = lasting + timedelta(hours=1, seconds=1)
    settings.CLOCK = lambda: over
    assert browser_of(None).get(f"/dang-nhap/dat/{ways}/").status_code == 404


def test_who_is_locked_out_is_out_at_the_next_page(desk, admin):
    client = browser_of(desk.specialist)
    assert client.get("/can-bo/").status_code == 200
    actions.lock_account(admin, desk.specialist.id)
    assert client.get("/can-bo/").status_code == 302
    assert refused(actions.lock_account, admin, desk.administrator.id) == "office.account.self"
