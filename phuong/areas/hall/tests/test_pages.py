"""The pages of the hall: the phone, the kiosk, the board, the counter, the settings."""

import re
import uuid
from datetime import timedelta

import pypdfium2
import pytest

from phuong.areas.hall import actions
from phuong.areas.hall.models import QueueGroup, ServiceCounter, Ticket
from phuong.areas.hall.states import State
from phuong.areas.hall.tests.builders import NINE, PHONE, book, call, make_hall, take
from phuong.areas.procedures import api as procedures
from phuong.areas.procedures.tests.builders import make_row
from phuong.kernel.text import fold
from tests.support.builders import MONDAY, SATURDAY, TUESDAY, browser_of, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(settings):
    """Let the clock of the front doors be moved."""

    def be(when):
        settings.CLOCK = lambda: when

    be(MONDAY)
    return be


@pytest.fixture
def hall(now):
    return make_hall()


def text_of(answer):
    return answer.content.decode()


def pressed(**values):
    return {"request_id": str(uuid.uuid4()), **{name: str(one) for name, one in values.items()}}


def only_ticket(hall):
    return Ticket.objects.of(hall.ward).get()


def test_a_number_is_taken_on_the_phone_followed_and_given_up(hall):
    phone = browser_of()
    page = text_of(phone.get("/lay-so/"))
    assert "Hộ tịch (0 người đang chờ)" in page
    assert "Người từ 60 tuổi trở lên; Người khuyết tật; Phụ nữ mang thai" in page
    answer = phone.post("/lay-so/", pressed(group=hall.a.id, priority="on"))
    ticket = only_ticket(hall)
    assert answer.headers["Location"] == f"/lay-so/{ticket.token}/"
    assert (ticket.way, ticket.priority) == ("phone", True)
    page = text_of(phone.get(answer.headers["Location"]))
    for words in ("A001", "0 người chờ trước", "chưa ước được thời gian chờ", "Được mời trước"):
        assert words in page
    left = phone.post(f"/lay-so/{ticket.token}/thoi/", pressed(), follow=True)
    assert "Số này đã nhường cho người khác" in text_of(left)
    again = phone.post(f"/lay-so/{ticket.token}/thoi/", pressed(), follow=True)
    assert "Xem bản mới rồi làm tiếp" in text_of(again)


def test_a_form_without_a_group_says_so_beside_it_and_a_double_click_is_one_number(hall):
    phone = browser_of()
    wrong = phone.post("/lay-so/", pressed())
    assert wrong.status_code == 422
    sent = pressed(group=hall.a.id)
    first, second = (phone.post("/lay-so/", sent).headers["Location"] for _click in range(2))
    assert first == second
    assert Ticket.objects.of(hall.ward).count() == 1


def test_from_a_procedure_s_page_its_group_is_chosen_and_the_desk_knows_it(hall):
    procedures.load([make_row()])
    procedures.forget()
    slug = "khai-sinh"
    phone = browser_of()
    guide = text_of(phone.get(f"/thu-tuc/{slug}/"))
    assert f'href="/lay-so/?thu-tuc={slug}"' in guide
    page = text_of(phone.get(f"/lay-so/?thu-tuc={slug}"))
    assert page.count(" checked") == 1
    assert " checked" not in text_of(phone.get("/lay-so/?thu-tuc=khong-co"))
    phone.post(f"/lay-so/?thu-tuc={slug}", pressed(group=hall.a.id))
    assert only_ticket(hall).procedure == slug
    call(hall)
    desk = text_of(browser_of(hall.one).get("/can-bo/quay/"))
    assert f"/can-bo/quay/tiep-nhan/?thu-tuc={slug}" in desk
    assert f"Thủ tục {slug}" in desk


def test_outside_the_hours_no_number_is_offered_but_a_time(hall, now):
    now(SATURDAY)
    page = text_of(browser_of().get("/lay-so/"))
    assert "Hôm nay phường không tiếp nhận" in page
    assert "Lấy số hôm nay" not in page
    assert "/lay-so/hen/a/" in page
    kiosk = text_of(browser_of().get("/kiosk/lay-so/"))
    assert "Hôm nay phường không tiếp nhận" in kiosk
    refused = browser_of().post("/lay-so/", pressed(group=hall.a.id))
    assert refused.status_code == 422


