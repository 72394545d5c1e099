"""What was digitised, reused and electronic: counted by the act, and read off older rows alike."""

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from phuong.areas.dossiers import actions, rules
from phuong.areas.dossiers.actions.given import GivenFile
from phuong.areas.dossiers.actions.issued import Instead
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.tests.builders import ALL_PAPERS, HUONG, take_in
from phuong.areas.dossiers.tests.test_results import (
    INSTEAD,
    LATER,
    authority,
    desk,
    result_of,
    signed,
    stored,
    submitted,
)
from phuong.kernel.measures.api import Ask, totals
from phuong.kernel.measures.models import Delta
from tests.support.builders import MONDAY

__all__ = ["authority", "desk"]
MIGRATION = "0013_count_what_was_electronic"
FIGURES = ("dossiers.digitised", "dossiers.reused", "dossiers.electronic")


def counted(desk):
    found = totals(desk.ward.pk, [Ask(code) for code in FIGURES])
    return tuple(sum(one.values()) for one in found)


def take_in_as(desk, papers, with_files):
    files = [GivenFile(code, "giay.pdf", stored(code)) for code in with_files]
    by = desk.of(desk.reception, MONDAY)
    return actions.take_in(by, desk.ward, desk.version, HUONG, papers, files=files)


@pytest.mark.parametrize(
    ("papers", "files", "digitised"),
    [
        ({"don": "original"}, [], False),
        ({"don": "original"}, ["don"], True),
        ({"don": "original", "anh": "photo"}, ["don"], False),
        ({"don": "held", "anh": "missing"}, [], True),
        ({}, ["khac"], True),
    ],
)
def test_a_dossier_is_digitised_when_every_paper_that_came_has_its_file(papers, files, digitised):
    assert rules.is_digitised(papers, files) is digitised


@pytest.mark.django_db
def test_the_act_counts_what_was_digitised_and_what_was_there_already(desk):
    take_in(desk)
    assert counted(desk) == (0, 0, 0)
    take_in_as(desk, ALL_PAPERS, ["to-khai"])
    assert counted(desk) == (0, 0, 0)
    take_in_as(desk, ALL_PAPERS, list(ALL_PAPERS))
    assert counted(desk) == (1, 0, 0)
    take_in_as(desk, ALL_PAPERS | {"giay-chung-sinh": "held"}, ["to-khai"])
    assert counted(desk) == (2, 1, 0)


@pytest.mark.django_db
def test_a_signed_file_counts_as_electronic_until_paper_takes_its_place(desk):
    dossier = signed(desk, submitted(desk))
    assert counted(desk) == (0, 0, 1)
    instead = Instead(**INSTEAD, replaces=result_of(dossier).id)
    actions.replace_result(desk.of(desk.leader, LATER), desk.ward, dossier, instead)
    assert counted(desk) == (0, 0, 0)


@pytest.mark.slow
@pytest.mark.django_db
def test_the_migration_reads_off_older_rows_what_the_acts_would_have_counted(desk):
    take_in_as(desk, ALL_PAPERS, list(ALL_PAPERS))
    take_in_as(desk, ALL_PAPERS | {"giay-chung-sinh": "held"}, ["to-khai"])
    take_in(desk)
    signed(desk, submitted(desk))
    flags = Dossier.objects.of(desk.ward).order_by("id")
    names = ("digitised", "reused", "electronic")
    before, told = list(flags.values_list(*names)), counted(desk)
    assert told == (2, 1, 1)
    Delta.objects.of(desk.ward).filter(measure__in=FIGURES).delete()
    flags.update(digitised=False, reused=False, electronic=False)
    apps = MigrationLoader(connection).project_state(("dossiers", MIGRATION)).apps
    migration = import_module(f"phuong.areas.dossiers.migrations.{MIGRATION}")
    migration.fill(apps, None)
    assert list(flags.values_list(*names)) == before
    assert counted(desk) == told
    migration.forget(apps, None)
    assert counted(desk) == (0, 0, 0)
