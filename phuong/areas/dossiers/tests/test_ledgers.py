"""The register: which dossiers, for whom, on paper and as Excel; who opens ledgers."""

import io
import time

import openpyxl
import pytest

from phuong.areas.dossiers import queries
from phuong.areas.dossiers.actions.given import Given
from phuong.areas.dossiers.models import Ledger
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier, take_in
from phuong.kernel.audit.models import Event, Reading
from phuong.kernel.documents.models import IssuedDocument
from phuong.kernel.documents.official.tests.made import squeezed, text_of
from tests.support.builders import MONDAY, TUESDAY, browser_of, load_law_values

pytestmark = pytest.mark.django_db

MONTH = {"thang": "2026-11"}
DAY = {"ngay": "2026-11-16", "bo-phan": "tu-phap", "buoi": "morning"}
REGISTER, HANDOVER = "/can-bo/so/theo-doi", "/can-bo/so/ban-giao"


@pytest.fixture
def desk(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    load_law_values()
    return make_desk()


def content(answer) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer) if answer.streaming else answer.content


def opens(client, address) -> bool:
    answer = client.get(address)
    return answer.status_code == 200 and bool(content(answer))


def issued(client, address, data):
    answer = client.post(f"{address}/phat-hanh/", data)
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    paper = list(IssuedDocument.objects.country_wide().order_by("id"))[-1]
    return answer.url, paper, page


def test_the_register_of_a_month_has_what_was_received_in_it(desk):
    returned, waiting = make_dossier(desk, State.RETURNED), take_in(desk, TUESDAY)
    sent = make_dossier(desk, State.SENT)
    client = browser_of(desk.reception)
    read = squeezed(text_of(content(client.get(f"{REGISTER}.pdf", MONTH))))
    for dossier in (returned, waiting):
        assert dossier.code in read
    assert sent.code not in read
    for words in ("từ ngày 01/11/2026 đến ngày 30/11/2026: 2 hồ sơ", "090 512 3412", "19/11/2026"):
        assert squeezed(words) in read
    empty = squeezed(text_of(content(client.get(f"{REGISTER}.pdf", {"thang": "2026-10"}))))
    assert squeezed("0 hồ sơ") in empty


def test_the_register_is_issued_once_until_something_changes(desk):
    take_in(desk)
    client = browser_of(desk.reception)
    address, first, page = issued(client, REGISTER, MONTH)
    assert address == "/can-bo/so/STD-20261101-20261130/"
    assert first.number == "1/STD"
    assert first.number in page
    before = content(client.get(f"{address}ban-in/{first.id}/"))
    assert issued(client, REGISTER, MONTH)[1].id == first.id
    take_in(desk, TUESDAY)
    _address, second, page = issued(client, REGISTER, MONTH)
    assert (second.number, Ledger.objects.of(desk.ward).count()) == ("2/STD", 1)
    assert "thay bằng số 2/STD" in " ".join(page.split())
    assert content(client.get(f"{address}ban-in/{first.id}/")) == before
    verbs = [event.verb for event in Event.objects.of(desk.ward.pk).filter(verb__endswith="ledger")]
    assert verbs == ["dossiers.open_ledger", "dossiers.issue_ledger", "dossiers.issue_ledger"]


def test_who_may_print_issue_and_open(desk):
    take_in(desk)
    address, paper, _page = issued(browser_of(desk.reception), HANDOVER, DAY)
    register, whole, _page = issued(browser_of(desk.leader), REGISTER, MONTH)
    may_see = (desk.reception, desk.leader, desk.secretary)
    of_unit = (desk.specialist, desk.head)
    for person in (*may_see, *of_unit, desk.administrator):
        client = browser_of(person)
        seen = client.get("/can-bo/so/").status_code == 200
        assert seen == (person in may_see)
        assert (client.get(f"{REGISTER}.xlsx", MONTH).status_code == 200) == (person in may_see)
        assert opens(client, f"{address}ban-in/{paper.id}/") == (
            person in may_see or person in of_unit
        )
        assert opens(client, f"{register}ban-in/{whole.id}/") == (person in may_see)
        issues = client.post(f"{REGISTER}/phat-hanh/", MONTH).status_code == 302
        assert issues == (person in (desk.reception, desk.leader))


