"""Issued results: signed as files, sent, received, replaced, revoked, and checked in public."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from phuong.areas.dossiers import actions, queries
from phuong.areas.dossiers.actions.given import GivenFile
from phuong.areas.dossiers.actions.issued import Instead
from phuong.areas.dossiers.models import Dossier, Result, Standing
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import GROUND, Desk, make_desk, make_dossier, take_in
from phuong.areas.dossiers.tests.lives import check_whole
from phuong.kernel.audit.models import Event
from phuong.kernel.documents import api as documents
from phuong.kernel.documents.signing.tests.authority import PASSWORD, Authority, write_pkcs12
from phuong.kernel.documents.tests import made
from phuong.kernel.errors import NotPermitted, RuleBroken, WrongState
from phuong.kernel.people.models import Appointment
from tests.support.builders import FRIDAY, THURSDAY, WEDNESDAY, browser_of, load_law_values

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LATER = FRIDAY + timedelta(days=3)
INSTEAD = {
    "kind": "Giấy khai sinh",
    "summary": "Sửa chữ đệm của trẻ.",
    "reason": "Bản trước ghi sai chữ đệm.",
    "basis": "Điều 28 Luật Hộ tịch",
}


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture
def desk(settings: Any, tmp_path: Path, authority: Authority, monkeypatch: Any) -> Desk:
    load_law_values()
    desk = make_desk()
    certify(desk, authority, settings, tmp_path, monkeypatch)
    return desk


def certify(
    desk: Desk, authority: Authority, settings: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    """Give the leader of a desk a certificate, and files a folder of their own."""
    settings.MEDIA_ROOT = tmp_path / "files"
    post = Appointment.objects.of(desk.ward).get(person=desk.leader).post
    write_pkcs12(authority.issue(desk.leader.name), tmp_path / "leader.p12")
    listed = tmp_path / "signers.toml"
    listed.write_text(
        f'[[signer]]\nward = "{desk.ward.unit_code}"\npost = "{post.code}"\n'
        'pkcs12 = "leader.p12"\npassword = "P_LEADER"\n',
        "utf-8",
    )
    monkeypatch.setenv("P_LEADER", PASSWORD)
    settings.SIGNERS = str(listed)
    settings.SIGNING_TRUST = str(authority.write_root(tmp_path / "trust").parent)


def stored(words: str = "Giấy khai sinh: Nguyễn Văn A") -> documents.StoredFile:
    return documents.keep([made.pdf(words)], name="du-thao.pdf", media_type="application/pdf")


def submitted(desk: Desk, words: str = "Giấy khai sinh: Nguyễn Văn A") -> Dossier:
    dossier = actions.assign(desk.of(desk.head, WEDNESDAY), take_in(desk), desk.specialist.id)
    return actions.submit(
        desk.of(desk.specialist, WEDNESDAY),
        dossier,
        kind="Giấy khai sinh",
        summary="Đủ điều kiện.",
        files=[GivenFile("", "du-thao.pdf", stored(words))],
    )


def address(result_id: Any) -> str:
    return f"https://phuong.example/kiem-tra/ket-qua/{result_id}/"


def signed(desk: Desk, dossier: Dossier, at: Any = None, **values: Any) -> Dossier:
    return actions.sign_electronically(
        desk.of(desk.leader, THURSDAY, **values),
        desk.ward,
        dossier,
        draft_id=queries.drafted(dossier)[0].id,
        address=at or address,
    )


def result_of(dossier: Dossier) -> Any:
    return queries.latest(dossier)


def content(result: Result) -> bytes:
    return documents.content(result.file.sha256)


def check(pdf: bytes, name: str = "ket-qua.pdf") -> str:
    client = Client(headers={"host": "localhost"})
    file = SimpleUploadedFile(name, pdf, "application/pdf")
    answer = client.post("/kiem-tra/ket-qua/", {"file": file, "request_id": request_id(client)})
    return answer.content.decode()


def request_id(client: Client) -> str:
    page = client.get("/kiem-tra/ket-qua/").content.decode()
    return page.partition('name="request_id" value="')[2].partition('"')[0]


def test_a_result_is_signed_as_a_file_for_the_number_it_gets(desk):
    dossier = signed(desk, submitted(desk))
    result = result_of(dossier)
    assert dossier.state == State.READY
    assert (result.number, result.signed_at) == ("1/UBND", THURSDAY)
    assert result.signed_as.startswith("TM. Ủy ban nhân dân")
    assert len(result.mark) == len(result.certificate) == 64
    event = Event.objects.of(desk.ward).get(subject_id=dossier.id, verb="dossiers.sign")
    assert '"file":' in event.body
    assert "do phường phát hành và còn nguyên" in check(content(result))


def test_without_a_certificate_it_is_signed_on_paper_and_the_page_says_so(desk, settings):
    settings.SIGNERS = ""
    dossier = submitted(desk)
    client = browser_of(desk.leader)
    page = client.get(f"/can-bo/ho-so/{dossier.code}/ky/").content.decode()
    assert "chưa có chứng thư số" in page
    assert 'name="how"' not in page
    with pytest.raises(RuleBroken, match="chưa có chứng thư số"):
        signed(desk, dossier)
    done = actions.sign(desk.of(desk.leader, THURSDAY), desk.ward, dossier)
    assert result_of(done).file is None
    assert result_of(done).number == "1/UBND"


def test_nobody_else_can_have_anything_signed(desk):
    dossier = submitted(desk)
    with pytest.raises(NotPermitted):
        actions.sign_electronically(
            desk.of(desk.specialist, THURSDAY),
            desk.ward,
            dossier,
            draft_id=queries.drafted(dossier)[0].id,
            address=address,
        )
    assert result_of(dossier).signed_at is None


def test_a_number_taken_meanwhile_is_signed_again_and_no_number_is_lost(desk):
    dossier, other = submitted(desk), submitted(desk)
    taken: list[Dossier] = []

    def meanwhile(result_id: Any) -> str:
        # Asked for once the number is known, and before the file is signed.
        if not taken:
            taken.append(actions.sign(desk.of(desk.leader, THURSDAY), desk.ward, other))
        return address(result_id)

    done = signed(desk, dossier, at=meanwhile)
    assert [result_of(one).number for one in (other, done)] == ["1/UBND", "2/UBND"]
    assert "2/UBND" in check(content(result_of(done)))


def test_the_same_request_signs_once(desk):
    dossier = submitted(desk)
    first = signed(desk, dossier, request_id="a" * 32)
    again = signed(desk, dossier, request_id="a" * 32)
    assert first.id == again.id
    assert Event.objects.of(desk.ward).filter(verb="dossiers.sign").count() == 1
    assert result_of(again).number == "1/UBND"


def test_a_changed_copy_says_of_which_result_it_was_made(desk):
    pdf = bytearray(content(result_of(signed(desk, submitted(desk)))))
    pdf[40] ^= 1
    said = check(bytes(pdf))
    assert "đã bị sửa sau khi phường ký" in said
    assert "1/UBND" in said
    writer = pypdf.PdfWriter(io.BytesIO(content(result_of_all(desk)[0])), incremental=True)
    writer.add_blank_page(200, 200)
    out = io.BytesIO()
    writer.write(out)
    assert "đã bị sửa sau khi phường ký" in check(out.getvalue())


def test_a_changed_copy_is_written_down_once_a_day_and_holds_nobody_up(desk):
    dossier = signed(desk, submitted(desk))
    good = content(result_of(dossier))
    for place in (40, 41, 42):
        pdf = bytearray(good)
        pdf[place] ^= 1
        assert "Phường đã ghi vào sổ" in check(bytes(pdf))
    assert "Phường đã ghi vào sổ" not in check(good)
    [event] = Event.objects.of(desk.ward).filter(verb="dossiers.altered_copy")
    assert (event.subject_id, event.actor_id) == (dossier.id, None)
    assert result_of(dossier).number in event.body
    page = browser_of(desk.leader).get(f"/can-bo/ho-so/{dossier.code}/").content.decode()
    assert "Có người đem kiểm tra một bản kết quả đã bị sửa" in page
    check_whole(desk.ward)


def result_of_all(desk: Desk) -> list[Result]:
    return list(Result.objects.of(desk.ward).issued().order_by("id"))


@pytest.mark.parametrize(
    ("pdf", "said"),
    [
        (made.pdf("chưa ký"), "không có chữ ký số"),
        (made.locked_pdf(), "có mật khẩu"),
        (b"%PDF-1.7 \n" + b"<<" * 50_000, "Không đọc được tệp này"),
        (b"GIF89a", "không phải tệp PDF"),
    ],
)
def test_whatever_is_sent_gets_a_sentence_and_is_not_kept(desk, pdf, said, settings):
    before = sorted(Path(settings.MEDIA_ROOT).rglob("*"))
    assert said in check(pdf)
    after = [one for one in Path(settings.MEDIA_ROOT).rglob("*") if one.is_file()]
    assert after == [one for one in before if one.is_file()]


def test_the_public_page_names_no_person_of_the_dossier(desk):
    dossier = signed(desk, submitted(desk))
    said = check(content(result_of(dossier)))
    by_code = Client(headers={"host": "localhost"}).get(
        f"/kiem-tra/ket-qua/{result_of(dossier).id}/"
    )
    assert by_code.status_code == 200
    for page in (said, by_code.content.decode()):
        assert dossier.applicant.name not in page
        assert dossier.code not in page
    nowhere = Client(headers={"host": "localhost"}).get(f"/kiem-tra/ket-qua/{dossier.id}/")
    assert nowhere.status_code == 404


def test_its_owner_receives_the_file_and_that_is_the_handing_over(desk):
    dossier = signed(desk, submitted(desk))
    owner = desk.owner(dossier, FRIDAY)
    from phuong.areas.dossiers import policy

    assert not policy.may_open(owner.actor, dossier, queries.SIGNED)
    done = actions.receive_online(owner, dossier)
    assert (done.state, done.returned_at) == (State.RETURNED, FRIDAY)
    result = result_of(done)
    assert (result.receiver_kind, result.handed_at) == ("online", FRIDAY)
    assert policy.may_open(owner.actor, done, queries.SIGNED)


def test_what_was_signed_on_paper_is_not_received_as_a_file(desk):
    dossier = make_dossier(desk, State.READY)
    with pytest.raises(RuleBroken, match="ký trên giấy"):
        actions.receive_online(desk.owner(dossier, FRIDAY), dossier)


def test_it_goes_by_post_comes_back_and_goes_again(desk):
    dossier = make_dossier(desk, State.READY)
    Dossier.objects.of(desk.ward).filter(id=dossier.id).update(return_method="post")
    dossier.refresh_from_db()
    by = desk.of(desk.reception, FRIDAY)
    with pytest.raises(RuleBroken, match="mã bưu gửi"):
        actions.post_result(by, dossier, tracking=" ")
    with pytest.raises(RuleBroken, match="chưa gửi"):
        actions.hand_over(by, dossier, receiver_kind="post")
    actions.post_result(by, dossier, tracking="EV123456789VN")
    with pytest.raises(RuleBroken, match="đang trên đường"):
        actions.post_result(by, dossier, tracking="EV1")
    with pytest.raises(RuleBroken, match="đang trên đường"):
        actions.hand_over(by, dossier, receiver_kind="applicant")
    actions.take_back_post(by, dossier)
    actions.post_result(by, dossier, tracking="EV999999999VN")
    done = actions.hand_over(desk.of(desk.reception, LATER), dossier, receiver_kind="post")
    result = result_of(done)
    assert (result.receiver_kind, result.tracking) == ("post", "EV999999999VN")
    assert done.state == State.RETURNED


def test_a_replaced_result_stays_and_says_by_what(desk):
    dossier = signed(desk, submitted(desk))
    old = content(result_of(dossier))
    dossier = actions.receive_online(desk.owner(dossier, FRIDAY), dossier)
    done = actions.replace_electronically(
        desk.of(desk.leader, LATER),
        desk.ward,
        dossier,
        Instead(
            **INSTEAD, replaces=result_of(dossier).id, file=stored("Giấy khai sinh: Nguyễn Thị A")
        ),
        address=address,
    )
    assert done.state == State.READY
    first, second = result_of_all(desk)
    assert (first.standing, first.ended_at) == (Standing.REPLACED, LATER)
    assert (second.number, second.replaces_id) == ("2/UBND", first.id)
    said = check(old)
    assert "đã được thay bằng bản khác" in said
    assert "2/UBND" in said
    assert "còn nguyên, còn hiệu lực" in check(content(second))
    assert documents.content(first.file.sha256) == old


def test_a_revoked_result_holds_no_longer_whoever_asks(desk):
    dossier = signed(desk, submitted(desk))
    dossier = actions.receive_online(desk.owner(dossier, FRIDAY), dossier)
    by = desk.of(desk.leader, LATER)
    with pytest.raises(RuleBroken):
        actions.revoke_result(by, dossier, reason="", basis="", next_step="")
    actions.revoke_result(by, dossier, **GROUND)
    assert "đã bị thu hồi" in check(content(result_of_all(desk)[0]))
    with pytest.raises(WrongState):
        actions.revoke_result(by, dossier, **GROUND)


def test_of_several_that_hold_no_longer_the_owner_sees_the_last(desk):
    dossier = make_dossier(desk, State.RETURNED)
    by = desk.of(desk.leader, LATER)
    instead = Instead(**INSTEAD, replaces=result_of(dossier).id)
    actions.replace_result(by, desk.ward, dossier, instead)
    actions.hand_over(desk.of(desk.reception, LATER), dossier, receiver_kind="applicant")
    actions.revoke_result(by, dossier, **GROUND)
    told = queries.story(dossier, ("results",)).result
    assert told is not None
    assert (told.number, told.standing) == ("2/UBND", Standing.REVOKED)
