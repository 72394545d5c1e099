"""A procedure is corrected by a new version: from which day, what it keeps, what is refused."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from phuong.areas.procedures import actions, api, queries
from phuong.areas.procedures.actions import Correction
from phuong.areas.procedures.models import Version
from phuong.areas.procedures.rules.rows import FeeRow, PaperRow
from phuong.areas.procedures.tests.builders import load, make_doubtful_row, make_row
from phuong.kernel.access.api import Role
from phuong.kernel.audit.api import Event
from phuong.kernel.errors import NotPermitted, RuleBroken
from phuong.kernel.workdays import Limit, Unit
from tests.support.builders import MONDAY, NEXT_MONDAY, browser_of, make_person, make_ward, official

pytestmark = pytest.mark.django_db
SLUG, TODAY, LATER = "khai-sinh", MONDAY.date(), NEXT_MONDAY.date()
FORM = PaperRow("to-khai", "Tờ khai", "form")
GIVEN = Correction(
    first=LATER,
    limit=Limit(Unit.WORKING_DAY, 2),
    fees=(FeeRow(8000),),
    channel="desk",
    papers=(FORM,),
    note="Quyết định 5/QĐ-UBND, trang 3",
)


def setting(row=None):
    ward = make_ward()
    (procedure,) = load(row or make_row(SLUG))
    return ward, procedure


def correct(ward, procedure, by=None, **values):
    seen = values.pop("seen", None) or api.current(ward.pk, procedure.slug, TODAY).id
    by = by or official(ward, Role.ADMINISTRATOR)
    return actions.correct(by, procedure, replace(GIVEN, **values), seen=seen)


def test_a_new_version_holds_from_its_day_and_the_one_before_ends_the_day_before():
    ward, procedure = setting()
    before = api.current(ward.pk, SLUG, TODAY)
    version = correct(ward, procedure)
    assert api.current(ward.pk, SLUG, date(2026, 11, 22)).id == before.id
    after = api.current(ward.pk, SLUG, LATER)
    assert (after.id, after.limit_text, after.channel) == (version.pk, "2 ngày làm việc", "desk")
    assert [paper.code for paper in after.papers] == ["to-khai"]
    assert [paper.code for paper in api.version(before.id).papers] != ["to-khai"]
    shown = queries.history(ward.pk, procedure.pk, TODAY)
    assert [(one.first, one.last, one.own) for one in shown] == [
        (LATER, None, True),
        (date(2025, 7, 1), date(2026, 11, 22), False),
    ]


def test_what_stays_keeps_its_mark_and_what_changes_is_the_ward_s_word():
    ward, procedure = setting(make_row(SLUG, certainty_time="memory", certainty_fee="memory"))
    version = correct(ward, procedure)
    assert (version.certainty_time, version.certainty_fee) == ("confirmed", "memory")
    again = correct(
        ward, procedure, first=date(2026, 11, 30), limit=GIVEN.limit, fees=(FeeRow(5000),),
        seen=version.pk,
    )  # fmt: skip
    assert (again.certainty_time, again.certainty_fee, again.fee_text) == (
        "confirmed", "confirmed", "5.000 đồng",
    )  # fmt: skip


def test_the_event_names_what_changed_and_who():
    ward, procedure = setting()
    by = official(ward, Role.ADMINISTRATOR)
    correct(ward, procedure, by)
    event = Event.objects.of(ward).get(verb="procedures.correct")
    assert event.actor_id == by.actor_id
    assert '"limit channel papers"' in event.body


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"first": date(2026, 11, 15)}, "procedures.version.past"),
        ({"note": "nghe nói"}, "procedures.confirm.note"),
        ({"seen": uuid4()}, "procedures.version.newer"),
    ],
)
def test_what_may_not_be_is_refused_without_a_trace(values, code):
    ward, procedure = setting()
    with pytest.raises(RuleBroken) as refusal:
        correct(ward, procedure, **values)
    assert refusal.value.code == code
    assert Version.objects.count() == 1
    assert not Event.objects.of(ward).exists()


def test_a_version_that_changes_nothing_is_refused():
    ward, procedure = setting()
    now = api.current(ward.pk, SLUG, TODAY)
    papers = make_row(SLUG).version.papers
    with pytest.raises(RuleBroken) as refusal:
        correct(ward, procedure, limit=now.limit, channel=now.channel, papers=papers)
    assert refusal.value.code == "procedures.version.same"


def test_of_two_who_correct_the_same_the_second_is_told():
    ward, procedure = setting()
    seen = api.current(ward.pk, SLUG, TODAY).id
    correct(ward, procedure, seen=seen)
    with pytest.raises(RuleBroken) as refusal:
        correct(ward, procedure, seen=seen, limit=Limit(Unit.WORKING_DAY, 1))
    assert refusal.value.code == "procedures.version.newer"
    assert Version.objects.filter(ward=ward).count() == 1


def test_a_double_click_makes_one_version():
    ward, procedure = setting()
    by = official(ward, Role.ADMINISTRATOR).under(uuid4())
    assert correct(ward, procedure, by).pk == correct(ward, procedure, by).pk


def test_it_stays_in_its_ward_and_others_may_not():
    ward, procedure = setting()
    other = make_ward("NK")
    correct(ward, procedure)
    assert api.current(other.pk, SLUG, LATER).ward_id is None
    with pytest.raises(NotPermitted):
        correct(ward, procedure, official(ward, Role.LEADER))


def test_a_doubtful_limit_may_stay_while_the_papers_change():
    ward, procedure = setting(make_doubtful_row(SLUG))
    version = correct(ward, procedure, limit=None)
    assert (version.certainty_time, version.needs_review) == ("uncertain", True)


def test_by_the_page_a_paper_goes_another_comes_and_the_past_is_refused():
    ward, _procedure = setting()
    browser = browser_of(make_person(ward, Role.ADMINISTRATOR))
    page = f"/quan-tri/thu-tuc/{SLUG}/phien-ban/"
    given = {
        "seen": str(api.current(ward.pk, SLUG, TODAY).id), "limit_unit": "working_day",
        "limit_n": "3", "channel": "desk", "note": "Quyết định 5/QĐ-UBND",
        "first_day": "1", "first_month": "2", "first_year": "2030",
        "amount_0": "8.000", "per_0": "case",
        "paper_0": "Tờ khai", "kind_0": "form", "must_0": "on", "paper_1": "",
        "paper_2": "Giấy cam kết", "kind_2": "statement", "must_2": "on",
    }  # fmt: skip
    past = browser.post(page, {**given, "first_year": "2020"})
    assert past.status_code == 422
    assert "Phiên bản mới bắt đầu từ hôm nay" in past.content.decode()
    assert browser.post(page, given).status_code == 302
    version = Version.objects.get(ward=ward)
    assert list(version.papers.values_list("code", flat=True)) == ["to-khai", "giay-cam-ket"]
    assert "Sắp áp dụng" in browser.get(page).content.decode()
