"""Every form of every page as a browser reads it: filled in, sent, and taken back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit
from uuid import uuid4

from django.db import transaction
from django.test import Client
from django.urls import resolve

from phuong.kernel.wards.remembered import forget_all
from tests.support.html_forms import PageForm, forms_of
from tests.support.pages import World, pages

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

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of whatever can be sent."""
        return tuple(sorted({*self.form.kinds, *self.form.choices, *self.form.sends}))


def every_form(world: World) -> Iterator[Found]:
    """Return each form that posts, once for each place it goes and the fields it has."""
    seen = set()
    for page in pages():
        visitor, address = page.visitor(world), page.address(world)
        answer = world.browser(visitor).get(address)
        if not answer.get("Content-Type", "").startswith("text/html"):
            said_by(answer)
            continue
        for form in forms_of(answer.content.decode()):
            if form.method != "post":
                continue
            found = Found(address, urljoin(address, form.action), "", visitor, form)
            route = resolve(urlsplit(found.address).path).view_name
            key = (route, _kind_of(found, route), found.fields)
            if key not in seen:
                seen.add(key)
                yield Found(found.page, found.address, route, visitor, form)


def _kind_of(found: Found, route: str) -> str:
    """Tell moves of one address apart, which differ by its last part."""
    return urlsplit(found.address).path.rstrip("/").rpartition("/")[2] if "move" in route else ""


def filled(form: PageForm) -> dict[str, list[Any]]:
    """Fill a form in as somebody would who wants it to pass."""
    values = {name: list(sent) for name, sent in form.sends.items()}
    for name, kind in form.kinds.items():
        if kind != "file" and not any(values.get(name, ())):
            chosen = [value for value in form.choices.get(name, ()) if value]
            values[name] = [chosen[-1] if chosen else GOOD.get(kind, "Vì một lý do")]
    for name, chosen in form.choices.items():
        values.setdefault(name, chosen[:1])
    if "request_id" in values:
        values["request_id"] = [str(uuid4())]
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
        forget_all()


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
