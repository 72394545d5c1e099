"""The register of issued results: which rows for whom, by which filters, as page, Excel and CSV."""

import csv
import io
import re

import openpyxl
import pytest

from phuong.areas.dossiers import actions, queries
from phuong.areas.dossiers.actions.issued import Instead
from phuong.areas.dossiers.models import Dossier, Result
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import GROUND, Desk, make_desk, make_dossier
from phuong.kernel.access.roles import Role
from phuong.kernel.audit.models import Reading
from phuong.kernel.errors import RuleBroken
from tests.support.builders import (
    NEXT_MONDAY,
    SATURDAY,
    browser_of,
    load_law_values,
    make_person,
    make_unit,
)

pytestmark = pytest.mark.django_db
PAGE, EXCEL, CSV = "/can-bo/so/ket-qua/", "/can-bo/so/ket-qua.xlsx", "/can-bo/so/ket-qua.csv"


@pytest.fixture
def desk() -> Desk:
    load_law_values()
    return make_desk()


def replaced(desk: Desk, dossier: Dossier) -> Dossier:
    """Put another result in the place of the one that a dossier has."""
    holds = queries.latest(dossier)
    assert holds is not None
    instead = Instead("Giấy khai sinh", "Sửa chữ đệm", "Ghi sai", "Điều 28", replaces=holds.id)
    by = desk.of(desk.leader, NEXT_MONDAY)
    done: Dossier = actions.replace_result(by, desk.ward, dossier, instead)
    return done


@pytest.fixture
def four(desk: Desk) -> Desk:
    """1: waits to be handed over · 2: handed over · 3: replaced by 5 · 4: revoked."""
    make_dossier(desk, State.READY)
    make_dossier(desk, State.RETURNED)
    first = make_dossier(desk, State.RETURNED)
    gone = make_dossier(desk, State.RETURNED)
    replaced(desk, first)
    actions.revoke_result(desk.of(desk.leader, SATURDAY), gone, **GROUND)
    return desk


def shown(person, **query) -> list[str]:
    """Return the numbers that the page shows, in its order."""
    answer = browser_of(person).get(PAGE, query)
    assert answer.status_code == 200
    return re.findall(r'scope="row">([^<]*)<', answer.content.decode())


def written(person, **query) -> list[list[str]]:
    answer = browser_of(person).get(CSV, query)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_the_newest_stands_first_and_each_says_how_it_stands(four):
    assert shown(four.reception) == [f"{n}/UBND" for n in (5, 4, 3, 2, 1)]
    page = browser_of(four.reception).get(PAGE).content.decode()
    for words in ("thay bằng số 5/UBND", "thay cho số 3/UBND", "Đã thu hồi", "Chưa trao"):
        assert words in page


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({"hieu-luc": "in_force"}, [5, 2, 1]),
        ({"hieu-luc": "replaced"}, [3]),
        ({"hieu-luc": "revoked"}, [4]),
        ({"trao": "waiting"}, [5, 1]),
        ({"trao": "self"}, [4, 3, 2]),
        ({"trao": "online"}, []),
        ({"tu": "2026-11-23"}, [5]),
        ({"den": "22/11/2026"}, [4, 3, 2, 1]),
        ({"tu": "2026-11-19", "den": "2026-11-19"}, [4, 3, 2, 1]),
        ({"tu": "2026-11-20", "den": "2026-11-22"}, []),
        ({"so": "3"}, [3]),
        ({"so": "3/ubnd"}, [3]),
        ({"so": " 03/UBND "}, [3]),
        ({"so": "PM-261116-0002"}, [2]),
        ({"so": "261116-0002"}, [2]),
        ({"so": "33"}, []),
        ({"so": "%"}, []),
        ({"so": "9" * 40}, []),
        ({"linh-vuc": "ho-tich"}, [5, 4, 3, 2, 1]),
        ({"linh-vuc": "ho-tich", "thu-tuc": "khai-sinh", "hieu-luc": "revoked"}, [4]),
        # What the list does not offer, or is no day, counts as nothing.
        ({"linh-vuc": "x", "thu-tuc": "y", "hieu-luc": "z", "nguoi-ky": "1"}, [5, 4, 3, 2, 1]),
        ({"tu": "31/2/2026"}, [5, 4, 3, 2, 1]),
        ({"tu": "0001-01-01", "den": "9999-12-31"}, [5, 4, 3, 2, 1]),
    ],
)
def test_each_filter_keeps_its_rows_in_page_and_file_alike(four, query, numbers):
    wanted = [f"{n}/UBND" for n in numbers]
    assert shown(four.leader, **query) == wanted
    assert [row[1] for row in written(four.leader, **query)[1:]] == wanted[::-1]


