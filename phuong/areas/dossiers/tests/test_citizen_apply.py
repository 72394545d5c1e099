"""From the wish to begin to the code: what citizens see, and what is kept of it."""

import re
import unicodedata

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from phuong.areas.dossiers import queries
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.tests import citizens
from phuong.areas.dossiers.tests.citizens import BIRTH, BOARDING, Walk, make_ward_of
from phuong.kernel.audit.api import Event
from tests.support.builders import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk():
    return Walk(Client())


def test_a_birth_registration_is_prepared_and_ends_with_a_code_for_the_desk(walk):
    make_ward_of(BIRTH)
    dossier = citizens.fill_birth(walk)
    assert walk.path.endswith("/kiem-tra/")
    assert "Nguyễn Minh An" in walk.text
    assert "01/11/2026" in walk.text
    assert "Đã có, không cần nộp" in walk.text
    text = walk.send()
    assert "Đã chuẩn bị xong" in text
    assert "<svg" in walk.raw
    kept = Dossier.objects.country_wide().select_related("applicant").get(id=dossier.id)
    assert kept.state == "prepared"
    assert kept.applicant.phone == "+84905123412"
    assert kept.applicant.answers["born_on"] == "2026-11-01"


def test_a_boarding_house_is_filed_wholly_here(walk):
    make_ward_of(BOARDING)
    citizens.fill_boarding(walk)
    assert walk.path.endswith("/kiem-tra/")
    text = walk.send()
    assert "Đã gửi hồ sơ" in text
    assert "Trong 8 giờ làm việc" in text
    kept = citizens.newest()
    assert kept.state == "sent"
    assert kept.code in text
    papers = kept.papers.order_by("position").values_list("code", "form")
    assert list(papers) == [("don", "photo"), ("anh", "photo")]


@pytest.fixture
def home(walk):
    """Begin a boarding-house recognition and return the address of its draft."""
    make_ward_of(BOARDING)
    walk.open("/thu-tuc/phong-tro-an-toan/nop/")
    walk.send()
    return f"/nop/{citizens.newest().token}/"


def kept_applicant():
    return citizens.newest().applicant


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ánh", "Ánh"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Ễ Ộ Ẩ"), "Nguyễn Thị Ễ Ộ Ẩ"),
        ("  H'Hen   Niê ", "H'Hen Niê"),
        ("王小明", "王小明"),
        ("محمد", "محمد"),
        ("N" * 200, "N" * 200),
    ],
)
def test_names_of_any_script_are_kept_composed(walk, home, typed, kept):
    walk.open(f"{home}nguoi-nop/")
    walk.send(**{**citizens.WHO, "name": typed})
    assert kept_applicant().name == kept


@pytest.mark.parametrize("typed", ["", "   ", "N" * 201, "a\u202eb", "a\x00b"])
def test_a_name_that_is_none_is_asked_for_again_and_the_rest_is_kept(walk, home, typed):
    walk.open(f"{home}nguoi-nop/")
    walk.send(**{**citizens.WHO, "name": typed})
    assert walk.status == 422
    assert "12 đường Mẫu" in walk.raw
    assert kept_applicant().name == ""


def test_a_phone_is_understood_as_people_write_it_or_asked_for_again(walk, home):
    walk.open(f"{home}nguoi-nop/")
    assert "Nhập số điện thoại gồm 10 chữ số" in walk.send(**{**citizens.WHO, "phone": "09051"})
    walk.send(**{**citizens.WHO, "phone": "+84 90.512.3412"})
    assert kept_applicant().phone == "+84905123412"


def test_a_very_long_answer_is_refused_with_its_measure_and_kept_on_the_page(walk, home):
    walk.open(f"{home}khai/where/")
    text = walk.send(answer="x" * 501)
    assert "nhiều nhất 500 ký tự, đang có 501" in text
    assert "x" * 501 in walk.raw
    walk.send(answer="x" * 500)
    assert kept_applicant().answers["where"] == "x" * 500


@pytest.mark.parametrize("typed", ["-1", "tám", "1e9", "9" * 20, ""])
def test_a_number_is_a_number(walk, home, typed):
    walk.open(f"{home}khai/rooms/")
    walk.send(answer=typed)
    assert walk.status == 422
    assert "rooms" not in kept_applicant().answers


@pytest.mark.parametrize("day", [("31", "2", "2026"), ("0", "1", "2026"), ("1", "13", "2026")])
def test_a_day_that_does_not_exist_is_told_so(walk, day):
    make_ward_of(BIRTH)
    walk.open("/thu-tuc/khai-sinh/nop/")
    walk.send()
    walk.open(f"/nop/{citizens.newest().token}/khai/born_on/")
    walk.send(answer_day=day[0], answer_month=day[1], answer_year=day[2])
    assert walk.status == 422
    assert f'value="{day[0]}"' in walk.raw


