import re

import pytest
from django.test import Client
from django.urls import reverse

from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import Desk, make_desk, make_dossier, take_in
from phuong.kernel.access.roles import Role
from phuong.kernel.law import api as law
from phuong.kernel.workflow.api import worklist
from phuong.kernel.workflow.models import WorkItem
from phuong.kernel.workflow.worklist import Filter, Key
from tests.support.builders import MONDAY, make_person, make_ward, occasion_of

pytestmark = pytest.mark.django_db
WORK = "/can-bo/viec/"


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def mai(client, desk):
    client.force_login(desk.specialist.account)
    return client


def read(client, path=WORK, **query):
    response = client.get(path, query)
    assert response.status_code == 200
    return response.content.decode()


def codes(page):
    return re.findall(r'<th role="rowheader" scope="row"><a href="[^"]*">([^<]+)</a>', page)


def menu(page):
    """Return the menu as {words: count}."""
    side = page[page.index('class="p-side"') : page.index("</ul>", page.index('class="p-side"'))]
    found = re.findall(r"<a [^>]*>([^<]+?)(?: <span[^>]*>([^<]*)</span>)?</a>", side)
    return dict(found)


def test_who_must_act_sees_the_dossier_with_one_thing_to_do(mai, desk):
    dossier = make_dossier(desk, State.IN_WORK)

    page = read(mai)

    assert codes(page) == [dossier.code]
    assert "Nguyễn Thị Hường" in page
    assert "Đang giải quyết" in page
    assert page.count("data-next") == 1
    assert f'href="{reverse("dossiers:move", args=[dossier.code, "trinh-ky"])}"' in page


def test_what_others_must_do_is_not_in_my_work(mai, desk):
    make_dossier(desk, State.SIGNING)

    page = read(mai)

    assert codes(page) == []
    assert "Không còn việc nào đến hạn." in page


def test_the_menu_counts_what_each_queue_lists(mai, desk):
    for state in (State.IN_WORK, State.IN_WORK, State.SUPPLEMENT):
        make_dossier(desk, state)

    counted = menu(read(mai))

    assert counted["Việc của tôi"] == "3"
    assert counted["Quá hạn"] == "2"  # They were received on 16/11/2026, with three days.
    assert counted["Chờ bổ sung"] == "1"
    for words, slug in (("Quá hạn", "qua-han"), ("Chờ bổ sung", "cho-bo-sung")):
        assert len(codes(read(mai, f"{WORK}{slug}/"))) == int(counted[words])


@pytest.mark.parametrize(
    ("who", "has", "lacks"),
    [
        (
            "reception",
            {"Chờ tiếp nhận", "Trả kết quả", "Chờ bổ sung"},
            {"Chờ ký", "Chưa phân công"},
        ),
        ("head", {"Chưa phân công", "Chờ bổ sung"}, {"Chờ ký", "Chờ trả kết quả"}),
        ("leader", {"Chờ ký", "Quá hạn"}, {"Chưa phân công", "Chờ bổ sung"}),
        ("administrator", {"Việc của tôi"}, {"Chờ ký", "Chưa phân công", "Chờ bổ sung"}),
    ],
)
def test_each_role_has_the_queues_that_concern_it(client, desk, who, has, lacks):
    client.force_login(getattr(desk, who).account)

    shown = set(menu(read(client)))

    assert has <= shown
    assert not lacks & shown


@pytest.mark.parametrize("slug", ["khong-co", "cho-ky"])
def test_a_queue_that_is_not_ours_is_not_there(mai, slug):
    assert mai.get(f"{WORK}{slug}/").status_code == 404


def test_who_is_not_logged_in_is_sent_to_the_log_in(client, desk):
    assert client.get(WORK)["Location"].startswith("/dang-nhap/?next=")


def test_an_account_without_a_post_finds_nothing(client, desk):
    nobody = make_person(desk.ward, login="nobody")
    client.force_login(nobody.account)

    assert client.get(WORK).status_code == 404


def test_filters_narrow_the_list_and_can_be_taken_away(mai, desk):
    working, asked = make_dossier(desk, State.IN_WORK), make_dossier(desk, State.SUPPLEMENT)

    page = read(mai, **{"trang-thai": "supplement_intake.supplement"})

    assert codes(page) == [asked.code]
    assert "Trạng thái: Chờ bổ sung" in page
    assert codes(read(mai, han="qua-han")) == [working.code]
    assert codes(read(mai, **{"linh-vuc": desk.version.field_code})) == [working.code, asked.code]
    assert codes(read(mai, han="con-xa")) == []
    assert "Bỏ bớt điều kiện lọc" in read(mai, han="con-xa")


