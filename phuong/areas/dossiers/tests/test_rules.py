"""The desk's rules over values."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phuong.areas.dossiers import rules
from phuong.areas.dossiers.states import PAUSED, RUNNING, State
from phuong.kernel.errors import RuleBroken


@dataclass
class AskedFor:
    code: str
    name: str
    required: bool = True
    held_in: str = ""


FORM = AskedFor("form", "Tờ khai")
PROOF = AskedFor("proof", "Giấy chứng sinh")
HELD = AskedFor("marriage", "Giấy chứng nhận kết hôn", held_in="civil_status")
OPTIONAL = AskedFor("power", "Văn bản ủy quyền", required=False)
PAPERS = [FORM, PROOF, HELD, OPTIONAL]
GROUND = "Điều 16 Luật Hộ tịch"


def test_only_required_papers_that_no_register_holds_can_be_missing():
    assert rules.missing_papers(PAPERS, {"form": "original"}) == (PROOF,)


def test_a_paper_marked_missing_is_missing():
    assert rules.missing_papers(PAPERS, {"form": "original", "proof": "missing"}) == (PROOF,)


def test_an_incomplete_dossier_is_not_received_and_the_sentence_names_every_paper():
    with pytest.raises(RuleBroken) as refused:
        rules.check_complete(PAPERS, {})
    assert refused.value.code == "dossiers.receive.incomplete"
    assert "Tờ khai; Giấy chứng sinh" in str(refused.value)


def test_a_complete_dossier_passes():
    rules.check_complete(PAPERS, {"form": "original", "proof": "copy"})


@pytest.mark.parametrize(
    ("before", "allowed", "refused"), [(0, 1, False), (1, 1, True), (1, 2, False)]
)
def test_the_applicant_is_asked_once(before, allowed, refused):
    if refused:
        with pytest.raises(RuleBroken, match="yêu cầu bổ sung 1 lần"):
            rules.check_may_ask(before, allowed)
    else:
        rules.check_may_ask(before, allowed)


@pytest.mark.parametrize(
    "asked",
    [[], [rules.Asked("Ảnh", "", GROUND)], [rules.Asked("Ảnh", "Ảnh mờ", "  ")]],
    ids=["nothing", "no reason", "no ground"],
)
def test_a_request_without_item_reason_or_ground_is_refused(asked):
    with pytest.raises(RuleBroken):
        rules.check_asked(asked)


def test_what_a_register_holds_is_not_asked_for():
    asked = [rules.Asked("Giấy chứng nhận kết hôn", "Cần xem", GROUND, paper_code="marriage")]
    with pytest.raises(RuleBroken, match="đã có trong cơ sở dữ liệu"):
        rules.check_not_held(asked, PAPERS)


@pytest.mark.parametrize("empty", ["reason", "basis", "next_step"])
def test_a_refusal_without_reason_ground_or_next_step_is_refused_beside_its_field(empty):
    said = {"reason": "Không thuộc thẩm quyền", "basis": GROUND, "next_step": "Nộp tại …"}
    with pytest.raises(RuleBroken) as refused:
        rules.check_reason(**{**said, empty: " "})
    assert refused.value.field == empty


def test_the_supplement_is_due_in_calendar_days_and_runs_out_the_day_after():
    last = rules.answer_by(date(2026, 11, 20), 30)
    assert last == date(2026, 12, 20)
    assert not rules.is_unanswered_for_too_long(last, last)
    assert rules.is_unanswered_for_too_long(last, last + timedelta(days=1))


@pytest.mark.parametrize(
    ("name", "paper", "field"), [("", "UQ 12", "receiver_name"), ("Lê Văn A", "", "receiver_paper")]
)
def test_another_receiver_has_a_name_and_a_paper(name, paper, field):
    with pytest.raises(RuleBroken) as refused:
        rules.check_receiver("authorised", name, paper)
    assert refused.value.field == field


def test_the_applicant_in_person_needs_neither():
    rules.check_receiver("self", "", "")


def test_an_act_before_the_step_it_follows_is_refused():
    moment = datetime(2026, 11, 20, 2, tzinfo=UTC)
    with pytest.raises(RuleBroken):
        rules.check_time_order(moment, moment + timedelta(seconds=1))


COUNTED = st.builds(
    rules.Counted,
    state=st.sampled_from([str(state.value) for state in State]),
    field=st.sampled_from(["ho-tich", "chung-thuc"]),
    unit=st.none(),
    received_on=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    target_on=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    finished_on=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    on_time=st.none() | st.booleans(),
)


@given(COUNTED)
def test_a_dossier_counts_at_most_once_in_each_figure(dossier):
    measures = [cell[0] for cell in rules.cells(dossier)]
    assert len(measures) == len(set(measures))


@given(COUNTED)
def test_a_dossier_that_was_never_received_counts_nowhere(dossier):
    found = rules.cells(dossier)
    assert bool(found) == (dossier.received_on is not None)


@given(COUNTED)
def test_only_a_running_clock_counts_by_its_due_day(dossier):
    running = [cell for cell in rules.cells(dossier) if cell[0] == "dossiers.running"]
    if running:
        assert dossier.state in {str(state.value) for state in RUNNING | PAUSED}
        assert running[0][3] == dossier.target_on
