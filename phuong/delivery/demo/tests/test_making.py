"""When a demo ward is made and when not; one seed, one story; how office time is counted."""

from datetime import date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from phuong.areas.dossiers.api import Dossier, State
from phuong.delivery.demo.hours import OfficeTime
from phuong.delivery.demo.make import make
from phuong.delivery.demo.pack import DemoPack
from phuong.delivery.demo.plans import FEWEST
from phuong.delivery.demo.tests.conftest import NOW, load_packs
from phuong.kernel.access.api import HERE, Role
from phuong.kernel.errors import RuleBroken
from phuong.kernel.text import parse_phone
from phuong.kernel.wards.models import Ward
from phuong.kernel.workdays import WorkCalendar
from tests.support.builders import make_ward


def moment(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=HERE)


@pytest.fixture
def line():
    hours = DemoPack.read().house.hours
    return OfficeTime(WorkCalendar(), date(2026, 11, 2), date(2026, 11, 30), hours)


def test_nights_and_week_ends_have_no_length(line):
    assert line.place(moment(20, 17)) == line.place(moment(22, 3)) == line.place(moment(23, 7))
    assert line.place(moment(23, 8)) - line.place(moment(20, 16)) == 120


def test_a_place_leads_back_to_its_moment(line):
    for at in (moment(18, 7, 1), moment(18, 10, 59), moment(18, 13, 30)):
        assert line.moment(line.place(at)) == at


def test_what_comes_after_is_later_and_inside_a_session(line):
    at = moment(20, 16, 59)
    for _step in range(20):
        after = line.after(at, 45)
        assert after > at
        assert line.open_at(after) == after
        at = after
    assert line.open_at(moment(21, 9)) == moment(23, 7, 1)


@pytest.mark.django_db
def test_a_database_that_is_not_marked_gets_no_demo_ward():
    with override_settings(DEMO=False), pytest.raises(CommandError, match="PHUONG_DEMO=1"):
        call_command("demo", apply=True)
    assert not Ward.objects.exists()


@pytest.mark.django_db
@override_settings(DEMO=True)
def test_beside_a_real_ward_none_is_made():
    make_ward("XK", name="Phường Xuân Khánh")
    with pytest.raises(CommandError, match="Phường Xuân Khánh là phường thật"):
        call_command("demo", apply=True)
    assert Ward.objects.count() == 1


@pytest.mark.django_db
@override_settings(DEMO=True)
def test_without_the_catalogue_nothing_stays():
    with pytest.raises(RuleBroken, match="load-procedures"):
        make(NOW, number=FEWEST, seed=1)
    assert not Ward.objects.exists()


@pytest.mark.django_db
@override_settings(DEMO=True)
def test_too_few_dossiers_are_refused():
    with pytest.raises(RuleBroken) as refused:
        make(NOW, number=FEWEST - 1, seed=1)
    assert refused.value.code == "demo.too-few"


@pytest.mark.django_db
@override_settings(DEMO=True)
def test_the_command_is_dry_unless_told(capsys):
    call_command("demo")
    assert "--apply" in capsys.readouterr().err
    assert not Ward.objects.exists()


@pytest.mark.slow
@pytest.mark.django_db
@override_settings(DEMO=True)
@pytest.mark.parametrize(
    "now", [moment(22, 19), moment(23, 6, 30), moment(24, 12), moment(26, 7, 40)], ids=str
)
def test_whatever_the_hour_every_state_is_there(now):
    load_packs()
    made = make(now, number=FEWEST, seed=5)
    assert set(made.states) == {str(state.value) for state in State}
    assert Dossier.objects.of(made.ward).filter(created_at__gt=now).count() == 0


@pytest.mark.slow
@pytest.mark.django_db
@override_settings(DEMO=True)
def test_the_same_seed_tells_the_same_stories():
    from django.db import transaction

    load_packs()
    told = []
    for _time in range(2):
        point = transaction.savepoint()
        ward = make(NOW, number=FEWEST, seed=5).ward
        rows = Dossier.objects.of(ward).exclude(received_at=None).order_by("received_at")
        told.append(
            list(rows.values_list("code", "state", "received_at", "due_at", "applicant__name"))
        )
        transaction.savepoint_rollback(point)
    assert told[0] == told[1] != []


def test_the_pack_has_people_of_every_role_and_log_ins_that_are_quickly_typed():
    house = DemoPack.read().house
    assert {post.role for post in house.posts} == set(Role)
    logins = [login for post in house.posts for _name, login in post.people if login]
    assert len(logins) == len(set(logins))
    assert all(login.isascii() and login.isalnum() and len(login) <= 10 for login in logins)


def test_the_crowd_has_telephones_that_are_written_right():
    from random import Random

    from phuong.delivery.demo.crowd import Crowd

    crowd = Crowd(DemoPack.read().names, Random(1))  # noqa: S311
    phones = [crowd.phone() for _one in range(50)]
    assert [parse_phone(phone) for phone in phones] == phones


def test_a_day_of_hours_leaves_room_at_noon():
    hours = DemoPack.read().house.hours
    (morning, noon), (afternoon, evening) = hours.office
    assert morning < noon < afternoon < evening
    assert all(opens in (morning, afternoon) for opens, _closes in hours.desk)
    assert timedelta(hours=evening.hour - morning.hour) == timedelta(hours=10)
