"""Statements on PostgreSQL: planned once for a connection, unless a pooler hands it round."""

import json
import os
import subprocess
import sys

import pytest
from django.db import connection

from phuong.kernel.wards.models import Ward

TOLD = """
import json
from phuong import settings
print(json.dumps(settings.DATABASES["default"]))
"""


def prepared():
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [statement for (statement,) in cursor.fetchall()]


@pytest.mark.django_db
def test_a_statement_that_is_sent_often_is_planned_once():
    for _time in range(7):
        assert not Ward.objects.filter(code_prefix="ZZ").exists()
    if connection.vendor == "postgresql":
        mine = [each for each in prepared() if "code_prefix" in each]
        assert len(mine) == 1
        assert "$1" in mine[0]


@pytest.mark.parametrize(("pooler", "bound"), [("0", True), ("1", None)])
def test_behind_a_pooler_nothing_stays_on_the_connection(tmp_path, pooler, bound):
    address = {"DATABASE_URL": "postgres://phuong@/phuong", "PHUONG_DATABASE_POOLER": pooler}
    environment = {**os.environ, "PHUONG_DATA": str(tmp_path), **address}
    command = [sys.executable, "-c", TOLD]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    assert told["OPTIONS"].get("server_side_binding") is bound
    assert told["DISABLE_SERVER_SIDE_CURSORS"] is (pooler == "1")
