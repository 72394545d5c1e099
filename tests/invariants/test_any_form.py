"""Every form of every page, sent with whatever: each answer is a page, and none breaks.

The forms are read from the pages as a browser reads them. Each is filled in so that it would pass,
and then spoilt in one place or in all; what was sent is rolled back, so that every answer is to the
same ward.
"""

import random
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from phuong.kernel.access.roles import Role
from tests.invariants.test_hostile import EVIL, ODD, TRACES
from tests.invariants.world import fingerprint
from tests.support.builders import THURSDAY
from tests.support.every_form import (
    SHOWN,
    again,
    confirming,
    every_form,
    filled,
    is_done,
    is_here,
    sent,
    taken_back,
    taking_posts,
)
from tests.support.html_forms import PageForm
from tests.support.pages import STRANGER, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HOSTILE = (
    *ODD, EVIL, "", " ", "²", "½", "𝟙𝟚", "9223372036854775808", "-9223372036854775809", "NaN",
    "Infinity", "1_000", "9999-12-31", "2026-13-45", "0000-00-00", "25:61", "a\r\nb: c", "\u200b",
    "[]", "{", "null", "👩\u200d👩", "e\u0301" * 50, "/etc/passwd\x00.pdf", "x" * 100_000,
)  # fmt: skip
SPOILT_FIELDS = 3
FINE = {200, 302, 303, 400, 403, 404, 405, 409, 410, 413, 422, 429}
# Their pages stand for whoever was led there. `test_on_the_way.py` leads there and presses them.
ON_THE_WAY = {"access:second-step", "office:set-up", "office:set-up-choose", "office:set-up-ward"}
RAW = ("<script>alert", "<img src=x")


@pytest.fixture
def tick(settings):
    """Let two seconds pass: on a slow line the second press comes after the first answer."""
    passed = timedelta()
    settings.CLOCK = lambda: THURSDAY.replace(hour=15) + passed

    def on():
        nonlocal passed
        passed += timedelta(seconds=2)

    return on


@pytest.fixture
def world(tick):
    return make_world(records=True)


def a_file() -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{EVIL}\u202efdp.exe", b"%PDF-1.4 <script>alert(1)</script>", "x/y")


def spoilt(form: PageForm, good: dict, lot: random.Random) -> Iterator[tuple[str, dict]]:
    """Return what is sent, with what was done to it."""
    names = [name for name in good if name != "csrfmiddlewaretoken"]
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


def faults_of(answers) -> Iterator[str]:
    first = answers[0]
    if first.status_code not in FINE:
        why = getattr(first, "exc_info", None)
        yield f"{first.status_code} {why and why[1]!r:.300}"
    elif is_done(first) and not is_here(first["Location"]):
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
    client, faults = world.browser(visitor), []
    for how, values in cases:
        with taken_back(client):
            found_faults = list(faults_of(sent(client, found.address, values)))
        told = f"{visitor} {found.page} → {found.route} {how}"
        faults += [f"{told}: {fault}" for fault in found_faults]
    return faults


def test_every_form_answers_whatever_anybody_sends_with_a_page(world):
    faults, went, forms = [], 0, list(every_form(world))
    assert taking_posts(world) - {found.route for found in forms} == ON_THE_WAY
    assert len(forms) > 175
    for number, found in enumerate(forms):
        lot = random.Random(number)  # noqa: S311
        good = filled(found, world)
        cases = list(spoilt(found.form, good, lot))
        # And two to whom it was not shown.
        other = lot.choice([role for role in Role.values if role != found.visitor])
        unasked = [("good", good), ("evil", {name: [EVIL] for name in good})]
        for visitor, these in ((found.visitor, cases), (other, unasked), (STRANGER, unasked[:1])):
            went += len(these)
            faults += tried(world, found, visitor, these)
    assert went > 1200
    assert not faults, f"{len(faults)} of {went}\n" + "\n".join(faults)


# What each press does anew: a key or codes, and those before are worth nothing; a log-in noted.
NEW_CODES = {"accounts_recoverycode", "audit_event", "audit_subject"}
ANEW = {
    "delivery:add-one-time": {"accounts_onetimekey", *NEW_CODES},
    "delivery:renew-codes": NEW_CODES,
    "access:log-in": {"accounts_login"},
}


def pressed_twice(client, found, world, tick) -> list[str] | None:
    """Send a form twice, as one who is in a hurry; name what the second sending changed."""
    values, before = filled(found, world), fingerprint(leaving_out=TRACES)
    first = client.post(found.address, values)
    if asked := confirming(found, first):
        values = filled(asked, world)
        first = client.post(found.address, values)
    once = fingerprint(leaving_out=TRACES)
    if not is_done(first) and first.status_code != SHOWN:
        return None
    tick()
    second = client.post(found.address, again(values))
    twice = fingerprint(leaving_out=TRACES)
    changed = {table for table in once if once[table] != twice[table]} - ANEW.get(
        found.route, set()
    )
    ways = [(one.status_code, one.get("Location")) for one in (first, second)]
    told = [f"{sorted(changed)} changed"] * bool(changed) + [f"{ways}"] * (ways[0] != ways[1])
    # What only shows something was not done, but shows it again.
    return told or ([] if is_done(first) or once != before else None)


def test_every_form_sent_twice_is_done_once_with_one_answer(tick, world):
    faults, done = [], set()
    for found in every_form(world):
        client = world.browser(found.visitor)
        with taken_back(client):
            told = pressed_twice(client, found, world, tick)
        if told is not None:
            done.add((found.route, found.address))
            faults += [f"{found.visitor} {found.page} → {found.address}: {one}" for one in told]
    assert len(done) > 170
    assert not faults, f"{len(faults)} of {len(done)}\n" + "\n".join(faults)
