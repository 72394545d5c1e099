import re
from uuid import uuid4

import pytest

from phuong.areas.procedures import actions, api
from phuong.areas.procedures.models import Version
from phuong.areas.procedures.rules.rows import PaperRow
from phuong.areas.procedures.tests.builders import (
    load,
    load_pack_without_end,
    make_doubtful_row,
    make_row,
)
from phuong.kernel.access.api import Role
from phuong.kernel.audit.api import Subject, kinds
from phuong.kernel.people.models import Person
from phuong.kernel.wards.api import Ward
from phuong.kernel.workdays import Limit, Unit
from tests.support.builders import (
    MONDAY,
    browser_of,
    make_person,
    make_ward,
    occasion_of,
    official,
)

pytestmark = pytest.mark.django_db

NOTE = "Quyết định 1/QĐ-UBND, trang 12"
ANSWERS = ["Cần chuẩn bị gì", "Mất bao lâu", "Tốn bao nhiêu", "Nhận kết quả thế nào"]


def page(
    path: str, *, person: Person | None = None, status: int = 200, host: str = "testserver"
) -> str:
    response = browser_of(person, host=host).get(path)
    assert response.status_code == status
    html: str = response.content.decode()
    assert html.count("<h1") == 1
    assert "style=" not in html
    return html


def administrator(ward: Ward) -> Person:
    return make_person(ward, Role.ADMINISTRATOR, name="Trần Văn Quản")


# Citizens


@pytest.mark.parametrize("path", ["/thu-tuc/", "/tim/", "/tim/?q=khai+sinh"])
def test_pages_stand_before_anything_was_loaded(path):
    make_ward()
    page(path)


def test_the_list_has_what_many_need_first_then_every_field():
    make_ward()
    load_pack_without_end()
    html = page("/thu-tuc/")
    assert html.index("Thủ tục nhiều người cần") < html.index("Tất cả, theo lĩnh vực")
    assert html.count('href="/thu-tuc/khai-sinh/"') == 2
    assert len(set(re.findall(r'href="(/thu-tuc/[a-z0-9-]+/)"', html))) == 93
    assert 'action="/tim/"' in html


def test_public_pages_ask_nothing_once_the_catalogue_is_read(django_assert_statements):
    ward = make_ward()
    load_pack_without_end()
    client = browser_of()
    client.get("/thu-tuc/ket-hon/")
    for path in ("/thu-tuc/", "/thu-tuc/ket-hon/", "/tim/?q=ket+hon"):
        with django_assert_statements(0):
            assert client.get(path).status_code == 200
    api.forget()
    with django_assert_statements(5):
        client.get("/thu-tuc/ket-hon/")
    assert api.catalogue(ward.pk, MONDAY.date())


def test_a_guide_answers_in_order_and_then_offers_to_begin():
    make_ward()
    load(
        make_row(
            papers=(
                PaperRow("a", "Giấy chứng sinh", "original", held_name="Dữ liệu giấy chứng sinh"),
                PaperRow("b", "Văn bản uỷ quyền", "copy", required=False, condition="đi thay"),
            )
        )
    )
    html = page("/thu-tuc/khai-sinh/")
    places = [html.index(f"<h2>{words}</h2>") for words in ANSWERS]
    assert places == sorted(places)
    assert html.index("/thu-tuc/khai-sinh/nop/") > places[-1]
    assert "Bắt đầu nộp hồ sơ" in html
    assert "Không phải nộp nếu đã có trong Dữ liệu giấy chứng sinh." in html
    assert "Chỉ khi đi thay." in html
    assert "bản chính" in html
    assert "hỏi lại tại quầy" not in html


@pytest.mark.parametrize(
    ("channel", "shown", "hidden"),
    [
        (
            "national",
            [
                "Nộp trên Cổng Dịch vụ công quốc gia",
                "rời trang của phường",
                "Chuẩn bị trước, nộp tại quầy",
                "https://dichvucong.gov.vn/",
            ],
            ["Bắt đầu nộp hồ sơ"],
        ),
        ("here", ["Bắt đầu nộp hồ sơ"], ["dichvucong", "nộp tại quầy"]),
        ("desk", ["Chuẩn bị trước, nộp tại quầy"], ["dichvucong", "Bắt đầu nộp"]),
    ],
)
def test_the_button_follows_the_channel(channel, shown, hidden):
    make_ward()
    load(make_row(channel=channel))
    html = page("/thu-tuc/khai-sinh/")
    assert [words for words in shown if words not in html] == []
    assert [words for words in hidden if words in html] == []


@pytest.mark.parametrize("channel", ["national", "here", "desk"])
def test_what_is_not_usable_has_no_button_to_begin(channel):
    make_ward()
    load(make_doubtful_row(channel=channel))
    html = page("/thu-tuc/tach-ho/")
    assert "/nop/" not in html
    assert "Thời hạn này chưa chắc chắn, cần hỏi lại tại quầy." in html
    assert "0292 000 000" in html
    assert "rà soát và" not in html


