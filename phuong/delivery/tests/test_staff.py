import re
from datetime import timedelta

import pytest
from django.test import Client

from phuong.areas.dossiers import actions
from phuong.areas.dossiers.models import SupplementItem
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier, open_request_of, take_in
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import kinds
from phuong.kernel.notices import templates
from phuong.kernel.notices.api import Template, ToPerson, tell
from tests.support.builders import FRIDAY, NEXT_MONDAY, PASSWORD

pytestmark = pytest.mark.django_db
TODAY, SEARCH, SETTINGS = "/can-bo/", "/can-bo/tim/", "/can-bo/cai-dat/"
CHANGE = "/can-bo/cai-dat/mat-khau/"
NEW = "mot-cau-dai-de-nho-hon"


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def mai(client, desk):
    client.force_login(desk.specialist.account)
    return client


def read(client, path, **query):
    response = client.get(path, query)
    assert response.status_code == 200
    return response.content.decode()


def block(page, ident):
    part = page[page.index(f'id="{ident}"') :]
    part = part[: part.index("</section>")]
    return re.findall(r'<th role="rowheader" scope="row"><a href="[^"]*">([^<]+)</a>', part), part


def test_the_day_has_three_blocks(mai, desk):
    late = make_dossier(desk, State.IN_WORK)
    fresh = take_in(desk, FRIDAY)
    fresh = actions.assign(desk.of(desk.head, FRIDAY), fresh, desk.specialist.id)
    signing, asked = make_dossier(desk, State.SIGNING), make_dossier(desk, State.SUPPLEMENT)

    page = read(mai, TODAY)

    assert "Thứ Hai 23/11/2026" in page
    assert block(page, "lam-ngay")[0] == [late.code]
    assert block(page, "sap-den")[0] == [fresh.code]
    assert block(page, "dang-cho")[0] == [signing.code, asked.code]


def test_what_came_back_from_the_applicant_is_done_first(mai, desk):
    dossier = make_dossier(desk, State.SUPPLEMENT)
    request = open_request_of(dossier)
    answers = {item.id: SupplementItem.Answer.FILE for item in request.items.all()}
    actions.answer_supplement(desk.owner(dossier, FRIDAY), dossier, answers)

    codes, part = block(read(mai, TODAY), "lam-ngay")

    assert codes == [dossier.code]
    assert "Đã bổ sung, chờ xem" in part


def test_an_empty_day_says_so_and_leads_on(mai):
    page = read(mai, TODAY)

    assert "Không có việc gấp." in page
    assert "Không chờ ai." in page
    assert 'href="/can-bo/viec/"' in page


def test_what_an_official_is_told_stands_first_until_it_is_read(mai, desk, monkeypatch):
    sent_back = Template("test.sent-back", "Bị trả lại", "Hồ sơ %(code)s bị trả lại để sửa.")
    monkeypatch.setitem(templates._templates, sent_back.code, sent_back)
    dossier = make_dossier(desk, State.IN_WORK)
    occasion = desk.of(desk.leader, FRIDAY)
    subject = audit.lock(desk.ward.pk, dossier.id)
    tell(occasion, subject, sent_back.code, to=[ToPerson(desk.specialist.id)])

    assert f"Hồ sơ {dossier.code} bị trả lại để sửa." in read(mai, TODAY)
    assert mai.get("/can-bo/tin/da-doc/").status_code == 405
    assert mai.post("/can-bo/tin/da-doc/")["Location"] == TODAY
    assert "bị trả lại để sửa" not in read(mai, TODAY)


@pytest.mark.parametrize(
    ("who", "first"),
    [
        ("specialist", None),
        ("head", None),
        ("leader", "/lanh-dao/"),
        ("secretary", "/lanh-dao/"),
        ("reception", "/can-bo/quay/"),
    ],
)
def test_each_role_begins_where_its_day_begins(client, desk, who, first):
    client.force_login(getattr(desk, who).account)

    response = client.get(TODAY)

    assert response.get("Location") == first


def test_the_day_asks_the_database_little(mai, desk, django_assert_statements):
    for state in (State.IN_WORK, State.SIGNING, State.SUPPLEMENT):
        make_dossier(desk, state)
    read(mai, TODAY)

    with django_assert_statements(12):
        read(mai, TODAY)


@pytest.mark.parametrize("path", [TODAY, SEARCH, SETTINGS, CHANGE])
def test_who_is_not_logged_in_is_sent_to_the_log_in(client, desk, path):
    assert client.get(path)["Location"].startswith("/dang-nhap/?next=")


@pytest.mark.parametrize("words", ["huong", "Nguyễn Thị Hường", "0905123412", "090 512 3412"])
def test_the_search_finds_by_name_and_phone(mai, desk, words):
    dossier = make_dossier(desk, State.IN_WORK)

    page = read(mai, SEARCH, q=words)

    assert dossier.code in page
    assert "1 kết quả khớp" in page


