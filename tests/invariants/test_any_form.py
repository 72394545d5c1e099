"""Every form of every page, sent with whatever: each answer is a page, and none breaks.

The forms are read from the pages as a browser reads them. Each is filled in so that it would pass,
and then spoilt in one place or in all; what was sent is rolled back, so that every answer is to the
same ward.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import resolve

from phuong.kernel.access.roles import Role
from phuong.kernel.wards.remembered import forget_all
from tests.invariants.test_hostile import EVIL, ODD
from tests.support.html_forms import PageForm, forms_of
from tests.support.pages import STRANGER, World, make_world, pages

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HOSTILE = (
    *ODD, EVIL, "", " ", "²", "½", "𝟙𝟚", "9223372036854775808", "-9223372036854775809", "NaN",
    "Infinity", "1_000", "9999-12-31", "2026-13-45", "0000-00-00", "25:61", "a\r\nb: c", "\u200b",
    "[]", "{", "null", "👩\u200d👩", "e\u0301" * 50, "/etc/passwd\x00.pdf", "x" * 100_000,
)  # fmt: skip
GOOD = {
    "date": "2026-11-20", "number": "1", "tel": "0905123412", "email": "a@mail.example",
    "time": "09:00", "datetime-local": "2026-11-20T09:00", "month": "2026-11", "file": "",
}  # fmt: skip
SPOILT_FIELDS = 3
FINE = {200, 302, 303, 400, 403, 404, 405, 409, 410, 413, 422, 429}
RAW = ("<script>alert", "<img src=x")


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
        return tuple(sorted({*self.form.kinds, *self.form.choices, *self.form.sends}))


@pytest.fixture
def world():
    return make_world(records=True)


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


def filled(form: PageForm) -> dict[str, list]:
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


def a_file() -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{EVIL}\u202efdp.exe", b"%PDF-1.4 <script>alert(1)</script>", "x/y")


def spoilt(form: PageForm, lot: random.Random) -> Iterator[tuple[str, dict[str, list]]]:
    """Return what is sent, with what was done to it."""
    good, names = filled(form), [name for name in filled(form) if name != "csrfmiddlewaretoken"]
    yield "as it should be", good
    yield "empty", {}
    for value in (EVIL, lot.choice(HOSTILE)):
        yield f"all {value[:20]!r}", {name: [value] for name in names}
    for name in lot.sample(names, min(SPOILT_FIELDS, len(names))):
        value = lot.choice(HOSTILE)
        yield f"{name} {value[:20]!r}", good | {name: [value]}
    if names:
        name = lot.choice(names)
        ways = [
            (f"without {name}", {one: values for one, values in good.items() if one != name}),
            (f"{name} twice", good | {name: [*good[name], lot.choice(HOSTILE)]}),
            (f"{name} a file", good | {name: [a_file()]}),
        ]
        yield lot.choice(ways)
    for name in (name for name, kind in form.kinds.items() if kind == "file"):
        yield f"{name} words", good | {name: [EVIL]}
        yield f"{name} files", good | {name: [a_file(), a_file()]}


def sent(client, address, values):
    """Send a form and follow where it leads, then take back what it did."""
    kept = client.cookies.copy()
    try:
        with transaction.atomic():
            answers = [client.post(address, values)]
            if answers[0].status_code in (302, 303) and is_here(answers[0]["Location"]):
                answers.append(client.get(urljoin(address, answers[0]["Location"])))
            for answer in answers:
                answer.said = said_by(answer)
            transaction.set_rollback(True)
    finally:
        client.cookies = kept
        forget_all()
    return answers


def is_here(location):
    return not urlsplit(location).netloc


def said_by(answer):
    said = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return said.decode("utf-8", "replace")


def faults_of(answers) -> Iterator[str]:
    first = answers[0]
    if first.status_code not in FINE:
        why = getattr(first, "exc_info", None)
        yield f"{first.status_code} {why and why[1]!r:.300}"
    elif first.status_code in (302, 303) and not is_here(first["Location"]):
        yield f"leads away: {first['Location']}"
    elif first.status_code >= 400 and not re.search(r"<h1[^>]*>\s*\S", first.said):
        yield f"{first.status_code} without words: {first.said[:80]!r}"
    for answer in answers[1:]:
        if answer.status_code >= 500:
            yield f"{answer.status_code} after it {getattr(answer, 'exc_info', '')!r:.300}"
    for answer in answers:
        html = answer.get("Content-Type", "").startswith("text/html")
        yield from (f"raw {raw}" for raw in RAW if html and raw in answer.said)
        if "Traceback (most" in answer.said:
            yield "a traceback"


def tried(world, found, visitor, cases) -> list[str]:
    client = world.browser(visitor)
    return [
        f"{visitor} {found.page} → {found.route} {how}: {fault}"
        for how, values in cases
        for fault in faults_of(sent(client, found.address, values))
    ]


def test_every_form_answers_whatever_anybody_sends_with_a_page(world):
    faults, went, forms = [], 0, list(every_form(world))
    assert len(forms) > 120
    for number, found in enumerate(forms):
        lot = random.Random(number)  # noqa: S311
        cases = list(spoilt(found.form, lot))
        # And two to whom it was not shown.
        other = lot.choice([role for role in Role.values if role != found.visitor])
        good = filled(found.form)
        unasked = [("good", good), ("evil", {name: [EVIL] for name in good})]
        for visitor, these in ((found.visitor, cases), (other, unasked), (STRANGER, unasked[:1])):
            went += len(these)
            faults += tried(world, found, visitor, these)
    assert went > 1200
    assert not faults, f"{len(faults)} of {went}\n" + "\n".join(faults)
