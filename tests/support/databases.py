"""Which database a run stands on, and fresh committed copies of it.

`PHUONG_TEST_DB=sqlite|postgres|partitions` chooses, the last PostgreSQL with the tables of wards
partitioned; `DATABASE_URL` may name a server of one's own. The run's files lie in memory where the
machine has room there, and go when the run ends.
"""

import atexit
import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from tests.support import postgres

SQLITE, POSTGRESQL = "sqlite", "postgresql"
ROOT = Path(__file__).resolve().parents[2]
PREFIX = "phuong-test-"
_copies = count(1)


def wanted() -> str:
    """Return the vendor that this run must stand on."""
    asked = os.environ.get("PHUONG_TEST_DB")
    if asked in {"postgres", "postgresql", "partitions"}:
        return POSTGRESQL
    if asked == "sqlite":
        return SQLITE
    if asked:
        raise SystemExit(f"PHUONG_TEST_DB is {asked!r}; it must be sqlite, postgres or partitions.")
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


def lay() -> None:
    """Give this process a migrated database of its own.

    Migrating costs seconds of work, so it is done once for the same migrations, by whoever comes
    first; everybody takes a copy.
    """
    from django.db import connection

    mine = str(connection.creation._get_test_db_name())
    if connection.vendor == SQLITE:
        _lay_file(mine)
    else:
        _lay_in_server(mine)
    use(mine)


def take_up() -> None:
    """Remove this process's database; a file goes with the run's folder."""
    from django.db import connection

    mine = str(connection.settings_dict["NAME"])
    _let_go()
    if connection.vendor == POSTGRESQL:
        _drop(mine)


def key_of(root: Path) -> str:
    """Return one hash of everything that decides what a migrated database looks like."""
    import django

    total = hashlib.sha256(f"{django.VERSION} {sqlite3.sqlite_version}".encode())
    # Models too: they say which tables are append-only, and `migrate` guards those.
    deciding = [*root.rglob("migrations/*.py"), *root.rglob("models*.py"), root / "settings.py"]
    deciding += [*root.rglob("models/*.py"), *root.glob("kernel/audit/**/*.py")]
    deciding += root.glob("kernel/wards/**/*.py")
    for path in sorted({path for path in deciding if "tests" not in path.parts}):
        total.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return total.hexdigest()[:16]


def _lay_file(mine: str) -> None:
    folder = ROOT / "var" / "test"
    folder.mkdir(parents=True, exist_ok=True)
    template = folder / f"template-{key_of(ROOT / 'phuong')}.sqlite3"
    with one_at_a_time(folder / "lock"):
        if not template.exists():
            _drop(mine)
            _migrate(mine)
            unfinished = f"{template}.{os.getpid()}"
            _copy(mine, unfinished)
            for old in folder.glob("template-*.sqlite3"):
                old.unlink()
            Path(unfinished).replace(template)
    _copy(str(template), mine)


def _lay_in_server(mine: str) -> None:
    import psycopg

    template = f"phuong_template_{key_of(ROOT / 'phuong')}{'_parts' if in_parts() else ''}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(31144)")
        known = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template])
        if known.fetchone() is None:
            unfinished = f"{template}_unfinished"
            _drop(unfinished)
            _maintain(f'CREATE DATABASE "{unfinished}"')
            _migrate(unfinished)
            if in_parts():
                _partition(unfinished)
            _maintain(f'ALTER DATABASE "{unfinished}" RENAME TO "{template}"')
        _drop(mine)
        _copy(template, mine)


def in_parts() -> bool:
    """Tell whether the tables of this run are partitioned by hash of the ward."""
    return os.environ.get("PHUONG_TEST_DB") == "partitions"


def _partition(name: str) -> None:
    from django.db import connection, transaction

    from tests.support import partitions

    use(name)
    with transaction.atomic(), connection.cursor() as cursor:
        partitions.partition(cursor)
    _let_go()


def _migrate(name: str) -> None:
    from django.core.management import call_command

    use(name)
    call_command("migrate", verbosity=0, interactive=False)
    _let_go()


def use(name: str) -> None:
    """Point the default connection, of every thread, at a database."""
    from django.conf import settings
    from django.db import connection, connections

    _let_go()
    # One dictionary serves the connections of all threads.
    for one in (settings.DATABASES["default"], connections.settings["default"]):
        one["NAME"] = name
    connection.settings_dict["NAME"] = name


@contextmanager
def fresh_copy() -> Iterator[None]:
    """Point the default connection, of every thread, at a new copy of the migrated database.

    For what needs real commits: threads, the live server, kills. Tables with append-only triggers
    can't be flushed, so the copy is thrown away instead.
    """
    from django.db import connection

    template = str(connection.settings_dict["NAME"])
    name = f"{template}_copy{next(_copies)}"
    _let_go()
    _copy(template, name)
    use(name)
    try:
        yield
    finally:
        use(template)
        _drop(name)


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Let one process of this machine do a thing while the others wait."""
    with path.open("a+") as handle:
        if os.name == "posix":
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _let_go() -> None:
    from django.db import connection, connections

    connections.close_all()
    if connection.vendor == POSTGRESQL and hasattr(connection, "close_pool"):
        connection.close_pool()


def _copy(template: str, name: str) -> None:
    if wanted() == POSTGRESQL:
        _maintain(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return
    # The backup API also takes what still lies in the write-ahead log.
    source, target = sqlite3.connect(template), sqlite3.connect(name)
    try:
        source.backup(target)
    finally:
        source.close()
        target.close()


def _drop(name: str) -> None:
    if wanted() == POSTGRESQL:
        _maintain(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        return
    for suffix in ("", "-wal", "-shm", "-journal"):
        Path(name + suffix).unlink(missing_ok=True)


def _maintain(statement: str) -> None:
    """Run a statement about a whole database, on a connection of its own to another one."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(statement)  # type: ignore[call-overload]
