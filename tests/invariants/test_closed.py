"""Every address, also as another ward's people: nothing of this ward, and no header is missing."""

from collections.abc import Iterator

import pytest
from django.conf import settings

from phuong.areas.dossiers.models import Applicant, Dossier
from phuong.areas.tasks.models import Task
from phuong.kernel.access.doors import ANY_HOST, PUBLIC, may_enter
from phuong.kernel.access.queries import actor_of_person
from phuong.kernel.access.roles import Role
from phuong.kernel.people.models import Person
from tests.support.builders import MONDAY, browser_of, make_person, make_unit, make_ward
from tests.support.pages import PARAMETER, STRANGER, make_world, pages

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ELSEWHERE = "hai.test"
REFUSED = {302, 403, 404, 405}
# What these addresses name belongs to no ward: procedures, values of the law, queues and months.
SHARED = {
    "delivery:queue", "dossiers:start", "office:value", "procedures:confirm", "procedures:correct",
    "procedures:guide", "statistics:file", "statistics:records", "statistics:table",
}  # fmt: skip


@pytest.fixture
def world():
    return make_world(records=True)


def text_of(answer):
    said = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return said.decode("utf-8", "replace")


def hidden_of(ward):
    """Return every name, title and secret that no page of another ward may show."""
    found = {one.name for one in Person.objects.of(ward)}
    found |= {one.name for one in Applicant.objects.of(ward)}
    found |= {one.title for one in Task.objects.of(ward)}
    for dossier in Dossier.objects.of(ward):
        found |= {dossier.token, dossier.secret}
    return found - {"", None}


def test_nothing_of_one_ward_is_found_by_anybody_of_another_at_any_address(world):
    there = make_ward("PH", host=ELSEWHERE)
    unit = make_unit(there, name="Văn phòng bên kia")
    people = {role: make_person(there, role, name=f"Lý {role}", unit=unit) for role in Role}
    actors = {role: actor_of_person(people[role], MONDAY) for role in Role}
    browsers = {who: browser_of(people.get(who), host=ELSEWHERE) for who in (STRANGER, *Role)}
    hidden = hidden_of(world.ward)
    assert len(hidden) > 20
    found, asked, opened = [], 0, set()
    for page in pages():
        if not PARAMETER.search(page.pattern):
            continue
        address, doors = page.address(world), page.view.door
        # A public door asks nobody who they are; one official goes through it for all.
        roles = (Role.LEADER,) if {PUBLIC, ANY_HOST} & set(doors) else Role
        admitted = [role for role in roles if may_enter(actors[role], doors)]
        for visitor in (STRANGER, *admitted):
            client = browsers[visitor]
            client.raise_request_exception = False
            for answer in (client.get(address), client.post(address, {"reason": "x"})):
                asked += 1
                shown = text_of(answer)
                # What was asked for may say its own name back.
                leaks = [words for words in hidden if words in shown and words not in address]
                if answer.status_code >= 500 or leaks:
                    found.append(f"{visitor} {address}: {answer.status_code} {sorted(leaks)[:3]}")
                if answer.status_code not in REFUSED:
                    opened.add(page.route)
    assert asked > 1000
    assert not found, "\n".join(found)
    assert opened == SHARED, sorted(opened ^ SHARED)


def is_file(answer):
    return answer["Content-Type"] == "application/pdf"


def faults_of(answer, told) -> Iterator[str]:
    """Name what a page's headers and cookies leave open."""
    policy = answer.get("Content-Security-Policy", "")
    rules = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    if rules.get("default-src") not in {"'self'", "'none'"}:
        yield f"{told}: policy {policy!r}"
    # Browsers draw their own frame around a file that they show, with styles of theirs.
    shown = policy.replace("style-src 'unsafe-inline'", "") if is_file(answer) else policy
    if "unsafe" in shown or "*" in shown:
        yield f"{told}: policy {policy!r}"
    wanted = {"X-Content-Type-Options": {"nosniff"}, "X-Frame-Options": {"DENY"}}
    wanted["Referrer-Policy"] = {"same-origin", "no-referrer"}
    wanted["Cross-Origin-Opener-Policy"] = {"same-origin"}
    for name, good in wanted.items():
        if answer.get(name) not in good:
            yield f"{told}: {name} is {answer.get(name)!r}"
    if "Permissions-Policy" not in answer:
        yield f"{told}: no Permissions-Policy"
    for name, cookie in answer.cookies.items():
        if cookie.value and not (cookie["httponly"] and cookie["samesite"]):
            yield f"{told}: cookie {name} is open"


def test_every_answer_carries_its_headers_and_closed_cookies(world):
    found = []
    for page in pages():
        address = page.address(world)
        for visitor in dict.fromkeys((page.visitor(world), STRANGER)):
            answer = world.browser(visitor).get(address)
            text_of(answer)
            found += faults_of(answer, f"{visitor} {page.route} {answer.status_code}")
    client = browser_of()
    for address in ("/khong-co-gi", "/can-bo/khong-co/", "/en/khong-co/", "/tinh/khong-co.css"):
        found += faults_of(client.get(address), address)
    login = {"login": world.people[Role.LEADER].account.login, "password": "sai"}
    found += faults_of(client.post("/dang-nhap/", login), "a wrong password")
    found += faults_of(browser_of(host="la.test").get("/"), "a host of no ward")
    assert not found, "\n".join(sorted(set(found)))


def test_secure_cookies_go_with_https_alone():
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.CSRF_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SECURE == settings.CSRF_COOKIE_SECURE == settings.HTTPS
