"""From the wish to begin to the code: what citizens see, and what is kept of it."""

import pytest
from django.test import Client

from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.tests import citizens
from phuong.areas.dossiers.tests.citizens import BIRTH, BOARDING, Walk, make_ward_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk():
    return Walk(Client())


def test_a_birth_registration_is_prepared_and_ends_with_a_code_for_the_desk(walk):
    make_ward_of(BIRTH)
    dossier = citizens.fill_birth(walk)
    assert walk.path.endswith("/kiem-tra/")
    assert "Nguyễn Minh An" in walk.text
    assert "01/11/2026" in walk.text
    assert "Đã có, không cần nộp" in walk.text
    text = walk.send()
    assert "Đã chuẩn bị xong" in text
    assert "<svg" in walk.raw
    kept = Dossier.objects.country_wide().select_related("applicant").get(id=dossier.id)
    assert kept.state == "prepared"
    assert kept.applicant.phone == "+84905123412"
    assert kept.applicant.answers["born_on"] == "2026-11-01"


def test_a_boarding_house_is_filed_wholly_here(walk):
    make_ward_of(BOARDING)
    citizens.fill_boarding(walk)
    assert walk.path.endswith("/kiem-tra/")
    text = walk.send()
    assert "Đã gửi hồ sơ" in text
    assert "Trong 8 giờ làm việc" in text
    kept = citizens.newest()
    assert kept.state == "sent"
    assert kept.code in text
    papers = kept.papers.order_by("position").values_list("code", "form")
    assert list(papers) == [("don", "photo"), ("anh", "photo")]