@pytest.mark.parametrize("words", ["nguyen huong", "HƯỜNG", "Nguyễn Thị Hường"])
def test_names_are_found_with_and_without_marks(mai, desk, words):
    dossier = make_dossier(desk, State.IN_WORK)

    assert codes(read(mai, q=words)) == [dossier.code]


def test_a_code_is_found_by_its_tail(mai, desk):
    dossier = make_dossier(desk, State.IN_WORK)
    make_dossier(desk, State.IN_WORK)

    assert codes(read(mai, q=dossier.code[-4:])) == [dossier.code]
    assert codes(read(mai, q="không có ai")) == []


@pytest.mark.parametrize(
    "query",
    [
        {"han": "x"},
        {"trang-thai": "'; DROP TABLE"},
        {"linh-vuc": "khong-co"},
        {"sau": "x"},
        {"sau": "9" * 40 + "~x"},
        {"truoc": "-1~00000000-0000-0000-0000-000000000000x"},
        {"q": "%_\\"},
        {"q": "a" * 500},
    ],
)
def test_a_spoilt_address_still_shows_a_list(mai, desk, query):
    make_dossier(desk, State.IN_WORK)

    read(mai, **query)


def test_a_list_of_many_pages_goes_forth_and_back_without_losing_a_row(mai, desk):
    made = [make_dossier(desk, State.IN_WORK).code for _each in range(7)]
    occasion = occasion_of(desk.specialist, MONDAY)

    first = worklist.page(occasion.actor, size=3)
    second = worklist.page(occasion.actor, size=3, after=first.after)
    third = worklist.page(occasion.actor, size=3, after=second.after)
    back = worklist.page(occasion.actor, size=3, before=third.before)
    start = worklist.page(occasion.actor, size=3, before=back.before)

    shown = [line.card.code for page in (first, second, third) for line in page.lines]
    assert sorted(shown) == sorted(made)
    assert (first.before, third.after) == (None, None)
    assert [line.card.code for line in back.lines] == shown[3:6]
    assert [line.card.code for line in start.lines] == shown[:3]
    assert start.before is None
    assert start.after == first.after


def test_a_key_reads_back_as_it_was_written(desk):
    make_dossier(desk, State.IN_WORK)
    make_dossier(desk, State.SUPPLEMENT)

    for item in WorkItem.objects.of(desk.ward.pk):
        key = Key(item.due_key, item.id)
        assert Key.parse(str(key)) == key


def test_a_count_stops_at_a_hundred(desk):
    make_dossier(desk, State.IN_WORK)
    actor = occasion_of(desk.specialist, MONDAY).actor

    assert worklist.counts(actor, {"all": Filter(), "none": Filter(field="x")}) == {
        "all": 1,
        "none": 0,
    }


def test_the_page_asks_the_database_six_times_at_most(mai, desk, django_assert_statements):
    for _each in range(3):
        make_dossier(desk, State.IN_WORK)
    make_dossier(desk, State.SUPPLEMENT)
    read(mai)

    with django_assert_statements(6):
        read(mai)
    with django_assert_statements(6):
        read(mai, q="nguyen", han="qua-han", **{"linh-vuc": desk.version.field_code})
    with django_assert_statements(6):
        read(mai, f"{WORK}qua-han/", sau=str(Key(MONDAY, desk.specialist.id)))


def test_an_empty_list_asks_no_more(mai, desk, django_assert_statements):
    read(mai)

    with django_assert_statements(6):
        read(mai)


def test_two_wards_never_show_each_others_work():
    here, there = make_desk("PM", host="pm.example"), make_desk("PH", host="ph.example")
    make_dossier(here, State.IN_WORK)
    theirs = make_dossier(there, State.IN_WORK)
    client = Client(HTTP_HOST="ph.example")
    client.force_login(there.specialist.account)

    assert codes(read(client)) == [theirs.code]
    client.force_login(here.specialist.account)
    assert client.get(WORK).status_code == 404


def test_the_menu_shows_only_pages_that_exist_and_may_be_entered(mai, desk):
    shown = menu(read(mai))

    assert "Hôm nay" in shown
    assert "Cài đặt" in shown
    assert not {"Toàn cảnh", "Quản trị", "Phản ánh cán bộ", "Đơn thư"} & set(shown)


def test_a_dossier_of_a_post_is_work_of_whoever_holds_it(client, desk):
    dossier = take_in(desk)
    client.force_login(desk.head.account)

    assert codes(read(client, f"{WORK}chua-phan-cong/")) == [dossier.code]


def test_without_a_ward_of_its_own_a_host_has_no_work(desk):
    make_ward("PH", host="ph.example")
    make_person(desk.ward, Role.LEADER, login="leader-of-pm")

    assert Client(HTTP_HOST="khong.example").get(WORK).status_code == 404
    assert law.calendar(desk.ward.pk).is_working_day(MONDAY.date())
