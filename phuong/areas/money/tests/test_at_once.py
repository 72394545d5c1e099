"""Two who take the same money at once, and a double click."""

import uuid

import pytest

from phuong.areas.dossiers.tests.builders import make_desk, take_in
from phuong.areas.dossiers.tests.citizens import make_law
from phuong.areas.money.models import CashDay, Charge, Payment
from phuong.areas.money.tests.test_money import pay
from phuong.kernel.errors import Refusal
from tests.support.lives import at_once


@pytest.mark.slow
def test_of_two_who_take_it_at_once_one_does_and_a_double_click_is_one(committed_db):
    make_law()
    desk = make_desk()
    dossier, other = take_in(desk), take_in(desk)
    answers = at_once(*(lambda: pay(desk, dossier) for _one in range(2)))
    assert [isinstance(each, Refusal) for each in answers].count(True) == 1
    request_id = uuid.uuid4()
    answers = at_once(*(lambda: pay(desk, other, request_id=request_id) for _one in range(2)))
    assert [type(each) for each in answers] == [Charge, Charge]
    assert Payment.objects.of(desk.ward).count() == 2
    assert CashDay.objects.of(desk.ward).count() == 1
