"""How long people waited until they were called: by group, median and ninth, opened to the rows."""

from datetime import timedelta

import pytest

from phuong.areas.hall import measures, policy, queries
from phuong.areas.hall.models import Ticket
from phuong.areas.hall.tests.builders import make_hall, take
from phuong.kernel.measures.api import Ask, Window, totals
from tests.support.builders import MONDAY, TUESDAY, browser_of

pytestmark = pytest.mark.django_db
MINUTES = (1, 2, 3, 4, 5, 6, 7, 8, 9, 40)


@pytest.fixture
def hall(settings):
    settings.CLOCK = lambda: MONDAY.replace(hour=16)
    made = make_hall()
    for minutes in MINUTES:
        ticket = take(made)
        called = MONDAY + timedelta(minutes=minutes)
        Ticket.objects.of(made.ward).filter(id=ticket.id).update(first_called_at=called)
    take(made)
    take(made, group=made.b)
    return made


def test_the_wait_runs_from_the_number_to_the_first_call_and_no_mean_is_told(hall):
    rows = measures.waited(hall.of(hall.one).actor, Window())
    a, b = queries.waits(rows, list(policy.groups(hall.ward.pk)), 5)
    assert (a.called, a.spread.middle, a.spread.ninth) == (10, 5, 9)
    assert (b.called, b.spread) == (0, None)
    few = queries.waits(rows, [hall.a], 11)
    assert (few[0].called, few[0].spread) == (10, None)


def test_the_figure_is_the_length_of_its_list_for_who_may_see_it(hall):
    for window, number in (
        (Window(), 10),
        (Window(MONDAY.date(), MONDAY.date()), 10),
        (Window(TUESDAY.date()), 0),
        (Window(field="ho-tich"), 0),
    ):
        (counted,) = totals(hall.ward.pk, [Ask(measures.WAITED, window)])
        assert sum(counted.values()) == number
        for person in (hall.one, hall.leader):
            assert measures.waited(hall.of(person).actor, window).count() == number
    assert measures.waited(hall.of(hall.administrator).actor, Window()).count() == 0


def test_the_leader_reads_the_waits_and_opens_them_to_each_number(hall):
    leader = browser_of(hall.leader)
    page = leader.get("/can-bo/hang-cho/thoi-gian-cho/").content.decode()
    assert "5 phút" in page
    assert "9 phút" in page
    listed = leader.get("/lanh-dao/ho-so/?chi-tieu=hall.waited").content.decode()
    assert listed.count("PM-LC2611") >= 8
    assert "/can-bo/hang-cho/thoi-gian-cho/" in listed
    assert leader.get("/can-bo/hang-cho/").status_code == 404
    assert browser_of(hall.administrator).get("/can-bo/hang-cho/thoi-gian-cho/").status_code == 404
