"""Every form of every page as a browser reads it: filled in, sent, and taken back.

A field is filled in as its kind allows. Where that would be refused, its package says in its
`tests/pages.py` what passes: `FILLED`, by route name (for one of several acts behind a route, its
name and the act's) and field, where `*` stands for any; what it says may ask the world.
"""

import fnmatch
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urljoin, urlsplit
from uuid import uuid4

from django.db import transaction
from django.test import Client
from django.urls import resolve

from tests.support.forgetting import forget
from tests.support.html_forms import PageForm, forms_of
from tests.support.pages import STRANGER, World, fillings, pages

SHOWN, POSTS_ONLY = 200, 405
ACTS = ("slug", "name", "step")
DATE_PARTS = ("_day", "_month", "_year")
GOOD = {
    "date": "2026-11-20", "number": "1", "tel": "0905123412", "email": "a@mail.example",
    "time": "09:00", "datetime-local": "2026-11-20T09:00", "month": "2026-11", "file": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A form of a page: where it stands, where it goes, and who was shown it."""

    page: str
    address: str
    route: str
    visitor: str
    form: PageForm
    act: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of whatever can be sent."""
        return tuple(sorted({*self.form.kinds, *self.form.choices, *self.form.sends}))


def every_form(world: World) -> Iterator[Found]:
    """Return each form that posts, once for each place it goes and the fields it has.

    What takes posts and whose form no page shows is sent to with the fields that its package names.
    What a package says of a form or field that no page shows is a LookupError.
    """
    seen = set()
    told = {key: dict(values) for key, values in fillings().items()}
    unused = {(key, name) for key, values in told.items() for name in values}
    for found in _shown(world, told):
        key = (found.route, found.act, found.fields)
        if key in seen:
            continue
        seen.add(key)
        given = {}
        for where in (found.route, f"{found.route} {found.act}"):
            for name, value in told.get(where, {}).items():
                fields = fnmatch.filter(found.fields, name)
                given |= dict.fromkeys(fields, value)
                unused -= {(where, name)} if fields else set()
        yield replace(found, given=given)
    if unused:
        raise LookupError(f"Fillings of no field: {sorted(unused)}")


def _shown(world: World, told: Mapping[str, Mapping[str, Any]]) -> Iterator[Found]:
    """Return the forms that pages show, and then what takes posts without such a form."""
    routes, bare = set(), []
    for page in pages():
        visitor, address = page.visitor(world), page.address(world)
        answer = world.browser(visitor).get(address)
        if answer.status_code == POSTS_ONLY:
            form = PageForm(address, "post", kinds=dict.fromkeys(told.get(page.route, ()), "text"))
            bare.append(_found(address, visitor, form))
        if not answer.get("Content-Type", "").startswith("text/html"):
            said_by(answer)
            continue
        for form in forms_of(answer.content.decode()):
            if form.method == "post":
                found = _found(address, visitor, form)
                routes.add(found.route)
                yield found
    yield from (found for found in bare if found.route not in routes)


def taking_posts(world: World) -> set[str]:
    """Return the route names that answer a post: each says so to a method that no page takes."""
    return {
        page.route
        for page in pages()
        if "POST" in world.browser(STRANGER).put(page.address(world)).get("Allow", "")
    }


def _found(page: str, visitor: str, form: PageForm) -> Found:
    """Tell acts of one route apart, which differ by a part of the address."""
    address = urljoin(page, form.action)
    match = resolve(urlsplit(address).path)
    act = next((match.kwargs[name] for name in ACTS if name in match.kwargs), "")
    return Found(page, address, match.view_name, visitor, form, act)


def filled(found: Found, world: World) -> dict[str, list[Any]]:
    """Fill a form in as somebody would who wants it to pass."""
    form = found.form
    values = {name: list(sent) for name, sent in form.sends.items()}
    for name, kind in form.kinds.items():
        if kind != "file" and not any(values.get(name, ())):
            chosen = [value for value in form.choices.get(name, ()) if value]
            values[name] = [chosen[-1] if chosen else _good(name, kind)]
    for name, chosen in form.choices.items():
        values.setdefault(name, chosen[:1])
    for name, value in ((one, found.given[one]) for one in found.fields if one in found.given):
        told = value(world) if callable(value) else value
        values[name] = told if isinstance(told, list) else [told]
    if "request_id" in values:
        values["request_id"] = [str(uuid4())]
    return values


def _good(name: str, kind: str) -> str:
    """Return what is typed into a field; a date that nobody asks for stays open."""
    return "" if name.endswith(DATE_PARTS) else GOOD.get(kind, "Vì một lý do")


def confirming(found: Found, answer: Any) -> Found | None:
    """Return the form with which a page that shows first what would be done asks to do it."""
    text = answer.content.decode() if answer.status_code == SHOWN else ""
    for form in forms_of(text):
        more = [name for name in form.choices if name not in found.form.choices]
        if form.method == "post" and urljoin(found.address, form.action) == found.address and more:
            # One button is pressed, the first.
            pressed = {
                name: values for name, values in form.choices.items() if name not in more[1:]
            }
            return replace(found, form=replace(form, choices=pressed))
    return None


def again(values: Mapping[str, list[Any]]) -> Mapping[str, list[Any]]:
    """Return what was sent, its files to be read from their beginning once more."""
    for one in (one for sent in values.values() for one in sent if hasattr(one, "seek")):
        one.seek(0)
    return values


@contextmanager
def taken_back(client: Client) -> Iterator[None]:
    """Take back whatever is done within, in the database, the browser and what is remembered."""
    kept = client.cookies.copy()
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        client.cookies = kept
        forget()


def sent(client: Client, address: str, values: dict[str, list[Any]]) -> list[Any]:
    """Send a form, follow where it leads, and return each answer with its words as `said`."""
    answers: list[Any] = [client.post(address, values)]
    if is_done(answers[0]) and is_here(answers[0]["Location"]):
        answers.append(client.get(urljoin(address, answers[0]["Location"])))
    for answer in answers:
        answer.said = said_by(answer)
    return answers


def is_done(answer: Any) -> bool:
    """Tell whether a form was taken: its answer leads to another page."""
    return answer.status_code in (302, 303)


def is_here(location: str) -> bool:
    """Tell whether an address stays on this site."""
    return not urlsplit(location).netloc


def said_by(answer: Any) -> str:
    """Return what an answer says, read to its end."""
    said = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return said.decode("utf-8", "replace")
