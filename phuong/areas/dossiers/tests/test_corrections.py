"""What was written down wrongly is put right after receipt: both kept, new receipt, old promise."""

import json
from datetime import timedelta

import pytest
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phuong.areas.dossiers import actions, policy, queries, rules
from phuong.areas.dossiers.models import Correction, Paper, Route
from phuong.areas.dossiers.states import CORRECT, State
from phuong.areas.dossiers.tests.builders import (
    ALL_PAPERS,
    HUONG,
    make_desk,
    make_dossier,
    right_name,
    take_in,
    wanted_by_post,
)
from phuong.areas.dossiers.tests.citizens import make_law
from phuong.areas.dossiers.views import proof
from phuong.areas.procedures import api as procedures
from phuong.areas.procedures.rules.rows import FieldRow
from phuong.areas.procedures.tests.builders import make_row
from phuong.kernel.access.roles import Role
from phuong.kernel.audit.api import Event, keys
from phuong.kernel.errors import NotPermitted, RuleBroken, WrongState
from phuong.kernel.measures.api import Ask, totals
from phuong.kernel.notices.models import Notice
from phuong.kernel.wards.remembered import forget_all
from phuong.kernel.workdays import Decision, Effect, Unit
from phuong.kernel.workflow.api import WorkItem
from tests.support.builders import (
    FRIDAY,
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    browser_of,
    make_person,
    make_unit,
)

pytestmark = pytest.mark.django_db
RIGHT = "Nguyễn Thị Hưởng"


@pytest.fixture
def desk():
    make_law()
    return make_desk()


def by_desk(desk, now=TUESDAY):
    return desk.of(desk.reception, now)


def correct(desk, dossier, now=TUESDAY, **values):
    return actions.correct(by_desk(desk, now), dossier, right_name(dossier, **values))


def other_procedure(slug="ket-hon", **row):
    procedures.load([make_row(slug=slug, field=FieldRow("chung-thuc", "Chứng thực"), **row)])
    procedures.forget()


def version_of(desk, slug="ket-hon"):
    return procedures.current(desk.ward.pk, slug, MONDAY.date())


def test_old_and_new_value_reason_and_who_are_kept_and_the_event_says_no_name(desk):
    dossier = correct(desk, take_in(desk))
    (row,) = dossier.corrections.all()
    assert row.changes == [["name", "", HUONG.name, RIGHT]]
    assert (row.reason, row.by, row.turn) == ("Gõ sai dấu của tên.", desk.reception, 2)
    assert (dossier.applicant.name, dossier.receipt_turn) == (RIGHT, 2)
    assert dossier in policy.readable(by_desk(desk).actor).filter(search__contains="huong")
    event = Event.objects.of(desk.ward).get(verb="dossiers.correct")
    assert RIGHT not in event.body
    assert json.loads(event.body)["facts"]["correction"] == str(row.id)


def test_the_applicant_is_told_by_the_corrected_phone(desk):
    dossier = take_in(desk)
    phone = {"phone": "+84905999888"}
    correct(desk, dossier, facts=phone)
    told = Notice.objects.of(desk.ward).filter(template="dossiers.correct")
    assert "+84905999888" in set(told.values_list("address", flat=True))


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (State.SENT, "dossiers.correct.not-received"),
        (State.SUPPLEMENT_INTAKE, "dossiers.correct.not-received"),
        (State.RETURNED, "dossiers.correct.returned"),
        (State.STOPPED, "dossiers.correct.ended"),
        (State.WITHDRAWN, "dossiers.correct.ended"),
    ],
    ids=str,
)
def test_where_no_receipt_stands_nothing_is_corrected_and_the_way_on_is_told(desk, state, code):
    dossier = make_dossier(desk, state)
    with pytest.raises(WrongState) as refused:
        correct(desk, dossier, now=FRIDAY)
    assert refused.value.code == code
    assert not Correction.objects.country_wide().exists()


@pytest.mark.parametrize(
    ("state", "values", "code"),
    [
        (State.RECEIVED, {"facts": {"name": HUONG.name}}, "dossiers.correct.nothing"),
        (State.RECEIVED, {"reason": "  "}, "dossiers.correct.reason"),
        (State.READY, {"facts": {"name": RIGHT}}, "dossiers.correct.signed"),
        (State.RECEIVED, {"papers": {}}, "dossiers.correct.incomplete"),
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused_with_the_way_on(desk, state, values, code):
    dossier = make_dossier(desk, state)
    with pytest.raises(RuleBroken) as refused:
        correct(desk, dossier, now=FRIDAY, **values)
    assert refused.value.code == code
    dossier.refresh_from_db()
    assert dossier.receipt_turn == 1


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (State.SIGNING, "dossiers.correct.procedure-signing"),
        (State.SUPPLEMENT, "dossiers.correct.procedure-supplement"),
    ],
    ids=str,
)
def test_the_procedure_stays_while_something_of_the_old_one_waits(desk, state, code):
    other_procedure()
    dossier = make_dossier(desk, state)
    with pytest.raises(RuleBroken) as refused:
        correct(desk, dossier, FRIDAY, version=version_of(desk), papers=ALL_PAPERS)
    assert refused.value.code == code


