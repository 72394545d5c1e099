"""What a ward still lacks: the last steps, which not every ward needs, are named too."""

import pytest

from phuong.areas.hall.tests.builders import furnish
from phuong.areas.money.actions import set_account
from phuong.delivery import first_run
from phuong.kernel.access.api import Role
from tests.support.builders import MONDAY, browser_of, load_law_values, make_person, make_ward
from tests.support.builders import occasion_of as on

pytestmark = pytest.mark.django_db
HALL, BANK = "Nhóm lấy số và quầy", "Tài khoản nhận tiền"


def last_steps(by):
    return {one.title: one.state for one in first_run.standing(by).wanted[-2:]}


def test_hall_and_bank_account_are_named_last_and_never_stand_in_the_way():
    load_law_values()
    ward = make_ward()
    administrator = make_person(ward, Role.ADMINISTRATOR)
    by = on(administrator, MONDAY)
    assert last_steps(by) == {HALL: "todo", BANK: "todo"}
    needed = first_run.standing(by).missing
    set_account(by, bank="970415", number="0123456789", holder="UBND PHUONG")
    furnish(ward, administrator=administrator)
    assert last_steps(by) == {HALL: "done", BANK: "done"}
    assert first_run.standing(by).missing == needed
    page = browser_of(administrator).get("/quan-tri/thiet-lap/").content.decode()
    assert HALL in page
    assert BANK in page


def test_the_suggested_units_offer_to_be_taken_back_only_while_there_is_something_to_take():
    load_law_values()
    ward = make_ward()
    browser = browser_of(make_person(ward, Role.ADMINISTRATOR))
    page, words = "/quan-tri/bo-may/goi-y/", "Bỏ những dòng chưa có người"
    assert words not in browser.get(page).content.decode()
    assert browser.post(page, {"request_id": ""}).status_code == 302
    assert words in browser.get(page).content.decode()
    assert browser.post(page, {"request_id": "", "undo": "1"}).status_code == 302
    assert words not in browser.get(page).content.decode()
