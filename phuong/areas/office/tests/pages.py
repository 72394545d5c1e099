"""What opens the pages of the ward's settings: one entered decision."""

from typing import Any

from phuong.areas.office import actions
from phuong.areas.office.rules import ChangedDay
from phuong.kernel.access.roles import Role
from phuong.kernel.workdays import Effect
from tests.support.builders import TUESDAY, occasion_of
from tests.support.pages import World, sample

STOREY = 1


def the_entry(world: World) -> Any:
    """Return the id of the decision that was entered."""
    return world.things["calendar"].id


SAMPLES = {
    "office:decision": [sample(Role.ADMINISTRATOR, entry_id=the_entry)],
    "office:go-on": [sample(Role.ADMINISTRATOR, entry_id=the_entry, status=405)],
}


def seed(world: World) -> None:
    """Enter a decision on a far day, which moves no clock of the other pages."""
    far = TUESDAY.date().replace(year=2030, month=12)
    day = ChangedDay(far, Effect.OFF, "bão")
    given = actions.Given("9/QĐ-UBND", TUESDAY.date(), "Chủ tịch UBND phường", "ward", [day])
    by = occasion_of(world.people[Role.ADMINISTRATOR], TUESDAY)
    world.things["calendar"] = actions.decide_calendar(by, given)
