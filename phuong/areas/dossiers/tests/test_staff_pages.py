"""The officials' pages: right person, wrong person, bad input, statements, what comes next."""

import re
import uuid

import pytest
from django.utils import timezone

from phuong.areas.dossiers import queries
from phuong.areas.dossiers.models import Dossier, Paper
from phuong.areas.dossiers.policy import EVERYWHERE
from phuong.areas.dossiers.states import (
    APOLOGIZE,
    AT_HOME,
    CLOSED,
    DRAFT_APOLOGY,
    LIFE,
    RETURN_APOLOGY,
    State,
)
from phuong.areas.dossiers.tests.answers import ANSWERS, REPLACING, answers_for
from phuong.areas.dossiers.tests.builders import (
    make_desk,
    make_dossier,
    make_ready_for,
    take_in,
)
from phuong.areas.dossiers.views.moves import PAGES
from tests.support.builders import browser_of, load_law_values

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    load_law_values()
    return make_desk()


def person_for(desk, move):
    by = {"receive": desk.reception, "certify": desk.reception, "assign": desk.head}
    by |= dict.fromkeys(("process", "follow"), desk.specialist)
    return by.get(str(move.capability.value).rpartition(":")[2], desk.leader)


def ready_for(desk, move, source):
    """An apology comes before the promised day: that dossier was taken in just now."""
    timely = move in (DRAFT_APOLOGY, APOLOGIZE, RETURN_APOLOGY)
    return make_ready_for(desk, move, source, timezone.now() if timely else None)


def address_of(dossier, move):
    if dossier.state == State.PREPARED:
        return f"/can-bo/quay/da-chuan-bi/{dossier.token}/{move.slug}/"
    return f"/can-bo/ho-so/{dossier.code}/{move.slug}/"


STAFF_MOVES = [move for move in LIFE if move.capability is not None]
ARROWS = [(move, source) for move in STAFF_MOVES for source in sorted(move.sources)]


def test_every_move_of_an_official_has_its_page():
    assert {page.move.name for page in PAGES.values()} == {move.name for move in STAFF_MOVES}


@pytest.mark.parametrize(("move", "source"), ARROWS, ids=lambda x: getattr(x, "name", x))
def test_after_every_move_the_page_says_what_comes_next_who_and_by_when(desk, move, source):
    dossier = ready_for(desk, move, source)
    browser = browser_of(person_for(desk, move))
    page = browser.get(address_of(dossier, move))
    assert page.status_code == 200
    assert str(move.consequence) in page.content.decode()
    given = answers_for(desk, move)
    if move.name == "replace_result":
        given = REPLACING | {"replaces": str(queries.latest(dossier).id)}
    answered = browser.post(address_of(dossier, move), given, follow=True)
    assert answered.status_code == 200, answered.redirect_chain
    text = answered.content.decode()
    fresh = Dossier.objects.of(desk.ward).get(id=dossier.id)
    assert fresh.state == move.leads_to(source)
    if fresh.state in CLOSED:
        assert "không còn việc gì phải làm" in text
    else:
        assert "Việc tiếp theo:" in text
        wanted = r"trước (\d\d:\d\d, )?(Thứ|Chủ)"
        assert not (fresh.is_running or "ask" in move.name) or re.search(wanted, text)


@pytest.mark.parametrize(("move", "source"), ARROWS, ids=lambda x: getattr(x, "name", x))
def test_who_may_not_make_a_move_is_refused_and_nothing_changes(desk, move, source):
    dossier = make_dossier(desk, source)
    for person in (desk.administrator, desk.secretary):
        answered = browser_of(person).post(address_of(dossier, move), answers_for(desk, move))
        assert answered.status_code in (403, 404)
    assert Dossier.objects.of(desk.ward).get(id=dossier.id).state == source


@pytest.mark.parametrize("state", sorted(set(State) - AT_HOME), ids=str)
def test_the_workspace_takes_at_most_twelve_statements(desk, state, django_assert_statements):
    dossier = make_dossier(desk, state)
    browser = browser_of(desk.leader)
    browser.get(f"/can-bo/ho-so/{dossier.code}/")
    with django_assert_statements(12):
        page = browser.get(f"/can-bo/ho-so/{dossier.code}/")
    assert page.status_code == 200
    assert "Nguyễn Thị Hường" in page.content.decode()


