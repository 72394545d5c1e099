"""Every way in: the same code, status and words; when it came, where it was filed, who hands in."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from phuong.areas.dossiers import actions, policy
from phuong.areas.dossiers.actions.given import Given, Way
from phuong.areas.dossiers.models import Dossier, Origin, Together
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import ALL_PAPERS, HUONG, make_desk
from phuong.areas.procedures import api as procedures
from phuong.areas.procedures.tests.builders import make_row
from phuong.kernel.access.api import HERE
from phuong.kernel.audit.api import Event, Ground
from phuong.kernel.errors import RuleBroken
from phuong.kernel.notices.models import Notice
from tests.support.builders import MONDAY, TUESDAY, browser_of, load_law_values

pytestmark = pytest.mark.django_db

COUPLE = Given(
    name="Nguyễn Thị Hường",
    phone="+84905123412",
    together=(Together("Trần Văn Nam", "092085000123", "+84905777888"),),
)
COMPANY = Given(
    kind="organisation",
    name="Công ty TNHH Mẫu",
    id_number="1801234567",
    phone="+84905123412",
    representative="Lê Thị Hoa",
    representative_post="Giám đốc",
    authority="introduction",
    authority_paper="số 12, ngày 16/11/2026",
)


@pytest.fixture
def desk():
    load_law_values()
    return make_desk()


def take(desk, given=HUONG, way=None, now=MONDAY, **occasion):
    at = replace(desk.of(desk.reception, now), **occasion)
    return actions.take_in(at, desk.ward, desk.version, given, ALL_PAPERS, way=way or Way())


def walk_in(desk, **values):
    data = {"name": "Lê Thị Hoa", "phone": "090 512 3412", "paper-to-khai": "original"}
    data |= {"for_whom": "self", "return_method": "counter", "outcome": "receive"} | values
    return browser_of(desk.reception).post("/can-bo/quay/tiep-nhan/?thu-tuc=khai-sinh", data)


@pytest.mark.parametrize("origin", ["counter", "phone", "post", "mobile", "home"])
def test_every_way_gives_the_same_code_state_and_message(desk, origin):
    answered = walk_in(desk, origin=origin)
    dossier = Dossier.objects.of(desk.ward).get()
    assert answered["Location"] == f"/can-bo/ho-so/{dossier.code}/in/giay-hen/"
    assert (dossier.origin, dossier.state) == (origin, State.RECEIVED)
    told = Notice.objects.of(desk.ward).filter(subject_id=dossier.id)
    assert set(told.values_list("template", flat=True)) == {"dossiers.receive"}
    status = Client()
    status.post("/tra-cuu/", {"code": dossier.code, "proof": "3412"})
    assert "Đã tiếp nhận" in status.get(f"/ho-so/{dossier.code}/").content.decode()


def test_a_dossier_without_a_word_of_its_way_came_to_the_counter(desk):
    walk_in(desk)
    assert Dossier.objects.of(desk.ward).get().origin == Origin.COUNTER


def yesterday():
    return timezone.now().astimezone(HERE).date() - timedelta(days=1)


def came(day):
    return {"came_on_day": day.day, "came_on_month": day.month, "came_on_year": day.year}


def test_a_letter_counts_from_when_the_ward_had_it_and_shows_that_it_was_entered_later(desk):
    day = yesterday()
    answered = walk_in(desk, origin="post", came_time="08:30", **came(day))
    assert answered.status_code == 302, answered.content.decode()
    dossier = Dossier.objects.of(desk.ward).get()
    at = dossier.received_at.astimezone(HERE)
    assert (at.date(), at.hour, at.minute) == (day, 8, 30)
    assert dossier.received_on == day
    [event] = Event.objects.of(desk.ward).filter(subject_id=dossier.id)
    assert event.at == dossier.received_at
    assert event.recorded_at > event.at
    page = browser_of(desk.reception).get(f"/can-bo/ho-so/{dossier.code}/").content.decode()
    assert "nhập lúc" in page
    assert "Thư, bưu điện" in page


def test_what_came_by_letter_is_told_when_it_is_entered_and_not_held_back(desk):
    walk_in(desk, origin="post", **came(yesterday()))
    by_page = Notice.objects.of(desk.ward).get(channel="page")
    assert timezone.now() - by_page.told_at < timedelta(minutes=5)
    assert not Notice.objects.of(desk.ward).filter(reason="entered_later").exists()


def test_nothing_comes_in_the_future_and_the_counter_has_no_other_day(desk):
    tomorrow = yesterday() + timedelta(days=2)
    assert (
        "Lúc nhận phải trước lúc nhập"
        in walk_in(desk, origin="post", **came(tomorrow)).content.decode()
    )
    assert "chọn hồ sơ đến bằng cách nào" in walk_in(desk, **came(yesterday())).content.decode()
    assert not Dossier.objects.of(desk.ward).exists()


@pytest.fixture
def justice(desk):
    row = make_row(external_system="moj-civil-status")
    procedures.load([row])
    procedures.forget()
    return desk


ELSEWHERE = {"origin": "external", "system": "moj-civil-status", "elsewhere": "h13.07-261120-0009"}


def test_a_dossier_of_another_system_is_found_by_both_codes(justice):
    desk = justice
    answered = walk_in(desk, **ELSEWHERE)
    assert answered.status_code == 302, answered.content.decode()
    dossier = Dossier.objects.of(desk.ward).get()
    assert (dossier.external_system, dossier.external_code) == (
        "moj-civil-status",
        "H13.07-261120-0009",
    )
    for code in (dossier.code, "H13.07-261120-0009", "h13.07-261120-0009"):
        citizen = Client()
        looked = citizen.post("/tra-cuu/", {"code": code, "proof": "3412"})
        assert looked["Location"] == f"/ho-so/{dossier.code}/"
    browser = browser_of(desk.reception)
    for typed in (dossier.code, "H13.07-261120-0009"):
        found = browser.get("/can-bo/quay/tim/", {"ma": typed})
        assert found["Location"] == f"/can-bo/ho-so/{dossier.code}/"
    assert "H13.07-261120-0009" in browser.get(f"/can-bo/ho-so/{dossier.code}/").content.decode()


def test_the_same_code_elsewhere_is_not_entered_twice(justice):
    walk_in(justice, **ELSEWHERE)
    again = walk_in(justice, **ELSEWHERE)
    assert again.status_code == 422
    assert "đã có trong sổ" in again.content.decode()
    assert Dossier.objects.of(justice.ward).count() == 1


@pytest.mark.parametrize(
    ("missing", "words"), [("system", "Chọn hệ thống"), ("elsewhere", "Ghi mã hồ sơ trên hệ thống")]
)
def test_another_system_needs_its_name_and_its_code(justice, missing, words):
    answered = walk_in(justice, **(ELSEWHERE | {missing: ""}))
    assert answered.status_code == 422
    assert words in answered.content.decode()


def test_each_of_two_who_hand_in_together_proves_it_and_is_told(desk):
    dossier = take(desk, COUPLE)
    for tail in ("3412", "7888"):
        assert policy.by_proof(desk.ward.pk, [dossier.code], tail) == dossier
    assert policy.by_proof(desk.ward.pk, [dossier.code], "0000") is None
    told = Notice.objects.of(desk.ward).filter(subject_id=dossier.id, channel="sms")
    assert set(told.values_list("address", flat=True)) == {"+84905123412", "+84905777888"}


def test_one_of_two_is_found_by_name_and_both_stand_on_page_and_receipt(desk):
    dossier, browser = take(desk, COUPLE), browser_of(desk.reception)
    assert dossier.code in browser.get("/can-bo/quay/tim/", {"ma": "tran van nam"}).content.decode()
    for path in ("", "in/giay-hen/"):
        page = browser.get(f"/can-bo/ho-so/{dossier.code}/{path}").content.decode()
        assert "Trần Văn Nam" in page


def test_an_organisation_stands_with_who_speaks_for_it_and_by_what_paper(desk):
    dossier, browser = take(desk, COMPANY), browser_of(desk.reception)
    for path in ("", "in/giay-hen/"):
        page = browser.get(f"/can-bo/ho-so/{dossier.code}/{path}").content.decode()
        assert "Công ty TNHH Mẫu" in page
        assert "Lê Thị Hoa" in page
        assert "Giấy giới thiệu của tổ chức: số 12, ngày 16/11/2026" in page


def test_the_desk_types_an_organisation_and_a_couple(desk):
    company = walk_in(
        desk, kind="organisation", name="Công ty TNHH Mẫu", id_number="1801234567",
        representative="Lê Thị Hoa", representative_post="Giám đốc",
    )  # fmt: skip
    assert company.status_code == 302, company.content.decode()
    couple = walk_in(desk, together_name_1="Trần Văn Nam", together_phone_1="0905777888")
    assert couple.status_code == 302, couple.content.decode()
    made = {one.applicant.name: one.applicant for one in Dossier.objects.of(desk.ward)}
    assert made["Công ty TNHH Mẫu"].representative == "Lê Thị Hoa"
    assert made["Lê Thị Hoa"].others == (Together("Trần Văn Nam", "", "+84905777888"),)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"kind": "organisation", "id_number": "123"}, "10 hoặc 13 chữ số"),
        ({"kind": "organisation"}, "Nhập họ tên người đại diện tổ chức"),
        ({"id_number": "1801234567"}, "Nhập số định danh gồm 12 chữ số"),
        ({"together_phone_1": "0905777888"}, "Nhập họ, chữ đệm và tên"),
        ({"authority_paper": "số 12"}, "Chọn loại giấy tờ nộp thay đã xem"),
        ({"came_time": "08:00", "origin": "post"}, "ghi cả ngày"),
        ({"elsewhere": "H13-1"}, "Đã ghi mã trên hệ thống khác"),
        ({"copies-to-khai": "2", "paper-to-khai": "missing"}, "Đã ghi số bản"),
    ],
)
def test_what_does_not_fit_together_is_said_beside_its_field(desk, values, words):
    answered = walk_in(desk, **values)
    assert answered.status_code == 422
    assert words in answered.content.decode()
    assert not Dossier.objects.of(desk.ward).exists()


def test_erasing_takes_all_who_handed_in(desk):
    dossier = take(desk, COUPLE)
    dossier = actions.withdraw(desk.owner(dossier, TUESDAY), dossier)
    actions.erase_values(desk.of(desk.leader, TUESDAY), dossier.id, Ground.RETENTION)
    left = str(list(Dossier.objects.of(desk.ward).values_list("search", "applicant__together")))
    assert "nam" not in left.lower()


def test_a_refusal_leaves_no_trace(desk):
    with pytest.raises(RuleBroken):
        take(desk, way=Way(Origin.EXTERNAL, system="", code="X"))
    assert not Dossier.objects.of(desk.ward).exists()
    assert not Event.objects.of(desk.ward).exists()
