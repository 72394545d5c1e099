"""The reader of statements finds what a database distributed by ward refuses, and no more."""

import pytest

from tests.support.sql_lint import broken_rules

OWNED = frozenset({"dossier", "event"})
TAKEN = [
    """SELECT d.id FROM dossier d JOIN event e ON (d.id = e.d_id AND e.ward_id = (d.ward_id))
    WHERE d.ward_id = %s""",
    """SELECT d.id FROM dossier d JOIN event e ON d.id = e.d_id
    WHERE d.ward_id = %s AND e.ward_id = 1""",
    """SELECT d.id FROM dossier d WHERE EXISTS
    (SELECT 1 FROM event u0 WHERE u0.d_id = d.id AND u0.ward_id = d.ward_id)""",
    """SELECT d.id FROM dossier d JOIN wards_ward w ON w.id = d.ward_id
    JOIN event e ON e.ward_id = w.id""",
    "SELECT COUNT(*) FROM dossier",
    "SELECT id FROM dossier WHERE ward_id = %s FOR UPDATE SKIP LOCKED",
    "SELECT id FROM dossier WHERE ward_id IN (%s) FOR UPDATE",
    "UPDATE dossier SET state = %s WHERE ward_id = %s AND id = %s",
    "SELECT p.id FROM procedure p JOIN holiday h ON h.p_id = p.id FOR UPDATE",
    "SAVEPOINT s1",
]
REFUSED = [
    ("joins", "SELECT d.id FROM dossier d JOIN event e ON d.id = e.d_id WHERE d.ward_id = %s"),
    ("joins", "SELECT d.id FROM dossier d, event e WHERE d.id = e.d_id"),
    (
        "looks for",
        """SELECT d.id FROM dossier d WHERE d.ward_id = %s AND NOT EXISTS
        (SELECT 1 FROM event u0 WHERE u0.d_id = d.id)""",
    ),
    ("locks", "SELECT id FROM dossier WHERE id = %s FOR UPDATE"),
    ("locks", "SELECT id FROM dossier WHERE ward_id IN (%s, %s) FOR UPDATE"),
    ("moves", "UPDATE dossier SET ward_id = %s WHERE id = %s"),
]


@pytest.mark.parametrize("sql", TAKEN)
def test_what_keeps_within_a_ward_is_taken(sql):
    assert broken_rules(sql, OWNED) == ()


@pytest.mark.parametrize(("begins", "sql"), REFUSED)
def test_what_reaches_across_wards_is_named(begins, sql):
    found = broken_rules(sql, OWNED)
    assert any(fault.startswith(begins) for fault in found), found