def test_the_search_finds_by_the_tail_of_a_code_and_says_when_nothing_matches(mai, desk):
    dossier = make_dossier(desk, State.IN_WORK)

    assert dossier.code in read(mai, SEARCH, q=dossier.code[-4:])
    assert "Không thấy gì." in read(mai, SEARCH, q="khong co ai")
    assert "Không cần gõ dấu." in read(mai, SEARCH)


def test_the_search_finds_only_what_one_may_read(client, desk):
    draft, mine = make_dossier(desk, State.DRAFT), make_dossier(desk, State.IN_WORK)
    client.force_login(desk.administrator.account)
    assert mine.code not in read(client, SEARCH, q="huong")
    client.force_login(desk.reception.account)

    page = read(client, SEARCH, q="huong")

    assert mine.code in page
    assert draft.code not in page


def test_the_search_stays_within_the_ward(desk):
    there = make_desk("PH", host="ph.example")
    theirs, ours = make_dossier(there, State.IN_WORK), make_dossier(desk, State.IN_WORK)
    client = Client(HTTP_HOST="ph.example")
    client.force_login(there.reception.account)

    page = read(client, SEARCH, q="huong")

    assert theirs.code in page
    assert ours.code not in page


@pytest.mark.parametrize("words", ["a" * 200, "%", "'", "<script>"])
def test_odd_words_are_searched_for_like_any(mai, words):
    assert "<script>" not in read(mai, SEARCH, q=words)


def test_the_search_asks_the_database_little(mai, desk, django_assert_statements):
    make_dossier(desk, State.IN_WORK)
    read(mai, SEARCH, q="huong")

    # Log-in takes three; each kind searches once, dossiers first ask where the newest end; who was
    # shown is written down.
    with django_assert_statements(5 + len(kinds.all_kinds())):
        read(mai, SEARCH, q="huong")


def test_how_pages_look_is_kept_on_the_account(mai, desk):
    wishes = {"theme": "dark", "size": "large", "density": "roomy", "shortcuts": "off"}
    response = mai.post(SETTINGS, wishes)

    assert (response.status_code, response["Location"]) == (302, SETTINGS)
    page = read(mai, "/can-bo/viec/")
    assert "data-shortcuts" not in page
    assert 'class="gon' not in page
    assert "Phím tắt" not in page
    assert 'data-bs-theme="dark"' in page
    # Another device looks alike from the log-in on.
    other = Client()
    other.post("/dang-nhap/", {"login": desk.specialist.account.login, "password": PASSWORD})
    page = read(other, "/can-bo/viec/")
    assert "data-shortcuts" not in page
    assert 'data-bs-theme="dark"' in page


def test_settings_that_do_not_exist_are_refused(mai):
    response = mai.post(SETTINGS, {"density": "x", "shortcuts": ""})

    assert response.status_code == 422
    assert "density" not in mai.cookies


def test_a_password_is_changed_and_other_devices_are_left_outside(mai, desk):
    other = Client()
    other.force_login(desk.specialist.account)

    response = mai.post(CHANGE, {"old": PASSWORD, "new": NEW, "again": NEW})

    assert response["Location"] == SETTINGS
    assert mai.get(SETTINGS).status_code == 200
    assert other.get(SETTINGS).status_code == 302
    login = {"login": desk.specialist.account.login, "password": NEW}
    assert Client().post("/dang-nhap/", login).status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again", "words"),
    [
        ("sai", NEW, NEW, "Mật khẩu đang dùng chưa đúng."),
        (PASSWORD, "ngan", "ngan", "Mật khẩu mới cần ít nhất 10 ký tự."),
        (PASSWORD, "1234567890", "1234567890", "dễ đoán"),
        (PASSWORD, "specialist.pm", "specialist.pm", "gần giống tên đăng nhập"),
        (PASSWORD, NEW, f"{NEW}x", "Hai lần nhập mật khẩu mới chưa giống nhau."),
        ("", "", "", "Nhập mật khẩu đang dùng"),
    ],
)
def test_a_bad_new_password_is_told_beside_its_field(mai, desk, old, new, again, words):
    response = mai.post(CHANGE, {"old": old, "new": new, "again": again})

    assert response.status_code == 422
    assert words in response.content.decode()
    desk.specialist.account.refresh_from_db()
    assert desk.specialist.account.check_password(PASSWORD)


def test_days_are_local_days(mai, desk):
    dossier = make_dossier(desk, State.IN_WORK)
    dossier.refresh_from_db()

    assert dossier.due_at < NEXT_MONDAY - timedelta(days=3)