def test_only_the_desk_corrects(desk):
    dossier = take_in(desk)
    for person in (desk.specialist, desk.head, desk.leader, desk.administrator):
        with pytest.raises(NotPermitted):
            actions.correct(desk.of(person, TUESDAY), dossier, right_name(dossier))
    assert CORRECT in policy.open_moves(by_desk(desk).actor, dossier)


def test_what_somebody_else_has_just_put_right_is_not_written_over(desk):
    dossier = take_in(desk)
    seen = right_name(dossier, facts={"name": "Nguyễn Thị Hương"})
    correct(desk, dossier)
    with pytest.raises(WrongState) as refused:
        actions.correct(by_desk(desk), dossier, seen)
    assert refused.value.code == "dossiers.correct.meanwhile"


def test_a_paper_is_put_right_and_a_way_of_receiving_unless_the_post_has_it(desk):
    papers = ALL_PAPERS | {"to-khai": "copy"}
    dossier = correct(desk, take_in(desk), facts={"return_method": "post"}, papers=papers)
    assert [row[0] for row in dossier.corrections.get().changes] == [
        "return_method",
        "paper:to-khai",
    ]
    assert Paper.objects.of(desk.ward).get(code="to-khai").form == "copy"
    assert dossier.return_method == "post"
    ready = wanted_by_post(make_dossier(desk, State.READY))
    actions.post_result(by_desk(desk, FRIDAY), ready, tracking="EV1VN")
    with pytest.raises(RuleBroken):
        correct(desk, ready, FRIDAY, facts={"return_method": "counter"})


def test_another_procedure_keeps_the_promise_moves_the_figures_and_goes_to_its_unit(desk):
    other_procedure(limit_n=9)
    unit = make_unit(desk.ward, "dia-chinh", name="Địa chính")
    make_person(desk.ward, Role.UNIT_HEAD, name="Ngô Thị Đất", unit=unit)
    Route.objects.create(ward=desk.ward, field="chung-thuc", unit=unit)
    forget_all()
    before = make_dossier(desk, State.IN_WORK)
    after = correct(desk, before, version=version_of(desk), papers=ALL_PAPERS)
    assert (after.unit_id, after.handler_id, after.state) == (unit.id, None, State.IN_WORK)
    assert (after.first_promise_at, after.target_at) == (before.first_promise_at, before.target_at)
    assert after.limit == before.limit
    assert WorkItem.objects.of(desk.ward).get(subject_id=after.id).post_id is not None
    (fields,) = totals(desk.ward.pk, [Ask("dossiers.received", by_field=True)])
    assert {field: n for (field, _day), n in fields.items() if n} == {"chung-thuc": 1}
    (gone,) = after.corrections.values_list("changes", flat=True)
    assert ["procedure", "", desk.version.name, version_of(desk).name] in gone


def test_a_procedure_that_allows_less_is_promised_at_once_and_the_first_promise_stays(desk):
    other_procedure(limit_n=1)
    before = take_in(desk)
    after = correct(desk, before, MONDAY, version=version_of(desk), papers=ALL_PAPERS)
    assert after.first_promise_at == before.first_promise_at
    assert after.shown_promise_at == after.target_at == after.due_at < before.due_at


LIMITS = st.tuples(
    st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.WORKING_HOUR, Unit.MONTH]),
    st.integers(1, 40),
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(limit=LIMITS, days=st.integers(0, 9), off=st.integers(0, 12))
def test_no_correction_ever_moves_the_first_promise_or_makes_one_later(desk, limit, days, off):
    slug = f"thu-tuc-{limit[0]}-{limit[1]}"
    other_procedure(slug, limit_unit=str(limit[0]), limit_n=limit[1])
    before = take_in(desk)
    now = MONDAY + timedelta(days=days)
    closed = Decision("closed", (MONDAY + timedelta(days=off)).date(), Effect.OFF)
    occasion = by_desk(desk, now)
    calendar = occasion.calendar.with_decisions(closed)
    occasion = type(occasion)(occasion.actor, now, calendar)
    version = procedures.current(desk.ward.pk, slug, MONDAY.date())
    wanted = right_name(before, version=version, papers=ALL_PAPERS)
    after = actions.correct(occasion, before, wanted)
    assert after.first_promise_at == before.first_promise_at
    assert after.target_at <= before.target_at
    assert after.shown_promise_at <= before.shown_promise_at


