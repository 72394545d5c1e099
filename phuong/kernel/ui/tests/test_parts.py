from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from phuong.kernel.ui import parts
from phuong.kernel.ui.parts import Standing

DUE = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def vietnamese():
    with translation.override("vi"):
        yield


def render(source, **context):
    return Template("{% load ui %}" + source).render(Context(context)).strip()


@pytest.mark.parametrize(
    ("days", "words", "tone", "solid"),
    [
        (5, "Còn 5 ngày làm việc", "muted", False),
        (3, "Còn 3 ngày làm việc", "muted", False),
        (2, "Còn 2 ngày làm việc", "warn", False),
        (1, "Còn 1 ngày làm việc", "warn", False),
        (0, "Hết hạn hôm nay", "bad", False),
        (-1, "Quá hạn 1 ngày làm việc", "bad", True),
        (-1200, "Quá hạn 1.200 ngày làm việc", "bad", True),
        (None, "Không tính hạn", "muted", False),
    ],
)
def test_a_deadline_stands_by_its_working_days(days, words, tone, solid):
    assert parts.standing(days) == Standing(words, tone, solid)


def test_a_paused_deadline_says_since_when_and_never_that_it_is_late():
    paused = parts.standing(-4, paused_since=date(2026, 11, 20))

    assert paused == Standing("Tạm dừng từ 20/11", "muted")


def test_late_is_late_even_where_no_working_day_lies_between():
    assert parts.standing(0, late=True) == Standing("Quá hạn", "bad", True)


def test_in_tables_the_badge_is_short():
    assert render("{% deadline 2 short=True %}") == '<span class="p-tag p-warn">Còn 2 ngày</span>'
    assert parts.standing(-3, short=True).words == "Quá hạn 3 ngày"
    assert parts.standing(1, paused_since=date(2026, 11, 20), short=True).words == "Tạm dừng"


def test_the_badge_carries_the_due_moment_on_the_wards_clock():
    assert parts.deadline(-1, due=DUE) == (
        '<span class="p-tag p-bad solid"><time datetime="2026-11-25T17:00+07:00"'
        ' title="17:00, Thứ Tư 25/11/2026">Quá hạn 1 ngày làm việc</time></span>'
    )


def test_a_tag_takes_words_or_a_state_that_brings_its_own():
    state = SimpleNamespace(label="Chờ <ký>", tone="violet")

    assert parts.tag(state) == '<span class="p-tag p-violet">Chờ &lt;ký&gt;</span>'
    assert parts.tag("Dừng") == '<span class="p-tag p-muted">Dừng</span>'
    with pytest.raises(ValueError, match="tone"):
        parts.tag("Dừng", "danger")


def test_a_code_is_set_in_groups_and_copied_without_them():
    html = parts.code("4821773055920164", group=4, copy=True)

    assert '<span class="p-code">4821 7730 5592 0164</span>' in html
    assert 'data-copy="4821773055920164"' in html
    assert "hidden>Chép mã</button>" in html


def test_the_timeline_marks_the_present_step_by_word_and_by_aria():
    steps = [
        parts.Step("Đã nộp", "done", at=DUE, unit="Bộ phận Một cửa", officer="Hạnh"),
        parts.Step("Đang giải quyết", "now"),
        parts.Step("Trả kết quả", "todo"),
    ]

    own, public = (
        render("{% timeline steps public=public %}", steps=steps, public=p) for p in (False, True)
    )

    assert own.count('aria-current="step"') == 1
    assert '<li class="now" aria-current="step"><strong>Đang giải quyết</strong>' in own
    assert "(xong)" in own
    assert "(chưa đến)" in own
    assert "17:00, 25/11/2026" in own
    assert "Bộ phận Một cửa, Hạnh" in own
    assert "Hạnh" not in public
    assert ">25/11/2026</time>" in public


def test_a_note_is_announced_only_when_it_appears_after_an_action():
    quiet = render('{% note "warn" %}Nhớ mã{% endnote %}')

    assert quiet == '<div class="p-note p-warn">Nhớ mã</div>'
    assert 'role="status"' in render('{% note "info" role="status" %}Đã lưu{% endnote %}')


def test_what_people_typed_is_escaped_inside_block_tags():
    html = render("{% note %}{{ words }}{% endnote %}", words="<b>x</b>")

    assert html == '<div class="p-note p-info">&lt;b&gt;x&lt;/b&gt;</div>'


def test_a_task_that_cannot_start_yet_is_no_link():
    tasks = [parts.Task("Người nộp", "/a/", "done"), parts.Task("Gửi", "/b/", "blocked")]

    html = render("{% task_list tasks %}", tasks=tasks)

    assert 'href="/a/"' in html
    assert 'href="/b/"' not in html
    assert "Xong" in html
    assert "Chưa làm được" in html


def test_each_answer_to_check_says_what_sua_changes():
    html = render("{% summary rows %}", rows=[parts.Row("Người nộp", "Hường", "/sua/")])

    assert 'href="/sua/">Sửa<span class="visually-hidden"> Người nộp</span></a>' in html


def test_breadcrumbs_end_with_this_page_and_no_link():
    html = render("{% breadcrumbs trail %}", trail=[("Trang chủ", "/"), ("Tra cứu", "/x/")])

    assert '<li class="breadcrumb-item active" aria-current="page">Tra cứu</li>' in html
    assert "/x/" not in html


def test_progress_says_its_words_first():
    html = render('{% progress 4 9 "tiêu chí" %}')

    assert "<span>4 trong 9 tiêu chí</span>" in html
    assert '<progress value="4" max="9" aria-hidden="true">' in html


def test_an_empty_filtered_list_offers_to_clear_the_filters():
    request = RequestFactory().get("/can-bo/viec/", {"han": "qua"})

    html = render('{% empty "Không có hồ sơ nào khớp." %}', request=request)

    assert html == (
        '<p class="p-empty">Không có hồ sơ nào khớp.'
        ' <a href="/can-bo/viec/">Bỏ bớt điều kiện lọc</a></p>'
    )


def test_a_figure_links_to_its_records():
    html = render("{% figures f %}", f=[parts.Figure("Quá hạn", "6", "/qua-han/", "bad")])

    assert '<a class="p-kpi-one p-k-bad" href="/qua-han/"><span>Quá hạn</span> <b>6</b>' in html


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("{{ 1250|number }}", "1.250"),
        ("{{ 96.4|percent }}", "96,4%"),
        ("{{ 20000|dong }}", "20.000 đồng"),
        ("{{ due|day }}", "25/11/2026"),
        ("{{ due|moment }}", "17:00, Thứ Tư 25/11/2026"),
        ("{{ nothing|moment }}", ""),
        ("{{ 184320|size }}", "180 KB"),
        ("{{ 2516582|size }}", "2,4 MB"),
    ],
)
def test_numbers_and_moments_are_written_for_people(source, written):
    assert render(source, due=DUE) == written


def test_english_pages_write_english_numbers():
    with translation.override("en"):
        assert render("{{ 1250|number }} {{ 96.4|percent }}") == "1,250 96.4%"
