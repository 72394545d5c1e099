"""The counter's list to call: who is on it, what is read out, and how a call ends."""

from datetime import timedelta

import pytest

from phuong.areas.dossiers import actions
from phuong.areas.dossiers.models import SupplementItem
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier, open_request_of
from phuong.kernel.access.roles import Role
from phuong.kernel.audit.models import Event, Reading
from phuong.kernel.errors import NotPermitted, WrongState
from phuong.kernel.notices import api as notices
from phuong.kernel.notices.api import Outcome
from phuong.kernel.notices.models import Notice
from tests.support.builders import FRIDAY, NEXT_MONDAY, THURSDAY, browser_of, make_person

pytestmark = pytest.mark.django_db
LIST = "/can-bo/quay/goi-dien/"


@pytest.fixture
def desk():
    return make_desk(host="testserver")


def the_call(desk, now=THURSDAY):
    (call,) = notices.calls_to_make(desk.ward, now)
    return call


def test_the_list_names_whom_to_call_and_what_to_read_out(desk, settings):
    dossier = make_dossier(desk, State.SUPPLEMENT)
    page = browser_of(desk.reception).get(LIST).content.decode()
    assert dossier.code in page
    assert "Nguyễn Thị Hường" in page
    assert 'href="tel:+84905123412"' in page
    assert "Tôi gọi từ UBND phường PM. Hồ sơ" in page
    assert "cần bổ sung trước ngày 18/12/2026" in page
    assert Reading.objects.of(desk.ward).filter(purpose="dossiers.calls").count() == 1
    desk_page = browser_of(desk.reception).get("/can-bo/quay/").content.decode()
    assert "Danh sách gọi điện (1)" in desk_page


def test_somebody_without_a_number_is_on_it_with_their_address(desk):
    dossier = make_dossier(desk, State.SUPPLEMENT)
    person = dossier.applicant
    person.phone, person.address = "", "12 đường Mẫu"
    person.save()
    page = browser_of(desk.reception).get(LIST).content.decode()
    assert "Không có số điện thoại" in page
    assert "12 đường Mẫu" in page


def test_an_empty_list_says_so(desk):
    assert "Không phải gọi cho ai." in browser_of(desk.reception).get(LIST).content.decode()


def test_who_was_called_leaves_the_list_and_it_is_in_history(desk):
    dossier = make_dossier(desk, State.SUPPLEMENT)
    call = the_call(desk)
    address = f"{LIST}{dossier.code}/{call.notice_id}/"
    answer = browser_of(desk.reception).post(address, {"outcome": "called"}, follow=True)
    assert f"{dossier.code}: Đã ghi: đã gọi được." in answer.content.decode()
    assert notices.calls_to_make(desk.ward, THURSDAY) == []
    event = Event.objects.of(desk.ward).filter(subject_id=dossier.id).latest("seq")
    assert event.verb == "notices.call"
    assert '"outcome":"called"' in event.body
    again = browser_of(desk.reception).post(address, {"outcome": "called"}, follow=True)
    assert "Người khác vừa ghi cuộc gọi này." in again.content.decode()


def test_who_was_not_reached_comes_back_when_the_office_is_open_again(desk):
    dossier = make_dossier(desk, State.SUPPLEMENT)
    late = FRIDAY.replace(hour=16)
    call = the_call(desk, late)
    actions.settle_call(desk.of(desk.reception, late), dossier, call.notice_id, Outcome.NOT_REACHED)
    assert notices.calls_to_make(desk.ward, late + timedelta(hours=12)) == []
    opening = NEXT_MONDAY.replace(hour=7)
    assert the_call(desk, opening).attempts == 1
    actions.settle_call(desk.of(desk.reception, opening), dossier, call.notice_id, Outcome.GIVEN_UP)
    assert notices.calls_to_make(desk.ward, opening + timedelta(days=9)) == []


def test_a_later_message_makes_a_call_idle(desk):
    dossier = make_dossier(desk, State.SUPPLEMENT)
    answers = {item.id: SupplementItem.Answer.FILE for item in open_request_of(dossier).items.all()}
    actions.answer_supplement(desk.owner(dossier, THURSDAY), dossier, answers)
    assert notices.calls_to_make(desk.ward, THURSDAY) == []
    notices.deliver(THURSDAY)
    states = Notice.objects.of(desk.ward).filter(channel="call").values_list("state", flat=True)
    assert list(states) == ["recalled"]


def test_a_call_about_another_dossier_is_not_settled_by_this_ones_address(desk):
    make_dossier(desk, State.SUPPLEMENT)
    call = the_call(desk)
    other = make_dossier(desk, State.IN_WORK)
    occasion = desk.of(desk.reception, THURSDAY)
    with pytest.raises(WrongState):
        actions.settle_call(occasion, other, call.notice_id, Outcome.CALLED)
    assert the_call(desk).attempts == 0


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.RECEPTION])
def test_the_list_is_the_counters_alone(desk, role):
    dossier = make_dossier(desk, State.SUPPLEMENT)
    person = make_person(desk.ward, role, login=f"nguoi-{role.value}")
    assert browser_of(person).get(LIST).status_code == 404
    occasion = desk.of(person, THURSDAY)
    with pytest.raises(NotPermitted):
        actions.settle_call(occasion, dossier, the_call(desk).notice_id, Outcome.CALLED)
