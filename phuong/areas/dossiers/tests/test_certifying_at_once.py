"""Certifications that come at the same time."""

import uuid

import pytest

from phuong.areas.dossiers import actions
from phuong.areas.dossiers.models import Certification
from phuong.areas.dossiers.tests.builders import make_desk
from phuong.areas.dossiers.tests.certified import certify_now, load_books
from phuong.areas.dossiers.tests.citizens import make_law
from phuong.areas.money.models import Payment
from phuong.kernel.audit.proof import verify
from tests.support.builders import TUESDAY
from tests.support.lives import at_once


@pytest.mark.slow
def test_a_double_click_is_one_line(committed_db):
    make_law()
    desk, request_id = make_desk(), uuid.uuid4()
    load_books(desk)
    answers = at_once(*(lambda: certify_now(desk, request_id=request_id) for _click in range(2)))
    assert answers[0] == answers[1]
    assert Certification.objects.of(desk.ward).count() == 1


@pytest.mark.slow
def test_two_at_once_draw_two_numbers_and_lose_none(committed_db):
    make_law()
    desk = make_desk()
    load_books(desk)
    at_once(*(lambda: certify_now(desk) for _desk in range(4)))
    numbers = Certification.objects.of(desk.ward).values_list("number", flat=True)
    assert sorted(numbers) == [f"{n}/2026-SCT/BS" for n in (1, 2, 3, 4)]
    assert verify(desk.ward.pk).holds


@pytest.mark.slow
def test_a_double_click_on_void_gives_the_money_back_once(committed_db):
    make_law()
    desk, request_id = make_desk(), uuid.uuid4()
    dossier = certify_now(desk)
    by = [desk.of(desk.reception, TUESDAY, request_id=request_id) for _click in range(2)]

    def void(occasion):
        return actions.void_certification(occasion, desk.ward, dossier, reason="Ghi sai trang.")

    assert at_once(*(lambda each=each: void(each) for each in by)) == [dossier, dossier]
    assert Payment.objects.of(desk.ward).filter(kind=Payment.Kind.BACK).count() == 1