def receipt_of(dossier):
    request = RequestFactory().get("/", headers={"host": "testserver"})
    request.ward = dossier.ward
    return proof.receipt_address(request, dossier)


def test_the_old_receipt_shows_that_a_newer_one_exists_and_the_new_one_is_good(desk):
    keys.present(desk.ward.pk, MONDAY)
    dossier = take_in(desk)
    old = receipt_of(dossier)
    browser = browser_of()

    def verdict(code):
        return browser.post("/kiem-tra/", {"code": code}).content.decode().partition("<template")[0]

    good, newer = "phường ký và còn nguyên", "đã có giấy mới thay"
    assert good in verdict(old)
    new = receipt_of(correct(desk, dossier))
    assert newer in verdict(old)
    assert good not in verdict(old)
    assert good in verdict(new)
    assert old.partition("#")[0] == new.partition("#")[0]
    listed = browser.get("/kiem-tra/khoa.json").json()["replaced"]
    assert [len(mark) for mark in listed] == [16]
    page = browser.get(f"/q/{dossier.token}/").content.decode()
    assert "Giấy hẹn bản 2" in page
    assert RIGHT not in page


def test_the_owner_reads_what_was_put_right_and_why_within_the_statements_of_a_status(
    desk, django_assert_max_num_queries
):
    dossier = correct(desk, take_in(desk))
    browser = browser_of()
    browser.post("/tra-cuu/", {"code": dossier.code, "proof": dossier.secret})
    browser.get(f"/ho-so/{dossier.code}/")
    with django_assert_max_num_queries(3):
        page = browser.get(f"/ho-so/{dossier.code}/").content.decode()
    for words in (HUONG.name, RIGHT, "Gõ sai dấu của tên.", "Giấy hẹn bản 2"):
        assert words in page


def test_the_desk_sees_old_and_new_before_it_confirms_and_the_new_receipt_after(desk):
    dossier = take_in(desk)
    browser = browser_of(desk.reception)
    address = f"/can-bo/ho-so/{dossier.code}/dinh-chinh/"
    form = browser.get(address)
    assert f'value="{HUONG.name}"' in form.content.decode()
    given = {
        "name": RIGHT, "phone": HUONG.phone, "for_whom": "self", "return_method": "counter",
        "paper-to-khai": "original", "paper-giay-chung-sinh": "original",
        "reason": "Gõ sai dấu.", "seen": "1",
    }  # fmt: skip
    shown = browser.post(address, given).content.decode()
    assert f"<del>{HUONG.name}</del>" in shown
    assert f"<ins>{RIGHT}</ins>" in shown
    assert not Correction.objects.country_wide().exists()
    again = browser.post(address, given | {"change": "1"}).content.decode()
    assert f'value="{RIGHT}"' in again
    receipt = browser.post(address, given | {"confirmed": "1"}, follow=True).content.decode()
    assert RIGHT in receipt
    assert "Bản 2, lúc" in receipt
    nothing = browser.post(address, given | {"seen": "2"})
    assert nothing.status_code == 422


def test_the_right_procedure_is_found_and_its_papers_are_asked_for(desk):
    other_procedure()
    dossier = take_in(desk)
    browser = browser_of(desk.reception)
    address = f"/can-bo/ho-so/{dossier.code}/dinh-chinh/"
    found = browser.get(address, {"q": version_of(desk).name}).content.decode()
    assert "?thu-tuc=ket-hon" in found
    page = browser.get(address, {"thu-tuc": "ket-hon"}).content.decode()
    assert "Thủ tục đổi từ" in page
    assert browser.get(address, {"thu-tuc": "khong-co"}).status_code == 404


def test_an_official_receipt_keeps_its_number_and_names_its_turn(desk, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    dossier = take_in(desk)

    def issue():
        return actions.issue_form(
            by_desk(desk, WEDNESDAY), desk.ward, dossier, "giay-hen",
            qr=lambda _one: "", lookup="x",
        )  # fmt: skip

    first = issue()
    correct(desk, dossier)
    second = issue()
    assert second.id != first.id
    assert second.number == first.number
    dossier.refresh_from_db()
    filled = queries.printed(dossier, desk.ward, "giay-hen", qr="", lookup="")
    assert filled.facts.texts["corrected"].startswith("Bản 2, lúc")


def test_every_state_may_be_corrected_or_is_refused_in_words():
    for state in State:
        if state in CORRECT.sources:
            rules.check_may_correct(state)
        else:
            with pytest.raises(WrongState):
                rules.check_may_correct(state)