def test_one_address_does_not_take_all_numbers(hall, settings):
    phone = browser_of()
    for _each in range(60):
        phone.post("/lay-so/", pressed(group=hall.a.id))
    held = phone.post("/lay-so/", pressed(group=hall.a.id))
    assert held.status_code == 422
    assert "Đã thử nhiều lần" in text_of(held)
    other = browser_of()
    answer = other.post("/lay-so/", pressed(group=hall.a.id), REMOTE_ADDR="10.1.1.1")
    assert answer.status_code == 302


def test_a_time_is_booked_changed_and_kept_to_or_lost_with_a_clear_sentence(hall, now):
    phone = browser_of()
    page = text_of(phone.get("/lay-so/hen/a/?ngay=2026-11-17"))
    assert "09:00 (còn 2 chỗ)" in page or "9:00 (còn 2 chỗ)" in page
    query = "?ngay=2026-11-17"
    wrong = phone.post(f"/lay-so/hen/a/{query}", pressed(start=NINE, phone="123"))
    assert wrong.status_code == 422
    assert "Nhập số điện thoại gồm 10 chữ số" in text_of(wrong)
    phone.post(f"/lay-so/hen/a/{query}", pressed(start=NINE, phone="090 512 3412"))
    ticket = only_ticket(hall)
    assert (ticket.phone, ticket.booked_for) == (PHONE, moment(17, 9, 0))
    shown = text_of(phone.get(f"/lay-so/{ticket.token}/"))
    assert ticket.pin in shown
    assert "3412" not in shown
    moved = phone.post(f"/lay-so/{ticket.token}/doi-gio/{query}", pressed(start=NINE + 30))
    assert moved.status_code == 302
    now(moment(17, 9, 46))
    late = phone.post(f"/lay-so/{ticket.token}/den-noi/", pressed(), follow=True)
    assert "Giờ hẹn đã qua hơn 15 phút. Mời lấy số thường" in text_of(late)
    now(moment(17, 9, 20))
    came = phone.post(f"/lay-so/{ticket.token}/den-noi/", pressed(), follow=True)
    assert "A001" in text_of(came)
    assert phone.get("/lay-so/hen/b/").status_code == 404


def test_the_kiosk_gives_a_number_by_one_press_and_priority_by_one_more(hall):
    kiosk = browser_of()
    start = text_of(kiosk.get("/kiosk/"))
    assert start.count('class="p-card"') == 5
    assert "Refresh" not in kiosk.get("/kiosk/").headers
    page = kiosk.get("/kiosk/lay-so/?uu-tien=1")
    assert page.headers["Refresh"].startswith("60; url=/kiosk/con-day/?ve=")
    assert "không cần giấy tờ chứng minh" in text_of(page)
    assert "<textarea" not in text_of(page)
    answer = kiosk.post("/kiosk/lay-so/?uu-tien=1", pressed(group=hall.a.id))
    ticket = only_ticket(hall)
    assert (ticket.way, ticket.priority) == ("kiosk", True)
    shown = kiosk.get(answer.headers["Location"])
    assert "A001" in text_of(shown)
    assert "Refresh" in shown.headers
    assert kiosk.post("/kiosk/lay-so/", pressed(group=uuid.uuid4())).status_code == 404
    result = kiosk.post("/kiosk/nhan-ket-qua/", pressed(), follow=True)
    assert "B001" in text_of(result)


def test_a_left_kiosk_asks_then_forgets_every_cookie(hall):
    kiosk = browser_of()
    asked = kiosk.get("/kiosk/con-day/?ve=/kiosk/lay-so/")
    assert asked.headers["Refresh"] == "20; url=/kiosk/?xong=1"
    assert 'href="/kiosk/lay-so/"' in text_of(asked)
    for wrong in ("https://khac.example/", "//khac.example", "/kiosk//khac.example", "/dang-nhap/"):
        page = text_of(kiosk.get("/kiosk/con-day/", {"ve": wrong}))
        assert "khac.example" not in page.split("<main")[1]
        assert "dang-nhap" not in page.split("<main")[1]
    kiosk.cookies["ho_so"], kiosk.cookies["sessionid"] = "proof", "session"
    over = kiosk.get("/kiosk/?xong=1")
    assert (over.status_code, over.headers["Location"]) == (302, "/kiosk/")
    assert {over.cookies[name]["max-age"] for name in ("ho_so", "sessionid")} == {0}