def test_by_signer_and_by_unit(four):
    unit = make_unit(four.ward, "dia-chinh", name="Địa chính")
    other = make_person(four.ward, Role.LEADER, name="Lý Thị Phó", unit=unit)
    moved = Dossier.objects.of(four.ward).get(code="PM-261116-0002")
    Dossier.objects.of(four.ward).filter(id=moved.id).update(unit=unit)
    moved.results.update(signed_by=other)
    assert shown(four.leader, **{"nguoi-ky": str(other.id)}) == ["2/UBND"]
    assert shown(four.leader, **{"bo-phan": str(unit.id)}) == ["2/UBND"]
    assert len(shown(four.leader, **{"nguoi-ky": str(four.leader.id)})) == 4


def test_everybody_sees_the_results_of_dossiers_they_may_read(four):
    unit = make_unit(four.ward, "dia-chinh", name="Địa chính")
    stranger = make_person(four.ward, Role.SPECIALIST, name="Hồ Văn Đất", unit=unit)
    assert len(shown(four.specialist)) == 5
    assert shown(stranger) == []
    assert len(written(stranger)) == 1
    for path in (PAGE, EXCEL, CSV):
        assert browser_of(four.administrator).get(path).status_code == 404
        assert browser_of().get(path).status_code == 302
    elsewhere = make_desk("PN", host="nam.localhost")
    page = browser_of(elsewhere.leader, host="nam.localhost").get(PAGE).content.decode()
    assert "Chưa có kết quả nào được ký." in page


def test_an_empty_register_and_a_filter_without_rows_say_so(desk):
    assert "Chưa có kết quả nào được ký." in browser_of(desk.leader).get(PAGE).content.decode()
    page = browser_of(desk.leader).get(PAGE, {"so": "7"}).content.decode()
    assert "Không có kết quả nào khớp." in page
    assert "Tải Excel" not in page


def test_days_in_the_wrong_order_are_told_beside_their_field(four):
    page = browser_of(four.leader).get(PAGE, {"tu": "2026-11-20", "den": "2026-11-19"})
    assert "Ngày cuối phải từ ngày đầu trở đi" in page.content.decode()


def test_pages_follow_each_other_by_key_without_gap_or_repetition(four, monkeypatch):
    for _each in range(24):
        make_dossier(four, State.READY)
    client = browser_of(four.leader)
    first = client.get(PAGE).content.decode()
    after = re.search(r'rel="next" href="([^"]+)"', first)
    assert after is not None
    second = client.get(after[1].replace("&amp;", "&")).content.decode()
    numbers = re.findall(r'scope="row">([^<]*)<', first + second)
    assert len(numbers) == len(set(numbers)) == 29


def test_the_list_asks_the_database_little(four, django_assert_statements):
    client = browser_of(four.leader)
    client.get(PAGE)
    with django_assert_statements(7):
        assert client.get(PAGE, {"linh-vuc": "ho-tich", "so": "3"}).status_code == 200


def test_the_excel_file_has_days_standings_and_no_formula(four):
    Result.objects.of(four.ward).filter(number="4/UBND").update(kind="=HYPERLINK(1)")
    answer = browser_of(four.leader).get(EXCEL, {"hieu-luc": "revoked"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    row = dict(zip([cell.value for cell in sheet[3]], sheet[4], strict=True))
    assert (row["Tên kết quả"].value, row["Tên kết quả"].data_type) == ("=HYPERLINK(1)", "s")
    assert row["Số"].value == "4/UBND"
    assert row["Ngày ký"].value.date().isoformat() == "2026-11-19"
    assert row["Hết hiệu lực ngày"].value.date() == SATURDAY.date()
    assert row["Hiệu lực"].value == "Đã thu hồi"
    assert row["Cách trao"].value == "Chính chủ"
    assert sheet.max_row == 4
    [one] = written(four.leader, **{"hieu-luc": "revoked"})[1:]
    assert one[3] == "'=HYPERLINK(1)"


def test_whoever_sees_or_takes_the_register_is_written_down_on_each_dossier(four):
    browser_of(four.secretary).get(EXCEL)
    read = Reading.objects.of(four.ward).filter(purpose="dossiers.results")
    assert {one.actor_id for one in read} == {four.secretary.id}
    assert read.count() == 4
    shown(four.specialist, so="1")
    assert read.filter(actor_id=four.specialist.id).count() == 1


def test_a_file_too_long_is_refused_with_a_sentence(four, monkeypatch):
    monkeypatch.setattr(queries.registry, "MOST_IN_FILE", 4)
    with pytest.raises(RuleBroken):
        queries.check_size(Result.objects.of(four.ward))
    answer = browser_of(four.leader).get(EXCEL, {"den": "2026-11-30"}, follow=True)
    assert "Chọn khoảng ngày ngắn hơn" in answer.content.decode()
    assert browser_of(four.leader).get(CSV, {"hieu-luc": "revoked"}).status_code == 200


def test_the_menu_leads_to_it(four):
    for person in (four.reception, four.leader, four.secretary, four.specialist, four.head):
        assert f'href="{PAGE}"' in browser_of(person).get("/can-bo/tim/").content.decode()
