"""Rating at the counter's screen: by the receipt, once, with nothing left behind."""

import pytest
from django.test import Client

from phuong.areas.dossiers import actions, jobs, notices
from phuong.areas.dossiers.models import Rating
from phuong.areas.dossiers.notices.messages import RATED
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import draft_apology, make_desk, make_dossier, take_in
from phuong.areas.dossiers.tests.citizens import Walk
from phuong.areas.dossiers.tests.test_ratings import BAD, GOOD, rate
from phuong.areas.tasks import api as tasks
from phuong.kernel.notices.letters import parcel
from phuong.kernel.notices.models import Notice
from tests.support.builders import (
    MONDAY,
    NEXT_MONDAY,
    NEXT_TUESDAY,
    WEDNESDAY,
    load_law_values,
    moment,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    load_law_values()
    return make_desk()


def marked(marks):
    return {name: str(mark) for name, mark in marks.items()}


def scanned(dossier):
    return f"https://phuong.example/q/{dossier.token}/#1.AbC.xyz"


def test_a_scanned_receipt_is_rated_once_and_leaves_nothing_behind(desk):
    dossier = make_dossier(desk, State.RETURNED)
    walk = Walk(Client())
    walk.open("/danh-gia/")
    text = walk.send(code=scanned(dossier), proof="")
    assert walk.path == f"/danh-gia/{dossier.token}/?quay=1"
    assert "Cán bộ không biết ông/bà chấm mức nào" in text
    for word in (dossier.code, "Hường", "0905"):
        assert word not in text
    assert "Chọn một trong năm mức" in walk.send(attitude="5")
    text = walk.send(**marked(GOOD))
    assert "Cảm ơn ông/bà." in text
    assert "Hường" not in text
    assert walk.client.cookies.get("ho_so") is None
    # The same receipt again, and a status page, tell the next person nothing.
    walk.open("/danh-gia/")
    assert "Đã nhận đánh giá" in walk.send(code=scanned(dossier), proof="")
    assert Rating.objects.of(desk.ward).count() == 1
    assert walk.client.get(f"/ho-so/{dossier.code}/")["Location"].startswith("/tra-cuu/")


def test_a_typed_code_needs_what_proves_it_and_guesses_are_held_back(desk):
    dossier = make_dossier(desk, State.RETURNED)
    walk = Walk(Client())
    walk.open("/danh-gia/")
    assert "cần thêm 4 số cuối điện thoại" in walk.send(code=dossier.code, proof="")
    assert "Không thấy hồ sơ" in walk.send(code=dossier.code, proof="0000")
    assert "Không thấy hồ sơ" in walk.send(code="https://x/q/0123456789abcdef/", proof="")
    for _each in range(5):
        walk.send(code=dossier.code, proof="0000")
    assert walk.status == 422
    assert not walk.path.startswith(f"/danh-gia/{dossier.token}")
    other = Walk(Client(REMOTE_ADDR="10.0.0.9"))
    other.open("/danh-gia/")
    other.send(code=dossier.code, proof=dossier.secret)
    assert other.path == f"/danh-gia/{dossier.token}/?quay=1"


def test_what_has_not_ended_is_not_rated_and_says_so(desk):
    dossier = make_dossier(desk, State.SUPPLEMENT)
    walk = Walk(Client())
    walk.open("/danh-gia/")
    assert "Chưa đến lúc đánh giá" in walk.send(code=scanned(dossier), proof="")
    assert walk.path == "/danh-gia/"


def test_a_low_rating_offers_a_call_at_the_counter_too(desk):
    dossier = make_dossier(desk, State.RETURNED)
    walk = Walk(Client())
    walk.open(f"/danh-gia/{dossier.token}/?quay=1")
    assert "Muốn chúng tôi gọi lại không?" in walk.send(**marked(BAD))
    text = walk.send(f"/danh-gia/{dossier.token}/goi-lai/?quay=1")
    assert "Chúng tôi gọi ông/bà trong 2 ngày làm việc." in text
    walk.client.post(f"/danh-gia/{dossier.token}/goi-lai/")
    assert tasks.Task.objects.of(desk.ward).count() == 1


def test_at_the_counter_a_page_that_was_left_goes_back_and_from_a_letter_it_stays(desk):
    dossier = make_dossier(desk, State.RETURNED)
    client = Client()
    address = f"/danh-gia/{dossier.token}/"
    assert client.get(f"{address}?quay=1")["Refresh"] == "180; url=/danh-gia/"
    assert "Refresh" not in client.get(address)
    rate(desk, dossier)
    assert client.get(f"{address}xong/?quay=1")["Refresh"] == "30; url=/danh-gia/"
    for page in (client.get(f"{address}xong/"), client.get("/danh-gia/")):
        assert "Refresh" not in page
        assert page["Cache-Control"] == "private, no-store"


def test_the_pages_ask_the_database_little(desk, django_assert_statements):
    dossier = make_dossier(desk, State.RETURNED)
    client = Client()
    client.get(f"/danh-gia/{dossier.token}/")
    with django_assert_statements(2):
        client.get(f"/danh-gia/{dossier.token}/")
    rate(desk, dossier)
    with django_assert_statements(2):
        client.get(f"/danh-gia/{dossier.token}/xong/")


def test_the_letter_of_an_end_leads_to_the_rating_and_others_do_not(desk):
    dossier = make_dossier(desk, State.RETURNED)
    rows = Notice.objects.of(desk.ward).filter(subject_id=dossier.id).select_related("subject")
    then = {
        row.template: parcel(row, desk.ward, "https://phuong.example", MONDAY).letter.then
        for row in rows
    }
    words, address = then["dossiers.hand_over"]
    assert words == "Xin cho biết chúng tôi phục vụ thế nào"
    assert address == f"https://phuong.example/danh-gia/{dossier.token}/"
    assert then["dossiers.sign"] is None
    known = {one.code.removeprefix("dossiers.") for one in notices.TEMPLATES if one.then}
    elsewhere = {"report_returned", "report_refused", "report_stopped"}
    assert known == RATED | elsewhere


def late_letters(desk):
    rows = Notice.objects.of(desk.ward).filter(template="dossiers.late", channel="page")
    return sorted(row.subject.code for row in rows.select_related("subject"))


def test_whoever_was_promised_and_waits_is_told_once_that_it_is_late(desk):
    dossier = take_in(desk, MONDAY)  # promised for Thursday
    assert jobs.remind_applicants(desk.clock(moment(19, 16))) == 0
    assert jobs.remind_applicants(desk.clock(moment(20, 9))) == 1
    assert jobs.remind_applicants(desk.clock(NEXT_MONDAY)) == 0
    assert late_letters(desk) == [dossier.code]


def test_no_letter_of_lateness_follows_an_apology_or_a_result(desk):
    make_dossier(desk, State.READY)
    make_dossier(desk, State.SUPPLEMENT)
    sorry = draft_apology(desk, make_dossier(desk, State.IN_WORK))
    actions.apologize(desk.of(desk.leader, WEDNESDAY), desk.ward, sorry)
    jobs.remind_applicants(desk.clock(NEXT_TUESDAY))
    assert late_letters(desk) == []
