"""Citizens: the same service whichever way they come, and never a refusal without its reasons."""

import re

import pytest

from phuong.areas.dossiers import actions, queries, rules
from phuong.areas.dossiers.states import LIFE, State
from phuong.areas.dossiers.tests.builders import (
    ALL_PAPERS,
    ASKED,
    GROUND,
    make_desk,
    make_dossier,
    make_draft,
    take_in,
)
from phuong.kernel.errors import RuleBroken
from phuong.kernel.notices.models import Notice
from phuong.kernel.workflow.machine import Care
from tests.invariants.world import fingerprint
from tests.support.builders import MONDAY, TUESDAY, browser_of, load_law_values

pytestmark = pytest.mark.django_db

REFUSING = {
    State.NOT_ACCEPTED: ("phieu-tu-choi", "dossiers.not_accept"),
    State.STOPPED: ("thong-bao-dung", "dossiers.stop"),
}
ASKING = {
    State.SUPPLEMENT: "dossiers.ask_supplement",
    State.SUPPLEMENT_INTAKE: "dossiers.ask_at_intake",
}


@pytest.fixture
def desk():
    load_law_values()
    return make_desk()


def owner_of(dossier):
    client = browser_of()
    client.post("/tra-cuu/", {"code": dossier.code, "proof": dossier.secret})
    return client


def page_of(dossier, tail=""):
    answer = owner_of(dossier).get(f"/ho-so/{dossier.code}/{tail}")
    assert answer.status_code == 200
    return answer.content.decode()


def words_of(page, dossier):
    main = page[page.index("<main") : page.index("</main>")]
    bare = re.sub(r"<[^>]+>", " ", main).replace(dossier.code, "CODE")
    bare = bare.replace(dossier.secret, "SECRET")
    return " ".join(bare.split())


def told(dossier):
    rows = Notice.objects.of(dossier.ward_id).filter(subject_id=dossier.id)
    return sorted(rows.values_list("template", "channel", "address"))


def test_invariant_18_whoever_walks_in_gets_code_notices_and_status_as_online(desk):
    walked = take_in(desk, MONDAY)
    draft = make_draft(desk)
    sent = actions.send(desk.owner(draft, MONDAY), desk.ward, draft, desk.version, ALL_PAPERS)
    online = actions.receive(desk.of(desk.reception, MONDAY), sent, desk.version, ALL_PAPERS)
    shape = re.compile(r"PM-\d{6}-\d{4}")
    assert shape.fullmatch(walked.code)
    assert shape.fullmatch(online.code)
    assert len(walked.token) == len(online.token)
    assert (walked.due_at, walked.state, walked.unit_id) == (
        online.due_at,
        online.state,
        online.unit_id,
    )
    receipt = [row for row in told(online) if row[0] == "dossiers.receive"]
    assert told(walked) == receipt != []
    for form in ("giay-hen/", "ngay-hen/"):
        assert words_of(page_of(walked, form), walked) == words_of(page_of(online, form), online)
    first, second = (words_of(page_of(each), each) for each in (walked, online))
    for said in ("Đã tiếp nhận", "Hẹn trả", "Lịch sử"):
        assert (said in first) == (said in second)
    for step in (walked, online):
        actions.assign(desk.of(desk.head, TUESDAY), step, desk.specialist.id)
    assert told(walked) == [row for row in told(online) if row[0] != "dossiers.send"]


@pytest.mark.parametrize("state", sorted(REFUSING), ids=str)
def test_invariant_19_a_refusal_says_why_by_which_rule_and_what_next(desk, state):
    dossier = make_dossier(desk, state)
    slip, template = REFUSING[state]
    for tail in ("", f"{slip}/"):
        page = page_of(dossier, tail)
        assert all(words in page for words in GROUND.values()), tail
    assert template in {row[0] for row in told(dossier)}


@pytest.mark.parametrize("state", sorted(ASKING), ids=str)
def test_invariant_19_a_return_says_what_is_missing_why_and_how_to_mend_it(desk, state):
    dossier = make_dossier(desk, state)
    assert f"/ho-so/{dossier.code}/bo-sung/" in page_of(dossier)
    for tail in ("bo-sung/", "phieu-bo-sung/"):
        page = page_of(dossier, tail)
        for asked in ASKED:
            assert all(words in page for words in (asked.name, asked.why, asked.basis, asked.how))
    assert ASKING[state] in {row[0] for row in told(dossier)}


@pytest.mark.parametrize("empty", sorted(GROUND))
@pytest.mark.parametrize("name", ["stop", "not_accept"])
def test_invariant_19_a_refusal_without_one_of_them_is_not_made(desk, name, empty):
    state = State.IN_WORK if name == "stop" else State.SENT
    dossier = make_dossier(desk, state)
    person = desk.leader if name == "stop" else desk.reception
    before = fingerprint()
    act = getattr(actions, name)
    with pytest.raises(RuleBroken):
        act(desk.of(person, TUESDAY), dossier, **(GROUND | {empty: "  "}))
    assert fingerprint() == before


def test_invariant_19_what_lapsed_says_why_and_what_next(desk):
    from phuong.areas.dossiers import jobs
    from tests.support.builders import moment

    dossier = make_dossier(desk, State.SUPPLEMENT)
    jobs.lapse_unanswered(desk.clock(moment(30, month=12)))
    for tail in ("", "thong-bao-dung/"):
        assert "bổ sung" in words_of(page_of(dossier, tail), dossier)
    assert "dossiers.lapse" in {row[0] for row in told(dossier)}


@pytest.mark.parametrize("move", LIFE.moves, ids=lambda move: move.name)
def test_invariant_19_each_move_is_undone_or_confirmed_and_says_what_follows(move):
    assert move.care in (Care.UNDO, Care.CONFIRM)
    assert str(move.consequence).strip()
    # What is told outside the ward or numbers something is never merely undone.
    if move.clock.name != "KEEPS" or move.name in ("sign", "hand_over", "not_accept"):
        assert move.care is Care.CONFIRM


@pytest.mark.parametrize("at_intake", [True, False], ids=["intake", "work"])
def test_invariant_20_no_paper_that_a_register_holds_is_asked_for(desk, at_intake):
    held = [paper for paper in desk.version.papers if paper.held_in]
    assert held
    asked = [rules.Asked(held[0].name, "Thiếu", "Điều 16", "Mang đến", held[0].code)]
    dossier = make_dossier(desk, State.SENT if at_intake else State.IN_WORK)
    act = actions.ask_at_intake if at_intake else actions.ask_supplement
    person = desk.reception if at_intake else desk.specialist
    before = fingerprint()
    with pytest.raises(RuleBroken):
        act(desk.of(person, TUESDAY), dossier, asked, desk.version, days=30, allowed=1)
    assert fingerprint() == before


def test_invariant_20_receiving_needs_only_what_no_register_holds(desk):
    given = {paper.code: "original" for paper in desk.version.papers if not paper.held_in}
    officer = desk.of(desk.reception, MONDAY)
    from phuong.areas.dossiers.tests.builders import HUONG

    dossier = actions.take_in(officer, desk.ward, desk.version, HUONG, given)
    assert dossier.state == State.RECEIVED
    assert queries.version(dossier).id == desk.version.id
