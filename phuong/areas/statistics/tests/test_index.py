"""The national index: each number opens to its records; what others measured shows as entered."""

import re
from datetime import date

import pytest
from django.test import Client

from phuong.areas.dossiers.tests.builders import make_desk, make_dossier, take_in
from phuong.areas.statistics import actions, policy, queries
from phuong.areas.statistics.actions import Given
from phuong.areas.statistics.models import OutsideFigure
from phuong.areas.statistics.queries.index import _banded
from phuong.areas.statistics.queries.indicators import Counted, Group, Index, Indicator, Outside
from phuong.areas.statistics.tests.builders import publish, rated
from phuong.areas.statistics.tests.test_pages import october, text_of, units, ward
from phuong.kernel.access.queries import actor_of_person
from phuong.kernel.access.roles import Role
from phuong.kernel.audit.api import Digest, Event
from phuong.kernel.audit.proof import verify
from phuong.kernel.errors import NotPermitted, RuleBroken
from tests.support.builders import browser_of, load_law_values, make_person, moment, occasion_of

__all__ = ["units", "ward"]
pytestmark = pytest.mark.django_db
NOW = moment(20)
THIS_YEAR = {"period": "2026", "source": "Cổng Dịch vụ công", "read_on": date(2026, 11, 19)}
OUTSIDE = Outside(12.5, "Cổng", date(2026, 11, 19), NOW, "Võ Văn Chủ")


@pytest.fixture
def chief(ward):
    return make_person(ward, Role.LEADER)


@pytest.fixture
def leader(chief):
    return browser_of(chief)


def enter(person, of, hundredths, **values):
    return actions.enter_outside(
        occasion_of(person, NOW), Given(of, hundredths=hundredths, **THIS_YEAR | values)
    )


def the_index(person, code="2026"):
    occasion = occasion_of(person, NOW)
    [period] = [one for one in queries.periods(occasion.today) if one.code == code]
    return queries.index(occasion, period)


def indicator(found, code):
    [one] = [one for group in found.groups for one in group.indicators if one.code == code]
    return one


def test_the_index_says_what_is_not_measured_and_never_scores_it(ward, units, leader):
    october(ward, units)
    text = text_of(leader.get("/lanh-dao/chi-so/?ky=2026"))
    assert "cả bộ là 100 điểm." in text
    assert "Chưa xếp loại được" in text
    assert text.count("Không đo được ở đây") == 3
    assert "phường không thu bằng thẻ" in text
    assert "Cần rà soát" in text
    assert "766/QĐ-TTg" in text


def test_points_follow_from_the_share(ward, units, chief):
    october(ward, units)
    found = indicator(the_index(chief), "dossiers_on_time")
    # 124 of 142 were on time: 87.3 % of 20 points.
    assert (found.points, round(found.score, 3)) == (20.0, round(20 * 124 / 142, 3))
    shared = indicator(the_index(chief), "online_dossiers")
    assert (shared.points, shared.shares_points) == (6.0, True)


def test_the_index_is_for_leaders(ward):
    for path in ("", "nhap/", "da-nhap/"):
        address = f"/lanh-dao/chi-so/{path}"
        assert browser_of(make_person(ward, Role.SPECIALIST)).get(address).status_code == 404
        assert Client().get(address).status_code == 302


def test_every_number_of_the_index_opens_to_exactly_its_records():
    load_law_values()
    desk = make_desk("PB", host="hai.test")
    for _each in range(3):
        take_in(desk, moment(12, month=10))
    make_dossier(desk, "ready")
    client = browser_of(desk.leader, host="hai.test")
    page = client.get("/lanh-dao/chi-so/?ky=2026").content.decode()
    found = re.findall(r'href="(/lanh-dao/ho-so/[^"]+)">([^<]+): ([\d.]+)</a>', page)
    assert len(found) >= 14
    for link, _name, number in found:
        opened = client.get(link.replace("&amp;", "&")).content.decode()
        told = re.search(r"<h1>[^<]*<small>\(([\d.]+)\)</small>", opened).group(1)
        assert told == number, link
        assert opened.count('<th role="rowheader"') == int(number), link


