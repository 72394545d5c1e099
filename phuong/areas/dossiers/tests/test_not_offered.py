"""What the ward does not take in begins nowhere; what came before goes its way to the end."""

import pytest

from phuong.areas.dossiers import actions, queries
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.rules.certifying import BOOKS
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import (
    ALL_PAPERS,
    HUONG,
    make_desk,
    make_dossier,
    make_draft,
    take_in,
)
from phuong.areas.dossiers.tests.certified import certify_now, load_books
from phuong.areas.procedures import api as procedures
from phuong.kernel.audit.api import Event
from phuong.kernel.errors import RuleBroken
from tests.support.builders import (
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    browser_of,
    citizen,
    load_law_values,
)

pytestmark = pytest.mark.django_db
THERE = "UBND phường Cái Răng"


@pytest.fixture
def desk():
    load_law_values()
    found = make_desk()
    load_books(found)
    return found


def close(desk, slug="", now=TUESDAY):
    by = desk.of(desk.administrator, now)
    slug = slug or desk.version.slug
    procedures.choose_offered(by, stop=[slug], resume=[], where=THERE)


def begin_at_the_desk(desk):
    take_in(desk, WEDNESDAY)


def begin_online(desk):
    actions.start_draft(citizen(desk.ward, WEDNESDAY), desk.version)


@pytest.mark.parametrize("begin", [begin_at_the_desk, begin_online])
def test_it_begins_neither_at_the_desk_nor_online(desk, begin):
    close(desk)
    before = Event.objects.of(desk.ward).count()
    with pytest.raises(RuleBroken) as refusal:
        begin(desk)
    assert refusal.value.code == "procedures.not-offered"
    assert refusal.value.facts == {"where": THERE}
    assert not Dossier.objects.of(desk.ward).exists()
    assert Event.objects.of(desk.ward).count() == before


def test_it_is_not_certified_while_somebody_waits(desk):
    close(desk, BOOKS["copy"])
    with pytest.raises(RuleBroken) as refusal:
        certify_now(desk, WEDNESDAY)
    assert refusal.value.code == "procedures.not-offered"
    assert certify_now(desk, WEDNESDAY, book="signature").state == State.RETURNED


def test_a_draft_of_before_is_not_sent_and_stays_a_draft(desk):
    draft = make_draft(desk)
    close(desk)
    with pytest.raises(RuleBroken) as refusal:
        actions.send(desk.owner(draft, WEDNESDAY), desk.ward, draft, desk.version, ALL_PAPERS)
    assert refusal.value.code == "procedures.not-offered"
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_what_was_sent_before_is_received_and_goes_on(desk):
    sent = make_dossier(desk, State.SENT)
    close(desk, now=WEDNESDAY)
    by = desk.of(desk.reception, WEDNESDAY)
    received = actions.receive(by, sent, queries.version(sent), ALL_PAPERS)
    assert received.state == State.RECEIVED


def test_a_letter_that_came_before_is_taken_in_and_one_that_came_after_is_not(desk):
    close(desk, now=TUESDAY)
    assert take_in(desk, MONDAY).state == State.RECEIVED
    with pytest.raises(RuleBroken):
        take_in(desk, TUESDAY)


def test_whoever_wants_it_in_writing_is_refused_in_writing_and_it_is_not_received_later(desk):
    close(desk)
    by = desk.of(desk.reception, WEDNESDAY)
    walk_in = actions.register_walk_in(by, desk.ward, desk.version, HUONG, ALL_PAPERS)
    with pytest.raises(RuleBroken) as refusal:
        actions.receive(by, walk_in, desk.version, ALL_PAPERS)
    assert refusal.value.code == "procedures.not-offered"


def test_the_pages_of_desk_and_citizen_say_where_to_go(desk):
    close(desk)
    slug, said = desk.version.slug, f"Nơi nhận: {THERE}."
    browser = browser_of(desk.reception)
    for page in (f"/can-bo/quay/tiep-nhan/?thu-tuc={slug}", f"/thu-tuc/{slug}/nop/"):
        shown = browser.get(page)
        assert (shown.status_code, said in shown.content.decode()) == (200, True), page
    assert "Bắt đầu nộp hồ sơ" not in browser.get(f"/thu-tuc/{slug}/nop/").content.decode()
    late = browser.post(f"/thu-tuc/{slug}/nop/", {"request_id": ""})
    assert late.status_code == 422
    assert said in str(late.context["form"].errors["__all__"])
