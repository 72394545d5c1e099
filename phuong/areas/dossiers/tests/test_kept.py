"""Open dossiers that keep an older version of their procedure."""

import pytest

from phuong.areas.dossiers import policy
from phuong.areas.dossiers.queries.fees import rules_of
from phuong.areas.dossiers.queries.kept import keeping_old
from phuong.areas.dossiers.tests.builders import make_desk, take_in
from phuong.areas.procedures import actions as procedures
from phuong.areas.procedures import api
from phuong.areas.procedures import policy as catalogue
from phuong.areas.procedures.rules.rows import FeeRow, PaperRow
from phuong.kernel.workdays import Limit, Unit
from tests.support.builders import MONDAY, TUESDAY, browser_of, load_law_values

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    load_law_values()
    return make_desk()


def change(desk):
    procedures.confirm_limit(
        desk.of(desk.administrator, TUESDAY),
        catalogue.get(desk.version.slug),
        limit=Limit(Unit.WORKING_DAY, 1),
        note="Quyết định 5/QĐ-UBND",
    )


def test_a_dossier_is_listed_once_its_procedure_has_changed_and_keeps_its_limit(desk):
    dossier = take_in(desk, MONDAY)
    leader = desk.of(desk.leader, TUESDAY).actor
    assert keeping_old(leader, TUESDAY.date()) == []
    change(desk)
    (group,) = keeping_old(leader, TUESDAY.date())
    assert [one.code for one, _version in group.rows] == [dossier.code]
    assert group.rows[0][1].id == desk.version.id
    assert group.now is not None
    assert group.now.limit == Limit(Unit.WORKING_DAY, 1)
    page = browser_of(desk.leader).get("/can-bo/phien-ban-cu/").content.decode()
    assert dossier.code in page


def test_a_dossier_costs_what_it_cost_when_it_was_begun(desk):
    dossier = take_in(desk, MONDAY)
    before = rules_of(dossier)
    given = procedures.Correction(
        first=TUESDAY.date(),
        limit=desk.version.limit,
        fees=(FeeRow(90000),),
        channel=desk.version.channel,
        papers=(PaperRow("to-khai", "Tờ khai", "form"),),
        note="Nghị quyết 4/2026/NQ-HĐND",
    )
    procedure = catalogue.get(desk.version.slug)
    procedures.correct(desk.of(desk.administrator, TUESDAY), procedure, given, seen=desk.version.id)
    now = api.current(desk.ward.pk, desk.version.slug, TUESDAY.date())
    assert now.fees == (FeeRow(90000),) != before
    assert rules_of(dossier) == before
    (group,) = keeping_old(desk.of(desk.leader, TUESDAY).actor, TUESDAY.date())
    assert [one.code for one, _version in group.rows] == [dossier.code]


def test_nobody_sees_there_what_they_may_not_read(desk):
    take_in(desk, MONDAY)
    change(desk)
    for who in (desk.specialist, desk.head, desk.administrator, desk.secretary):
        actor = desk.of(who, TUESDAY).actor
        seen = {one.code for group in keeping_old(actor, TUESDAY.date()) for one, _ in group.rows}
        assert seen == set(policy.readable(actor).values_list("code", flat=True)) & seen
    assert browser_of(desk.administrator).get("/can-bo/phien-ban-cu/").status_code == 404
