"""Which database a run stands on, and fresh committed copies of it.

`PHUONG_TEST_DB=sqlite|postgres` chooses; `DATABASE_URL` may name a server of one's own. The run's
files lie in memory where the machine has room there, and go when the run ends.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from tests.support import postgres

SQLITE, POSTGRESQL = "sqlite", "postgresql"
PREFIX = "phuong-test-"
_copies = count(1)


def wanted() -> str:
    """Return the vendor that this run must stand on."""
    asked = os.environ.get("PHUONG_TEST_DB")
    if asked in {"postgres", "postgresql"}:
        return POSTGRESQL
    if asked == "sqlite":
        return SQLITE
    if asked:
        raise SystemExit(f"PHUONG_TEST_DB is {asked!r}; it must be sqlite or postgres.")
    url = os.environ.get("DATABASE_URL", "sqlite:")
    return POSTGRESQL if url.startswith(("postgres:", "postgresql:")) else SQLITE


def prepare() -> Path:
    """Start what this run needs, tell the settings by the environment, return its folder.

    Under xdist the controller does it and its workers inherit the environment.
    """
    if "PHUONG_TEST_RUN" not in os.environ:
        memory = Path("/dev/shm")  # noqa: S108
        base = memory if memory.is_dir() else Path(tempfile.gettempdir())
        for left in base.glob(f"{PREFIX}[0-9]*-*"):
            # Its run was killed before it could remove it.
            if not postgres.alive(int(left.name.removeprefix(PREFIX).split("-")[0])):
                shutil.rmtree(left, ignore_errors=True)
        run = tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=base)
        os.environ["PHUONG_TEST_RUN"] = run
        atexit.register(shutil.rmtree, run, ignore_errors=True)
        url = os.environ.get("DATABASE_URL", "")
        if wanted() == SQLITE:
            os.environ["DATABASE_URL"] = f"sqlite:///{run}/phuong.sqlite3"
        elif not url.startswith(("postgres:", "postgresql:")):
            cluster = postgres.start()
            atexit.register(cluster.stop)
            os.environ["DATABASE_URL"] = cluster.url
    folder = Path(os.environ["PHUONG_TEST_RUN"])
    os.environ["PHUONG_DATA"] = str(folder / os.environ.get("PYTEST_XDIST_WORKER", "main"))
    Path(os.environ["PHUONG_DATA"]).mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def fresh_copy() -> Iterator[None]:
    """Point the default connection, of every thread, at a new copy of the migrated database.

    For what needs real commits: threads, the live server, kills. Tables with append-only triggers
    can't be flushed, so the copy is thrown away instead.
    """
    from django.db import connection, connections

    template = str(connection.settings_dict["NAME"])
    name = f"{template}_copy{next(_copies)}"
    _let_go()
    make, drop = (_copy_file, _drop_files) if connection.vendor == SQLITE else (_create, _drop)
    make(template, name)
    # One dictionary serves the connections of all threads.
    connections.settings["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        _let_go()
        connections.settings["default"]["NAME"] = template
        connection.settings_dict["NAME"] = template
        drop(template, name)


def _let_go() -> None:
    from django.db import connection, connections

    connections.close_all()
    if connection.vendor == POSTGRESQL:
        connection.close_pool()  # type: ignore[attr-defined]


def _copy_file(template: str, name: str) -> None:
    import sqlite3

    # The backup API also takes what still lies in the write-ahead log.
    source, target = sqlite3.connect(template), sqlite3.connect(name)
    try:
        source.backup(target)
    finally:
        source.close()
        target.close()


def _drop_files(template: str, name: str) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        Path(name + suffix).unlink(missing_ok=True)


def _create(template: str, name: str) -> None:
    _maintain(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')


def _drop(template: str, name: str) -> None:
    _maintain(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _maintain(statement: str) -> None:
    """Run a statement about a whole database, on a connection of its own to another one."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(statement)  # type: ignore[call-overload]
