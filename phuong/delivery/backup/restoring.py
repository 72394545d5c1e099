"""Taking a backup up on an empty machine: checked first, written whole, proven at the end."""

import hashlib
import os
import tarfile
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.loader import MigrationLoader

from phuong.delivery.backup import reading, rows
from phuong.delivery.backup.saving import Tell
from phuong.kernel.audit import forwards, proof, triggers
from phuong.kernel.documents.store import store
from phuong.kernel.errors import RuleBroken, WrongState
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.wards.models import Ward
from phuong.keyfiles import write_new


def restore(file: Path, tell: Tell = lambda name, number: None) -> reading.Contents:
    """Bring back what a backup holds; refuse a damaged file or a machine that holds something.

    The rows come in one transaction under the migrations they were written under; only then do
    the migrations since then run. At the end every chain and seal is verified.
    """
    contents = reading.check(file)
    _check_empty()
    _to_the_migrations_of(contents)
    with reading.opened(file) as tar:
        _bring_files(tar, contents, tell)
        with transaction.atomic():
            for name, table in contents.tables():
                tell(table.name, _bring_rows(table, reading.lines(tar, name)))
    call_command("migrate", verbosity=0)
    _number_on()
    _prove()
    return contents


def _check_empty() -> None:
    present = set(connection.introspection.table_names())
    for table, _key in rows.tables():
        if table.name in present and _count(table.name):
            raise WrongState(
                "backup.not-empty",
                _("Cơ sở dữ liệu đã có dữ liệu (%(table)s). Khôi phục vào một cái trống."),
                table=table.name,
            )


def _count(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608
        return cursor.fetchone() is not None


def _to_the_migrations_of(contents: reading.Contents) -> None:
    """Make the tables as they were when the backup was written."""
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if newer := sorted(contents.migrations - known):
        raise RuleBroken(
            "backup.newer",
            _("Bản sao lưu do bản phần mềm mới hơn ghi (%(name)s). Cài bản đó rồi khôi phục."),
            name=newer[0],
        )
    executor = forwards.Executor(connection)
    graph = executor.loader.graph
    then = {key for key in graph.nodes if f"{key[0]}.{key[1]}" in contents.migrations}
    last = [key for key in sorted(then) if not then & _later_of_its_app(graph, key)]
    # A machine of a newer release, empty still: what came later goes back, before anything comes.
    if present := [key for key in last if key in executor.loader.applied_migrations]:
        executor.migrate(present)
        executor = forwards.Executor(connection)
    executor.migrate(last)


def _later_of_its_app(graph: MigrationGraph, key: tuple[str, str]) -> set[tuple[str, str]]:
    children = graph.node_map[key].children
    return {child.key for child in children if child.key[0] == key[0]}


def _bring_rows(table: rows.Table, lines: Iterable[bytes]) -> int:
    quote = connection.ops.quote_name
    names = ", ".join(quote(name) for name, _kind in table.columns)
    number, chunks = 0, _chunks(rows.values(table, line, connection.vendor) for line in lines)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {quote(table.name)} ({names}) FROM STDIN") as copy:
                for chunk in chunks:
                    for row in chunk:
                        copy.write_row(row)
                    number += len(chunk)
            return number
        places = ", ".join(["%s"] * len(table.columns))
        statement = f"INSERT INTO {quote(table.name)} ({names}) VALUES ({places})"  # noqa: S608
        for chunk in chunks:
            cursor.executemany(statement, chunk)
            number += len(chunk)
    return number


def _chunks(stored: Iterator[list[Any]]) -> Iterator[list[list[Any]]]:
    while chunk := list(islice(stored, rows.CHUNK)):
        yield chunk


def _bring_files(tar: tarfile.TarFile, contents: reading.Contents, tell: Tell) -> None:
    number = 0
    for name in contents.members:
        kind, _slash, rest = name.partition("/")
        source = tar.extractfile(name) if kind in ("files", "data") else None
        if source is None:
            continue
        if kind == "files":
            incoming = store().incoming()
            while piece := source.read(reading.PIECE):
                incoming.write(piece)
            if incoming.sha256 != rest:
                incoming.discard()
                raise RuleBroken(
                    "backup.damaged", _("Tệp %(name)s không đúng mã băm của nó."), name=rest
                )
            store().settle(incoming)
            number += 1
        else:
            _bring_secret(Path(settings.DATA_DIR) / rest, source.read().decode())
    tell("files", number)


def _bring_secret(place: Path, text: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # The key that this start has just made is of nothing yet: the database is empty.
    place.unlink(missing_ok=True)
    write_new(place, text)


def _number_on() -> None:
    """Let counters of keys go on after the highest that came."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _prove() -> None:
    if missing := triggers.missing():
        raise WrongState(
            "backup.unguarded", _("Thiếu khoá giữ lịch sử: %(names)s."), names=", ".join(missing)
        )
    for ward in Ward.objects.order_by("id"):
        if broken := proof.verify(ward.pk).broken:
            raise WrongState(
                "backup.broken-history",
                _("%(ward)s: lịch sử không khớp ở %(place)s, như ở bản gốc."),
                ward=ward.name,
                place=str(broken.place),
            )


def key_differs(contents: reading.Contents) -> bool:
    """Tell whether the installation's key comes from the environment and is another one."""
    if "PHUONG_SECRET_KEY" not in os.environ:
        return False
    mine = hashlib.sha256(settings.SECRET_KEY.encode()).hexdigest()[:16]
    return mine != contents.secret_key
