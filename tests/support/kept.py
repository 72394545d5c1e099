"""Rows that hundreds of tests begin with, written by the program once and put back from then on.

The first test of a process lets the program write them into empty tables; for the others the very
same rows go in as they lie in the database, in one statement a table. Where the tables already
hold something, the program does it, as always.
"""

import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any, TypeVar

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.backends.postgresql.psycopg_any import mogrify

Rows = dict[type[models.Model], Any]
_kept: dict[str, Rows] = {}
_given: dict[str, Any] = {}
_WRITES = re.compile(r'INSERT (?:OR IGNORE )?INTO "(\w+)"')
T = TypeVar("T")


def write_or_put_back(
    name: str, tables: Sequence[type[models.Model]], write: Callable[[], Any]
) -> bool:
    """Let `write` fill the tables, or put back what it wrote the first time; tell which it was.

    The tables stand in the order in which their rows may be written.
    """
    if any(_holds_something(table) for table in tables):
        write()
        return False
    if name not in _kept:
        write()
        _kept[name] = {table: _taken(table) for table in tables}
        return False
    for table, rows in _kept[name].items():
        _put(table, rows)
    return True


def made_once(name: str, make: Callable[[], T]) -> T:
    """Let `make` write what it writes, or put its rows back and give an equal of what it gave.

    Which tables those are is seen the first time, in the order in which they were written.
    """
    if name in _given:
        if any(_holds_something(table) for table in _kept[name]):
            return make()
        with transaction.atomic():
            for table, rows in _kept[name].items():
                _put(table, rows)
        given: T = deepcopy(_given[name])
        return given
    written: dict[str, None] = {}

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if found := _WRITES.match(sql):
            written[found[1]] = None
        return execute(sql, params, many, context)

    were_empty = {table for table in _tables().values() if not _holds_something(table)}
    with connection.execute_wrapper(look):
        made = make()
    tables = [_tables()[one] for one in written]
    if were_empty.issuperset(tables):
        _kept[name] = {table: _taken(table) for table in tables}
        _given[name] = deepcopy(made)
    return made


def _tables() -> dict[str, type[models.Model]]:
    models_of = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: model for model in models_of if not model._meta.proxy}


def _holds_something(table: type[models.Model]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {_quoted(table._meta.db_table)} LIMIT 1")
        return cursor.fetchone() is not None


def _taken(table: type[models.Model]) -> Any:
    names = [field.column for field in table._meta.concrete_fields]
    columns = ", ".join(map(_quoted, names))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {_quoted(table._meta.db_table)}")
        rows = cursor.fetchall()
        begin = f"INSERT INTO {_quoted(table._meta.db_table)} ({columns}) VALUES "
        one = f"({', '.join(['%s'] * len(names))})"
        if connection.vendor == "sqlite":
            return begin + one, rows
        # One statement with everything in it: a statement a row would be a journey a row.
        whole = begin + ", ".join([one] * len(rows))
        return mogrify(whole, [*sum(rows, ())], connection), None


def _put(table: type[models.Model], kept: Any) -> None:
    statement, rows = kept
    with connection.cursor() as cursor:
        if rows is None:
            cursor.execute(statement)
        else:
            cursor.executemany(statement, rows)
        # The numbers were given: what comes next must go on behind them.
        for reset in connection.ops.sequence_reset_sql(no_style(), [table]):
            cursor.execute(reset)


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))
