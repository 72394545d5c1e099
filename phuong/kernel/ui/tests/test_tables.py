import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from phuong.kernel.ui import tables
from phuong.kernel.ui.forms import FilterForm
from phuong.kernel.wards.models import Ward
from tests.support.builders import make_ward

ORDER = ("place", "-id")


class Filter(FilterForm):
    q = forms.CharField(label="Tìm", required=False)
    field = forms.ChoiceField(
        label="Lĩnh vực", required=False, choices=[("", "Tất cả"), ("ho-tich", "Hộ tịch")]
    )


@pytest.fixture(autouse=True)
def vietnamese():
    with translation.override("vi"):
        yield


def asked(**query):
    return RequestFactory().get("/ds/", query)


def walk(size, name, key=""):
    """Return the ids page by page, following one side's links to the end."""
    pages = []
    for _ in range(9):
        request = asked(**{name: key}) if key else asked()
        page = tables.page_of(request, Ward.objects.all(), ORDER, size=size)
        pages.append([ward.pk for ward in page.rows])
        key = page.after if name == tables.AFTER else page.before
        if not key:
            return pages, page
    raise AssertionError(pages)


@pytest.fixture
def wards(db):
    for at in range(7):
        make_ward(f"P{at}", place=f"nơi {at // 3}")
    return [ward.pk for ward in Ward.objects.order_by(*ORDER)]


def test_pages_by_key_show_every_row_once_both_ways(wards):
    forth, last = walk(3, tables.AFTER)
    back, first = walk(3, tables.BEFORE, last.before)

    assert forth == [wards[:3], wards[3:6], wards[6:]]
    assert back == [wards[3:6], wards[:3]]
    assert first.before == ""
    assert first.after


def test_a_row_that_comes_in_between_moves_nothing_already_seen(wards):
    first = tables.page_of(asked(), Ward.objects.all(), ORDER, size=3)
    make_ward("P9", place="nơi 0")

    second = tables.page_of(asked(sau=first.after), Ward.objects.all(), ORDER, size=3)

    assert [ward.pk for ward in second.rows] == wards[3:6]


def test_paging_never_skips_by_offset(wards, django_assert_num_queries):
    first = tables.page_of(asked(), Ward.objects.all(), ORDER, size=3)
    with django_assert_num_queries(1) as queries:
        tables.page_of(asked(sau=first.after), Ward.objects.all(), ORDER, size=3)

    assert "OFFSET" not in queries.captured_queries[0]["sql"]


@pytest.mark.parametrize(
    "spoilt", ["x", "WzFd", "eyJhIjoxfQ", "W1sieiIsMV0sMV0", "é", "W251bGwsMV0"]
)
def test_a_spoilt_key_opens_the_first_page(wards, spoilt):
    page = tables.page_of(asked(sau=spoilt), Ward.objects.all(), ORDER, size=3)

    assert [ward.pk for ward in page.rows] == wards[:3]


@pytest.mark.parametrize(
    ("asked_for", "column", "descending"),
    [("han", "han", False), ("-han", "han", True), ("mat_khau", "ma", False), ("", "ma", False)],
)
def test_only_offered_columns_sort(asked_for, column, descending):
    assert tables.sort_of(asked(xep=asked_for), ["ma", "han"], "ma") == tables.Sort(
        column, descending
    )


def render(source, request, **context):
    return Template("{% load ui %}" + source).render(Context({"request": request, **context}))


def test_the_head_of_the_sorted_column_says_which_way_and_turns_it():
    request = asked(xep="han", q="an", sau="khoa")

    html = render('{% sort_head "han" "Hạn" sort %}', request, sort=tables.Sort("han"))

    assert html == (
        '<th scope="col" aria-sort="ascending"><a href="/ds/?xep=-han&amp;q=an">Hạn'
        ' <span aria-hidden="true">▲</span></a></th>'
    )


def test_a_chip_names_its_filter_and_its_link_drops_it_and_the_place_in_the_list():
    request = asked(field="ho-tich", q="an", sau="khoa", lung="tung")

    chips = tables.chips_of(request, Filter(request.GET))

    assert chips == [
        tables.Chip("Tìm", "an", "/ds/?field=ho-tich&lung=tung"),
        tables.Chip("Lĩnh vực", "Hộ tịch", "/ds/?q=an&lung=tung"),
    ]


def test_the_links_to_other_pages_keep_the_filters():
    request = asked(q="an", sau="cu")

    html = render("{% pagination page %}", request, page=tables.Page([], before="a", after="b"))

    assert 'rel="prev" href="/ds/?q=an&amp;truoc=a">Trước</a>' in html
    assert 'rel="next" href="/ds/?q=an&amp;sau=b">Sau</a>' in html


def test_one_page_has_no_links_to_others():
    assert render("{% pagination page %}", asked(), page=tables.Page([])).count("<a") == 0


def test_filters_keep_the_order_of_the_list():
    html = render("{% filters %}x{% endfilters %}", asked(xep="-han"))

    assert '<form class="p-filter" method="get" role="search"' in html
    assert '<input type="hidden" name="xep" value="-han">' in html
