"""What opens the pages of the ward's settings: a decision, and everything of the organisation."""

from datetime import date, timedelta
from typing import Any

from phuong.areas.office import actions, queries
from phuong.areas.office.rules import ChangedDay, Span
from phuong.areas.office.states import Away, Formula
from phuong.kernel.access.models import Grant
from phuong.kernel.access.roles import Role
from phuong.kernel.people.models import Absence, Appointment, Person, Substitution
from phuong.kernel.workdays import Effect
from tests.support.builders import TUESDAY, make_post, make_unit, occasion_of, post_of
from tests.support.pages import World, on, sample

STOREY = 1


def the_entry(world: World) -> Any:
    """Return the id of the decision that was entered."""
    return world.things["calendar"].id


def of(name: str) -> Any:
    """Return what gives the id of one thing of the organisation."""
    return lambda world: world.things["organisation"][name]


ACTS = {
    "doi-ten": "unit",
    "dong-bo-phan": "empty unit",
    "them-chuc-vu": "unit",
    "dong-chuc-vu": "free post",
    "bo-nhiem": "post",
    "giao-quyen": "post",
    "ky-thay": "post",
    "thu-quyen": "grant",
    "thoi-giu": "appointment",
    "thoi-ky-thay": "substitution",
    "vang-mat": "person",
    "ve-lai": "absence",
    "mo-tai-khoan": "newcomer",
    "khoa": "person",
    "mo-khoa": "person",
}

SOON, FAR, LATE = date(2030, 6, 3), date(2030, 12, 17), date(2031, 1, 6)
SAMPLES = {
    # A ward stands: what sets one up is not there any more.
    "office:set-up": [sample(status=404)],
    "office:set-up-choose": [sample(status=404)],
    "office:set-up-ward": [sample(status=404)],
    "office:decision": [sample(Role.ADMINISTRATOR, entry_id=the_entry)],
    "office:go-on": [sample(Role.ADMINISTRATOR, entry_id=the_entry, status=405)],
    "office:end-hours": [
        sample(Role.ADMINISTRATOR, whose="phuong", first=LATE.isoformat()),
        sample(Role.ADMINISTRATOR, whose="phuong", first="2030-01-07", status=404),
    ],
    "office:value": [sample(Role.ADMINISTRATOR, key="dossiers.draft_kept")],
    "office:add-unit": [sample(Role.ADMINISTRATOR)],
    "office:post": [sample(Role.ADMINISTRATOR, post_id=of("post"))],
    "office:person": [
        sample(Role.ADMINISTRATOR, person_id=of("person")),
        sample(Role.LEADER, person_id=of("person")),
    ],
    "office:invite": [sample(Role.ADMINISTRATOR, person_id=of("person"))],
    "office:act": [
        sample(Role.ADMINISTRATOR, name=name, row_id=of(thing)) for name, thing in ACTS.items()
    ],
}

FILLED = {
    "office:ward": {"phone": "0905123412"},
    "office:decide": on("issued_on", SOON)
    | on("date_1", SOON)
    | {"number": "120/QĐ-UBND", "open_*": ""},
    "office:set-hours": on("first", LATE + timedelta(days=7)) | {"unit": "", "day_[56]": ""},
    "office:value": on("first", SOON) | {"value": "31"},
    "office:act ky-thay": on("last", SOON),
    "office:act vang-mat": on("last", SOON),
    "office:act thoi-ky-thay": on("last", FAR),
    "office:act ve-lai": on("last", FAR),
    "office:act mo-tai-khoan": {"login": "le.moi"},
}


def seed(world: World) -> None:
    """Enter a decision on a far day, which moves no clock of the other pages; and a far absence."""
    far = TUESDAY.date().replace(year=2030, month=12)
    day = ChangedDay(far, Effect.OFF, "bão")
    given = actions.Given("9/QĐ-UBND", TUESDAY.date(), "Chủ tịch UBND phường", "ward", [day])
    by = occasion_of(world.people[Role.ADMINISTRATOR], TUESDAY)
    world.things["calendar"] = actions.decide_calendar(by, given)
    late = far + timedelta(days=9)
    person, leader = world.people[Role.SPECIALIST], world.people[Role.LEADER]
    post = post_of(person)
    actions.begin_absence(by, person.id, span=Span(far, late), reason=Away.COURSE)
    actions.begin_substitution(
        by, post.id, for_post_id=post_of(leader).id, formula=Formula.ORDERED, span=Span(far, late)
    )
    actions.set_hours(by, None, queries.usual_week(by), first=LATE)
    mine = {"ward_id": world.ward.pk}
    world.things["organisation"] = {
        "unit": post.unit_id,
        "empty unit": make_unit(world.ward, "trong", name="Bộ phận trống").id,
        "free post": make_post(world.ward, Role.SPECIALIST, code="trong").id,
        "newcomer": Person.objects.create(ward=world.ward, name="Lê Mới", sort_key="le moi").id,
        "post": post.id,
        "person": person.id,
        "appointment": Appointment.objects.get(**mine, person=person).id,
        "grant": Grant.objects.get(**mine, post=post).id,
        "absence": Absence.objects.get(**mine, person=person).id,
        "substitution": Substitution.objects.get(**mine, post=post).id,
    }