def test_a_hostile_file_is_refused_beside_its_slot_and_the_good_one_is_kept(walk, home):
    walk.open(f"{home}giay-to/")
    bad = SimpleUploadedFile("virus.jpg", b"MZ" + b"\0" * 200, "image/jpeg")
    text = walk.send(**{"tep-don": citizens.photo(), "tep-anh": bad})
    assert walk.status == 422
    assert "virus.jpg: Chọn ảnh (JPG, PNG, HEIC) hoặc PDF" in text
    assert "anh.jpg" in text
    files = queries.progress(citizens.newest(), queries.version(citizens.newest())).files
    assert [file.paper_code for file in files] == ["don"]


def test_a_file_can_be_taken_away_again(walk, home):
    walk.open(f"{home}giay-to/")
    walk.send(**{"tep-don": citizens.photo(), "add": "1"})
    [file] = queries.progress(citizens.newest(), queries.version(citizens.newest())).files
    walk.send(remove=str(file.id))
    assert "anh.jpg" not in walk.text
    walk.send(remove="khong-phai-ma")
    assert walk.status == 200


def test_at_most_ten_files_go_into_one_slot(walk, home):
    walk.open(f"{home}giay-to/")
    text = walk.send(**{"tep-don": [citizens.photo(f"{n}.jpg") for n in range(11)]})
    assert "Chọn nhiều nhất 10 tệp" in text


def test_what_is_missing_is_named_before_anything_can_be_sent(walk, home):
    walk.open(f"{home}kiem-tra/")
    assert walk.path == home
    walk.open(f"{home}giay-to/")
    text = walk.send()
    assert "Chọn ảnh hoặc tệp: Đơn đăng ký công nhận phòng trọ an toàn" in text
    assert citizens.newest().state == "draft"


def test_a_start_sent_twice_makes_one_draft(walk):
    make_ward_of(BOARDING)
    walk.open("/thu-tuc/phong-tro-an-toan/nop/")
    raw = walk.raw
    walk.send()
    [request_id] = re.findall(r'name="request_id" value="([^"]+)"', raw)
    walk.send("/thu-tuc/phong-tro-an-toan/nop/", request_id=request_id)
    assert Dossier.objects.country_wide().count() == 1


def test_sending_twice_hands_in_once_and_ends_on_the_same_page(walk):
    desk = make_ward_of(BOARDING)
    citizens.fill_boarding(walk)
    check, raw = walk.path, walk.raw
    walk.send()
    [request_id] = re.findall(r'name="request_id" value="([^"]+)"', raw)
    assert "Đã gửi hồ sơ" in walk.send(check, request_id=request_id)
    [dossier] = Dossier.objects.of(desk.ward)
    assert dossier.code.endswith("-0001")


def test_after_sending_the_address_of_the_draft_tells_nothing_of_the_person(walk):
    make_ward_of(BOARDING)
    dossier = citizens.fill_boarding(walk)
    walk.send()
    for step in ("", "nguoi-nop/", "kiem-tra/", "luu/", "xoa/", "da-gui/"):
        text = Walk(Client()).open(f"/nop/{dossier.token}/{step}")
        assert "Đã gửi hồ sơ" in text
        assert "Hường" not in text
        assert "3412" not in text.replace(citizens.newest().code, "")


def test_who_just_sent_sees_the_dossier_at_once(walk):
    make_ward_of(BOARDING)
    citizens.fill_boarding(walk)
    walk.send()
    assert "Nguyễn Thị Hường" in walk.open(f"/ho-so/{citizens.newest().code}/")


def test_a_token_nobody_gave_opens_nothing(walk, home):
    for token in ("x", "A" * 22, "%00", "a/b/c"):
        assert walk.client.get(f"/nop/{token}/").status_code == 404
    assert walk.client.get(f"{home}khai/no-such/").status_code == 404


def test_another_ward_does_not_know_the_draft():
    make_ward_of(BOARDING, "PM", host="mot.test")
    make_ward_of(BOARDING, "PB", host="hai.test")
    here, there = Client(headers={"host": "mot.test"}), Client(headers={"host": "hai.test"})
    walk = Walk(here)
    walk.open("/thu-tuc/phong-tro-an-toan/nop/")
    walk.send()
    token = citizens.newest().token
    assert here.get(f"/nop/{token}/").status_code == 200
    assert there.get(f"/nop/{token}/").status_code == 404
    assert there.post(f"/nop/{token}/xoa/", {"request_id": ""}).status_code == 404