def test_the_workspace_of_the_longest_life_takes_at_most_twelve_statements(
    desk, django_assert_statements
):
    from phuong.areas.dossiers import actions
    from tests.support.builders import FRIDAY, THURSDAY

    dossier = make_dossier(desk, State.SUPPLEMENT)
    dossier = actions.take_supplement(desk.of(desk.reception, THURSDAY), dossier)
    for _time in range(2):
        dossier = actions.submit(
            desk.of(desk.specialist, THURSDAY), dossier, kind="Giấy khai sinh", summary=""
        )
        if _time == 0:
            dossier = actions.send_back(desk.of(desk.leader, THURSDAY), dossier, reason="Sửa")
    dossier = actions.sign(desk.of(desk.leader, FRIDAY), desk.ward, dossier)
    browser = browser_of(desk.reception)
    browser.get(f"/can-bo/ho-so/{dossier.code}/")
    with django_assert_statements(12):
        assert browser.get(f"/can-bo/ho-so/{dossier.code}/").status_code == 200


@pytest.mark.parametrize("who", ["specialist", "head", "leader", "reception", "secretary"])
def test_those_who_may_read_see_it_and_their_reading_is_written_down(desk, who):
    from phuong.kernel.audit.api import Reading

    dossier = take_in(desk)
    person = getattr(desk, who)
    assert browser_of(person).get(f"/can-bo/ho-so/{dossier.code}/").status_code == 200
    reading = Reading.objects.of(desk.ward).get(subject_id=dossier.id)
    assert (reading.actor_id, reading.purpose) == (person.id, "dossiers.workspace")


def test_an_administrator_has_no_path_to_content(desk):
    dossier = take_in(desk)
    browser = browser_of(desk.administrator)
    for address in (f"/can-bo/ho-so/{dossier.code}/", "/can-bo/quay/", "/can-bo/quay/tim/?ma=a"):
        assert browser.get(address).status_code == 404


def test_another_wards_official_gets_the_page_of_what_is_not_there(desk):
    other = make_desk("PB", host="pb.example")
    dossier = take_in(desk)
    answered = browser_of(other.reception, host="pb.example").get(f"/can-bo/ho-so/{dossier.code}/")
    assert answered.status_code == 404
    assert "Hường" not in answered.content.decode()


def walk_in(desk, **values):
    data = {"name": "Lê Thị Hoa", "phone": "090 512 3412", "paper-to-khai": "original"}
    data |= {"for_whom": "self", "return_method": "counter", "outcome": "receive"} | values
    return browser_of(desk.reception).post("/can-bo/quay/tiep-nhan/?thu-tuc=khai-sinh", data)


def test_a_walk_in_is_received_and_the_receipt_is_next(desk):
    answered = walk_in(desk)
    dossier = Dossier.objects.of(desk.ward).get()
    assert answered["Location"] == f"/can-bo/ho-so/{dossier.code}/in/giay-hen/"
    assert (dossier.applicant.name, dossier.applicant.phone) == ("Lê Thị Hoa", "+84905123412")


def photo_of(number):
    from io import BytesIO

    from PIL import Image

    kept = BytesIO()
    Image.new("RGB", (40, 40), (number, 90, 160)).save(kept, "PNG")
    return kept.getvalue()


