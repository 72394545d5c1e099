"""Fixtures for every test: the database's vendor, committed copies, counted statements."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support import databases
from tests.support.forgetting import forget

ROOT = Path(__file__).resolve().parents[2]

# What belongs to the transaction and not to the work.
BOOKKEEPING = re.compile(r"(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b", re.IGNORECASE)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: Any
) -> Iterator[None]:
    """Lay the migrated database, and see that it is the one asked for and behaves as in use.

    pytest-django's own fixture would migrate in each process, and make nothing at all for a run
    that has `committed_db` alone.
    """
    with django_db_blocker.unblock():
        databases.lay()
        _check_the_engine()
    yield
    with django_db_blocker.unblock():
        databases.take_up()


def _check_the_engine() -> None:
    from django.db import connection

    assert connection.vendor == databases.wanted()
    if connection.vendor == databases.POSTGRESQL:
        assert connection.pg_version >= 150000  # type: ignore[attr-defined]
        return
    with connection.cursor() as cursor:
        found = {}
        for pragma in ("journal_mode", "foreign_keys", "synchronous"):
            cursor.execute(f"PRAGMA {pragma}")
            found[pragma] = cursor.fetchone()[0]
    assert found == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2}


@pytest.fixture(autouse=True)
def _stands_on_the_asked_database(request: pytest.FixtureRequest) -> None:
    """Hold each test that opens the database to the vendor of the run."""
    if {"db", "committed_db"} & set(request.fixturenames) or request.node.get_closest_marker(
        "django_db"
    ):
        from django.db import connection

        assert connection.vendor == databases.wanted()


@pytest.fixture(autouse=True)
def _asks_within_a_ward() -> Iterator[None]:
    """Hold every statement of a partitioned run to what a database distributed by ward takes."""
    if not databases.in_parts():
        yield
        return
    from django.db import connection

    from tests.support import partitions, sql_lint

    owned, found = partitions.owned_tables(), {}

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        for fault in sql_lint.broken_rules(sql, owned):
            found[fault] = sql
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield
    assert not found, found


@pytest.fixture(autouse=True)
def _remembers_nothing() -> None:
    """Forget what a process keeps between requests: the rows of the last test are gone."""
    forget()


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Give the test a database of its own where commits are real, for threads and servers too."""
    with django_db_blocker.unblock(), databases.fresh_copy():
        yield


@pytest.fixture
def django_assert_statements() -> Callable[..., AbstractContextManager[Any]]:
    """Count what is asked of the database, BEGIN and COMMIT not.

    `with django_assert_statements(12):` allows at most twelve; `exact=True` means just so many.
    """
    return assert_statements


@contextmanager
def assert_statements(number: int, *, exact: bool = False) -> Iterator[list[str]]:
    """Refuse more statements than the number; what was run is in the message and the list."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    statements: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield statements
    statements += [
        query["sql"] for query in captured.captured_queries if not BOOKKEEPING.match(query["sql"])
    ]
    fits = len(statements) == number if exact else len(statements) <= number
    listing = "\n".join(f"{at}. {sql[:300]}" for at, sql in enumerate(statements, 1))
    asked = f"{'exactly' if exact else 'at most'} {number}"
    assert fits, f"{len(statements)} statements, {asked} allowed:\n{listing}"


@pytest.fixture
def pytester_run(tmp_path: Path) -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """Run pytest itself, under this project's rules, on a test given as text."""

    def run(text: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        file = tmp_path / "test_given.py"
        file.write_text(text, "utf-8")
        command = [sys.executable, "-m", "pytest", str(file), "-q", "-p", "no:xdist"]
        command += ["-c", str(ROOT / "pyproject.toml"), f"--confcutdir={ROOT}"]
        command += ["-p", "conftest"]
        return subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return run