def test_a_draft_is_opened_again_by_its_eight_letters(walk, home):
    assert "Lưu, làm tiếp sau" in walk.open(home)
    code = citizens.newest().code
    assert f"{code[:4]} {code[4:]}" in walk.open(f"{home}luu/")
    other = Walk(Client())
    other.open("/nop/ma/")
    other.send(code=f" {code[:4].lower()} {code[4:]} ")
    assert other.path == home


def test_guessing_at_drafts_is_held_back(walk, home):
    code = citizens.newest().code
    walk.open("/nop/ma/")
    for n in range(50):
        walk.send(code=f"BBBBBB{n:02}")
    assert "Đã thử nhiều lần" in walk.send(code=code)
    assert walk.status == 422


def test_saving_for_later_keeps_what_could_be_read(walk, home):
    walk.open(f"{home}nguoi-nop/")
    walk.send(name="Nguyễn Thị Hường", phone="0905", save_later="1")
    assert "Đã lưu" in walk.text
    assert kept_applicant().name == "Nguyễn Thị Hường"
    assert "nguoi-nop" not in kept_applicant().steps


def test_changing_an_answer_returns_straight_to_the_check(walk):
    make_ward_of(BOARDING)
    dossier = citizens.fill_boarding(walk)
    walk.open(f"/nop/{dossier.token}/khai/where/?sua=1")
    walk.send(answer="6 hẻm 3")
    assert walk.path.endswith("/kiem-tra/")
    assert "6 hẻm 3" in walk.text


def test_who_helps_somebody_else_is_asked_for_whom(walk, home):
    walk.open(f"{home}cho-ai/")
    walk.send(for_whom="other")
    walk.send(**citizens.WHO)
    assert walk.path == f"{home}nop-thay/"
    walk.send(other_name="Trần Thị Già", relation="cháu")
    assert kept_applicant().other_name == "Trần Thị Già"


def test_what_was_prepared_can_be_changed_and_erased(walk):
    make_ward_of(BIRTH)
    dossier = citizens.fill_birth(walk)
    walk.send()
    walk.send(f"/nop/{dossier.token}/sua-lai/")
    assert walk.path == f"/nop/{dossier.token}/"
    assert "Nguyễn Minh An" in walk.open(f"/nop/{dossier.token}/kiem-tra/")
    walk.open(f"/nop/{dossier.token}/xoa/")
    assert "Đã xoá bản nháp" in walk.send()
    assert walk.client.get(f"/nop/{dossier.token}/").status_code == 404
    assert kept_applicant().answers == {}


def test_a_procedure_whose_limit_nobody_confirmed_cannot_be_begun(walk):
    make_ward_of(BOARDING | {"limit_unit": "", "limit_n": None, "certainty_time": "uncertain"})
    assert "đang chờ xác nhận thời hạn" in walk.open("/thu-tuc/phong-tro-an-toan/nop/")
    walk.send(sent="1")
    assert walk.status == 422
    assert not Dossier.objects.country_wide().exists()


def test_nothing_green_where_somebody_died(walk):
    make_ward_of(BOARDING | {"slug": "khai-tu", "papers": (), "questions": ()})
    walk.open("/thu-tuc/khai-tu/nop/")
    walk.send()
    for step, values in (
        ("cho-ai", {"for_whom": "self"}),
        ("nguoi-nop", citizens.WHO),
        ("cach-nhan", {"return_method": "counter"}),
    ):
        walk.open(f"/nop/{citizens.newest().token}/{step}/")
        walk.send(**values)
    walk.send()
    assert "Đã gửi hồ sơ" in walk.text
    assert "p-panel-plain" in walk.raw


def test_an_official_who_is_logged_in_files_as_a_citizen():
    desk = make_ward_of(BOARDING)
    walk = Walk(browser_of(desk.leader))
    citizens.fill_boarding(walk)
    walk.send()
    events = Event.objects.of(desk.ward).filter(subject_id=citizens.newest().id)
    assert {(event.actor_id, event.actor_post) for event in events} == {(None, "citizen")}


def test_each_page_of_a_draft_takes_few_statements(walk, django_assert_statements):
    make_ward_of(BOARDING)
    dossier = citizens.fill_boarding(walk)
    for step in ("", "nguoi-nop/", "khai/where/", "giay-to/", "kiem-tra/"):
        with django_assert_statements(3):
            walk.open(f"/nop/{dossier.token}/{step}")