def test_the_desks_post_takes_at_most_fourteen_statements(desk, django_assert_statements):
    from django.core.files.uploadedfile import SimpleUploadedFile

    browser = browser_of(desk.reception)
    address = "/can-bo/quay/tiep-nhan/?thu-tuc=khai-sinh"
    browser.get(address)
    request_id = uuid.uuid4()
    data = {
        "name": "Lê Thị Hoa",
        "phone": "0905123412",
        "for_whom": "self",
        "return_method": "counter",
        "paper-to-khai": "original",
        "outcome": "receive",
        "request_id": str(request_id),
    }

    def files():
        return {"attached": [SimpleUploadedFile(f"{n}.png", photo_of(n)) for n in range(3)]}

    browser.post(address, data | {"request_id": str(uuid.uuid4())})  # what a process remembers
    with django_assert_statements(14):
        first = browser.post(address, data | files())
    assert first.status_code == 302, first.content.decode()
    with django_assert_statements(5):
        again = browser.post(address, data | files())
    assert again["Location"] == first["Location"]
    broken = {"attached": [SimpleUploadedFile("1.png", b"no picture")]}  # not looked at again
    assert browser.post(address, data | broken)["Location"] == first["Location"]
    assert Dossier.objects.of(desk.ward).count() == 2


def test_a_walk_in_that_lacks_a_paper_is_guided_once_for_all_of_it(desk):
    refused = walk_in(desk, **{"paper-to-khai": "missing"})
    assert refused.status_code == 422
    assert "Còn thiếu: Tờ khai" in refused.content.decode()
    assert "Lê Thị Hoa" in refused.content.decode()
    guided = walk_in(desk, outcome="guide", **{"paper-to-khai": "missing"})
    assert guided["Location"].endswith("/huong-dan/")


def test_a_matter_of_another_office_is_refused_with_a_slip(desk):
    assert walk_in(desk, outcome="refuse")["Location"].endswith("/khong-tiep-nhan/")


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Nhập họ, chữ đệm và tên"),
        ("name", "x" * 201, "Viết ngắn lại"),
        ("phone", "12", "Nhập số điện thoại gồm 10 chữ số"),
        ("id_number", "abc", "Nhập số định danh gồm 12 chữ số"),
        ("return_method", "teleport", "Chọn một mục có trong danh sách"),
        ("paper-to-khai", "gold", "Chọn một mục có trong danh sách"),
    ],
)
def test_bad_input_gets_its_sentence_and_keeps_the_rest(desk, field, typed, sentence):
    answered = walk_in(desk, **{field: typed})
    text = answered.content.decode()
    assert answered.status_code == 422
    assert sentence in text
    assert "Lê Thị Hoa" in text or field == "name"
    assert not Dossier.objects.of(desk.ward).exists()


def test_a_name_typed_in_pieces_is_stored_whole(desk):
    import unicodedata

    walk_in(desk, name=unicodedata.normalize("NFD", "Nguyễn Thị Ễ Ộ Ẩ"))
    assert Dossier.objects.of(desk.ward).get().applicant.name == "Nguyễn Thị Ễ Ộ Ẩ"


@pytest.mark.parametrize("shape", ["{code}", " {small} ", "{tail}", "http://x.vn/q/{token}/"])
def test_whatever_is_scanned_or_typed_leads_to_the_dossier(desk, shape):
    dossier = take_in(desk)
    tail = dossier.code.partition("-")[2]
    typed = shape.format(
        code=dossier.code, small=dossier.code.lower(), tail=tail, token=dossier.token
    )
    answered = browser_of(desk.reception).get("/can-bo/quay/tim/", {"ma": typed})
    assert answered["Location"] == f"/can-bo/ho-so/{dossier.code}/"


def test_the_qr_of_what_was_prepared_at_home_opens_its_receipt_form(desk):
    dossier = make_dossier(desk, State.PREPARED)
    answered = browser_of(desk.reception).get("/can-bo/quay/tim/", {"ma": dossier.token})
    assert answered["Location"].endswith(f"/da-chuan-bi/{dossier.token}/tiep-nhan/")


def test_a_name_without_marks_finds_its_dossiers(desk):
    take_in(desk)
    text = browser_of(desk.reception).get("/can-bo/quay/tim/", {"ma": "thi huong"})
    assert "Nguyễn Thị Hường" in text.content.decode()
    nothing = browser_of(desk.reception).get("/can-bo/quay/tim/", {"ma": "không ai cả"})
    assert "Không thấy hồ sơ" in nothing.content.decode()


