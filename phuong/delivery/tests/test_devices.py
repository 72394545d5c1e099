"""Where one is logged in: shown, ended, and over with the post, the password and the lock."""

import html
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from phuong.areas.accounts import jobs
from phuong.areas.accounts.models import LogIn
from phuong.kernel.access.roles import Role
from phuong.kernel.audit.api import Event
from phuong.kernel.people.models import Appointment
from tests.support.builders import NEXT_MONDAY, PASSWORD, machine, make_person, make_ward

pytestmark = pytest.mark.django_db
DEVICES = "/can-bo/cai-dat/thiet-bi/"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Safari/604.1"


@pytest.fixture
def mai():
    return make_person(make_ward("PM"), Role.SPECIALIST, name="Trần Văn Mai", login="mai")


def browser(agent=CHROME, address="10.0.0.7", login="mai"):
    client = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
    client.post("/dang-nhap/", {"login": login, "password": PASSWORD})
    return client


def words(answer):
    return html.unescape(answer.content.decode())


def is_inside(client):
    return client.get("/can-bo/viec/").status_code == 200


def test_each_device_says_what_it_is_from_where_and_since_when(mai):
    desk = browser()
    browser(PHONE, "203.0.113.9")
    page = words(desk.get(DEVICES))
    assert "Chrome, Windows" in page
    assert "Safari, iPhone" in page
    assert "203.0.113.9" in page
    assert "09:00, 23/11/2026" in page
    assert page.count("Máy này") == 1


def test_one_device_is_ended_and_then_all_others(mai):
    desk, phone, home = browser(), browser(PHONE), browser(address="10.1.1.1")
    of_phone = LogIn.objects.get(agent=PHONE)
    assert desk.post(f"{DEVICES}{of_phone.id}/")["Location"] == DEVICES
    assert (is_inside(desk), is_inside(phone), is_inside(home)) == (True, False, True)
    desk.post(f"{DEVICES}khac/")
    assert (is_inside(desk), is_inside(home)) == (True, False)
    assert LogIn.objects.count() == 1
    verbs = list(Event.objects.of(mai.ward_id).values_list("verb", flat=True))
    assert verbs == ["accounts.end_sessions"] * 2


def test_nobody_ends_or_sees_another_s_device(mai):
    make_person(mai.ward, Role.RECEPTION, login="lan")
    desk, hers = browser(), browser(PHONE, login="lan")
    of_mai = LogIn.objects.get(agent=CHROME)
    assert "Windows" not in words(hers.get(DEVICES))
    assert hers.post(f"{DEVICES}{of_mai.id}/").status_code == 404
    hers.post(f"{DEVICES}khac/")
    assert is_inside(desk)


def test_a_new_password_ends_all_others_and_the_list_says_so(mai):
    desk, phone = browser(), browser(PHONE)
    new = "mot-cau-dai-de-nho"
    given = {"old": PASSWORD, "new": new, "again": new}
    assert desk.post("/can-bo/cai-dat/mat-khau/", given).status_code == 302
    assert (is_inside(desk), is_inside(phone)) == (True, False)
    page = words(desk.get(DEVICES))
    assert "Máy này" in page
    assert "iPhone" not in page


def test_with_the_post_the_devices_end(mai, settings):
    desk = browser()
    Appointment.objects.filter(person=mai).update(valid_to=NEXT_MONDAY.date())
    assert jobs.end_sessions(machine(mai.ward, NEXT_MONDAY)) == 0
    assert is_inside(desk)
    tomorrow = NEXT_MONDAY + timedelta(days=1)
    settings.CLOCK = lambda: tomorrow
    # Nothing is open from the first minute of the day, also before the job has run.
    assert desk.get("/can-bo/viec/").status_code == 404
    assert jobs.end_sessions(machine(mai.ward, tomorrow)) == 1
    assert desk.get("/can-bo/viec/")["Location"].startswith("/dang-nhap/")
    assert not Session.objects.exists()
    assert not LogIn.objects.exists()


def test_who_has_a_post_elsewhere_stays_inside(mai):
    desk = browser()
    Appointment.objects.filter(person=mai).update(valid_to=NEXT_MONDAY.date() - timedelta(days=1))
    there = make_ward("KHAC", host="khac.example")
    make_person(there, Role.SPECIALIST, account=mai.account)
    assert jobs.end_sessions(machine(mai.ward, NEXT_MONDAY)) == 0
    assert desk.get("/can-bo/viec/").status_code == 404


def test_with_the_lock_of_the_account_they_end_too(mai):
    desk = browser()
    mai.account.is_active = False
    mai.account.save()
    assert desk.get("/can-bo/viec/").status_code == 302
    assert jobs.end_sessions(machine(mai.ward, NEXT_MONDAY)) == 1


def test_devices_that_left_are_forgotten(mai):
    browser().post("/dang-xuat/")
    assert LogIn.objects.count() == 1
    assert jobs.forget_devices(machine(mai.ward, NEXT_MONDAY)) == 1
