"""Every view says who may enter; what says nothing is closed."""

import pytest
from django.db.models import TextChoices

from phuong.kernel.access import roles
from phuong.kernel.access.api import PUBLIC, Actor, Held, Role, door
from phuong.kernel.access.roles import has
from tests.support.builders import browser_of, make_account, make_person, make_ward

from . import doors_for_tests

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("phuong.kernel.access.tests.doors_for_tests"),
]


@pytest.fixture(autouse=True)
def grants(monkeypatch, settings):
    """Make the test's own capabilities known for the time of a test."""
    monkeypatch.setattr(roles, "_granted", {})
    roles.register(doors_for_tests.GRANTS)
    settings.LOGIN_URL = "access:log-in"


@pytest.fixture
def wards():
    return make_ward("PA", host="a.example"), make_ward("PB", host="b.example")


def test_the_ward_comes_from_the_host_name(wards):
    for host, prefix in (("a.example", "PA"), ("b.example:8000", "PB"), ("A.EXAMPLE", "PA")):
        assert browser_of(host=host).get("/cong/").content.decode() == prefix


def test_in_an_installation_of_one_ward_every_name_is_its_own(django_assert_statements):
    make_ward("PA")
    browser = browser_of(host="anything.example")
    assert browser.get("/cong/").content == b"PA"
    with django_assert_statements(0):
        assert browser.get("/cong/").content == b"PA"


@pytest.mark.parametrize("path", ["/cong/", "/can-bo/", "/lanh-dao/", "/quen/"])
def test_behind_an_unknown_host_name_there_is_nothing(wards, path):
    assert browser_of(host="c.example").get(path).status_code == 404


def test_a_door_itself_refuses_a_request_of_no_ward(rf):
    from phuong.kernel.errors import NotVisible

    request = rf.get("/cong/")
    request.ward = None
    with pytest.raises(NotVisible) as refused:
        doors_for_tests.public(request)
    assert refused.value.code == "wards.unknown-host"


@pytest.mark.parametrize("path", ["/can-bo/", "/lanh-dao/?trang=2&tim=a b", "/khong-ai/"])
def test_whoever_is_not_logged_in_is_sent_to_it_and_comes_back(wards, path):
    from urllib.parse import parse_qs, urlsplit

    response = browser_of(host="a.example").get(path)
    assert response.status_code == 302
    there = urlsplit(response["Location"])
    assert there.path == "/vao/"
    (back,) = parse_qs(there.query)["next"]
    assert back == path.replace(" ", "%20")


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        (Role.LEADER, "/cong/", 200),
        (Role.LEADER, "/can-bo/", 200),
        (Role.LEADER, "/lanh-dao/", 200),
        (Role.LEADER, "/mot-trong-hai/", 200),
        (Role.LEADER, "/khong-ai/", 404),
        (Role.RECEPTION, "/can-bo/", 200),
        (Role.RECEPTION, "/lanh-dao/", 404),
        (Role.RECEPTION, "/mot-trong-hai/", 200),
        (Role.ADMINISTRATOR, "/can-bo/", 200),
        (Role.ADMINISTRATOR, "/lanh-dao/", 404),
        (Role.ADMINISTRATOR, "/mot-trong-hai/", 404),
    ],
)
def test_a_door_opens_to_its_capabilities_alone(wards, role, path, status):
    browser = browser_of(make_person(wards[0], role), host="a.example")
    assert browser.get(path).status_code == status


@pytest.mark.parametrize("path", ["/can-bo/", "/lanh-dao/", "/mot-trong-hai/"])
def test_an_official_of_one_ward_is_nobody_at_the_other_s_doors(wards, path):
    person = make_person(wards[0], Role.LEADER)
    assert browser_of(person, host="a.example").get(path).status_code == 200
    assert browser_of(person, host="b.example").get(path).status_code == 404


def test_an_account_without_a_post_is_no_official(wards):
    browser = browser_of(host="a.example")
    browser.force_login(make_account("khong-chuc"))
    assert browser.get("/can-bo/").status_code == 404
    assert browser.get("/cong/").status_code == 200


def test_an_account_that_was_closed_is_sent_to_the_log_in(wards):
    person = make_person(wards[0], Role.LEADER)
    browser = browser_of(person, host="a.example")
    person.account.is_active = False
    person.account.save()
    assert browser.get("/can-bo/").status_code == 302


@pytest.mark.parametrize("logged_in", [True, False])
def test_a_view_on_which_nobody_said_who_may_enter_is_closed(wards, logged_in):
    person = make_person(wards[0], *Role) if logged_in else None
    assert browser_of(person, host="a.example").get("/quen/").status_code == 403


def test_a_public_page_asks_nothing_of_who_comes(wards, django_assert_statements):
    browser = browser_of(make_person(wards[0], Role.LEADER), host="a.example")
    browser.get("/cong/")
    with django_assert_statements(0):
        browser.get("/cong/")


def test_a_door_asks_who_comes_in_one_statement(wards, django_assert_statements):
    browser = browser_of(make_person(wards[0], Role.LEADER), host="a.example")
    browser.get("/lanh-dao/")
    # The session, the account, and the actor with posts and roles.
    with django_assert_statements(3, exact=True):
        browser.get("/lanh-dao/")


def test_a_door_keeps_the_name_of_its_view_and_tells_itself():
    def page(request):
        """Show."""

    assert (door(PUBLIC)(page).__name__, door(PUBLIC)(page).door) == ("page", (PUBLIC,))


class Can(TextChoices):
    ONE = "doors_tests:one", "Một"


def test_a_capability_that_nobody_granted_is_nobody_s():
    actor = Actor(1, posts=frozenset(Held(role) for role in Role))
    assert not has(actor, Can.ONE)
    roles.register({Can.ONE: [Role.LEADER]})
    assert has(actor, Can.ONE)
    assert not has(Actor(1, posts=frozenset({Held(Role.RECEPTION), Held(None)})), Can.ONE)
    assert roles.all_grants()["doors_tests:one"] == {Role.LEADER}