@pytest.mark.parametrize("full", [False, True], ids=["empty", "with records"])
def test_the_desk_shows_what_waits(desk, full, django_assert_statements):
    if full:
        for state in (State.SENT, State.READY, State.SUPPLEMENT_INTAKE):
            make_dossier(desk, state)
    browser = browser_of(desk.reception)
    browser.get("/can-bo/quay/")
    # Two of them are for the numbers that are called.
    with django_assert_statements(12):
        text = browser.get("/can-bo/quay/").content.decode()
    assert text.count("Nguyễn Thị Hường") == (3 if full else 0)
    assert ("Không có hồ sơ nào." in text) is not full


def test_two_officers_at_once_the_second_is_told_and_loses_nothing(desk):
    dossier = make_dossier(desk, State.IN_WORK)
    address = f"/can-bo/ho-so/{dossier.code}/trinh-ky/"
    browser = browser_of(desk.specialist)
    assert browser.post(address, ANSWERS["submit"]).status_code == 302
    second = browser_of(desk.head).post(address, ANSWERS["submit"])
    assert second.status_code == 409
    assert "Việc này vừa được người khác chuyển" in second.content.decode()


def test_papers_are_kept_as_they_were_handed_in(desk):
    walk_in(desk, **{"paper-to-khai": "copy"})
    dossier = Dossier.objects.of(desk.ward).get()
    forms = dict(Paper.objects.filter(dossier=dossier).values_list("code", "form"))
    assert forms["to-khai"] == "copy"


def test_roles_that_read_everywhere_are_roles_of_the_grants():
    from phuong.areas.dossiers.policy import GRANTS

    granted = {role for roles in GRANTS.values() for role in roles}
    assert set(EVERYWHERE) <= granted


SLIPS = {
    State.RECEIVED: "giay-hen",
    State.SUPPLEMENT: "phieu-bo-sung",
    State.NOT_ACCEPTED: "phieu-tu-choi",
    State.STOPPED: "thong-bao-dung",
}


@pytest.mark.parametrize(("state", "form"), SLIPS.items(), ids=SLIPS.values())
def test_every_slip_is_offered_on_the_workspace_and_prints(desk, state, form):
    dossier = make_dossier(desk, state)
    browser = browser_of(desk.reception)
    address = f"/can-bo/ho-so/{dossier.code}/in/{form}/"
    assert address in browser.get(f"/can-bo/ho-so/{dossier.code}/").content.decode()
    slip = browser.get(address)
    assert slip.status_code == 200
    assert dossier.code in slip.content.decode()


def test_the_secret_is_on_the_receipt_that_the_desk_hands_over_and_on_no_copy(desk):
    dossier = take_in(desk)
    address = f"/can-bo/ho-so/{dossier.code}/in/giay-hen/"
    assert dossier.secret in browser_of(desk.reception).get(address).content.decode()
    text = browser_of(desk.reception).get(address).content.decode()
    assert "Mời ông/bà đến nhận trước 17 giờ, thứ Năm ngày 19 tháng 11." in text
    assert 'href="/can-bo/quay/"' in text
    assert dossier.secret not in browser_of(desk.leader).get(address).content.decode()


def test_a_slip_that_a_dossier_does_not_have_is_not_there(desk):
    dossier = take_in(desk)
    browser = browser_of(desk.reception)
    for form in ("phieu-tu-choi", "thong-bao-dung", "phieu-bo-sung", "khong-co"):
        assert browser.get(f"/can-bo/ho-so/{dossier.code}/in/{form}/").status_code == 404


@pytest.mark.parametrize("slug", ["tiep-nhan", "khong-tiep-nhan"])
def test_a_draft_is_not_seen_at_the_desk_even_by_its_token(desk, slug):
    dossier = make_dossier(desk, State.DRAFT)
    address = f"/can-bo/quay/da-chuan-bi/{dossier.token}/{slug}/"
    browser = browser_of(desk.reception)
    for answered in (browser.get(address), browser.post(address, {})):
        assert answered.status_code in (404, 409)
        assert "Nguyễn Thị Hường" not in answered.content.decode()
