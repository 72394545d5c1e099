import re
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client

from phuong.areas.dossiers import actions
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier, take_in
from phuong.delivery import overview, periods
from phuong.kernel.measures.api import Ask, Window, all_measures, fold, totals
from tests.support.builders import NEXT_MONDAY, load_law_values, occasion_of

pytestmark = pytest.mark.django_db
# What people said in confidence opens to nothing; `tests/invariants/test_people.py` sees to it.
OPENED = [measure.code for measure in all_measures() if not measure.private]
# A ward begins without records of its own, but with the catalogue, which is everybody's.
EMPTY = [code for code in OPENED if not code.startswith("procedures.")]
OVERVIEW, RECORDS = "/lanh-dao/", "/lanh-dao/ho-so/"
STATES = [
    State.RECEIVED, State.IN_WORK, State.IN_WORK, State.SUPPLEMENT, State.SIGNING, State.READY,
    State.RETURNED, State.STOPPED, State.WITHDRAWN, State.SENT, State.DRAFT,
]  # fmt: skip


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def chu(client, desk):
    client.force_login(desk.leader.account)
    return client


@pytest.fixture
def records(desk):
    """Every state of November, a late result, and what was received today."""
    made = [make_dossier(desk, state) for state in STATES]
    late = make_dossier(desk, State.SIGNING)
    made.append(actions.sign(occasion_of(desk.leader, NEXT_MONDAY), desk.ward, late))
    made += [take_in(desk, NEXT_MONDAY) for _each in range(3)]
    return made