def test_the_page_asks_the_database_little(ward, units, leader, django_assert_statements):
    october(ward, units)
    publish(ward)
    leader.get("/lanh-dao/chi-so/?ky=2026")
    with django_assert_statements(6):
        leader.get("/lanh-dao/chi-so/?ky=2026")


def test_ratings_count_by_whole_published_months_alone(ward, units, chief):
    rated(ward, units[0].id, "ho-tich", 12, 20)
    assert not indicator(the_index(chief), "dossier_satisfaction").is_measured
    publish(ward)
    told = indicator(the_index(chief), "dossier_satisfaction")
    assert (told.own_share, told.score) == (60.0, pytest.approx(3.6))
    assert told.wholes[0].url == "/so-lieu/danh-gia/?ky=2026-10"
    # Of the month that runs nothing is told, whatever is added to it.
    rated(ward, units[0].id, "ho-tich", 1, 9)
    assert indicator(the_index(chief), "dossier_satisfaction").own_share == 60.0
    assert not indicator(the_index(chief, "2026-11"), "dossier_satisfaction").is_measured


def test_ratings_too_few_or_too_much_of_one_mind_are_told_to_no_leader(ward, units, chief):
    rated(ward, units[0].id, "ho-tich", 7, 8)
    publish(ward)
    assert not indicator(the_index(chief), "dossier_satisfaction").is_measured


def test_what_was_entered_counts_where_nothing_was_measured_and_says_by_whom(
    ward, units, chief, leader
):
    october(ward, units)
    enter(chief, "feedback_on_time", 9050)
    enter(chief, "dossiers_on_time", 10000)
    found = the_index(chief)
    one = indicator(found, "feedback_on_time")
    assert (one.share, one.is_own, one.score) == (90.5, False, pytest.approx(5.43))
    own = indicator(found, "dossiers_on_time")
    assert own.share == pytest.approx(124 / 142 * 100)
    assert own.outside.value == 100.0
    text = text_of(leader.get("/lanh-dao/chi-so/?ky=2026"))
    assert "Nhập từ nơi khác 90,5% , đạt 5,4 điểm" in text
    assert f"Cổng Dịch vụ công, đọc 19/11/2026; {chief.name} nhập" in text
    # Another period knows nothing of it.
    assert indicator(the_index(chief, "2026-10"), "feedback_on_time").outside is None


def test_with_every_group_known_the_index_has_a_class(ward, units, chief):
    october(ward, units)
    assert the_index(chief).band == ""
    for code, hundredths in (
        ("group.publicity", 1700), ("group.progress", 1000), ("group.online", 2000),
        ("group.satisfaction", 1500), ("group.digitisation", 2000),
    ):  # fmt: skip
        enter(chief, code, hundredths)
    found = the_index(chief)
    # Two groups are measured in full here: what was entered for them is there to compare.
    progress = next(one for one in found.groups if one.code == "progress")
    assert not progress.is_outside
    assert progress.outside.value == 10.0
    assert found.score == pytest.approx(17 + 20 * 124 / 142 + 20 + 15)
    assert found.band == "Trung bình"
    assert (found.own_told, found.outside_told) == ("17,5", "52,0")


def test_a_newer_entry_replaces_and_the_older_one_stays_to_be_read(ward, chief, leader):
    first = enter(chief, "online_payment", 5000)
    second = enter(chief, "online_payment", 6000)
    first.refresh_from_db()
    assert (first.replaced_at, second.replaced_at) == (NOW, None)
    assert indicator(the_index(chief), "online_payment").share == 60.0
    text = text_of(leader.get("/lanh-dao/chi-so/da-nhap/"))
    assert "50,00 %" in text
    assert "Đã thay" in text
    events = Event.objects.of(ward).filter(verb="statistics.enter_outside")
    bodies = {event.subject_id: event.body for event in events}
    assert str(first.id) in bodies[second.id]
    assert Digest.of(second.salt, second.source).hexadecimal in bodies[second.id]
    assert "Cổng" not in bodies[second.id]
    assert verify(ward.pk).holds


