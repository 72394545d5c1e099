"""Every page of the program with what opens it: a seeded ward, sample values, who goes there.

An address without parameters needs nothing. For the others each package says in its
`tests/pages.py` what the parameters may be: `SAMPLES` by route name, `seed(world)` for the records
they name, `enter(world, client)` for what a citizen's browser must have done first; and `FILLED`,
what its forms are filled in with (`every_form.py`).
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from typing import Any

from django.test import Client
from django.urls import reverse

from phuong.kernel.access.actors import Actor
from phuong.kernel.access.doors import ANY_HOST, PUBLIC, may_enter
from phuong.kernel.access.queries import actor_of_person
from phuong.kernel.access.roles import Role
from phuong.kernel.people.models import Person
from phuong.kernel.wards.models import Ward
from tests.support.builders import (
    MONDAY,
    browser_of,
    load_law_values,
    make_area,
    make_person,
    make_unit,
    make_ward,
)
from tools import ourselves

CITIZEN, STRANGER = "citizen", "stranger"
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
# What stands for a value where nothing is: well formed, and of no record.
NOTHING = {
    "int": "1",
    "uuid": "01930000-0000-7000-8000-000000000000",
    "slug": "khong-co",
    "str": "PM-261116-9999",
    "path": "khong-co",
}


@dataclass(slots=True)
class World:
    """A ward with somebody in every role, and whatever the packages put into it."""

    ward: Ward
    people: Mapping[str, Person]
    things: dict[str, Any] = field(default_factory=dict)
    enter: list[Callable[["World", Client], None]] = field(default_factory=list)
    browsers: dict[str, Client] = field(default_factory=dict)

    def browser(self, visitor: str) -> Client:
        """Return the browser of a role, of a citizen with their dossiers open, or of a stranger."""
        if visitor in self.browsers:
            return self.browsers[visitor]
        client = browser_of(self.people.get(visitor))
        client.raise_request_exception = False
        for step in self.enter if visitor == CITIZEN else ():
            step(self, client)
        self.browsers[visitor] = client
        return client

    def actor(self, visitor: str) -> Actor:
        """Return who stands behind a browser."""
        if visitor in Role.values:
            return actor_of_person(self.people[Role(visitor)], MONDAY)
        return Actor.citizen(self.ward.pk)


Value = str | Callable[[World], Any]


@dataclass(frozen=True, slots=True)
class Sample:
    """What opens an address: its parameters, who goes there, and what they meet."""

    values: Mapping[str, Value] = field(default_factory=dict)
    visitor: str = ""
    query: str = ""
    status: int = 200


def on(name: str, day: date) -> dict[str, str]:
    """Return how a day is typed into the three boxes of a field."""
    return {f"{name}_day": f"{day:%d}", f"{name}_month": f"{day:%m}", f"{name}_year": f"{day:%Y}"}


def sample(visitor: str = "", *, query: str = "", status: int = 200, **values: Value) -> Sample:
    """Say how a page is opened; without a visitor the first whom its door lets in goes there."""
    return Sample(values, visitor, query, status)


@dataclass(frozen=True, slots=True)
class Page:
    """One address of the URLconf with one sample."""

    route: str
    pattern: str
    view: Any
    sample: Sample

    def address(self, world: World) -> str:
        """Return the address; a value that the world has not is replaced by one of its form."""
        values = {}
        for converter, name in PARAMETER.findall(self.pattern):
            given = self.sample.values[name]
            try:
                values[name] = given if isinstance(given, str) else given(world)
            except LookupError:
                values[name] = NOTHING[converter or "str"]
        return reverse(self.route, kwargs=values) + self.sample.query

    def visitor(self, world: World) -> str:
        """Return who goes there: the one named, or the first whom the door lets in."""
        doors = getattr(self.view, "door", ())
        if self.sample.visitor or {PUBLIC, ANY_HOST} & set(doors):
            return self.sample.visitor or CITIZEN
        return next(role for role in Role.values if may_enter(world.actor(role), doors))


def samples() -> dict[str, Sequence[Sample]]:
    """Return what the packages say of their pages, by route name."""
    found: dict[str, Sequence[Sample]] = {}
    for module in _told():
        found |= getattr(module, "SAMPLES", {})
    return found


def fillings() -> dict[str, Mapping[str, Value]]:
    """Return what the packages fill their forms in with, by route name and field."""
    found: dict[str, Mapping[str, Value]] = {}
    for module in _told():
        found |= getattr(module, "FILLED", {})
    return found


def _told() -> list[Any]:
    """Return the packages' `tests/pages.py`, those first that others build upon."""
    paths = ourselves.PACKAGE.glob("*/**/tests/pages.py")
    modules = [import_module(ourselves.name_of(path)) for path in sorted(paths)]
    return sorted(modules, key=lambda module: getattr(module, "STOREY", 0))


def pages() -> Iterator[Page]:
    """Return every page with its samples; one of which nobody says what opens it is a LookupError.

    The route's parameters are held to the sample's, so that a renamed one is noticed too.
    """
    known = samples()
    for pattern, route, view in ourselves.routes():
        needed = {name for _, name in PARAMETER.findall(pattern)}
        if not needed and route not in known:
            yield Page(route, pattern, view, Sample())
            continue
        if route not in known:
            raise LookupError(f"{route} ({pattern}) has no sample in a tests/pages.py")
        for one in known.pop(route):
            if set(one.values) != needed:
                raise LookupError(f"{route} needs {needed}, its sample gives {set(one.values)}")
            yield Page(route, pattern, view, one)
    if known:
        raise LookupError(f"Samples of no address: {sorted(known)}")


def make_world(*, records: bool) -> World:
    """Make a ward with somebody in every role, and fill it with what the packages have."""
    ward = make_ward("PM", host="testserver", phone="0292 000 000", address="1 đường Mẫu")
    units = {
        code: make_unit(ward, code, name=name)
        for code, name in (("mot-cua", "Quầy tiếp nhận"), ("tu-phap", "Tư pháp, hộ tịch"))
    }
    make_area(ward)
    at_work = {Role.SPECIALIST, Role.UNIT_HEAD}
    people = {
        role: make_person(
            ward,
            role,
            name=f"Nguyễn Văn {role.name.title()}",
            unit=units["tu-phap" if role in at_work else "mot-cua"],
        )
        for role in Role
    }
    load_law_values()
    world = World(ward, people)
    if records:
        for module in _told():
            getattr(module, "seed", lambda _: None)(world)
            world.enter += [module.enter] if hasattr(module, "enter") else []
    return world
