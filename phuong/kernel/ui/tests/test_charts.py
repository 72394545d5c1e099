import re
from xml.etree import ElementTree

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from phuong.kernel.ui import charts
from phuong.kernel.ui.charts import Bar, Series, Words

WORDS = Words("c1", "Theo lĩnh vực", "Hộ tịch nhiều nhất.", "Hồ sơ chưa có kết quả.")


@pytest.fixture(autouse=True)
def vietnamese():
    with translation.override("vi"):
        yield


def tree(html):
    return ElementTree.fromstring(str(html))  # noqa: S314


def widths(html, kind):
    return [
        float(rect.get("width").rstrip("%"))
        for rect in tree(html).iter("rect")
        if rect.get("class") == kind
    ]


def bars(*given, **options):
    return charts.bar_chart(
        WORDS, given, label_head="Lĩnh vực", value_head="Đang giải quyết", **options
    )


def test_bars_begin_at_zero_and_keep_their_proportions():
    html = bars(Bar("Hộ tịch", 50), Bar("Đất đai", 25), Bar("Cư trú", 0))

    assert widths(html, "p-c-1") == [100, 50, 0]


def test_the_late_part_stands_inside_its_bar():
    html = bars(Bar("Đất đai", 40, 10), part_head="quá hạn")
    (part,) = (rect for rect in tree(html).iter("rect") if rect.get("class") == "p-c-2")

    assert (part.get("x"), part.get("width")) == ("75%", "25%")
    assert "40 (quá hạn 10)" in html


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=8))
def test_the_table_has_the_figures_of_the_chart(pairs):
    with translation.override("vi"):
        given = [Bar(f"Lĩnh vực {at}", a + b, b) for at, (a, b) in enumerate(pairs)]
        found = tree(bars(*given, part_head="quá hạn"))

    rows = [[cell.text for cell in row] for row in found.iter("tr")]
    assert rows[0] == ["Lĩnh vực", "Đang giải quyết", "Quá hạn"]
    assert rows[1:] == [
        [bar.label, charts.whole(bar.value), charts.whole(bar.part)] for bar in given
    ]


def test_a_chart_with_links_is_a_group_so_that_they_can_be_reached():
    linked, plain = bars(Bar("Hộ tịch", 5, url="/ho-tich/")), bars(Bar("Hộ tịch", 5))

    assert tree(linked).find("svg").get("role") == "group"
    assert tree(plain).find("svg").get("role") == "img"
    (link,) = tree(linked).find("svg").iter("a")
    assert link.get("href") == "/ho-tich/"
    assert [text.text for text in link.iter("text")] == ["Hộ tịch", "5"]


def test_a_chart_has_heading_finding_table_and_the_way_of_counting():
    found = tree(bars(Bar("Hộ tịch", 5)))

    assert found.tag == "figure"
    assert found.find("h2").text == "Theo lĩnh vực"
    assert found.find("figcaption").text == "Hộ tịch nhiều nhất."
    assert [one.find("summary").text for one in found.iter("details")] == [
        "Xem bảng số liệu", "Cách tính",
    ]  # fmt: skip


def test_names_are_escaped():
    assert "<script>" not in bars(Bar("<script>x</script>", 1, url='"><script>'))


def test_a_chart_of_nothing_says_so():
    assert "Chưa có số liệu" in bars()
    assert "Chưa có số liệu" in charts.line_chart(WORDS, [], [Series("a", [])], label_head="Tháng")


def line(values, **options):
    labels = [str(at) for at in range(len(values))]
    return charts.line_chart(
        WORDS, labels, [Series("Đúng hạn", values)], label_head="Tháng", **options
    )


def test_a_line_shows_its_last_value_and_a_gap_stays_a_gap():
    html = line([91.2, None, 96.4], target=95)
    found = tree(html)

    assert len(list(found.iter("circle"))) == 2
    assert not [one for one in found.iter("line") if "p-c-l1" in one.get("class")]
    assert ">96,4%</text>" in html
    assert "Mục tiêu 95%" in html
    assert "<td>không có</td>" in html


def test_higher_values_stand_higher():
    found = tree(line([90, 92, 98]))
    heights = [float(dot.get("cy").rstrip("em")) for dot in found.iter("circle")]

    assert heights == sorted(heights, reverse=True)


def test_several_lines_are_named_in_the_order_in_which_they_end():
    html = charts.line_chart(
        WORDS, ["1", "2"], [Series("Thấp", [1, 2]), Series("Cao", [1, 9])],
        label_head="Tháng", write=charts.whole,
    )  # fmt: skip
    names = [re.sub(r"\s+", " ", "".join(li.itertext())).strip() for li in tree(html).iter("li")]

    assert names == ["Cao 9", "Thấp 2"]


def test_more_than_six_lines_are_refused():
    with pytest.raises(ValueError, match="At most 6"):
        charts.line_chart(WORDS, ["1"], [Series("a", [1])] * 7, label_head="Tháng")


@given(st.lists(st.floats(0, 10**6, allow_nan=False), min_size=1, max_size=30))
def test_ticks_are_round_and_span_the_values(values):
    low, high = min(values), max(values)

    ticks = charts.nice_ticks(low, high)

    assert ticks[0] <= low + 1e-6
    assert ticks[-1] >= high - 1e-6
    assert 2 <= len(ticks) <= 8


def test_names_under_the_steps_never_touch_on_a_phone():
    labels = ["12/2025", *(f"{at}/2026" for at in range(1, 25))]

    shown = charts._with_room(labels)

    assert shown[0] == 0
    assert shown[-1] == len(labels) - 1
    assert len(shown) < 8


def test_a_spark_is_hidden_from_those_who_hear_its_sentence():
    html = charts.spark([1, 2, 3], "Từ 1 lên 3")

    assert 'aria-hidden="true"' in html
    assert html.endswith("</svg> Từ 1 lên 3</span>")


def test_a_target_with_nothing_measured_yet_stands_on_a_range_from_nought():
    drawn = line([None, None], target=95)
    assert ">0%<" in drawn
    assert ">100%<" in drawn
