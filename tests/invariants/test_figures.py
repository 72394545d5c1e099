"""Figures: each opens to exactly its records; late is late against the promise."""

from dataclasses import replace
from datetime import date

import pytest

from phuong.areas.dossiers import actions, jobs
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, take_in
from phuong.kernel.access.queries import actor_of_person
from phuong.kernel.measures.api import Ask, Window, all_measures, totals
from phuong.kernel.measures.jobs import fold
from phuong.kernel.workdays import Decision, Effect
from tests.invariants.world import two_places
from tests.support.builders import MONDAY, TUESDAY, WEDNESDAY, moment

pytestmark = pytest.mark.django_db

DAYS = [None, *(date(2026, 11, day) for day in (16, 19))]
WINDOWS = [(a, b) for a in DAYS for b in DAYS if a is None or b is None or a <= b]


@pytest.fixture
def places():
    return two_places()


def windows_of(place):
    units = [None, *{one.unit_id for one in place.dossiers.values() if one.unit_id}]
    for first, last in WINDOWS:
        for field in ("", place.desk.version.field_code):
            for unit_id in units:
                yield Window(first, last, field, unit_id)


@pytest.mark.parametrize("folded", [False, True], ids=["pending", "folded"])
def test_invariant_16_every_figure_is_the_length_of_its_list_in_every_window(places, folded):
    for place in places:
        if folded:
            fold(place.desk.ward.pk)
        actor = actor_of_person(place.people["leader"], MONDAY)
        for measure in all_measures():
            asked = list(windows_of(place))
            counted = totals(place.desk.ward.pk, [Ask(measure.code, one) for one in asked])
            for window, values in zip(asked, counted, strict=True):
                assert sum(values.values()) == measure.rows(actor, window).count(), (
                    measure.code,
                    window,
                )


def test_invariant_16_figures_by_field_and_by_day_add_up_to_the_whole(places):
    place = places[0]
    for measure in all_measures():
        whole, by_field, by_day = totals(
            place.desk.ward.pk,
            [
                Ask(measure.code),
                Ask(measure.code, by_field=True),
                Ask(measure.code, by_day=True),
            ],
        )
        assert sum(whole.values()) == sum(by_field.values()) == sum(by_day.values())
        actor = actor_of_person(place.people["leader"], MONDAY)
        for (field, _day), value in by_field.items():
            assert measure.rows(actor, Window(field=field)).count() == value


def test_invariant_16_every_figure_has_a_name_a_formula_a_moment_and_a_unit():
    for measure in all_measures():
        assert all(map(str, (measure.name, measure.formula, measure.day, measure.unit)))
        assert str(measure.formula).rstrip().endswith(".")


@pytest.mark.parametrize(("day", "on_time"), [(19, True), (20, False)])
def test_invariant_17_late_is_counted_against_the_promise_that_the_citizen_got(day, on_time):
    desk = make_desk()
    dossier = take_in(desk, MONDAY)  # promised for Thursday 19/11
    clock = desk.clock(TUESDAY)
    closed = Decision("closed", date(2026, 11, 18), Effect.OFF)
    knows = replace(clock, calendar=clock.calendar.with_decisions(closed))
    jobs.rebuild_due_dates(knows, apply=True)
    assert Dossier.objects.of(desk.ward).get().due_on == date(2026, 11, 20)

    def by(person, at):
        return replace(desk.of(person, at), calendar=knows.calendar)

    actions.assign(by(desk.head, WEDNESDAY), dossier, desk.specialist.id)
    actions.submit(by(desk.specialist, WEDNESDAY), dossier, kind="Giấy khai sinh", summary="")
    done = actions.sign(by(desk.leader, moment(day)), desk.ward, dossier)
    assert done.on_time is on_time
    late, good = totals(desk.ward.pk, [Ask("dossiers.late"), Ask("dossiers.on_time")])
    assert (sum(late.values()), sum(good.values())) == (int(not on_time), int(on_time))


def test_invariant_17_asking_after_the_term_ran_out_makes_nothing_punctual():
    from phuong.areas.dossiers.tests.builders import ASKED

    desk = make_desk()
    dossier = take_in(desk, MONDAY)
    actions.assign(desk.of(desk.head, TUESDAY), dossier, desk.specialist.id)
    late = desk.of(desk.specialist, moment(23))
    actions.ask_supplement(late, dossier, ASKED, desk.version, days=30, allowed=1)
    actions.take_supplement(desk.of(desk.reception, moment(24)), dossier)
    actions.submit(desk.of(desk.specialist, moment(24)), dossier, kind="Giấy", summary="")
    done = actions.sign(desk.of(desk.leader, moment(24)), desk.ward, dossier)
    assert done.state == State.READY
    assert done.on_time is False