def test_the_excel_register_has_days_texts_and_no_formula(desk):
    take_in(desk, given=Given(name="=HYPERLINK(1)", phone="+84905123412", address="@SUM(A1)"))
    client = browser_of(desk.reception)
    sheet = openpyxl.load_workbook(
        io.BytesIO(content(client.get(f"{REGISTER}.xlsx", MONTH)))
    ).active
    labels = [cell.value for cell in sheet[3]]
    row = dict(zip(labels, sheet[4], strict=True))
    name = row["Tên cá nhân, tổ chức"]
    assert (name.value, name.data_type) == ("=HYPERLINK(1)", "s")
    assert row["Địa chỉ"].value == "@SUM(A1)"
    assert row["Ngày nhận"].value.date() == MONDAY.date()
    assert row["Ngày hẹn trả"].is_date
    assert row["Điện thoại"].value == "090 512 3412"


def test_whoever_takes_the_register_is_written_down_on_each_dossier(desk):
    dossiers = [take_in(desk), take_in(desk, TUESDAY)]
    browser_of(desk.secretary).get(f"{REGISTER}.xlsx", MONTH)
    read = Reading.objects.of(desk.ward).filter(purpose="dossiers.register")
    assert {one.subject_id for one in read} == {dossier.id for dossier in dossiers}
    assert {one.actor_id for one in read} == {desk.secretary.id}


def test_whoever_looks_at_the_register_on_paper_is_written_down_too(desk):
    dossiers = {take_in(desk).id, take_in(desk, TUESDAY).id}

    def read_by(person):
        rows = Reading.objects.of(desk.ward).filter(purpose="dossiers.register")
        return set(rows.filter(actor_id=person.id).values_list("subject_id", flat=True)) & dossiers

    content(browser_of(desk.secretary).get(f"{REGISTER}.pdf", MONTH))
    assert read_by(desk.secretary) == dossiers
    address, paper, _page = issued(browser_of(desk.reception), REGISTER, MONTH)
    assert opens(browser_of(desk.leader), f"{address}ban-in/{paper.id}/")
    assert read_by(desk.leader) == dossiers


def test_whoever_looks_at_a_list_to_hand_over_is_written_down(desk):
    dossier = take_in(desk)
    browser_of(desk.reception).get(f"{HANDOVER}.pdf", DAY)
    read = Reading.objects.of(desk.ward).filter(purpose="dossiers.handover")
    assert [(one.subject_id, one.actor_id) for one in read] == [(dossier.id, desk.reception.id)]


def test_a_register_too_long_for_paper_is_refused_with_a_sentence(desk, settings):
    take_in(desk)
    take_in(desk, TUESDAY)
    rows = queries.received(desk.of(desk.reception, TUESDAY).actor, MONDAY.date(), TUESDAY.date())
    from phuong.kernel.errors import RuleBroken

    queries.check_length(rows, 2)
    with pytest.raises(RuleBroken) as refused:
        queries.check_length(rows, 1)
    assert refused.value.code == "dossiers.ledger.too-long"


@pytest.mark.slow
def test_ten_thousand_dossiers_become_excel_in_two_seconds(desk):
    """From the rows of the database to the bytes of the file (design §7)."""
    from phuong.kernel.documents.official import api as official

    take_in(desk)
    actor = desk.of(desk.reception, TUESDAY).actor
    rows = list(queries.lines(queries.received(actor, MONDAY.date(), MONDAY.date())))
    official.render_excel("Sổ", ["Sổ"], queries.EXCEL_COLUMNS, queries.excel_rows(iter(rows)))
    # The best of three: other work on the machine lengthens a run and never shortens it.
    spent = []
    for _try in range(3):
        began, many = time.process_time(), iter(rows * 10_000)
        official.render_excel("Sổ", ["Sổ"], queries.EXCEL_COLUMNS, queries.excel_rows(many))
        spent.append(time.process_time() - began)
        if spent[-1] <= 2:
            break
    assert min(spent) <= 2
