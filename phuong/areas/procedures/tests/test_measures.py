"""What had to be published, what was in time, what can be filed here: counted live."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps

from phuong.areas.procedures.models import Version
from phuong.areas.procedures.tests.builders import load, make_row
from phuong.kernel.access.api import Actor
from phuong.kernel.measures.api import Ask, Window, get, totals
from tests.support.builders import make_ward

pytestmark = pytest.mark.django_db
BEGUN = date(2025, 8, 1)
YEAR = Window(None, date(2026, 12, 31))


@pytest.fixture
def ward():
    ward = make_ward("PM")
    load(
        make_row("cu"),
        make_row("moi", valid_from=date(2026, 3, 1)),
        make_row("muon", valid_from=date(2026, 3, 1), channel="desk"),
        make_row("thoi", valid_to=date(2026, 2, 1)),
    )
    days = {"cu": BEGUN, "thoi": BEGUN, "moi": date(2026, 2, 27), "muon": date(2026, 3, 9)}
    for slug, day in days.items():
        Version.objects.filter(procedure__slug=slug).update(published_on=day)
    return ward


def counted(ward, code, window=YEAR, **values):
    [found] = totals(ward.pk, [Ask(code, window, **values)])
    return sum(found.values())


def slugs(ward, code, window=YEAR):
    rows = get(code).rows(Actor.citizen(ward.pk), window)
    return sorted(getattr(row, "procedure", row).slug for row in rows)


def test_what_stood_here_on_its_first_day_or_on_ours_was_published_in_time(ward):
    assert counted(ward, "procedures.due") == 3
    assert slugs(ward, "procedures.in_time") == ["cu", "moi"]
    assert counted(ward, "procedures.in_time") == 2


def test_a_correction_of_what_began_already_is_not_due_again(ward):
    load(make_row("cu", advice="Mang theo căn cước."))
    assert counted(ward, "procedures.due") == 3
    assert counted(ward, "procedures.in_time") == 2


def test_what_can_be_filed_here_is_counted_once_and_as_of_the_last_day(ward):
    load(make_row("cu", valid_from=date(2026, 5, 1), limit_n=2))
    assert slugs(ward, "procedures.online") == ["cu", "moi"]
    assert counted(ward, "procedures.online") == 2
    assert counted(ward, "procedures.online", Window(None, date(2026, 1, 31))) == 2
    assert slugs(ward, "procedures.online", Window(None, date(2026, 1, 31))) == ["cu", "thoi"]


def test_the_cards_lead_to_the_public_page(ward):
    for code in ("procedures.due", "procedures.online"):
        measure = get(code)
        ids = [row.id for row in measure.rows(Actor.citizen(ward.pk), YEAR)]
        cards = measure.cards(Actor.citizen(ward.pk), ids)
        assert len(cards) == len(ids)
        assert {card.address for card in cards.values()} >= {"/thu-tuc/cu/"}


def test_the_migration_reads_the_day_off_the_key(ward):
    first = Version.objects.get(procedure__slug="cu")
    load(make_row("khac"))
    other = Version.objects.get(procedure__slug="khac")
    migration = import_module("phuong.areas.procedures.migrations.0003_read_when_published")
    migration.fill(apps, None)
    first.refresh_from_db()
    assert other.published_on is not None
    assert first.published_on == other.published_on
