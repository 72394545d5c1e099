"""Two who change the ward's settings at the same moment: one does it, the other is told."""

from datetime import date
from functools import partial

import pytest

from phuong.areas.dossiers.tests.builders import make_desk
from phuong.areas.office import actions, queries
from phuong.areas.office.rules import NewValue, parse_sessions
from phuong.kernel.audit.api import Event
from phuong.kernel.errors import RuleBroken
from phuong.kernel.law import api as law
from phuong.kernel.law.models import LegalValue
from tests.support.builders import TUESDAY, load_law_values
from tests.support.lives import at_once

WEEK = (parse_sessions("07:00–11:00, 13:00–17:00"),) * 5 + ((), ())
FIRST = date(2026, 11, 23)


@pytest.fixture
def desk(committed_db):
    load_law_values()
    law.forget()
    return make_desk()


def refusals(told):
    return [one.code for one in told if isinstance(one, RuleBroken)]


def test_hours_from_the_same_day_are_set_once(desk):
    told = at_once(
        *(
            partial(actions.set_hours, desk.of(who, TUESDAY), None, WEEK, first=FIRST)
            for who in (desk.administrator, desk.leader)
        )
    )
    assert refusals(told) == ["office.hours.contradicts"]
    assert len(queries.all_hours(desk.ward.pk)) == 1
    assert Event.objects.of(desk.ward).filter(verb="office.set_hours").count() == 1


def test_a_value_from_the_same_day_is_corrected_once(desk):
    given = [
        NewValue(n, FIRST, "99/2026/NĐ-CP", "Nghị định mẫu", "Điều 3", "sourced", "Đã đối chiếu")
        for n in (45, 60)
    ]
    told = at_once(
        *(
            partial(
                actions.correct_value,
                desk.of(desk.administrator, TUESDAY),
                "dossiers.draft_kept",
                one,
            )
            for one in given
        )
    )
    assert refusals(told) == ["office.value.twice"]
    assert LegalValue.objects.filter(is_local=True).count() == 1
