"""Official forms of a dossier: who issues which, what they say, and the same bytes again."""

import pytest
from django.test import Client

from phuong.areas.dossiers import actions, queries
from phuong.areas.dossiers.actions.given import Given
from phuong.areas.dossiers.models import Applicant, Dossier
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import (
    GROUND,
    draft_apology,
    make_desk,
    make_dossier,
    take_in,
)
from phuong.areas.dossiers.tests.citizens import Walk
from phuong.kernel.documents.models import IssuedDocument
from phuong.kernel.documents.official import api as official
from phuong.kernel.documents.official.sheets import shown
from phuong.kernel.documents.official.tests.made import HOSTILE, squeezed, text_of
from tests.support.builders import TUESDAY, WEDNESDAY, browser_of, load_law_values

pytestmark = pytest.mark.django_db

OF_STATE = {
    "giay-hen": State.RECEIVED,
    "phieu-bo-sung": State.SUPPLEMENT,
    "phieu-tu-choi": State.NOT_ACCEPTED,
    "thong-bao-dung": State.STOPPED,
    "phieu-kiem-soat": State.READY,
}
SAID = {
    "giay-hen": ["Nguyễn Thị Hường", "17:00, Thứ Năm 19/11/2026", "3 ngày làm việc", "Lê Thị Tiếp"],
    "phieu-bo-sung": ["Tờ khai chưa ký (Điều 16 Luật Hộ tịch)", "Ký tên vào cuối trang"],
    "phieu-tu-choi": [GROUND["reason"], GROUND["basis"], GROUND["next_step"]],
    "thong-bao-dung": [GROUND["reason"], "TM. ỦY BAN NHÂN DÂN", "Võ Văn Chủ"],
    "phieu-kiem-soat": ["2. Nhận: Tư pháp, hộ tịch", "2. Nhận: Lãnh đạo phường", "Đã ký kết quả"],
}
WORD = ["phieu-bo-sung", "phieu-tu-choi", "thong-bao-dung"]
EACH = pytest.mark.parametrize("slug", OF_STATE)


