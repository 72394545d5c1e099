"""The leader at home, late in the evening, on a dark phone: what is late, and two signatures."""

import re
from datetime import timedelta

import pytest

from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier
from tests.journeys.hands import enter, fits
from tests.journeys.test_correction import look
from tests.support.browser import PHONE, follow
from tests.support.builders import MONDAY, load_law_values

EVENING = MONDAY + timedelta(days=8, hours=13, minutes=30)


@pytest.fixture
def desk(visit, settings):
    settings.CLOCK = lambda: EVENING
    load_law_values()
    return make_desk()


def test_the_leader_finds_what_is_late_and_why_and_signs_at_night_on_the_phone(visit, desk, axe):
    late, first, second = [
        make_dossier(desk, state) for state in (State.IN_WORK, State.SIGNING, State.SIGNING)
    ]
    page = enter(visit, desk.leader, size=PHONE, theme="dark")
    page.wait_for_url("**/lanh-dao/")
    axe(page)
    look(page, "night-overview")
    assert fits(page)

    follow(page.get_by_role("link", name=re.compile("Quá hạn")).first)
    follow(page.get_by_role("link", name=late.code, exact=True).first)
    axe(page)
    look(page, "night-late")
    assert fits(page)
    assert page.get_by_text("Trần Văn Mai").first.is_visible()
    follow(page.get_by_role("link", name="Giao việc"))
    mai = page.get_by_role("option", name=re.compile("Trần Văn Mai")).first.inner_text()
    page.get_by_label("Việc phải làm").fill("Báo vì sao hồ sơ này trễ, bao giờ xong")
    page.get_by_label("Sản phẩm phải có").fill("Trả lời của người giải quyết")
    page.get_by_label("Người chịu trách nhiệm").select_option(label=mai)
    for label, value in (("Ngày", "25"), ("Tháng", "11"), ("Năm", "2026")):
        page.get_by_label(label, exact=True).fill(value)
    axe(page)
    look(page, "night-give")
    follow(page.get_by_role("button", name="Giao nhiệm vụ"))
    page.get_by_text("Trần Văn Mai bắt đầu làm").first.wait_for()

    for dossier in (first, second):
        page.goto("/can-bo/viec/cho-ky/")
        assert fits(page)
        follow(page.get_by_role("link", name=re.compile(f"Ký kết quả.*{dossier.code}")))
        axe(page)
        assert fits(page)
        follow(page.get_by_role("button", name="Ký kết quả"))
        page.get_by_text("trả kết quả cho người nộp").first.wait_for()
    signed = Dossier.objects.of(desk.ward).filter(state=State.READY)
    assert set(signed.values_list("id", flat=True)) == {first.id, second.id}
    page.goto("/can-bo/viec/cho-ky/")
    axe(page)
    look(page, "night-empty")
    page.goto("/lanh-dao/")
    look(page, "night-after")
