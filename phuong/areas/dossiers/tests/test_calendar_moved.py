"""The decision of 25 December 2025: 2 January 2026 off, made up on Saturday 10 January 2026.

A ward with open dossiers before it; the decision entered as an act; every clock that moves.
"""

from dataclasses import replace
from datetime import date, datetime

import pytest

from phuong.areas.dossiers import actions, jobs
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.tests.builders import ASKED, HUONG, make_desk
from phuong.areas.office import actions as office
from phuong.areas.office import queries as settings
from phuong.areas.office.rules import ChangedDay
from phuong.kernel.access.actors import HERE
from phuong.kernel.audit.api import Event
from phuong.kernel.law import api as law
from phuong.kernel.law.pack import read
from phuong.kernel.measures import api as figures
from phuong.kernel.notices.models import Notice
from phuong.kernel.workdays import Effect, local
from tests.support.builders import browser_of, make_ward

pytestmark = pytest.mark.django_db
SWAPPED, MADE_UP = date(2026, 1, 2), date(2026, 1, 10)
DECISION = office.Given(
    number="10410/VPCP",
    issued_on=date(2025, 12, 25),
    signer="Văn phòng Chính phủ",
    scope="nation",
    days=[
        ChangedDay(SWAPPED, Effect.OFF, "nghỉ hoán đổi"),
        ChangedDay(MADE_UP, Effect.WORK, "làm bù cho ngày 02/01/2026"),
    ],
)


def at(day, hour=9, month=12, year=2025):
    return datetime(year, month, day, hour, tzinfo=HERE)


@pytest.fixture
def desk():
    """A ward that does not know the decision yet, with a procedure of seven working days."""
    pack = read()
    kept = [one for one in pack.decisions if all(day.date != SWAPPED for day in one.days)]
    assert len(kept) < len(pack.decisions)
    law.load(replace(pack, decisions=tuple(kept)))
    law.forget()
    return make_desk(limit_n=7)


def of(desk, person, now):
    return replace(desk.of(person, now), calendar=law.calendar(desk.ward.pk))


def received(desk, day):
    occasion = of(desk, desk.reception, at(day))
    return actions.take_in(occasion, desk.ward, desk.version, HUONG, {"to-khai": "original"})


def due(dossier):
    fresh = Dossier.objects.of(dossier.ward_id).get(id=dossier.id)
    return local(fresh.due_at).date() if fresh.due_at else None


def enter(desk):
    return office.decide_calendar(of(desk, desk.administrator, at(25, 14)), DECISION)


def test_every_clock_that_the_swap_moves_moves_and_every_promise_stands(desk):
    before = [received(desk, day) for day in (22, 23, 24)]
    assert [due(each) for each in before] == [
        date(2025, 12, 31), date(2026, 1, 2), date(2026, 1, 5),
    ]  # fmt: skip
    asked = received(desk, 23)
    actions.take_up(of(desk, desk.specialist, at(23, 10)), asked)
    by = of(desk, desk.specialist, at(24))
    actions.ask_supplement(by, asked, ASKED, desk.version, days=30, allowed=1)
    told = Notice.objects.of(desk.ward).count()

    seen = settings.preview(
        of(desk, desk.administrator, at(25, 14)), DECISION.number, DECISION.days
    )
    assert {moved.code for moved in seen.first} == {each.code for each in before[1:]}
    assert (seen.count, seen.told) == (2, 0)
    assert [due(each) for each in before][1] == date(2026, 1, 2)

    enter(desk)
    clock = settings.as_clock(of(desk, desk.administrator, at(25, 14)))
    moved = jobs.rebuild_due_dates(clock, apply=True)

    assert {each.code for each in moved} == {each.code for each in before[1:]}
    assert [due(each) for each in before] == [
        date(2025, 12, 31), date(2026, 1, 5), date(2026, 1, 6),
    ]  # fmt: skip
    for each in before:
        fresh = Dossier.objects.of(desk.ward).get(id=each.id)
        assert fresh.first_promise_at == fresh.shown_promise_at == each.first_promise_at
        assert fresh.target_at == each.first_promise_at
    # No promise became earlier, so no letter goes; none became later, so none may.
    assert Notice.objects.of(desk.ward).count() == told
    verbs = Event.objects.of(desk.ward).filter(subject_id=before[1].id).order_by("-seq")
    assert verbs[0].verb == "dossiers.recompute"


def test_what_is_open_after_its_promise_is_late_although_the_law_allows_more(desk):
    dossier = received(desk, 23)
    enter(desk)
    jobs.rebuild_due_dates(settings.as_clock(of(desk, desk.head, at(25, 14))), apply=True)
    late_on = Dossier.objects.of(desk.ward).late(date(2026, 1, 4))
    assert list(late_on) == [dossier]
    until = figures.Window(None, date(2026, 1, 3))
    [late] = figures.totals(desk.ward.pk, [figures.Ask("dossiers.running", until)])
    assert sum(late.values()) == 1


def test_a_rebuilding_stopped_in_the_middle_goes_on_where_it_was(desk):
    for day in (23, 24, 24):
        received(desk, day)
    enter(desk)
    clock = settings.as_clock(of(desk, desk.administrator, at(25, 14)))
    assert len(jobs.rebuild_due_dates(clock, apply=True, most=1)) == 1
    assert settings.left(clock).count == 2
    assert jobs.rebuild(clock) == 2
    assert (jobs.rebuild(clock), settings.left(clock).count) == (0, 0)


def test_what_is_received_after_it_is_counted_by_it_at_once(desk):
    enter(desk)
    # The Saturday that makes up for it counts as the seventh day.
    assert due(received(desk, 30)) == MADE_UP


def test_the_citizen_sees_the_kept_promise_and_why_the_date_of_the_law_moved(desk):
    dossier = received(desk, 23)
    enter(desk)
    jobs.rebuild_due_dates(settings.as_clock(of(desk, desk.head, at(25, 14))), apply=True)
    browser = browser_of()
    browser.post("/tra-cuu/", {"code": dossier.code, "proof": dossier.secret})
    page = browser.get(f"/ho-so/{dossier.code}/").content.decode()
    assert "02/01/2026" in page
    why = browser.get(f"/ho-so/{dossier.code}/ngay-hen/").content.decode()
    for words in ("02/01/2026", "05/01/2026", "10410/VPCP"):
        assert words in why


def test_the_pack_says_the_same_as_the_decision_that_was_entered():
    law.load(read())
    law.forget()
    calendar = law.calendar(make_ward("PX").pk)
    assert not calendar.is_working_day(SWAPPED)
    assert calendar.is_working_day(MADE_UP)
