"""The public figures: tables, files, records and charts say the same, and nothing of a person."""

import csv
import io
import re
from datetime import date

import pytest
from django.test import Client

from phuong.areas.dossiers.tests.builders import make_desk, take_in
from phuong.areas.statistics.models import Edition
from phuong.areas.statistics.queries import SETS, kind_of, months, records, tree
from phuong.areas.statistics.queries.editions import stored
from phuong.areas.statistics.tests.builders import count, publish, rated
from phuong.kernel.measures import api as measures
from phuong.kernel.measures.jobs import fold
from tests.support.builders import (
    load_law_values,
    make_unit,
    make_ward,
    moment,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward():
    load_law_values()
    return make_ward("PM", host="testserver")


@pytest.fixture
def units(ward):
    return [make_unit(ward, code, name=name) for code, name in (
        ("tu-phap", "Tư pháp"), ("dia-chinh", "Địa chính"), ("van-hoa", "Văn hoá")
    )]  # fmt: skip


def october(ward, units):
    first, second, third = units
    count(ward, first.id, "ho-tich", on_time=60, late=7)
    count(ward, first.id, "chung-thuc", on_time=40, late=0)
    count(ward, first.id, "giao-duc", on_time=1, late=1)
    count(ward, second.id, "dat-dai", on_time=20, late=10)
    count(ward, third.id, "van-hoa", on_time=3, late=0)
    rated(ward, first.id, "ho-tich", 12, 20)


def text_of(page):
    bare = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", page.content.decode(), flags=re.DOTALL)
    return " ".join(bare.split())


def test_a_month_is_published_once_some_days_after_it_is_over(ward, units):
    october(ward, units)
    assert publish(ward, moment(4)) == 0
    assert publish(ward, moment(6)) == 1
    count(ward, units[0].id, "ho-tich", on_time=30, late=0)
    before = Edition.objects.of(ward).get().figures
    assert publish(ward, moment(7)) == 0
    assert Edition.objects.of(ward).get().figures == before
    assert publish(ward, moment(6, month=12)) == 1
    assert [one.label for one in months(ward.pk)] == ["Tháng 11/2026", "Tháng 10/2026"]


def test_jobs_that_were_off_publish_every_month_that_was_missed(ward, units):
    for month in (7, 8, 9):
        count(ward, units[0].id, "ho-tich", on_time=60, late=7, month=month)
    assert publish(ward, moment(20)) == 4
    assert publish(ward, moment(20)) == 0
    assert [one.first.month for one in months(ward.pk)] == [10, 9, 8, 7]


def test_an_edition_holds_no_small_number_whatever_lies_behind_it(ward, units):
    october(ward, units)
    fold(ward.pk)
    publish(ward)

    def numbers(given):
        yield from (given["whole"], given["part"])
        for one in given["branches"]:
            yield from numbers(one)

    edition = Edition.objects.of(ward).get()
    seen = [n for one in edition.figures["sets"].values() if one for n in numbers(one)]
    assert seen
    assert all(n is None or n == 0 or n >= 5 for n in seen)
    assert len(edition.digest) == 64


def test_the_table_the_file_and_the_records_say_the_same(ward, units):
    october(ward, units)
    publish(ward)
    client = Client()
    page = client.get("/so-lieu/giai-quyet/?ky=2026-10")
    text = text_of(page)
    # Văn hoá with its 3 goes together with Địa chính, the next larger; no part is told: 3 of 33.
    assert "Cả phường 142" in text
    assert "Tư pháp 109" in text
    assert "Các bộ phận khác 33" in text
    assert "Văn hoá" not in text
    # The two of one field go with the forty of the next.
    assert "Các lĩnh vực khác 42" in text
    assert "giao-duc" not in text
    rows = list(
        csv.DictReader(
            io.StringIO(client.get("/so-lieu/giai-quyet.csv").content.decode("utf-8-sig"))
        )
    )
    assert {row["cap"] for row in rows} <= {"phuong", "bo_phan", "linh_vuc"}
    assert next(row["tong"] for row in rows if row["cap"] == "phuong") == "142"
    assert sum(int(row["tong"]) for row in rows if row["cap"] == "bo_phan") == 142
    for link in re.findall(r'href="(/so-lieu/giai-quyet/ban-ghi/[^"]*)"', page.content.decode()):
        address = link.replace("&amp;", "&")
        opened = client.get(address)
        told = int(
            re.search(r"\((\d[\d.]*)\)</small></h1>", opened.content.decode())
            .group(1)
            .replace(".", "")
        )
        shown = re.search(rf'{re.escape(link)}">([\d.]+)<', page.content.decode()).group(1)
        assert told == int(shown.replace(".", ""))
        first = opened.content.decode().count('<th role="rowheader"')
        assert first == min(told, 100)


def test_invariant_16_public_figures_are_the_counts_of_real_records(ward):
    desk = make_desk("PB", host="hai.test")
    taken = [take_in(desk, moment(12, month=10)) for _each in range(7)]
    publish(desk.ward)
    [month] = months(desk.ward.pk)
    figures = tree(kind_of("tiep-nhan"), month)
    assert figures.root.whole == len(taken)
    behind = measures.get("dossiers.received")
    from phuong.kernel.access.queries import actor_of_person

    rows = behind.rows(
        actor_of_person(desk.leader, moment(20)),
        measures.Window(date(2026, 10, 1), date(2026, 10, 31)),
    )
    assert rows.count() == sum(one.many for one in records(figures, "", ""))
    page = Client(headers={"host": "hai.test"}).get("/so-lieu/tiep-nhan/ban-ghi/").content.decode()
    for dossier in taken:
        assert dossier.code not in page
        assert str(dossier.id) not in page


def test_too_few_in_a_month_are_told_nowhere(ward, units):
    count(ward, units[0].id, "ho-tich", on_time=3, late=1)
    publish(ward)
    client = Client()
    assert "Tháng này dưới 5, không nêu." in text_of(client.get("/so-lieu/giai-quyet/"))
    assert "dưới 5" in text_of(client.get("/so-lieu/"))
    body = client.get("/so-lieu/giai-quyet.csv").content.decode("utf-8-sig")
    assert body.strip().count("\n") == 0


def test_a_ward_without_figures_says_so_everywhere(ward):
    client = Client()
    for path in ("/so-lieu/", "/so-lieu/giai-quyet/", "/so-lieu/giai-quyet/ban-ghi/"):
        page = client.get(path)
        assert page.status_code == 200
        assert "Chưa có tháng nào" in text_of(page) or "Không có bản ghi nào" in text_of(page)


def test_two_wards_publish_each_their_own(ward, units):
    october(ward, units)
    there = make_ward("PB", host="hai.test")
    publish(ward)
    publish(there)
    assert "142" in text_of(Client().get("/so-lieu/giai-quyet/"))
    other = Client(headers={"host": "hai.test"})
    assert "Chưa có tháng nào" in text_of(other.get("/so-lieu/giai-quyet/"))


@pytest.mark.parametrize(
    "path",
    ["/so-lieu/", "/so-lieu/giai-quyet/", "/so-lieu/giai-quyet/ban-ghi/", "/so-lieu/danh-gia.csv"],
)
def test_a_public_page_asks_once_and_may_be_kept(ward, units, path, django_assert_statements):
    october(ward, units)
    publish(ward)
    client = Client()
    client.get(path)
    with django_assert_statements(1):
        page = client.get(path)
    assert page["Cache-Control"] == "public, max-age=3600"


def test_the_columns_page_tells_every_column_and_every_set(ward):
    page = Client().get("/so-lieu/cot/").content.decode()
    from phuong.areas.statistics.queries.editions import COLUMNS

    for column in COLUMNS:
        assert f"<code>{column}</code>" in page
    for slug in SETS:
        if kind_of(slug):
            assert f'id="{slug}"' in page


@pytest.mark.parametrize("query", ["?ky=2026-13", "?ky=x", "?ky=2026-09"])
def test_a_month_that_was_not_published_has_no_page_of_records(ward, units, query):
    october(ward, units)
    publish(ward)
    assert Client().get(f"/so-lieu/giai-quyet/ban-ghi/{query}").status_code == 404


def test_names_that_spreadsheets_take_for_formulas_are_quoted(ward):
    unit = make_unit(ward, "xau", name="=1+1")
    other = make_unit(ward, "tot", name="Tư pháp")
    for one in (unit, other):
        count(ward, one.id, "ho-tich", on_time=60, late=0)
    publish(ward)
    body = Client().get("/so-lieu/giai-quyet.csv").content.decode()
    assert ",'=1+1," in body
    assert ",=1+1" not in body


def test_what_is_stored_reads_back_as_it_was(ward, units):
    october(ward, units)
    publish(ward)
    month = months(ward.pk)[0]
    for slug, given in month.figures["sets"].items():
        if given is not None:
            assert stored(tree(SETS[slug], month).root) == given
