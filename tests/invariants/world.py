"""Two wards in one installation, each with a dossier in every state, and what can be asked of them.

Every list here is drawn from the code: pages from the URLconf, people from the roles, states and
moves from `LIFE`.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import Desk, make_desk, make_dossier, take_in
from phuong.kernel.access.roles import Role
from phuong.kernel.audit import keys
from phuong.kernel.documents.models import Attachment
from phuong.kernel.people.models import Person
from tests.support.builders import MONDAY, browser_of, load_law_values, make_person, make_unit
from tests.support.lives import all_lives
from tests.support.pages import NOTHING, PARAMETER

HOSTS = ("mot.test", "hai.test")
TWO_WARDS = 2


@dataclass(frozen=True, slots=True)
class Place:
    """One ward, its people by role, and its dossiers by state."""

    desk: Desk
    host: str
    people: dict[str, Person]
    dossiers: dict[State, Dossier]
    # Of every other area with a life cycle: what stands in each state.
    others: dict[str, dict[Any, Any]] = field(default_factory=dict)

    def browser(self, who: str = "") -> Client:
        """Return a browser of one of the people, or of nobody."""
        return browser_of(self.people[who] if who else None, host=self.host)


def make_place(prefix: str, host: str) -> Place:
    """Make a ward where somebody holds each role and a dossier stands in each state."""
    desk = make_desk(prefix, host=host)
    keys.ensure_all(MONDAY)
    far = make_unit(desk.ward, "dia-chinh", name="Địa chính")
    people = {
        "reception": desk.reception,
        "specialist": desk.specialist,
        "unit_head": desk.head,
        "leader": desk.leader,
        "administrator": desk.administrator,
        "secretary": desk.secretary,
        "other_unit": make_person(desk.ward, Role.SPECIALIST, name="Ngô Đất", unit=far),
    }
    for role in Role:
        if str(role) not in people:
            people[str(role)] = make_person(desk.ward, role, name=f"Người {role}")
    place = Place(desk, host, people, {state: make_dossier(desk, state) for state in State})
    for area, lives in all_lives().items():
        if lives.settle_in is not None:
            settled = lives.settle_in(place)
            place.others[area] = {one: lives.lead(settled, one) for one in lives.life.states}
    return place


def two_places() -> tuple[Place, Place]:
    """Make both wards; the law of the pack is in force."""
    load_law_values()
    return make_place("PM", HOSTS[0]), make_place("PH", HOSTS[1])


def fingerprint(*, leaving_out: tuple[str, ...] = ()) -> dict[str, str]:
    """Return a digest of every table, so that nothing can change unseen."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if model._meta.proxy or not model._meta.managed or table in leaving_out:
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = sorted(repr(row) for row in cursor.fetchall())
            found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def routes() -> Iterator[tuple[str, URLPattern]]:
    """Walk the URLconf: each route as it is written, with its pattern."""

    def walk(patterns: list[Any], root: str) -> Iterator[tuple[str, URLPattern]]:
        for each in patterns:
            here = root + str(each.pattern)
            if isinstance(each, URLResolver):
                yield from walk(each.url_patterns, here)
            else:
                yield here, each

    return walk(get_resolver().url_patterns, "")


def addresses(route: str, place: Place, dossier: Dossier, **filled: str) -> list[str]:
    """Return the addresses that a route has for a dossier, slugs taken from where they are read."""
    from phuong.areas.dossiers.states import LIFE
    from phuong.areas.dossiers.views import slips, steps

    attachment = Attachment.objects.of(place.desk.ward).filter(subject_id=dossier.id).first()
    slugs = [place.desk.version.slug]
    if "can-bo/viec" in route:
        slugs = ["qua-han", "sap-den-han"]
    elif "can-bo/ho-so" in route or "da-chuan-bi" in route:
        slugs = sorted({move.slug for move in LIFE})
    codes = [dossier.code]
    if "can-bo/nhiem-vu" in route:
        codes = [
            place.others["tasks"][state].code for state in ("given", "extension_asked", "reported")
        ]
        slugs = [move.slug for move in all_lives()["tasks"].life]
    if "dinh-ky" in route:
        codes = [place.others["tasks_series"]["running"].code]
        slugs = [move.slug for move in all_lives()["tasks_series"].life]
    values = {
        "<str:code>": codes,
        "<slug:code>": ["khong-co"],
        "<str:token>": [dossier.token],
        "<uuid:attachment_id>": [str(attachment.id if attachment else dossier.id)],
        "<uuid:document_id>": [str(dossier.id)],
        "<slug:form>": [*slips.TITLES, "phieu-kiem-soat"],
        "<slug:slug>": slugs,
        "<str:slug>": [place.desk.version.slug],
        "<path:step>": ["cho-ai", "nguoi-nop", "giay-to", "khai/sex", "cach-nhan"],
    }
    assert steps
    found = ["/" + route]
    for hole, fills in values.items():
        fills = [filled.get(hole, fill) for fill in fills]
        found = [one.replace(hole, fill) for one in found for fill in fills]
    # What is of no dossier and no task: well formed, and of nothing.
    found = [PARAMETER.sub(lambda hole: NOTHING[hole[1] or "str"], one) for one in found]
    return list(dict.fromkeys(found))


def last_week(place: Place) -> Dossier:
    """Return a fresh dossier that was taken in on Monday."""
    return take_in(place.desk, MONDAY)


def text_of(answer: Any) -> str:
    """Return what an answer says, also one that is sent piece by piece."""
    said = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return said.decode(errors="replace")


def now() -> Any:
    """Return the moment at which pages are opened."""
    return timezone.now()
