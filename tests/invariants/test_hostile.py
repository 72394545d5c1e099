"""Whatever is sent, nobody sees or changes what is not theirs, and nothing breaks."""

import base64
import json
import re
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phuong.areas.dossiers import actions, rules
from phuong.areas.dossiers.actions.given import Given
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.states import AT_HOME, State
from phuong.areas.dossiers.tests.builders import ALL_PAPERS, make_dossier, take_in
from tests.invariants.world import (
    addresses,
    fingerprint,
    make_place,
    routes,
    text_of,
    two_places,
)
from tests.support.builders import MONDAY, PASSWORD, TUESDAY, WEDNESDAY, load_law_values
from tests.support.lives import all_lives

pytestmark = pytest.mark.django_db

EVIL = '"><img src=x onerror=alert(1)><script>alert(1)</script>\u202eLầm'
ODD = (
    "\x00", "a\x00b", "9" * 5000, "-1", "1e999", "٣٤", "%00", "' OR 1=1--", "2026-02-30",
    "0001-01-01", "../../etc/passwd", "{{7*7}}", "00000000-0000-0000-0000-000000000000",
    "x" * 3000, "\u202e", "~", "0~00000000-0000-0000-0000-000000000000",
    "-99999999999999999~00000000-0000-0000-0000-000000000000",
)  # fmt: skip
KEYS = (
    ["abc", "def"], [["d", "2026-01-01"], ["d", "x"]], [["t", "2026-01-01T00:00"], ["u", 5]],
    [10**30, 10**30], [["d", 5], ["u", []]], [[], []], [["d", "2026-01-01"], "\x00"], 5,
)  # fmt: skip


@pytest.fixture
def places():
    return two_places()


@pytest.fixture
def place():
    load_law_values()
    return make_place("PM", "mot.test")


@pytest.fixture
def pages(place):
    return one_each(place)


@pytest.fixture(scope="module")
def parameters():
    """Return every name that a page reads from its address, found in the source."""
    found = {"q", "thu-tuc", "linh-vuc", "trang-thai", "han", "ky"}
    for file in Path("phuong").rglob("*.py"):
        text = file.read_text("utf-8")
        found |= set(re.findall(r"GET(?:\.get|\.getlist)?[(\[]\"([\w-]+)\"", text))
        found |= set(re.findall(r"^(?:AFTER|BEFORE|SORT)[^=]*= \"([\w-]+)\"", text, re.MULTILINE))
    assert {"ma", "ve", "next", "tu", "den", "sau", "truoc"} <= found
    return sorted(found)


def pages_of(place, dossier):
    """Return every address of the URLconf, filled in for one dossier, each route once or more."""
    return [address for route, _pattern in routes() for address in addresses(route, place, dossier)]


def one_each(place):
    """Return one address of each route."""
    return [addresses(route, place, place.dossiers[State.IN_WORK])[0] for route, _ in routes()]


def spoilt_key(parts):
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def at_home_on(page):
    """Return who may enter a page, so that its parameters are really read."""
    if page.startswith("/can-bo/quay"):
        return "reception"
    if page.startswith("/quan-tri"):
        return "administrator"
    return "leader" if page.startswith(("/can-bo", "/lanh-dao")) else ""


@pytest.mark.long
def test_no_text_in_any_parameter_of_any_page_breaks_it(place, pages, parameters):
    for page in pages:
        client = place.browser(at_home_on(page))
        for odd in ODD:
            answer = client.get(page, dict.fromkeys(parameters, odd))
            assert answer.status_code < 500, (page, odd)


@pytest.mark.long
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_text_in_any_parameter_of_any_page_is_answered(place, pages, parameters, data):
    page = data.draw(st.sampled_from(pages))
    texts = st.text(max_size=60) | st.sampled_from(ODD)
    query = data.draw(st.dictionaries(st.sampled_from(parameters), texts, min_size=1, max_size=4))
    who = data.draw(st.sampled_from(["", "leader", "reception", "area_head"]))
    assert place.browser(who).get(page, query).status_code < 500


def test_a_page_key_written_by_hand_opens_the_first_page(place):
    client = place.browser("leader")
    for parts in KEYS:
        for measure in ("dossiers.received", "dossiers.running"):
            for name in ("sau", "truoc"):
                query = {"chi-tieu": measure, name: spoilt_key(parts)}
                assert client.get("/lanh-dao/ho-so/", query).status_code == 200, parts


