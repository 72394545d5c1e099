"""Hand-over lists: each dossier on one that holds, remembered, taken, mended by another list."""

import io

import docx
import pytest
from django.db import IntegrityError, transaction

from phuong.areas.dossiers import actions, queries
from phuong.areas.dossiers.models import HalfDay, HandedDossier, Ledger
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier, take_in
from phuong.areas.dossiers.tests.test_ledgers import DAY, HANDOVER, content, issued
from phuong.kernel.audit.models import Event
from phuong.kernel.documents.models import IssuedDocument
from phuong.kernel.documents.official.tests.made import text_of
from phuong.kernel.errors import NotPermitted, WrongState
from tests.support.builders import MONDAY, TUESDAY, browser_of, load_law_values, the_unit

pytestmark = pytest.mark.django_db

AFTERNOON = MONDAY.replace(hour=14)


@pytest.fixture
def desk(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    load_law_values()
    return make_desk()


def hand(desk, half_day=HalfDay.MORNING, day=MONDAY):
    by, unit = desk.of(desk.reception, AFTERNOON), the_unit(desk.ward, "tu-phap")
    return actions.issue_handover(by, desk.ward, unit, day.date(), half_day)


def codes(ledger):
    return [one.code for one in queries.handed(ledger)]


def waiting(desk, day=MONDAY):
    actor = desk.of(desk.reception, TUESDAY).actor
    return [(one.half_day, one.count) for one in queries.to_hand_over(actor, day.date())]


def test_a_list_has_the_dossiers_of_its_half_day_and_unit_and_says_who_gave(desk):
    morning, afternoon = take_in(desk), take_in(desk, AFTERNOON)
    other = take_in(desk, TUESDAY)
    client = browser_of(desk.reception)
    page = client.get("/can-bo/so/", {"ngay": "2026-11-16"}).content.decode()
    assert "Buổi sáng, Tư pháp, hộ tịch" in page
    assert "Buổi chiều, Tư pháp, hộ tịch" in page
    word = docx.Document(io.BytesIO(content(client.get(f"{HANDOVER}.docx", DAY))))
    assert morning.code in "".join(cell.text for table in word.tables for cell in table._cells)
    address, paper, page = issued(client, HANDOVER, DAY)
    assert address == "/can-bo/so/BG-20261116-TU-PHAP-S1/"
    read = " ".join(text_of(content(client.get(f"{address}ban-in/{paper.id}/"))).split())
    assert morning.code in read
    assert afternoon.code not in read
    assert other.code not in read
    assert "Đã bàn giao 1 hồ sơ tiếp nhận buổi sáng, ngày 16/11/2026" in read
    assert "Lê Thị Tiếp" in read
    assert morning.code in page
    assert waiting(desk) == [(HalfDay.AFTERNOON, 1)]


def test_a_dossier_stands_on_one_list_and_a_late_one_gets_the_next(desk):
    first = take_in(desk)
    made, paper = hand(desk)
    again, same = hand(desk)
    assert (again.id, same.id, codes(made)) == (made.id, paper.id, [first.code])
    late = take_in(desk, MONDAY.replace(hour=10))
    second, other = hand(desk)
    assert (second.code, codes(second)) == ("BG-20261116-TU-PHAP-S2", [late.code])
    assert (other.number, codes(made)) == ("2/BBBG", [first.code])
    assert queries.list_of(first) == made
    with pytest.raises(IntegrityError), transaction.atomic():
        HandedDossier.objects.create(ward=desk.ward, ledger=second, dossier=first, position=9)


def test_nothing_left_on_no_list_is_forgotten(desk):
    take_in(desk)
    taken_up = take_in(desk)
    actions.assign(desk.of(desk.head, AFTERNOON), taken_up, desk.specialist.id)
    actor = desk.of(desk.reception, TUESDAY).actor
    assert [one.count for one in queries.forgotten(actor, TUESDAY.date())] == [1]
    hand(desk)
    assert queries.forgotten(actor, TUESDAY.date()) == []


def test_a_withdrawn_dossier_is_not_handed_over(desk):
    make_dossier(desk, State.WITHDRAWN)
    assert waiting(desk) == []


def test_a_wrong_list_is_replaced_and_what_it_leaves_out_waits_again(desk):
    right, wrong = take_in(desk), take_in(desk)
    made, paper = hand(desk)
    client = browser_of(desk.reception)
    was = content(client.get(f"/can-bo/so/{made.code}/ban-in/{paper.id}/"))
    page = client.get(f"/can-bo/so/{made.code}/thay/").content.decode()
    assert right.code in page
    request_id = page.partition('name="request_id" value="')[2].partition('"')[0]
    data = {"kept": [str(right.id)], "request_id": request_id}
    answer = client.post(f"/can-bo/so/{made.code}/thay/", data)
    new = Ledger.objects.of(desk.ward).get(replaces=made)
    assert answer.url == f"/can-bo/so/{new.code}/"
    assert client.post(f"/can-bo/so/{made.code}/thay/", data).url == answer.url
    assert (codes(new), codes(made)) == ([right.code], [right.code, wrong.code])
    assert waiting(desk) == [(HalfDay.MORNING, 1)]
    printed = IssuedDocument.objects.of(desk.ward).get(subject_id=new.id)
    read = " ".join(
        text_of(content(client.get(f"/can-bo/so/{new.code}/ban-in/{printed.id}/"))).split()
    )
    assert f"Biên bản này thay biên bản số {paper.number}." in read
    assert content(client.get(f"/can-bo/so/{made.code}/ban-in/{paper.id}/")) == was
    old = client.get(f"/can-bo/so/{made.code}/").content.decode()
    assert "không còn dùng, đã thay bằng" in old
    assert "thay/" not in old
    verbs = Event.objects.of(desk.ward.pk).filter(subject_id=made.id).values_list("verb", flat=True)
    assert list(verbs.order_by("seq")) == [
        "dossiers.open_ledger",
        "dossiers.issue_ledger",
        "dossiers.replace_ledger",
    ]
    with pytest.raises(WrongState) as refusal:
        actions.replace_handover(desk.of(desk.reception, TUESDAY), desk.ward, made, [])
    assert refusal.value.code == "dossiers.handover.replaced"


def test_the_unit_says_once_that_it_took_the_dossiers(desk):
    take_in(desk)
    made, _paper = hand(desk)
    with pytest.raises(NotPermitted):
        actions.take_handover(desk.of(desk.reception, TUESDAY), made)
    address = f"/can-bo/so/{made.code}/"
    assert "Đã nhận đủ hồ sơ" not in browser_of(desk.reception).get(address).content.decode()
    client = browser_of(desk.specialist)
    assert f'href="{address}"' in client.get("/can-bo/so/nhan/").content.decode()
    assert "Đã nhận đủ hồ sơ" in client.get(address).content.decode()
    page = client.post(f"{address}da-nhan/", follow=True).content.decode()
    assert "Trần Văn Mai" in page
    taken = Ledger.objects.of(desk.ward).get(id=made.id)
    client.post(f"{address}da-nhan/")
    assert Ledger.objects.of(desk.ward).get(id=made.id).taken_at == taken.taken_at
    assert Event.objects.of(desk.ward.pk).filter(verb="dossiers.take_handover").count() == 1


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"ngay": "2026-11-17"},
        {"bo-phan": "khong-co"},
        {"ngay": "x"},
        {"buoi": "khuya"},
        {"buoi": "afternoon"},
    ],
)
def test_a_hand_over_of_nothing_is_not_there(desk, data):
    take_in(desk)
    client = browser_of(desk.reception)
    wanted = data if not data else DAY | data
    assert client.get(f"{HANDOVER}.pdf", wanted).status_code == 404
    assert client.post(f"{HANDOVER}/phat-hanh/", wanted).status_code == 404
    assert not Ledger.objects.of(desk.ward).exists()


def test_only_who_receives_mends_a_list(desk):
    take_in(desk)
    made, _paper = hand(desk)
    for person in (desk.specialist, desk.administrator):
        answer = browser_of(person).get(f"/can-bo/so/{made.code}/thay/")
        assert answer.status_code in (403, 404)
