"""Which unit settles which field: said on a page, refused where nobody would settle it."""

from datetime import date, timedelta

import pytest

from phuong.areas.dossiers.actions.routing import set_routes
from phuong.areas.dossiers.models import Route
from phuong.areas.dossiers.queries import unit_for
from phuong.areas.dossiers.queries.routing import field_routes
from phuong.areas.dossiers.tests.builders import make_desk
from phuong.kernel.audit.api import Event
from phuong.kernel.errors import NotPermitted, RuleBroken
from phuong.kernel.wards.remembered import forget_all
from tests.support.builders import MONDAY, TUESDAY, browser_of, load_law_values, make_unit

pytestmark = pytest.mark.django_db
FIELD = "ho-tich"


@pytest.fixture
def desk():
    load_law_values()
    forget_all()
    return make_desk()


def everything(desk, unit):
    return {one.code: unit.id for one in field_routes(desk.ward.pk, MONDAY.date())}


def test_a_field_is_given_to_a_unit_and_the_event_tells_which(desk):
    unit = make_unit(desk.ward, "moi")
    set_routes(desk.of(desk.administrator, TUESDAY), everything(desk, unit))
    assert unit_for(desk.ward.pk, FIELD, TUESDAY.date()) == unit.id
    event = Event.objects.of(desk.ward).get(verb="office.set_route")
    assert f'"{FIELD}":"{unit.id}"' in event.body.replace(" ", "")


@pytest.mark.parametrize("who", ["reception", "leader", "specialist", "head"])
def test_only_the_administrator_says_so(desk, who):
    unit = make_unit(desk.ward, "moi")
    with pytest.raises(NotPermitted):
        set_routes(desk.of(getattr(desk, who), TUESDAY), everything(desk, unit))
    assert browser_of(getattr(desk, who)).get("/quan-tri/linh-vuc/").status_code == 404


def test_a_field_without_a_unit_is_refused_beside_its_list(desk):
    chosen = everything(desk, make_unit(desk.ward, "moi"))
    with pytest.raises(RuleBroken) as refusal:
        set_routes(desk.of(desk.administrator, TUESDAY), {**chosen, FIELD: None})
    assert (refusal.value.code, refusal.value.field) == ("dossiers.routes.none", FIELD)
    assert not Event.objects.of(desk.ward).filter(verb="office.set_route").exists()


def test_a_unit_that_has_ended_is_refused_and_settles_nothing_new(desk):
    unit = make_unit(desk.ward, "cu")
    Route.objects.update_or_create(ward=desk.ward, field=FIELD, defaults={"unit": unit})
    unit.valid_to = MONDAY.date() - timedelta(days=1)
    unit.save()
    forget_all()
    assert unit_for(desk.ward.pk, FIELD, MONDAY.date()) != unit.id
    row = next(one for one in field_routes(desk.ward.pk, MONDAY.date()) if one.code == FIELD)
    assert row.is_open
    with pytest.raises(RuleBroken) as refusal:
        set_routes(desk.of(desk.administrator, TUESDAY), everything(desk, unit))
    assert refusal.value.code == "dossiers.routes.ended"


def test_a_unit_of_another_ward_is_none_of_ours(desk):
    from tests.support.builders import make_ward

    other = make_unit(make_ward("PB"), "la")
    with pytest.raises(RuleBroken) as refusal:
        set_routes(desk.of(desk.administrator, TUESDAY), everything(desk, other))
    assert refusal.value.code == "dossiers.routes.unknown"


def test_dossiers_received_before_stay_where_they_are(desk):
    from phuong.areas.dossiers.tests.builders import take_in

    dossier = take_in(desk, MONDAY)
    before = dossier.unit_id
    set_routes(desk.of(desk.administrator, TUESDAY), everything(desk, make_unit(desk.ward, "moi")))
    dossier.refresh_from_db()
    assert dossier.unit_id == before


def test_by_the_page(desk):
    unit = make_unit(desk.ward, "moi", valid_from=date(2020, 1, 1))
    browser = browser_of(desk.administrator)
    chosen = {code: str(unit.id) for code in everything(desk, unit)}
    missing = browser.post("/quan-tri/linh-vuc/", {**chosen, FIELD: ""})
    assert missing.status_code == 422
    assert "Chọn bộ phận giải quyết lĩnh vực" in missing.content.decode()
    assert browser.post("/quan-tri/linh-vuc/", chosen).status_code == 302
    same = browser.post("/quan-tri/linh-vuc/", chosen)
    assert "Chưa đổi gì" in same.content.decode()