def test_a_doubtful_fee_says_so_to_citizens():
    make_ward()
    load(make_row(certainty_fee="memory"))
    html = page("/thu-tuc/khai-sinh/")
    assert "Mức thu này chưa chắc chắn, cần hỏi lại tại quầy." in html
    assert "Thời hạn này chưa chắc chắn" not in html
    assert "/nop/" in html


def test_a_confirmation_opens_the_guide_in_its_own_ward_alone():
    ward, other = make_ward("PM", host="pm.test"), make_ward("NK", host="nk.test")
    (procedure,) = load(make_doubtful_row())
    limit = Limit(Unit.WORKING_DAY, 5)
    actions.confirm_limit(official(ward, Role.ADMINISTRATOR), procedure, limit=limit, note=NOTE)
    Version.objects.filter(ward=ward).update(valid_from="2025-08-01")
    api.forget()

    assert "/thu-tuc/tach-ho/nop/" in page("/thu-tuc/tach-ho/", host="pm.test")
    assert "/nop/" not in page("/thu-tuc/tach-ho/", host="nk.test")
    assert other.pk != ward.pk


def test_a_code_leads_to_the_guide_and_nothing_else_does():
    make_ward()
    load(make_row(code="1.001193"))
    client = browser_of()
    assert client.get("/thu-tuc/1.001193/").headers["Location"] == "/thu-tuc/khai-sinh/"
    assert client.get("/thu-tuc/khong-co/").status_code == 404


def test_search_shows_what_it_found_or_what_to_do_next():
    make_ward()
    load_pack_without_end()
    found = page("/tim/?q=khai+sinh+cho+b%C3%A9")
    first = re.search(r'<ol>\s*<li><a href="([^"]+)"', found)
    assert first is not None
    assert first[1] == "/thu-tuc/khai-sinh/"
    nothing = page("/tim/?q=xyzzy")
    assert "Không thấy thủ tục này." in nothing
    assert "gọi 0292 000 000" in nothing
    assert 'href="/thu-tuc/"' in nothing


