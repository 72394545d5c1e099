"""What opens the pages of a citizen's own account."""

from django.test import Client

from phuong.areas.accounts import actions
from phuong.areas.accounts.models import OneTimeKey
from phuong.kernel.access.api import Actor, Occasion, clock
from phuong.kernel.access.roles import Role
from phuong.kernel.workdays import WorkCalendar
from tests.support.builders import MONDAY
from tests.support.pages import NOTHING, World, sample

STOREY = 3


def _link(world: World) -> str:
    if "link" not in world.things:
        at_the_door = Occasion(Actor.citizen(world.ward.pk), clock.now(), WorkCalendar())
        world.things["link"] = actions.ask_to_come_in(at_the_door, "lan@mail.example")
    return str(world.things["link"])


SAMPLES = {
    # A link that is over says so where a new one is asked for.
    "dossiers:mine-come-in": [sample(token=_link), sample(token="x", status=302)],
    "dossiers:mine-keep": [
        sample(code=lambda world: world.things["dossiers"]["filed"].code),
        sample(code="PM-261116-9999", status=302),
    ],
    "dossiers:mine-open": [sample(subject_id=NOTHING["uuid"], status=405)],
    "dossiers:mine-drop": [sample(subject_id=NOTHING["uuid"], status=405)],
    # Whoever comes without a link is asked where it may be sent.
    "dossiers:mine": [sample(), sample("stranger")],
}


def seed(world: World) -> None:
    """Let somebody have the codes of a telephone."""
    account = world.people[Role.UNIT_HEAD].account
    assert account is not None
    OneTimeKey.objects.create(account=account, sealed="x", made_at=MONDAY, confirmed_at=MONDAY)


def enter(world: World, client: Client) -> None:
    """Come in by a link, and keep a dossier that is open already."""
    now = clock.now()
    at_the_door = Occasion(Actor.citizen(world.ward.pk), now, WorkCalendar())
    token = actions.ask_to_come_in(at_the_door, "huong@mail.example")
    client.post(f"/cua-toi/vao/{token}/")
    client.post(f"/cua-toi/giu/{world.things['dossiers']['filed'].code}/")
    # What was told is read here, and not on the next page, in whatever language that is.
    client.get("/cua-toi/")
