"""What is to be sent or called now is found by its own index, however many messages there were."""

import pytest
from django.db import connection

from phuong.kernel.notices import calls
from phuong.kernel.notices.models import Notice
from tests.support.builders import MONDAY, make_ward

pytestmark = pytest.mark.django_db


def plan_of(rows):
    sql, params = rows.query.sql_with_params()
    words = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"{words} {sql}", params)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def test_what_is_to_be_sent_is_found_by_when():
    due = Notice.objects.of(make_ward()).due(MONDAY).order_by("next_try_at", "id")
    assert "notice_due" in plan_of(due[:50])


def test_who_is_to_be_called_is_found_among_calls():
    assert "notice_to_call" in plan_of(calls._due(make_ward().pk, MONDAY)[:100])