def test_the_form_sent_twice_makes_one_entry_and_a_bad_number_says_so(ward, leader):
    page = leader.get("/lanh-dao/chi-so/nhap/?cua=feedback_on_time&ky=2026").content.decode()
    sent = {
        "request_id": re.search(r'name="request_id" value="([^"]+)"', page).group(1),
        "of": "feedback_on_time", "period": "2026", "value": "87,55", "source": "Cổng",
        "read_on_day": "1", "read_on_month": "1", "read_on_year": "2026",
    }  # fmt: skip
    for typed in ("101", "-1", "tám", "87,555"):
        answer = leader.post("/lanh-dao/chi-so/nhap/", sent | {"value": typed})
        assert answer.status_code == 422, typed
        assert 'aria-invalid="true"' in answer.content.decode()
    assert not OutsideFigure.objects.of(ward).exists()
    for _each in range(2):
        answer = leader.post("/lanh-dao/chi-so/nhap/", sent)
        assert answer["Location"].endswith("/lanh-dao/chi-so/?ky=2026")
    assert OutsideFigure.objects.of(ward).get().hundredths == 8755


@pytest.mark.parametrize(
    ("of", "hundredths", "read_on", "field"),
    [
        ("feedback_on_time", 10001, date(2026, 11, 19), "value"),
        ("group.progress", 2001, date(2026, 11, 19), "value"),
        ("group.nothing", 1, date(2026, 11, 19), "of"),
        ("nothing", 1, date(2026, 11, 19), "of"),
        ("feedback_on_time", 1, date(2026, 11, 21), "read_on"),
    ],
)
def test_an_entry_that_cannot_be_is_refused_and_leaves_nothing(
    ward, chief, of, hundredths, read_on, field
):
    with pytest.raises(RuleBroken) as refusal:
        enter(chief, of, hundredths, read_on=read_on)
    assert refusal.value.field == field
    assert not OutsideFigure.objects.of(ward).exists()


def test_nobody_else_enters_or_reads_entries_and_no_other_ward_sees_them(ward, chief):
    with pytest.raises(NotPermitted):
        enter(make_person(ward, Role.SPECIALIST), "online_payment", 5000)
    enter(chief, "online_payment", 5000)
    desk = make_desk("PB", host="hai.test")
    for person in (desk.leader, make_person(ward, Role.SPECIALIST)):
        assert not policy.entered(actor_of_person(person, NOW)).exists()
    assert indicator(the_index(desk.leader), "online_payment").outside is None


def test_a_class_needs_the_whole_and_a_group_counts_what_covers_it():
    full = Indicator(
        "x", "x", "x.", 10.0, "", needs_review=False,
        parts=(Counted("a", "a.", 9, ""),), wholes=(Counted("b", "b.", 10, ""),),
    )  # fmt: skip
    bands = {"excellent": 90, "good": 80, "fair": 70, "average": 50}

    def index_of(group):
        return _banded(Index((group,), (), "", needs_review=False, band=""), bands)

    known = Group("g", "g", 10.0, (full,), OUTSIDE)
    assert (known.score, known.own_score, known.is_outside) == (9.0, 9.0, False)
    partly = Group("g", "g", 20.0, (full,))
    assert (partly.measured, partly.score, index_of(partly).band) == (10.0, 9.0, "")
    entered = Group("g", "g", 20.0, (full,), OUTSIDE)
    assert (entered.measured, entered.score, entered.own_score) == (20.0, 12.5, 0)
    assert index_of(entered).band == "Yếu"
