"""How an applicant is told can change after handing in: by themselves, or for them at the desk."""

import pytest
from django.test import Client

from phuong.areas.dossiers import actions
from phuong.areas.dossiers.actions.given import Given
from phuong.areas.dossiers.models import Applicant, TellBy
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import HUONG, make_dossier, take_in
from phuong.areas.dossiers.tests.citizens import Walk
from phuong.areas.dossiers.tests.test_letters import ADDRESS, box, desk, only
from phuong.kernel.audit.models import Event
from phuong.kernel.errors import NotPermitted, NotVisible, RuleBroken, WrongState
from phuong.kernel.notices.api import Channel
from phuong.kernel.notices.models import Notice
from tests.support.builders import (
    TUESDAY,
    WEDNESDAY,
    browser_of,
    citizen,
    load_law_values,
)

__all__ = ["box", "desk"]
pytestmark = pytest.mark.django_db


def change(desk, dossier, tell_by=TellBy.EMAIL, email=ADDRESS, by=None):
    when = by or desk.owner(dossier, TUESDAY)
    return actions.change_way(when, dossier, tell_by=tell_by, email=email)


def changes(dossier):
    return Event.objects.of(dossier.ward_id).filter(verb="dossiers.change_way").count()


def test_whoever_changes_to_mail_gets_this_and_every_later_message_there(box, desk):
    dossier = take_in(desk, given=HUONG)
    assert box.read(TUESDAY) == []
    change(desk, dossier)
    only(box.read(TUESDAY), f"Đã đổi cách báo tin · {dossier.code}", "gọi ngay 0292000000")
    actions.assign(desk.of(desk.head, WEDNESDAY), dossier, desk.specialist.id)
    only(box.read(WEDNESDAY), f"Đang giải quyết · {dossier.code}", dossier.code)
    assert changes(dossier) == 1


def test_whoever_wants_no_messages_gets_none_but_on_the_page(box, desk):
    dossier = take_in(desk, given=Given(name="Lan", phone=HUONG.phone, email=ADDRESS))
    change(desk, dossier, TellBy.PAGE)
    box.read(TUESDAY)
    actions.assign(desk.of(desk.head, WEDNESDAY), dossier, desk.specialist.id)
    told = Notice.objects.of(desk.ward).filter(
        template__in=["dossiers.assign", "dossiers.change_way"]
    )
    assert {one.channel for one in told} == {Channel.PAGE}


def test_nothing_changed_is_no_event_and_the_same_sending_is_one(desk):
    dossier = take_in(desk)
    change(desk, dossier, TellBy.ALL, "")
    assert changes(dossier) == 0
    change(desk, dossier)
    change(desk, dossier)
    assert changes(dossier) == 1


@pytest.mark.parametrize(
    ("phone", "tell_by", "email", "field"),
    [("+84905123412", TellBy.EMAIL, "", "email"), ("", TellBy.SMS, ADDRESS, "tell_by")],
)
def test_a_way_without_an_address_is_refused_beside_its_field(desk, phone, tell_by, email, field):
    dossier = take_in(desk, given=Given(name="Lan", phone=phone))
    with pytest.raises(RuleBroken) as refusal:
        change(desk, dossier, tell_by, email)
    assert refusal.value.field == field
    assert changes(dossier) == 0


def test_only_its_owner_and_the_desk_change_it_and_only_while_there_is_something_to_tell(desk):
    dossier = make_dossier(desk, State.IN_WORK)
    with pytest.raises(NotPermitted):
        change(desk, dossier, by=desk.of(desk.specialist, WEDNESDAY))
    with pytest.raises(NotVisible):
        change(desk, dossier, by=citizen(desk.ward, WEDNESDAY))
    change(desk, dossier, by=desk.of(desk.reception, WEDNESDAY))
    assert Applicant.objects.of(desk.ward).get(id=dossier.applicant_id).email == ADDRESS
    with pytest.raises(WrongState) as refusal:
        change(desk, make_dossier(desk, State.RETURNED))
    assert refusal.value.code == "dossiers.way.closed"


def test_the_owner_changes_it_from_the_status_page(desk):
    load_law_values()
    dossier = take_in(desk)
    walk = Walk(Client())
    walk.open("/tra-cuu/")
    walk.send(code=dossier.code, proof="3412")
    address = f"/ho-so/{dossier.code}/cach-bao-tin/"
    assert address in walk.client.get(f"/ho-so/{dossier.code}/").content.decode()
    walk.open(address)
    walk.send(tell_by="email", email="")
    assert "Nhập địa chỉ thư điện tử" in walk.text
    walk.open(address)
    walk.send(tell_by="email", email=ADDRESS)
    assert ADDRESS in walk.client.get(f"/ho-so/{dossier.code}/").content.decode()
    stranger = Client().get(address)
    assert (stranger.status_code, stranger.url.startswith("/tra-cuu/")) == (302, True)


def test_the_desk_changes_it_from_the_workspace(desk):
    dossier = make_dossier(desk, State.IN_WORK)
    address = f"/can-bo/ho-so/{dossier.code}/cach-bao-tin/"
    client = browser_of(desk.reception)
    assert address in client.get(f"/can-bo/ho-so/{dossier.code}/").content.decode()
    page = browser_of(desk.specialist).get(f"/can-bo/ho-so/{dossier.code}/").content.decode()
    assert address not in page
    assert browser_of(desk.specialist).get(address).status_code == 404
    form = client.get(address).content.decode()
    request_id = form.partition('name="request_id" value="')[2].partition('"')[0]
    data = {"tell_by": "email", "email": ADDRESS, "request_id": request_id}
    assert client.post(address, data).status_code == 302
    assert "Đổi cách báo tin" in client.get(f"/can-bo/ho-so/{dossier.code}/").content.decode()