def test_a_booking_is_taken_up_at_the_kiosk_by_its_digits(hall, now):
    ticket, kiosk = book(hall), browser_of()
    now(moment(17, 8, 50))
    for wrong in ("12", "abcdef", "000000" if ticket.pin != "000000" else "111111"):
        assert kiosk.post("/kiosk/da-hen/", pressed(pin=wrong)).status_code == 422
    came = kiosk.post("/kiosk/da-hen/", pressed(pin=ticket.pin), follow=True)
    assert "A001" in text_of(came)
    again = kiosk.post("/kiosk/da-hen/", pressed(pin=ticket.pin))
    assert "đã lấy số hoặc đã thôi" in text_of(again)


def test_the_desk_calls_calls_again_lets_miss_takes_back_and_serves(hall):
    take(hall), take(hall)
    desk = browser_of(hall.one)
    page = text_of(desk.get("/can-bo/quay/"))
    assert "Mời số tiếp" in page
    assert "2 người đang chờ quầy này" in page

    def press(act, **values):
        return text_of(
            desk.post(
                "/can-bo/hang-cho/viec/",
                pressed(act=act, back="/can-bo/quay/", **values),
                follow=True,
            )
        )

    page = press("goi")
    assert "A001" in page
    assert "Mời số tiếp" not in page
    ticket = Ticket.objects.of(hall.ward).get(number=1)
    assert "Mới gọi 1 lần" in press("qua-luot", ticket=ticket.id)
    assert "đã gọi 2 lần" in press("goi-lai", ticket=ticket.id)
    press("qua-luot", ticket=ticket.id)
    assert "A001" in text_of(desk.get("/can-bo/hang-cho/"))
    press("vao-lai", ticket=ticket.id)
    press("goi")
    press("bat-dau", ticket=ticket.id)
    press("xong", ticket=ticket.id)
    ticket.refresh_from_db()
    assert ticket.state == State.SERVED
    assert desk.post("/can-bo/hang-cho/viec/", pressed(act="khong-co")).status_code == 404
    for back in ("https://khac.example/", "//khac.example/", "Infinity"):
        answer = desk.post("/can-bo/hang-cho/viec/", pressed(act="goi", back=back))
        assert answer.headers["Location"] == "/can-bo/hang-cho/"


def test_the_desk_sits_down_rises_and_takes_numbers_for_others(hall):
    desk = browser_of(hall.one)
    counter = hall.counters[0]
    desk.post("/can-bo/hang-cho/viec/", pressed(act="roi", counter=counter.id))
    assert "Ngồi quầy này" in text_of(desk.get("/can-bo/quay/"))
    nobody = desk.post("/can-bo/hang-cho/viec/", pressed(act="goi"), follow=True)
    assert "Chọn quầy đang ngồi" in text_of(nobody)
    desk.post("/can-bo/hang-cho/viec/", pressed(act="ngoi", counter=hall.counters[1].id))
    sitting = ServiceCounter.objects.of(hall.ward).get(number=2)
    assert sitting.staffed_by_id == hall.one.id
    helped = pressed(act="lay-giup", group=hall.a.id, priority="on")
    page = text_of(desk.post("/can-bo/hang-cho/viec/", helped, follow=True))
    assert "Đã lấy giúp số A001" in page
    assert browser_of(hall.leader).get("/can-bo/hang-cho/").status_code == 404


def test_the_board_names_nobody_marks_the_newest_and_goes_on_without_scripts(hall, now):
    take(hall), take(hall)
    call(hall)
    now(MONDAY + timedelta(minutes=1))
    call(hall, MONDAY + timedelta(minutes=1), hall.two)
    page = text_of(browser_of().get("/bang-goi/"))
    rows = re.findall(r"<tr( class=\"now\")?[^>]*><td>(\w+)</td><td>(\d)", page)
    assert [(bool(new), shown, at) for new, shown, at in rows] == [
        (True, "A002", "2"),
        (False, "A001", "1"),
    ]
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
    assert "Mời số A không không hai đến quầy hai" in page
    assert "Đang nối lại, xin hỏi quầy" in page
    for person in (hall.one, hall.two):
        assert person.name not in page
    at_one = text_of(browser_of().get("/bang-goi/1/"))
    assert "A001" in at_one
    assert "A002" not in at_one
    home = text_of(browser_of().get("/"))
    assert "Đang mời:" in home
    assert "A002" in home