def test_a_key_nested_a_thousand_deep_opens_the_first_page(place):
    deep = base64.urlsafe_b64encode(b"[" * 3000).decode()
    answer = place.browser("leader").get(
        "/lanh-dao/ho-so/", {"chi-tieu": "dossiers.received", "sau": deep}
    )
    assert answer.status_code == 200


def test_spoilt_addresses_and_cookies_name_nothing(place):
    odd = ("%00", "a%00b", "%ed%a0%80", "x" * 2000, "..%2f..", "%e2%80%ae", "9" * 400)
    for text in odd:
        for page in ("ho-so/{}/", "q/{}/", "nop/{}/", "thu-tuc/{}/", "can-bo/ho-so/{}/"):
            answer = place.browser("leader").get("/" + page.format(text))
            assert answer.status_code in (302, 404), (page, text)
    client = place.browser()
    for name in ("sessionid", "csrftoken", "ho_so", "messages"):
        client.cookies = SimpleCookie()
        client.cookies[name] = "aaaaaaaaaa\x00"
        assert client.get("/can-bo/").status_code == 302
        assert client.get("/").status_code == 200


def test_unusual_methods_change_nothing_and_break_nothing(place):
    before = fingerprint()
    client = place.browser("leader")
    for page in one_each(place):
        for method in ("PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "CONNECT", "FOO", "HEAD"):
            answer = client.generic(method, page, b"x=1")
            assert answer.status_code < 500, (method, page)
    assert fingerprint(leaving_out=("audit_reading", *SESSIONS)) == {
        table: digest
        for table, digest in before.items()
        if table not in ("audit_reading", *SESSIONS)
    }


SESSIONS = ("django_session", "people_account")
TRACES = ("audit_reading", "access_failure", *SESSIONS)
FULL = {
    "reason": "Vì thế", "basis": "Điều 1", "next_step": "Mời đến", "receiver_kind": "self",
    "kind": "Giấy khai sinh", "summary": "Đủ", "paper_1": "to-khai", "why_1": "Chưa ký",
    "basis_1": "Điều 16", "paper-to-khai": "original", "paper-giay-chung-sinh": "original",
    "name": "Kẻ Lạ", "phone": "0905123412", "for_whom": "self", "answer": "Nam",
    "return_method": "counter", "confirmed": "on", "way": "send", "limit": "3",
    "limit_n": "3", "limit_unit": "working_day", "note": "x", "version": "1",
}  # fmt: skip


def rights_of(place, who):
    """Return the states of which this person may change a dossier by post, by what policy says."""
    from phuong.areas.dossiers import policy
    from phuong.kernel.access.queries import actor_of_person

    actor = actor_of_person(place.people[who], MONDAY)
    return {state for state, one in place.dossiers.items() if policy.open_moves(actor, one)}


@pytest.mark.parametrize("who", ["", "administrator", "secretary", "area_head", "other_unit"])
def test_who_may_make_no_move_changes_no_dossier_by_any_post(place, who):
    if who:
        assert rights_of(place, who) == set()
    client = place.browser(who)
    # What anybody may do at their own risk: begin a draft, log in or out, choose a display.
    own = ("access:", "ui:", "delivery:", "procedures:")
    handler = {"handler": str(place.people["specialist"].id)}
    before, sent = fingerprint(leaving_out=TRACES), set()
    for state in (State.SENT, State.SIGNING, State.READY):
        dossier = place.dossiers[state]
        for route, pattern in routes():
            if route.endswith("<slug:slug>/nop/") or "nop/" in route[:4]:
                continue
            if "nhiem-vu" in route and who == "secretary":
                continue  # A secretary gives tasks and answers for them.
            for page in addresses(route, place, dossier):
                if any(str(pattern.callback.__module__).startswith(name) for name in own):
                    continue
                if page.startswith(("/dang-", "/hien-thi", "/can-bo/cai-dat", "/quan-tri")):
                    continue
                if page in sent:  # It is of no dossier, and nothing has changed since.
                    continue
                sent.add(page)
                answer = client.post(page, FULL | handler)
                assert answer.status_code < 500, (state, page)
    after = fingerprint(leaving_out=TRACES)
    assert [table for table in before if before[table] != after[table]] == []


def test_an_official_of_one_ward_finds_nothing_of_another_by_any_address(places):
    here, there = places
    hidden = {text for one in there.dossiers.values() for text in (one.code, one.token)}
    for who in ("leader", "reception", ""):
        client = here.browser(who)
        before, asked = fingerprint(leaving_out=TRACES), set()
        for state in (State.IN_WORK, State.PREPARED):
            dossier = there.dossiers[state]
            for route, _pattern in routes():
                if not re.search("<(str:code|str:token|uuid)", route):
                    continue
                for page in addresses(route, there, dossier):
                    if page in asked:
                        continue  # It is of no dossier.
                    asked.add(page)
                    for answer in (client.get(page), client.post(page, FULL)):
                        assert answer.status_code in (302, 404, 405), (who, page)
                        shown = answer.content.decode(errors="replace")
                        assert "Nguyễn Thị Hường" not in shown
        assert fingerprint(leaving_out=TRACES) == before
        for page in ("/can-bo/viec/", "/lanh-dao/", "/can-bo/quay/", "/can-bo/tim/?q=huong"):
            shown = client.get(page, follow=True).content.decode()
            assert not any(text in shown for text in hidden), page


def test_a_log_in_of_one_ward_opens_no_door_of_the_other(places):
    here, there = places
    client = here.browser("leader")
    client.defaults["HTTP_HOST"] = there.host
    for page in ("/can-bo/", "/lanh-dao/", "/can-bo/quay/", "/can-bo/cai-dat/"):
        assert client.get(page, headers={"host": there.host}).status_code in (302, 404)


def test_a_proof_of_one_ward_says_nothing_in_another(places):
    here, there = places
    dossier = here.dossiers[State.READY]
    client = here.browser()
    typed = {"code": dossier.code, "proof": dossier.secret}
    assert client.post("/tra-cuu/", typed).status_code == 302
    assert client.get(f"/ho-so/{dossier.code}/").status_code == 200
    stranger = there.browser()
    stranger.cookies = client.cookies
    assert stranger.get(f"/ho-so/{dossier.code}/").status_code == 302


def test_the_cookie_of_a_proof_is_out_of_reach_of_scripts_and_cannot_be_forged(place):
    dossier, other = place.dossiers[State.READY], place.dossiers[State.RETURNED]
    client = place.browser()
    client.post("/tra-cuu/", {"code": dossier.code, "proof": dossier.secret})
    cookie = client.cookies["ho_so"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert client.get(f"/ho-so/{other.code}/").status_code == 302
    good = cookie.value
    for forged in (other.id.hex, good.replace(dossier.id.hex, other.id.hex), good[:-1], "", ":::"):
        client.cookies["ho_so"] = forged
        for one in (dossier, other):
            assert client.get(f"/ho-so/{one.code}/").status_code == 302, forged


ELSEWHERE = (
    "https://evil.example/", "//evil.example/", "/\\evil.example", "/\t/evil.example",
    "javascript:alert(1)", "///evil.example", "/en//evil.example/", "/en/en//evil.example",
    "\\\\evil.example", "/%09/evil.example", "http:evil.example", "/\n/evil.example",
)  # fmt: skip


def test_no_redirect_leads_to_another_site(place):
    person = place.people["leader"]
    chosen = {"size": "normal", "theme": "light"}
    for elsewhere in ELSEWHERE:
        for language in ("vi", "en"):
            given = chosen | {"language": language, "next": elsewhere}
            for root in ("", "/en"):
                answer = place.browser().post(f"{root}/hien-thi/", given)
                assert leads_home(answer["Location"]), (elsewhere, answer["Location"])
        entry = {"login": person.account.login, "password": PASSWORD, "next": elsewhere}
        answer = place.browser().post("/dang-nhap/", entry)
        assert answer.status_code == 302
        assert leads_home(answer["Location"]), (elsewhere, answer["Location"])


def leads_home(location):
    """Tell whether browsers stay on this site: they read backslashes as slashes, drop controls."""
    read = re.sub(r"[\t\r\n]", "", location).replace("\\", "/")
    return read.startswith("/") and not read.startswith("//")


def test_forms_from_another_site_are_refused(place):
    from django.test import Client

    dossier = place.dossiers[State.SIGNING]
    client = Client(enforce_csrf_checks=True, headers={"host": place.host})
    client.force_login(place.people["leader"].account)
    before = fingerprint(leaving_out=TRACES)
    for page in one_each(place):
        assert client.post(page, FULL).status_code in (403, 404, 405), page
    assert client.post(f"/can-bo/ho-so/{dossier.code}/ky/").status_code == 403
    assert fingerprint(leaving_out=TRACES) == before


@pytest.mark.long
def test_words_typed_by_anybody_are_only_words_on_every_page(place):
    desk = place.desk
    given = Given(
        name=EVIL, phone="+84905123412", email="a@b.vn", address=EVIL, for_whom="other",
        other_name=EVIL, relation=EVIL, answers={"sex": EVIL},
    )  # fmt: skip
    taken = actions.take_in(
        desk.of(desk.reception, MONDAY), desk.ward, desk.version, given, ALL_PAPERS
    )
    actions.assign(desk.of(desk.head, TUESDAY), taken, desk.specialist.id)
    asked = [rules.Asked(EVIL, EVIL, EVIL, EVIL)]
    evil = [taken]
    waits = actions.take_in(
        desk.of(desk.reception, MONDAY), desk.ward, desk.version, given, ALL_PAPERS
    )
    actions.assign(desk.of(desk.head, TUESDAY), waits, desk.specialist.id)
    actions.ask_supplement(
        desk.of(desk.specialist, WEDNESDAY), waits, asked, desk.version, days=30, allowed=1
    )
    evil.append(waits)
    stopped = take_in(desk, MONDAY, given)
    actions.stop(desk.of(desk.leader, WEDNESDAY), stopped, reason=EVIL, basis=EVIL, next_step=EVIL)
    evil.append(stopped)
    submitted = actions.submit(desk.of(desk.specialist, WEDNESDAY), taken, kind=EVIL, summary=EVIL)
    assert submitted.state == State.SIGNING
    settled = {area: lives for area, lives in all_lives().items() if lives.settle_in is not None}
    for area, lives in settled.items():
        assert lives.typed is not None, area
        place.others[area] |= lives.typed(lives.settle_in(place), EVIL)
    fresh = [Dossier.objects.of(desk.ward).get(id=dossier.id) for dossier in evil]
    # What is of no dossier is opened once, by who has proved that all of these are theirs.
    once = set.intersection(*(set(pages_of(place, one)) for one in fresh))
    seen, of_tasks = 0, 0
    for who in ("", "reception", "specialist", "leader"):
        client = place.browser(who)
        for dossier in fresh:
            client.post("/tra-cuu/", {"code": dossier.code, "proof": dossier.secret})
            for page in pages_of(place, dossier):
                again = page in once and dossier is not fresh[-1]
                if again or bool(who) is not page.startswith(("/can-bo", "/lanh-dao")):
                    continue
                shown = client.get(page, {"q": EVIL, "ma": EVIL}, follow=True)
                if shown.get("Content-Type", "").startswith("text/csv"):
                    continue  # No browser reads this as a page.
                text = text_of(shown)
                assert not any(raw in text for raw in ("<script>alert", "<img src=x")), page
                seen += "&lt;script&gt;alert" in text
                of_tasks += "nhiem-vu" in page and "&lt;script&gt;alert" in text
    assert seen > 20
    assert of_tasks > 20


def test_too_large_a_form_and_unknown_kinds_of_content_are_refused_without_a_trace(place):
    before = fingerprint(leaving_out=TRACES)
    client = place.browser("reception")
    page = "/can-bo/quay/tiep-nhan/?thu-tuc=" + place.desk.version.slug
    big = client.post(page, {"name": "x" * 3_000_000})
    many = client.post(page, {f"f{n}": "1" for n in range(1000)})
    assert big.status_code in (400, 413)
    assert many.status_code in (400, 413)
    for kind in ("application/json", "text/xml", "multipart/form-data", "x/y; charset=zzz", ""):
        answer = client.generic("POST", page, b"\xff\x00{", content_type=kind)
        assert answer.status_code < 500, kind
        assert answer.status_code >= 400
    assert fingerprint(leaving_out=TRACES) == before


def test_an_absurd_range_is_no_range(place):
    from phuong.kernel.documents.responses import _span

    assert _span("bytes=0-" + "9" * 5000, 10) is None
    assert _span("bytes=" + "9" * 5000 + "-", 10) is None
    assert _span("bytes=٣-", 10) is None
    assert _span("bytes=0-999999999999999999", 10) == range(10)


def test_drafts_are_found_by_nobody_who_was_not_told_their_address(place):
    for who in ("leader", "reception", "specialist", "administrator", "secretary"):
        for state in AT_HOME:
            code = place.dossiers[state].code
            answer = place.browser(who).get(f"/can-bo/ho-so/{code}/")
            assert answer.status_code == 404, (who, state)


def test_a_fresh_dossier_is_found_by_its_own_desk(place):
    fresh = make_dossier(place.desk, State.RECEIVED)
    assert place.browser("reception").get(f"/can-bo/ho-so/{fresh.code}/").status_code == 200
