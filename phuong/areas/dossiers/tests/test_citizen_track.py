"""Looking up, following, answering: what an owner sees, and what nobody else does."""

import pytest
from django.test import Client

from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier
from phuong.areas.dossiers.tests.citizens import Walk, make_law

pytestmark = pytest.mark.django_db

TAIL = "3412"
HANDED_IN = [
    state for state in State if state not in (State.DRAFT, State.PREPARED, State.DISCARDED)
]


@pytest.fixture
def desk():
    make_law()
    return make_desk()


@pytest.fixture
def walk():
    return Walk(Client())


def look_up(walk, code, typed=TAIL):
    walk.open("/tra-cuu/")
    return walk.send(code=code, proof=typed)


@pytest.mark.parametrize("state", HANDED_IN, ids=str)
def test_the_owner_sees_every_state_with_what_comes_next_who_and_when(desk, walk, state):
    dossier = make_dossier(desk, state)
    text = look_up(walk, dossier.code)
    assert walk.path == f"/ho-so/{dossier.code}/"
    assert str(State(state).label) in text
    assert "Ông/bà không phải làm gì thêm." in text or "Ông/bà cần làm:" in text
    assert "Việc tiếp theo" in text
    assert "Nguyễn Thị Hường" in text


@pytest.mark.parametrize(
    "typed",
    ["PM-261116-0001", "pm-261116-0001", " pm 261116 0001 ", "PM2611160001", "261116-0001"],
)
def test_a_code_is_read_as_people_type_it(desk, walk, typed):
    make_dossier(desk, State.RECEIVED)
    look_up(walk, typed)
    assert walk.path == "/ho-so/PM-261116-0001/"


@pytest.mark.parametrize("state", HANDED_IN, ids=str)
def test_the_status_page_asks_the_database_three_times(desk, walk, state, django_assert_statements):
    dossier = make_dossier(desk, state)
    look_up(walk, dossier.code)
    with django_assert_statements(3) as statements:
        walk.open(f"/ho-so/{dossier.code}/")
    assert not any("django_session" in one for one in statements)