def test_a_screen_asks_with_one_statement_and_is_told_nothing_where_nothing_changed(
    hall, django_assert_statements
):
    take(hall), take(hall)
    call(hall)
    screen = browser_of()
    first = screen.get("/bang-goi/moi.json")
    assert first.json()["calls"] == [{"number": "A001", "counter": 1, "missed": False}]
    tag = first.headers["ETag"]
    with django_assert_statements(1, exact=True):
        same = screen.get("/bang-goi/moi.json", headers={"if-none-match": tag})
    assert (same.status_code, same.content) == (304, b"")
    call(hall, MONDAY + timedelta(seconds=1), hall.two)
    changed = screen.get("/bang-goi/moi.json", headers={"if-none-match": tag})
    assert changed.status_code == 200
    assert changed.json()["version"] != first.json()["version"]
    page = text_of(screen.get("/bang-goi/"))
    assert f'data-version="{changed.json()["version"]}"' in page
    assert screen.get("/bang-goi/moi.json?quay=1").json()["calls"][0]["number"] == "A001"


def test_a_phone_that_asks_again_hears_of_its_turn(hall):
    ticket = take(hall)
    phone = browser_of()
    first = phone.get(f"/lay-so/{ticket.token}/moi.json").json()
    assert (first["state"], first["ahead"]) == ("waiting", 0)
    assert first["version"] in text_of(phone.get(f"/lay-so/{ticket.token}/"))
    call(hall)
    second = phone.get(f"/lay-so/{ticket.token}/moi.json").json()
    assert (second["state"], second["version"] != first["version"]) == ("called", True)
    assert "Mời ông/bà đến quầy 1 ngay" in text_of(phone.get(f"/lay-so/{ticket.token}/"))


def test_the_administrator_sets_groups_counters_and_booked_times(hall):
    admin = browser_of(hall.administrator)
    page = text_of(admin.get("/quan-tri/quay/"))
    for words in ("A. Hộ tịch", "30 phút, 2 người", "Màn hình quầy 2", "cần rà soát"):
        assert words in page
    group = {"letter": "c", "name": "Đất đai", "slot_minutes": 20, "slot_capacity": 1}
    wrong = admin.post("/quan-tri/quay/nhom/", pressed(**group, hours="8 giờ"))
    assert wrong.status_code == 422
    assert "Nhập giờ dạng 08:00-10:30" in text_of(wrong)
    taken = admin.post("/quan-tri/quay/nhom/", pressed(**{**group, "letter": "a"}))
    assert "Chữ A đã có nhóm khác dùng" in text_of(taken)
    given = pressed(**group, hours="08:00-10:30") | {"weekdays": ["1", "3"]}
    assert admin.post("/quan-tri/quay/nhom/", given).status_code == 302
    made = QueueGroup.objects.of(hall.ward).get(letter="C")
    assert (made.hours, made.weekdays) == ([[480, 630]], [1, 3])
    assert "08:00-10:30" in text_of(admin.get(f"/quan-tri/quay/nhom/{made.id}/"))
    nothing = admin.post("/quan-tri/quay/so/", pressed(number=3))
    assert "Chọn ít nhất một nhóm" in text_of(nothing)
    assert admin.post("/quan-tri/quay/so/", pressed(number=3, groups=made.id)).status_code == 302
    admin.post(f"/quan-tri/quay/thoi/nhom/{made.id}/", pressed())
    assert "Đất đai" not in text_of(admin.get("/quan-tri/quay/"))
    assert browser_of(hall.one).get("/quan-tri/quay/").status_code == 404


def test_a_booked_time_on_a_day_that_became_free_says_so(hall, settings):
    ticket = book(hall)
    actions.set_group(
        hall.of(hall.administrator),
        actions.GivenGroup("A", "Hộ tịch", slot_minutes=20, slot_capacity=1, weekdays=(3,)),
        hall.a.id,
    )
    page = text_of(browser_of().get(f"/lay-so/{ticket.token}/"))
    assert "Phường không làm việc vào giờ này theo lịch mới" in page


def test_the_ticket_is_a_paper_of_eighty_millimetres_with_a_code_to_follow_it(hall):
    ticket = take(hall, priority=True)
    answer = browser_of().get(f"/lay-so/{ticket.token}/phieu.pdf")
    pdf = pypdfium2.PdfDocument(answer.content)
    assert round(pdf[0].get_width() / 72 * 25.4) == 80
    words = fold(pdf[0].get_textpage().get_text_range())
    for part in ("a001", "ho tich", "0 nguoi cho truoc ong/ba", "duoc moi truoc"):
        assert part in words
    booked = book(hall, day=TUESDAY)
    assert browser_of().get(f"/lay-so/{booked.token}/phieu.pdf").status_code == 200
    pdf.close()
