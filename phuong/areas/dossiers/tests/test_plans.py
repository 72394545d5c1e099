"""A page of one dossier reads the rows of that dossier, not all of the ward's."""

import pytest
from django.db import connection

from phuong.areas.dossiers import queries
from phuong.areas.dossiers.models import SupplementItem
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier
from phuong.kernel.wards.api import planner

pytestmark = pytest.mark.django_db


def plan_of(rows):
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        return [row[3] for row in cursor.fetchall()]


def test_what_was_asked_of_a_dossier_is_not_looked_for_in_the_whole_ward():
    desk = make_desk()
    dossiers = [make_dossier(desk, State.SUPPLEMENT) for _each in range(12)]
    planner.learn()
    if connection.vendor == "postgresql":
        return  # It counts its rows by itself; there is nothing to learn.
    rows = SupplementItem.objects.of(desk.ward).filter(request__dossier_id=dossiers[5].id)
    steps = plan_of(rows.select_related("request"))
    assert all("(ward_id=?)" not in step for step in steps), steps
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sqlite_stat1")
        cursor.execute("ANALYZE sqlite_schema")
    assert any("(ward_id=?)" in step for step in plan_of(rows.select_related("request")))
    planner.learn()


def test_the_pause_of_each_request_is_looked_for_in_its_dossier(monkeypatch):
    dossier = make_dossier(make_desk(), State.SUPPLEMENT)
    asked = queries.workspace(dossier).asked
    assert asked[0].begins_at == dossier.pauses.get().begins_at