@pytest.fixture
def desk(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    load_law_values()
    return make_desk()


def apologised(desk):
    drafted = draft_apology(desk, make_dossier(desk, State.IN_WORK))
    return actions.apologize(desk.of(desk.leader, WEDNESDAY), desk.ward, drafted)


def test_the_letter_of_apology_has_the_number_that_the_signing_drew(desk):
    dossier, client = apologised(desk), browser_of(desk.reception)
    letter = dossier.apologies.get()
    paper = issue(client, dossier, "thu-xin-loi")
    assert (paper.form, paper.number) == ("apology", letter.number)
    read = squeezed(text_of(opened(client, dossier, paper)))
    for words in (letter.reason, "xin lỗi ông/bà", "Võ Văn Chủ", f"Số: {letter.number}"):
        assert squeezed(words) in read
    assert "BẢN XEM TRƯỚC" in text_of(
        content(client.get(address(dossier, "thu-xin-loi", "xem-truoc.pdf")))
    )
    assert issue(client, dossier, "thu-xin-loi").id == paper.id
    mine = owner_of(dossier).get(f"/ho-so/{dossier.code}/thu-xin-loi.pdf")
    assert content(mine) == opened(client, dossier, paper)


def address(dossier, slug, then=""):
    return f"/can-bo/ho-so/{dossier.code}/in/{slug}/{then}"


def content(answer) -> bytes:
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    return b"".join(answer) if answer.streaming else answer.content


def issue(client, dossier, slug) -> IssuedDocument:
    answer = client.post(address(dossier, slug, "phat-hanh/"))
    assert (answer.status_code, answer.url) == (302, address(dossier, slug))
    return list(IssuedDocument.objects.of(dossier.ward_id).order_by("id"))[-1]


def opened(client, dossier, paper) -> bytes:
    return content(client.get(f"/can-bo/ho-so/{dossier.code}/ban-in/{paper.id}/"))


@EACH
def test_a_form_is_previewed_issued_and_opened_again_as_it_was(desk, slug):
    dossier, client = make_dossier(desk, OF_STATE[slug]), browser_of(desk.reception)
    preview = text_of(content(client.get(address(dossier, slug, "xem-truoc.pdf"))))
    assert "BẢN XEM TRƯỚC" in preview
    assert not IssuedDocument.objects.of(desk.ward).exists()
    paper = issue(client, dossier, slug)
    first = opened(client, dossier, paper)
    read = squeezed(text_of(first))
    assert [words for words in SAID[slug] if squeezed(words) not in read] == []
    assert squeezed(f"Số: {paper.number}") in read
    assert dossier.code in read
    assert issue(client, dossier, slug).id == paper.id
    assert opened(client, dossier, paper) == first
    page = client.get(address(dossier, slug)).content.decode()
    assert f"/ban-in/{paper.id}/" in page
    assert paper.number in page


@EACH
def test_a_form_that_the_dossier_has_not_is_not_there(desk, slug):
    other = State.SENT if slug != "phieu-tu-choi" else State.RECEIVED
    dossier, client = make_dossier(desk, other), browser_of(desk.reception)
    assert client.get(address(dossier, slug, "xem-truoc.pdf")).status_code == 404
    assert client.post(address(dossier, slug, "phat-hanh/")).status_code == 404
    assert client.get(address(dossier, slug)).status_code == 404
    assert not IssuedDocument.objects.of(desk.ward).exists()


def test_the_control_slip_names_giver_receiver_and_moment_of_every_hand(desk):
    dossier = make_dossier(desk, State.IN_WORK)
    actions.reassign(desk.of(desk.head, WEDNESDAY), dossier, desk.head.id, reason="Nghỉ phép")
    rows = printed_rows(desk, dossier)
    unit, specialist, head = "Tư pháp, hộ tịch", desk.specialist.name, desk.head.name
    assert [(hands, at, remark) for hands, at, _sign, _kept, remark in rows] == [
        (f"1. Giao: Nơi tiếp nhận\n2. Nhận: {unit}", "09:00\n16/11/2026", ""),
        (
            f"1. Giao: {unit} ({head})\n2. Nhận: {unit} ({specialist})",
            "09:00\n17/11/2026",
            "Phân công giải quyết",
        ),
        (
            f"1. Giao: {unit} ({specialist})\n2. Nhận: {unit} ({head})",
            "09:00\n18/11/2026",
            "Đổi người giải quyết",
        ),
    ]
    client = browser_of(desk.specialist)
    first = issue(client, dossier, "phieu-kiem-soat")
    assert "Đổi người" in text_of(opened(client, dossier, first))


def printed_rows(desk, dossier):
    dossier = Dossier.objects.of(desk.ward).get(id=dossier.id)
    slip = queries.printed(dossier, desk.ward, "phieu-kiem-soat", qr="", lookup="")
    return slip.facts.rows["steps"]


def test_an_undone_assignment_is_no_hand_on_the_control_slip(desk):
    dossier = take_in(desk)
    given = actions.assign(desk.of(desk.head, TUESDAY), dossier, desk.specialist.id)
    actions.undo(desk.of(desk.head, TUESDAY), given)
    assert len(printed_rows(desk, dossier)) == 1


@pytest.mark.parametrize("slug", [*WORD, "thu-xin-loi"])
def test_what_officials_edit_comes_as_word(desk, slug):
    dossier = make_dossier(desk, OF_STATE[slug]) if slug in OF_STATE else apologised(desk)
    client = browser_of(desk.reception)
    assert address(dossier, slug, "word/") in client.get(address(dossier, slug)).content.decode()
    answer = client.get(address(dossier, slug, "word/"))
    assert answer.status_code == 200
    assert answer.content[:2] == b"PK"
    assert ".docx" in answer.headers["Content-Disposition"]


def test_a_receipt_is_not_edited_in_word(desk):
    dossier = make_dossier(desk, State.RECEIVED)
    client = browser_of(desk.reception)
    assert client.get(address(dossier, "giay-hen", "word/")).status_code == 404


def test_the_receipt_with_its_secret_is_the_desk_s_and_the_owner_s_alone(desk):
    dossier = make_dossier(desk, State.IN_WORK)
    paper = issue(browser_of(desk.reception), dossier, "giay-hen")
    assert dossier.secret in text_of(opened(browser_of(desk.reception), dossier, paper))
    for person in (desk.leader, desk.specialist, desk.head, desk.secretary):
        client = browser_of(person)
        for then in ("xem-truoc.pdf", "phat-hanh/"):
            call = client.post if then == "phat-hanh/" else client.get
            assert call(address(dossier, "giay-hen", then)).status_code == 404
        assert client.get(f"/can-bo/ho-so/{dossier.code}/ban-in/{paper.id}/").status_code == 404
        page = client.get(address(dossier, "giay-hen"))
        assert page.status_code == 200
        assert "phat-hanh" not in page.content.decode()
    # What goes from hand to hand is theirs too.
    assert issue(browser_of(desk.specialist), dossier, "phieu-kiem-soat").form == "control"


def test_an_administrator_and_another_ward_find_nothing(desk):
    dossier = make_dossier(desk, State.IN_WORK)
    paper = issue(browser_of(desk.reception), dossier, "giay-hen")
    client = browser_of(desk.administrator)
    assert client.get(f"/can-bo/ho-so/{dossier.code}/ban-in/{paper.id}/").status_code in (403, 404)
    other = make_dossier(desk, State.RECEIVED)
    client = browser_of(desk.reception)
    assert client.get(f"/can-bo/ho-so/{other.code}/ban-in/{paper.id}/").status_code == 404


def owner_of(dossier):
    walk = Walk(Client())
    walk.open("/tra-cuu/")
    walk.send(code=dossier.code, proof="3412")
    return walk.client


def test_the_owner_issues_and_opens_the_same_paper_as_the_desk(desk):
    dossier = make_dossier(desk, State.RECEIVED)
    client = owner_of(dossier)
    before = client.get(f"/ho-so/{dossier.code}/giay-hen.pdf")
    assert (before.status_code, before.url) == (302, f"/ho-so/{dossier.code}/giay-hen/")
    assert client.post(f"/ho-so/{dossier.code}/giay-hen/phat-hanh/").status_code == 302
    mine = content(client.get(f"/ho-so/{dossier.code}/giay-hen.pdf"))
    paper = issue(browser_of(desk.reception), dossier, "giay-hen")
    assert opened(browser_of(desk.reception), dossier, paper) == mine
    assert IssuedDocument.objects.of(desk.ward).count() == 1
    assert client.get(f"/ho-so/{dossier.code}/phieu-kiem-soat.pdf").status_code == 404


def test_a_stranger_issues_and_opens_nothing(desk):
    dossier = make_dossier(desk, State.RECEIVED)
    issue(browser_of(desk.reception), dossier, "giay-hen")
    client = Client()
    for answer in (
        client.get(f"/ho-so/{dossier.code}/giay-hen.pdf"),
        client.post(f"/ho-so/{dossier.code}/giay-hen/phat-hanh/"),
    ):
        assert (answer.status_code, answer.url.startswith("/tra-cuu/")) == (302, True)
    assert IssuedDocument.objects.of(desk.ward).count() == 1


def test_after_a_correction_the_old_receipt_stays_marked(desk):
    dossier, client = make_dossier(desk, State.RECEIVED), browser_of(desk.reception)
    old = issue(client, dossier, "giay-hen")
    was = opened(client, dossier, old)
    Applicant.objects.of(desk.ward).filter(id=dossier.applicant_id).update(name="Nguyễn Thị Hương")
    new = issue(client, dossier, "giay-hen")
    assert new.id != old.id
    assert "Nguyễn Thị Hương" in text_of(opened(client, dossier, new))
    assert opened(client, dossier, old) == was
    page = client.get(address(dossier, "giay-hen")).content.decode()
    assert "Bản đã được thay thế" in page
    assert f"thay bằng số {new.number}" in " ".join(page.split())


@pytest.mark.parametrize("value", [HOSTILE[one] for one in ("template", "typst", "lines")])
def test_what_the_applicant_typed_stays_text(desk, value):
    dossier = take_in(desk, given=Given(name=value[:190], phone="+84905123412", address=value))
    client = browser_of(desk.reception)
    read = squeezed(text_of(opened(client, dossier, issue(client, dossier, "giay-hen"))))
    assert squeezed(shown(value)) in read


def test_a_letter_that_cannot_be_printed_is_said_and_nothing_is_kept(desk):
    dossier = take_in(desk, given=Given(name="Nguyễn 😀", phone="+84905123412"))
    client = browser_of(desk.reception)
    answer = client.post(address(dossier, "giay-hen", "phat-hanh/"), follow=True)
    assert "không có ký tự “😀”" in answer.content.decode()
    assert client.get(address(dossier, "giay-hen", "xem-truoc.pdf")).status_code == 302
    assert not IssuedDocument.objects.of(desk.ward).exists()


def test_a_dossier_keeps_the_forms_of_the_day_on_which_it_began(desk):
    dossier = make_dossier(desk, State.RECEIVED)
    Dossier.objects.of(desk.ward).filter(id=dossier.id).update(created_at="2024-05-06T02:00Z")
    paper = issue(browser_of(desk.reception), dossier, "giay-hen")
    assert (paper.version, paper.number) == ("01/2018", "1/BPMC")
    read = text_of(opened(browser_of(desk.reception), dossier, paper))
    assert "01/2018/TT-VPCP" in read
    assert official.by_id("receipt", paper.version).valid_to is not None


def test_papers_are_vietnamese_whatever_language_the_page_has(desk):
    dossier, client = make_dossier(desk, State.RECEIVED), browser_of(desk.reception)
    read = text_of(content(client.get("/en" + address(dossier, "giay-hen", "xem-truoc.pdf"))))
    assert "Nhận tại quầy" in read
    assert "3 ngày làm việc" in read


def test_the_history_names_the_issue_and_undo_can_see_it(desk):
    dossier, client = make_dossier(desk, State.RECEIVED), browser_of(desk.reception)
    issue(client, dossier, "giay-hen")
    page = client.get(f"/can-bo/ho-so/{dossier.code}/").content.decode()
    assert "Phát hành giấy tờ" in page


def test_the_action_refuses_what_the_policy_refuses(desk):
    from phuong.kernel.errors import NotVisible

    dossier = make_dossier(desk, State.IN_WORK)
    occasion = desk.of(desk.leader, dossier.received_at)
    with pytest.raises(NotVisible):
        actions.issue_form(occasion, desk.ward, dossier, "giay-hen", qr=lambda _: "x", lookup="x")
