"""Looking up, following, answering: what an owner sees, and what nobody else does."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from phuong.areas.dossiers import actions, rules
from phuong.areas.dossiers.actions.given import Given
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.states import BY_TIME, LIFE, REPORTED_NAMES, State
from phuong.areas.dossiers.tests import citizens
from phuong.areas.dossiers.tests.builders import (
    ASKED,
    GROUND,
    HUONG,
    add_file,
    make_desk,
    make_dossier,
    take_in,
)
from phuong.areas.dossiers.tests.citizens import BIRTH, BOARDING, Walk, make_law, make_ward_of
from phuong.kernel.audit.api import Event
from tests.support.builders import (
    MONDAY,
    NEXT_MONDAY,
    TUESDAY,
    WEDNESDAY,
    browser_of,
)

pytestmark = pytest.mark.django_db

TAIL = "3412"
HANDED_IN = [
    state for state in State if state not in (State.DRAFT, State.PREPARED, State.DISCARDED)
]


@pytest.fixture
def desk():
    make_law()
    return make_desk()


@pytest.fixture
def walk():
    return Walk(Client())


def look_up(walk, code, typed=TAIL):
    walk.open("/tra-cuu/")
    return walk.send(code=code, proof=typed)


@pytest.mark.parametrize("state", HANDED_IN, ids=str)
def test_the_owner_sees_every_state_with_what_comes_next_who_and_when(desk, walk, state):
    dossier = make_dossier(desk, state)
    text = look_up(walk, dossier.code)
    assert walk.path == f"/ho-so/{dossier.code}/"
    assert str(State(state).label) in text
    said = (
        "Ông/bà không phải làm gì thêm.",
        "Ông/bà cần làm:",
        "Việc ông/bà có thể làm tiếp",
        "Lý do",
    )
    assert any(words in text for words in said)
    assert "Việc tiếp theo" in text
    assert "Nguyễn Thị Hường" in text


@pytest.mark.parametrize(
    "typed",
    ["PM-261116-0001", "pm-261116-0001", " pm 261116 0001 ", "PM2611160001", "261116-0001"],
)
def test_a_code_is_read_as_people_type_it(desk, walk, typed):
    make_dossier(desk, State.RECEIVED)
    look_up(walk, typed)
    assert walk.path == "/ho-so/PM-261116-0001/"


@pytest.mark.parametrize("state", HANDED_IN, ids=str)
def test_the_status_page_asks_the_database_three_times(desk, walk, state, django_assert_statements):
    dossier = make_dossier(desk, state)
    look_up(walk, dossier.code)
    with django_assert_statements(3) as statements:
        walk.open(f"/ho-so/{dossier.code}/")
    assert not any("django_session" in one for one in statements)


@pytest.fixture
def mine(desk, walk):
    """Lead a dossier to a state and open its page as its owner."""

    def lead(state):
        dossier = make_dossier(desk, state)
        look_up(walk, dossier.code)
        return dossier

    return lead


def test_a_wrong_code_and_wrong_digits_get_the_same_words(desk, walk):
    dossier = make_dossier(desk, State.RECEIVED)
    wrong_digits = look_up(walk, dossier.code, "9999")
    wrong_code = look_up(walk, "PM-261116-0999")
    assert "Không thấy hồ sơ với mã và số này" in wrong_digits
    assert wrong_digits.replace(dossier.code, "") == wrong_code.replace("PM-261116-0999", "")
    assert "ho_so" not in walk.client.cookies


def test_the_secret_of_the_receipt_opens_for_people_without_a_phone(desk, walk):
    dossier = take_in(desk, given=Given(name="Bà Tư"))
    assert len(dossier.secret) == 6
    for nothing in ("", " ", "–", "None"):
        look_up(walk, dossier.code, nothing)
        assert walk.status == 422
    spaced = f" {dossier.secret[:3].lower()} {dossier.secret[3:]} "
    assert "Bà Tư" in look_up(walk, dossier.code, spaced)


@pytest.mark.parametrize("state", [State.DRAFT, State.PREPARED])
def test_what_was_not_handed_in_cannot_be_looked_up(desk, walk, state):
    look_up(walk, make_dossier(desk, state).code)
    assert walk.status == 422


def test_five_wrong_tries_and_the_right_one_waits_too(desk, walk):
    dossier = make_dossier(desk, State.RECEIVED)
    for number in range(5):
        look_up(walk, dossier.code, f"000{number}")
    assert "Đã thử nhiều lần. Thử lại sau 15 phút" in look_up(walk, dossier.code)
    elsewhere = Walk(Client(REMOTE_ADDR="10.0.0.9"))
    assert "Nguyễn Thị Hường" in look_up(elsewhere, dossier.code)


def test_a_code_of_another_ward_gets_a_sentence_and_a_link():
    make_law()
    make_desk("PM", host="mot.test")
    there = make_desk("PB", host="hai.test")
    dossier = make_dossier(there, State.RECEIVED)
    walk = Walk(Client(headers={"host": "mot.test"}))
    text = look_up(walk, dossier.code)
    assert "Mã này là của Phường PB" in text
    assert 'href="http://hai.test/tra-cuu/"' in walk.raw
    tail = look_up(walk, dossier.code.removeprefix("PB-"))
    assert "Không thấy hồ sơ" in tail


def test_a_cookie_of_one_ward_proves_nothing_in_another():
    make_law()
    here = make_desk("PM", host="mot.test")
    make_desk("PB", host="hai.test")
    dossier = make_dossier(here, State.RECEIVED)
    client = Client(headers={"host": "mot.test"})
    look_up(Walk(client), dossier.code)
    there = Client(headers={"host": "hai.test"})
    there.cookies["ho_so"] = client.cookies["ho_so"].value
    assert there.get(f"/ho-so/{dossier.code}/").status_code == 302


@pytest.mark.parametrize("forged", ["", "x", "{id}", "{id}:aaaa:bbbb"])
def test_a_forged_cookie_leads_to_the_look_up_like_an_unknown_code(desk, walk, forged):
    dossier = make_dossier(desk, State.RECEIVED)
    walk.client.cookies["ho_so"] = forged.format(id=dossier.id.hex)
    known = walk.open(f"/ho-so/{dossier.code}/")
    assert walk.path == f"/tra-cuu/?ma={dossier.code}"
    unknown = walk.open("/ho-so/PM-000000-0000/")
    assert known == unknown
    assert "Để giữ kín thông tin" in known


def test_the_cookie_cannot_be_read_by_scripts_and_ends_after_two_hours(desk, walk, mine):
    mine(State.RECEIVED)
    cookie = walk.client.cookies["ho_so"]
    assert (cookie["httponly"], cookie["max-age"], cookie["samesite"]) == (True, 7200, "Lax")
    assert walk.page["Cache-Control"] == "private, no-store"
    walk.send("/ho-so/dong/")
    assert walk.client.cookies["ho_so"].value == ""


def test_another_owners_dossier_stays_closed(desk, walk, mine):
    theirs = take_in(desk, given=Given(name="Trần Văn Khác", phone="+84911111111"))
    mine(State.RECEIVED)
    for page in ("", "ngay-hen/", "bo-sung/", "rut/", "giay-hen/"):
        assert "Trần Văn Khác" not in walk.open(f"/ho-so/{theirs.code}/{page}")
        assert walk.path.startswith("/tra-cuu/")


def test_an_official_sees_a_citizens_page_only_with_the_citizens_proof(desk):
    dossier = make_dossier(desk, State.RECEIVED)
    client = browser_of(desk.leader)
    assert client.get(f"/ho-so/{dossier.code}/").status_code == 302


@pytest.mark.parametrize("state", [state for state in State if state != State.DISCARDED], ids=str)
def test_the_qr_page_tells_nothing_of_the_person(desk, state):
    dossier = make_dossier(desk, state)
    walk = Walk(Client())
    text = walk.open(f"/q/{dossier.token}/")
    assert str(State(state).label) in text
    for page in ("", "ngay-hen/"):
        walk.open(f"/q/{dossier.token}/{page}")
        for personal in ("Hường", "3412", "Tờ khai chưa ký", dossier.secret):
            assert personal not in walk.raw.replace(dossier.code, "")


def test_the_date_is_explained_day_by_day_with_the_pause_and_its_rule(desk, walk, mine):
    dossier = mine(State.SUPPLEMENT)
    dossier = actions.take_supplement(desk.of(desk.reception, NEXT_MONDAY), dossier)
    text = walk.open(f"/ho-so/{dossier.code}/ngay-hen/")
    assert "Thứ Hai 16/11/2026 – không tính ngày bắt đầu, không tính" in text
    assert "Thứ Ba 17/11/2026 ngày thứ 1 ngày làm việc" in text
    assert "Thứ Sáu 20/11/2026 – không tính tạm dừng, không tính" in text
    assert "Chủ nhật 22/11/2026 – không tính ngày nghỉ hằng tuần" in text
    assert "Thứ Ba 24/11/2026 ngày thứ 3" in text
    assert "Tờ khai: Tờ khai chưa ký (Điều 16 Luật Hộ tịch)" in text
    assert "Hẹn lần đầu: 17:00, Thứ Năm 19/11/2026. Nay là: 17:00, Thứ Ba 24/11/2026." in text


def test_who_is_late_says_so(desk, walk, mine):
    mine(State.IN_WORK)
    assert "Chúng tôi chưa kịp báo. Xin gọi 0292 000 000." in walk.text


def test_the_reason_of_a_refusal_its_ground_and_the_next_step_are_on_the_page(walk, mine):
    for state in (State.NOT_ACCEPTED, State.STOPPED):
        mine(state)
        for words in GROUND.values():
            assert words in walk.text


def test_a_supplement_by_photograph_shows_the_new_date_beside_the_old(walk, mine):
    dossier = mine(State.SUPPLEMENT)
    text = walk.open(f"/ho-so/{dossier.code}/bo-sung/")
    assert "Tờ khai chưa ký" in text
    assert "Điều 16 Luật Hộ tịch" in text
    assert "Trong lúc chờ, thời hạn tạm dừng." in text
    text = walk.send(**{"tep-1": citizens.photo()})
    assert "Đã nhận giấy tờ bổ sung" in text
    assert "Ngày hẹn mới" in text
    assert "Ngày hẹn cũ trước 17:00, Thứ Năm 19/11/2026" in text
    assert Dossier.objects.country_wide().get(id=dossier.id).state == "in_work"


def test_what_will_be_brought_leaves_the_clock_standing_and_says_so(walk, mine):
    dossier = mine(State.SUPPLEMENT)
    walk.open(f"/ho-so/{dossier.code}/bo-sung/")
    text = walk.send(**{"mang-1": "on"})
    assert "Thời hạn vẫn tạm dừng đến khi nhận đủ giấy tờ." in text
    assert "Chậm nhất ngày Thứ Sáu 18/12/2026" in text
    assert Dossier.objects.country_wide().get(id=dossier.id).state == "supplement"


def test_an_empty_answer_and_a_bad_file_are_told_beside_the_thing(walk, mine):
    dossier = mine(State.SUPPLEMENT)
    walk.open(f"/ho-so/{dossier.code}/bo-sung/")
    assert "hoặc đánh dấu “Tôi sẽ mang đến quầy”" in walk.send()
    bad = SimpleUploadedFile("a.pdf", b"MZ", "application/pdf")
    assert "a.pdf: " in walk.send(**{"tep-1": bad})
    assert walk.status == 422


def test_of_two_things_the_good_file_stays_when_the_other_is_refused(desk, walk):
    two = [*ASKED, rules.Asked("Ảnh", "Ảnh mờ", "Điều 5")]
    dossier = make_dossier(desk, State.IN_WORK)
    actions.ask_supplement(
        desk.of(desk.specialist, WEDNESDAY), dossier, two, desk.version, days=30, allowed=1
    )
    look_up(walk, dossier.code)
    walk.open(f"/ho-so/{dossier.code}/bo-sung/")
    bad = SimpleUploadedFile("a.pdf", b"MZ", "application/pdf")
    walk.send(**{"tep-1": citizens.photo(), "tep-2": bad})
    assert walk.status == 422
    assert "Đã nhận tệp" in walk.text
    walk.send(**{"tep-2": citizens.photo("b.jpg")})
    assert "Ngày hẹn mới" in walk.text


def test_a_supplement_before_receipt_goes_back_to_reception(walk, mine):
    dossier = mine(State.SUPPLEMENT_INTAKE)
    walk.open(f"/ho-so/{dossier.code}/bo-sung/")
    text = walk.send(**{"tep-1": citizens.photo()})
    assert "Đã nhận giấy tờ bổ sung" in text
    assert "Xem giấy tờ bổ sung, rồi tiếp nhận hồ sơ" in text


def test_withdrawing_asks_first_and_happens_once(walk, mine):
    dossier = mine(State.IN_WORK)
    text = walk.open(f"/ho-so/{dossier.code}/rut/")
    assert "Không lấy lại được" in text
    [request_id] = re.findall(r'name="request_id" value="([^"]+)"', walk.raw)
    walk.send(reason="Tôi đã làm ở nơi khác")
    assert "Đã rút" in walk.text
    walk.send(f"/ho-so/{dossier.code}/rut/", request_id=request_id)
    assert walk.status == 200
    events = Event.objects.of(dossier.ward_id).filter(subject_id=dossier.id)
    assert [event.verb for event in events.order_by("seq")].count("dossiers.withdraw") == 1


def test_what_is_settled_cannot_be_withdrawn(walk, mine):
    dossier = mine(State.RETURNED)
    walk.open(f"/ho-so/{dossier.code}/rut/")
    assert walk.status == 409


PATHS = {
    "send": (State.DRAFT, "kiem-tra/"),
    "prepare": (State.DRAFT, "kiem-tra/"),
    "reopen": (State.PREPARED, "sua-lai/"),
    "discard": (State.DRAFT, "xoa/"),
    "answer_intake": (State.SUPPLEMENT_INTAKE, "bo-sung/"),
    "answer_supplement": (State.SUPPLEMENT, "bo-sung/"),
    "withdraw": (State.RECEIVED, "rut/"),
    "receive_online": (State.READY, "nhan-ket-qua/"),
}


@pytest.mark.parametrize(
    "move",
    [
        move
        for move in LIFE
        if move.capability is None and move.name not in BY_TIME | REPORTED_NAMES
    ],
    ids=lambda move: move.name,
)
def test_the_page_after_every_move_says_what_comes_next_who_does_it_and_by_when(walk, move):
    state, page = PATHS[move.name]
    row = BIRTH if move.name in ("prepare", "reopen") else BOARDING
    desk = make_ward_of(row)
    if state in (State.DRAFT, State.PREPARED):
        fill = citizens.fill_birth if row is BIRTH else citizens.fill_boarding
        dossier = fill(walk)
        if state == State.PREPARED:
            walk.send()
        root = f"/nop/{dossier.token}/"
    else:
        dossier = _with_boarding_papers(desk, state)
        look_up(walk, dossier.code)
        root = f"/ho-so/{dossier.code}/"
    if move.name != "reopen":
        walk.open(root + page)
    walk.send(root + page, **({"tep-1": citizens.photo()} if page == "bo-sung/" else {}))
    if move.name == "reopen":
        # A draft is the citizen's own again: its list says what is left to do.
        assert 'class="p-tasks"' in walk.raw
        return
    for told in (r"<p>([^<]+)</p>\s*<dl", r"<dd data-who>([^<]+)</dd>", r"data-when>([^<]+)</dd>"):
        found = re.search(told, walk.raw[walk.raw.index('id="viec-tiep-theo"') :])
        assert found, told
        assert found[1].strip(), told


def _with_boarding_papers(desk, state):
    papers = {"don": "original", "anh": "photo"}
    occasion = desk.of(desk.reception, MONDAY)
    if state == State.SUPPLEMENT_INTAKE:
        dossier = actions.register_walk_in(occasion, desk.ward, desk.version, HUONG, papers)
        return actions.ask_at_intake(
            desk.of(desk.reception, TUESDAY), dossier, ASKED, desk.version, days=30, allowed=1
        )
    dossier = actions.take_in(occasion, desk.ward, desk.version, HUONG, papers)
    if state == State.READY:
        dossier = actions.assign(desk.of(desk.head, TUESDAY), dossier, desk.specialist.id)
        by = desk.of(desk.specialist, TUESDAY)
        dossier = actions.submit(by, dossier, kind="Giấy chứng nhận", summary="Đủ")
        dossier = actions.sign(desk.of(desk.leader, TUESDAY), desk.ward, dossier)
        add_file(dossier)
    if state == State.SUPPLEMENT:
        dossier = actions.assign(desk.of(desk.head, TUESDAY), dossier, desk.specialist.id)
        dossier = actions.ask_supplement(
            desk.of(desk.specialist, WEDNESDAY), dossier, ASKED, desk.version, days=30, allowed=1
        )
    return dossier