def read(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def codes(page):
    return re.findall(r'<th role="rowheader" scope="row"><a href="[^"]*">([^<]+)</a>', page)


def listed(client, url):
    """Return every code that a listing holds, page by page, and the number in its heading."""
    found, seen = [], 0
    while url:
        page = read(client, url.replace("&amp;", "&"))
        found += codes(page)
        told = int(re.search(r"<small>\(([0-9.]+)\)</small>", page)[1].replace(".", ""))
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        url, seen = (onward[1] if onward else ""), seen + 1
        assert seen < 20
    return found, told


def figures(page):
    """Return the numbers of the overview as {words: (value, address)}."""
    found = re.findall(
        r'<a class="p-kpi-one[^"]*" href="([^"]+)"><span>([^<]+)</span> <b>([^<]+)</b>'
        r"(?: <small>([^<]*)</small>)?",
        page,
    )
    return {words: (value, url, change) for url, words, value, change in found}


@pytest.mark.parametrize("folded", [False, True])
def test_every_number_of_the_overview_opens_to_exactly_its_records(chu, desk, records, folded):
    if folded:
        fold(desk.ward.pk)

    shown = figures(read(chu, OVERVIEW))

    assert len(shown) == 8
    for words, (value, url, change) in shown.items():
        found, told = listed(chu, url)
        counted = value if words != "Đúng hạn" else change.split()[0]
        assert int(counted) == told == len(found) == len(set(found)), words


@pytest.mark.parametrize("measure", OPENED)
@pytest.mark.parametrize("field", ["", "ho-tich", "khong-co"])
def test_every_figure_is_the_length_of_its_list(chu, desk, records, measure, field):
    today = NEXT_MONDAY.date()
    for first, last in [
        (None, None),
        (today, today),
        (None, today - timedelta(days=1)),
        (date(2026, 11, 16), date(2026, 11, 18)),
        (today + timedelta(days=1), None),
    ]:
        window = Window(first, last, field)
        (counted,) = totals(desk.ward.pk, [Ask(measure, window)])
        found, told = listed(chu, overview.records_url(measure, window))
        assert sum(counted.values()) == told == len(found), (first, last)


@pytest.mark.parametrize("measure", EMPTY)
def test_a_list_without_records_says_so(chu, measure):
    page = read(chu, f"{RECORDS}?chi-tieu={measure}")

    assert "(0)" in page
    assert "Không có bản ghi nào." in page


def test_the_numbers_are_those_of_the_records(chu, desk, records):
    shown = {words: value for words, (value, _url, _change) in figures(read(chu, OVERVIEW)).items()}

    assert shown == {
        "Đang giải quyết": "7",
        "Sắp đến hạn": "0",
        "Quá hạn": "4",
        "Đúng hạn": "66,7%",  # Two of three: one was signed two days after its day.
        "Chờ bổ sung": "1",
        "Tiếp nhận": "13",
        "Nhiệm vụ chậm": "0",
        "Nhiệm vụ sắp đến hạn": "0",
    }


def test_a_ward_that_begins_has_an_overview_too(chu):
    page = read(chu, OVERVIEW)

    assert [value for value, _url, _change in figures(page).values()] == [
        "0", "0", "0", "chưa có", "0", "0", "0", "0",
    ]  # fmt: skip
    assert "Không có hồ sơ quá hạn hay hết hạn hôm nay." in page
    assert "Chưa có hồ sơ nào có kết quả." in page


def test_what_is_late_stands_first_with_who_has_it_and_in_what_state(chu, desk, records):
    page = read(chu, OVERVIEW)
    urgent = page[page.index('id="can-chi-dao"') : page.index('class="p-kpi"')]

    assert len(codes(urgent)) == 4
    assert "Trần Văn Mai" in urgent
    assert "Quá hạn" in urgent
    assert "Chờ ký" in urgent


def test_charts_lead_to_their_records_and_say_how_they_are_counted(chu, desk, records):
    page = read(chu, OVERVIEW)

    assert page.count("<summary>Cách tính</summary>") == 2
    assert page.count("<summary>Xem bảng số liệu</summary>") == 2
    drawing = page[page.index('id="theo-linh-vuc-h"') : page.index('id="dung-han-h"')]
    (url,) = set(re.findall(r'<a href="([^"]+)"', drawing))
    found, told = listed(chu, url)
    assert told == len(found) == 7


def test_filters_stay_in_the_address_and_narrow_everything(chu, desk, records):
    period = periods.month(2026, 10)
    page = read(chu, f"{OVERVIEW}?{urlencode({'ky': period.code, 'linh-vuc': 'khong-co'})}")
    shown = figures(read(chu, f"{OVERVIEW}?ky={period.code}"))

    assert len(figures(page)) == 8  # A field that is not offered counts as none.
    assert f"tu={period.first.isoformat()}" in shown["Tiếp nhận"][1]
    assert f"den={period.last.isoformat()}" in shown["Tiếp nhận"][1]
    assert "tu=" not in shown["Đang giải quyết"][1]


def test_the_target_is_a_value_of_the_ward_and_no_number_of_ours(chu):
    assert "Mục tiêu" not in read(chu, OVERVIEW)
    load_law_values()
    assert "Mục tiêu 95%" in read(chu, OVERVIEW)


@pytest.mark.parametrize(
    "query",
    ["", "?chi-tieu=khong-co", "?chi-tieu=dossiers.running&tu=hom-qua", "?chi-tieu=dossiers.x"],
)
def test_a_list_of_nothing_known_is_not_there(chu, query):
    assert chu.get(f"{RECORDS}{query}").status_code == 404


def test_a_spoilt_key_opens_the_first_page(chu, desk, records):
    assert codes(read(chu, f"{RECORDS}?chi-tieu=dossiers.running&sau=xyz"))


@pytest.mark.parametrize("who", ["reception", "specialist", "head", "administrator"])
@pytest.mark.parametrize("path", [OVERVIEW, f"{RECORDS}?chi-tieu=dossiers.running"])
def test_others_do_not_find_the_overview(client, desk, who, path):
    client.force_login(getattr(desk, who).account)

    assert client.get(path).status_code == 404
    assert OVERVIEW not in read(client, "/can-bo/viec/")


@pytest.mark.parametrize("path", [OVERVIEW, f"{RECORDS}?chi-tieu=dossiers.running"])
def test_who_is_not_logged_in_is_sent_to_the_log_in(client, desk, path):
    assert client.get(path)["Location"].startswith("/dang-nhap/?next=%2Flanh-dao%2F")


def test_the_secretary_sees_it_too(client, desk, records):
    client.force_login(desk.secretary.account)

    assert len(figures(read(client, OVERVIEW))) == 8


def test_the_pages_ask_the_database_little(chu, desk, records, django_assert_statements):
    read(chu, OVERVIEW)
    with django_assert_statements(8):
        read(chu, OVERVIEW)
    with django_assert_statements(8):
        read(chu, f"{OVERVIEW}?ky=2026&linh-vuc=ho-tich")
    with django_assert_statements(8):
        read(chu, f"{RECORDS}?chi-tieu=dossiers.running")


def test_two_wards_never_count_each_others_dossiers():
    here, there = make_desk("PM", host="pm.example"), make_desk("PH", host="ph.example")
    make_dossier(here, State.IN_WORK)
    make_dossier(there, State.IN_WORK)
    make_dossier(there, State.SUPPLEMENT)
    client = Client(HTTP_HOST="ph.example")
    client.force_login(there.leader.account)

    shown = figures(read(client, OVERVIEW))

    assert shown["Đang giải quyết"][0] == "1"
    found, _told = listed(client, shown["Đang giải quyết"][1])
    assert [code.partition("-")[0] for code in found] == ["PH"]


@pytest.mark.parametrize(
    ("day", "code", "first", "last", "before"),
    [
        (date(2026, 1, 15), "2026-01", date(2026, 1, 1), date(2026, 1, 31), "2025-12"),
        (date(2024, 2, 29), "2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024-01"),
        (date(2026, 12, 31), "2026-12", date(2026, 12, 1), date(2026, 12, 31), "2026-11"),
    ],
)
def test_months_know_their_days_and_the_month_before(day, code, first, last, before):
    this = periods.offered(day)[0]

    assert (this.code, this.first, this.last) == (code, first, last)
    assert periods.previous(this).code == before
    assert [one.code for one in periods.last_months(day)][-1] == code
    assert len({one.code for one in periods.offered(day)}) == 14


def test_a_year_is_compared_with_the_year_before():
    year = periods.year_of(date(2026, 5, 1))

    assert (year.first, year.last) == (date(2026, 1, 1), date(2026, 12, 31))
    assert periods.previous(year).code == "2025"
