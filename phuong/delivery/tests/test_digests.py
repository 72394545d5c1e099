"""Officials are told once a day, in office hours, what is late and what is near."""

from datetime import timedelta

import pytest

from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier
from phuong.delivery import jobs
from phuong.kernel.notices import api as notices
from phuong.kernel.notices.models import Notice
from tests.support.builders import (
    FRIDAY,
    NEXT_MONDAY,
    SATURDAY,
    THURSDAY,
    browser_of,
    load_law_values,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    """The specialist has one dossier that is due on Thursday."""
    load_law_values()
    desk = make_desk(host="testserver")
    make_dossier(desk, State.IN_WORK)
    return desk


def digests(desk):
    return Notice.objects.of(desk.ward).filter(subject__isnull=True).order_by("told_at", "id")


def words(desk, person, now):
    found = notices.inbox(desk.of(person, now)).messages
    return [message.text for message in found if message.card is None]


def at(day, hour, minute=0):
    return day.replace(hour=hour, minute=minute)


def test_the_digest_comes_a_quarter_of_an_hour_after_the_office_opens_and_once(desk):
    assert jobs._digest(desk.clock(at(THURSDAY, 7, 14))) == 0
    assert jobs._digest(desk.clock(at(THURSDAY, 7, 15))) == 1
    for minute in (20, 40, 59):
        assert jobs._digest(desk.clock(at(THURSDAY, 9, minute))) == 0
    assert words(desk, desk.specialist, THURSDAY) == [
        "Việc của ông/bà hôm nay: 0 quá hạn, 1 hết hạn trong ngày, 0 sắp đến hạn."
    ]
    # Whoever has nothing late or near is told nothing.
    assert {row.person_id for row in digests(desk)} == {desk.specialist.id}


def test_the_next_day_takes_the_place_of_the_last(desk):
    jobs._digest(desk.clock(at(THURSDAY, 7, 15)))
    jobs._digest(desk.clock(at(FRIDAY, 7, 30)))
    assert words(desk, desk.specialist, FRIDAY) == [
        "Việc của ông/bà hôm nay: 1 quá hạn, 0 hết hạn trong ngày, 0 sắp đến hạn."
    ]
    assert notices.unread(desk.of(desk.specialist, FRIDAY)) == 1


def test_a_digest_that_comes_late_says_for_when_it_was_and_a_missed_day_is_not_told(desk):
    # Nothing ran from Thursday until Monday afternoon.
    assert jobs._digest(desk.clock(at(NEXT_MONDAY, 14))) == 1
    assert words(desk, desk.specialist, at(NEXT_MONDAY, 14)) == [
        (
            "Việc của ông/bà hôm nay: 1 quá hạn, 0 hết hạn trong ngày, 0 sắp đến hạn."
            " Tin này lẽ ra đến lúc 07:15, Thứ Hai 23/11/2026."
        )
    ]
    assert digests(desk).count() == 1


def test_nobody_is_told_on_a_day_off(desk):
    assert jobs._digest(desk.clock(at(SATURDAY, 9))) == 0


def test_it_stands_on_the_page_of_the_day_until_it_is_read(desk):
    now = NEXT_MONDAY
    jobs._digest(desk.clock(now))
    browser = browser_of(desk.specialist)
    assert "Việc của ông/bà hôm nay:" in browser.get("/can-bo/").content.decode()
    browser.post("/can-bo/tin/da-doc/")
    assert "Việc của ông/bà hôm nay:" not in browser.get("/can-bo/").content.decode()
    assert jobs._digest(desk.clock(now + timedelta(minutes=15))) == 0