def test_search_keeps_what_was_typed_and_writes_no_markup():
    make_ward()
    html = page("/tim/?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_a_search_too_long_is_told_so():
    make_ward()
    assert "Viết ngắn lại" in page(f"/tim/?q={'a' * 201}", status=422)


def test_in_english_addresses_keep_their_language():
    make_ward()
    load(make_row())
    assert 'href="/en/thu-tuc/khai-sinh/nop/"' in page("/en/thu-tuc/khai-sinh/")


# The administrator


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("path", ["/quan-tri/thu-tuc/", "/quan-tri/thu-tuc/tach-ho/xac-nhan/"])
def test_only_the_administrator_sees_the_pages_of_confirmation(role, path):
    ward = make_ward()
    load(make_doubtful_row())
    person = make_person(ward, role)
    status = 200 if role is Role.ADMINISTRATOR else 404
    assert browser_of(person).get(path).status_code == status
    if status == 404:
        assert browser_of(person).post(path, {}).status_code in {404, 405}


def test_the_administrator_sees_what_is_doubtful_and_why(django_assert_statements):
    ward = make_ward()
    load_pack_without_end()
    client = browser_of(administrator(ward))
    client.get("/quan-tri/thu-tuc/")
    with django_assert_statements(8):
        html = client.get("/quan-tri/thu-tuc/").content.decode()
    assert html.count("<tr>") == 94
    assert html.count("Chưa nhận hồ sơ") == sum(
        not each.usable for each in api.catalogue(ward.pk, MONDAY.date())
    )
    assert "chưa đối chiếu văn bản" in html


def test_the_list_stands_empty_and_narrows():
    ward = make_ward()
    person = administrator(ward)
    assert "Không có thủ tục nào khớp." in page("/quan-tri/thu-tuc/", person=person)
    load(make_row(), make_doubtful_row())
    assert page("/quan-tri/thu-tuc/", person=person).count("<tr>") == 3
    assert page("/quan-tri/thu-tuc/?doubtful=on", person=person).count("<tr>") == 2
    assert page("/quan-tri/thu-tuc/?q=khai+sinh", person=person).count("<tr>") == 2
    assert page("/quan-tri/thu-tuc/?field=ho-tich", person=person).count("<tr>") == 3
    # A filter that does not exist narrows nothing.
    assert page("/quan-tri/thu-tuc/?field=khong-co", person=person).count("<tr>") == 3


def test_the_guide_shows_the_administrator_where_to_confirm():
    ward = make_ward()
    load(make_doubtful_row(), make_row())
    link = "/quan-tri/thu-tuc/tach-ho/xac-nhan/"
    assert link in page("/thu-tuc/tach-ho/", person=administrator(ward))
    assert link not in page("/thu-tuc/tach-ho/")
    assert link not in page("/thu-tuc/tach-ho/", person=make_person(ward, Role.RECEPTION))


def test_a_confirmation_is_sent_once_and_shown():
    ward = make_ward()
    load(make_doubtful_row())
    client = browser_of(administrator(ward))
    given = {
        "request_id": str(uuid4()),
        "limit_unit": "working_day",
        "limit_n": "5",
        "fee_amount": "15000",
        "note": NOTE,
    }

    for _ in range(2):
        response = client.post("/quan-tri/thu-tuc/tach-ho/xac-nhan/", given)
        assert response.status_code == 302
        assert response.headers["Location"] == "/quan-tri/thu-tuc/"

    version = Version.objects.get(ward=ward)
    assert (version.limit_unit, version.limit_n, version.fee_amount) == ("working_day", 5, 15000)
    listed = client.get("/quan-tri/thu-tuc/").content.decode()
    assert "Đã xác nhận thủ tục" in listed
    assert "Trần Văn Quản" in listed
    assert NOTE in client.get("/quan-tri/thu-tuc/tach-ho/xac-nhan/").content.decode()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"limit_unit": ""}, "Chọn thời hạn tính theo"),
        ({"limit_unit": "handover"}, "Chọn một mục có trong danh sách"),
        ({"limit_n": ""}, "Nhập số của thời hạn"),
        ({"limit_n": "0"}, "Nhập số không nhỏ hơn 1"),
        ({"limit_n": "-3"}, "Nhập số không nhỏ hơn 1"),
        ({"limit_n": "2,5"}, "Nhập một số"),
        ({"limit_n": "9999"}, "Nhập số không lớn hơn 999"),
        ({"limit_unit": "same_day"}, "Trả trong ngày thì bỏ trống ô này"),
        ({"fee_amount": "-1"}, "Nhập số không nhỏ hơn 0"),
        ({"note": ""}, "Nhập căn cứ"),
        ({"note": "tra rồi"}, "Viết đủ ít nhất 10 ký tự"),
        ({"note": "x" * 1001}, "Viết ngắn lại"),
        ({"note": " " * 30}, "Nhập căn cứ"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_changes_nothing(changed, words):
    ward = make_ward()
    load(make_doubtful_row())
    given = {
        "request_id": str(uuid4()),
        "limit_unit": "working_day",
        "limit_n": "5",
        "fee_amount": "",
        "note": NOTE,
    }
    response = browser_of(administrator(ward)).post(
        "/quan-tri/thu-tuc/tach-ho/xac-nhan/", given | changed
    )
    assert response.status_code == 422
    html = response.content.decode()
    assert words in html
    assert "Lỗi:" in html
    assert not Version.objects.filter(ward=ward).exists()


def test_the_page_says_when_the_source_changed_after_the_confirmation():
    ward = make_ward()
    person = administrator(ward)
    (procedure,) = load(make_doubtful_row(valid_from=MONDAY.date()))
    limit = Limit(Unit.WORKING_DAY, 5)
    path = "/quan-tri/thu-tuc/tach-ho/xac-nhan/"
    actions.confirm_limit(occasion_of(person), procedure, limit=limit, note=NOTE)
    Version.objects.filter(ward=ward).update(valid_from="2025-08-01")
    Version.objects.filter(ward__isnull=True).update(valid_from="2025-07-01")
    api.forget()
    words = "Gói luật đã đổi sau lần phường xác nhận."
    assert words not in page(path, person=person)

    load(make_doubtful_row(result="Thông báo"))

    assert words in page(path, person=person)
    assert "Cần rà soát" in page("/quan-tri/thu-tuc/", person=person)


def test_what_is_not_in_force_has_no_page_to_confirm():
    ward = make_ward()
    load(make_doubtful_row(valid_to=MONDAY.date().replace(year=2025)))
    path = "/quan-tri/thu-tuc/tach-ho/xac-nhan/"
    assert browser_of(administrator(ward)).get(path).status_code == 404


def test_the_register_shows_a_confirmation_to_those_who_confirm():
    ward = make_ward()
    (procedure,) = load(make_doubtful_row())
    occasion = official(ward, Role.ADMINISTRATOR)
    limit = Limit(Unit.WORKING_DAY, 5)
    actions.confirm_limit(occasion, procedure, limit=limit, note=NOTE)
    kind = kinds.get("procedure")
    assert kind is not None
    subject = Subject.objects.of(ward).get()
    card = kind.cards(occasion.actor, [subject.pk])[subject.pk]
    assert card.title == "Thủ tục tach-ho"
    assert card.address == "/quan-tri/thu-tuc/tach-ho/xac-nhan/"
    assert kind.cards(official(ward, Role.LEADER).actor, [subject.pk]) == {}
