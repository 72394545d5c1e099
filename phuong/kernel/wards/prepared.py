"""Statements made once and run with other values.

Building a statement by the ORM costs more than running it. A page that is asked for a thousand
times a minute prepares its own: a queryset is built once around marked values, and every run puts
the real ones in their place. Whatever depends on more than the values is another `Prepared`.
"""

import copy
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from phuong.kernel.wards.querysets import WardQuerySet

Row = TypeVar("Row")
Value = int | str | UUID | datetime | date

_MARKS: dict[type, Callable[[int], Value]] = {
    int: lambda n: -(10**9) - n,
    str: lambda n: f"\ue000{n}\ue000",
    UUID: lambda n: UUID(int=2**127 + n),
    date: lambda n: date(1, 1, 2) + timedelta(days=n),
    datetime: lambda n: datetime(1, 1, 2, tzinfo=UTC) + timedelta(microseconds=n),
}


class _Here(threading.local):
    """What a thread reads rows with: made once, since copying it costs as much as reading."""

    found: Any

    def __init__(self, rows: Any, compiler: Any) -> None:
        """Copy the ORM's own parts, and let them read what was found here."""
        compiler, query = copy.copy(compiler), copy.copy(rows.query)
        compiler.execute_sql = lambda *_arguments, **_options: (self.found,)
        query.get_compiler = lambda *_arguments, **_options: compiler
        reader: Any = QuerySet(rows.model, query, rows.db)
        reader._fields = rows._fields
        self.reader = reader


@dataclass(frozen=True, slots=True)
class _Made:
    sql: str
    slots: tuple[tuple[str, Any], ...]
    rows: Any
    here: _Here


class Prepared(Generic[Row]):
    """A queryset of `make(**values)` whose statement is made once for each kind of database."""

    def __init__(self, make: Callable[..., Any], **kinds: type) -> None:
        """Say how the queryset is built, and of what type each value is."""
        self._make = make
        self._marks = {name: _MARKS[kind](n) for n, (name, kind) in enumerate(kinds.items())}
        self._made: dict[str, _Made] = {}

    def statement(self, **values: Value) -> tuple[str, list[Any]]:
        """Return the statement with these values, to be run or to stand in a larger one."""
        made = self._of_this_database()
        if not made.sql:
            raise EmptyResultSet
        ready = {name: _stored(value) for name, value in values.items()}
        return made.sql, [ready[name] if name else value for name, value in made.slots]

    def rows(self, **values: Value) -> list[Row]:
        """Run the statement and return what the queryset would give."""
        made = self._of_this_database()
        if not made.sql:
            return []
        sql, params = self.statement(**values)
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            found = cursor.fetchall()
        # The ORM's own reading, over rows that are there already.
        made.here.found = found
        try:
            return list(made.rows._iterable_class(made.here.reader))
        finally:
            del made.here.found

    def _of_this_database(self) -> _Made:
        made = self._made.get(connection.vendor)
        if made is None:
            made = self._made[connection.vendor] = self._prepare()
        return made

    def _prepare(self) -> _Made:
        rows: QuerySet[Any, Any] = self._make(**self._marks)
        if isinstance(rows, WardQuerySet):
            rows._require_ward()
        compiler = rows.query.get_compiler(connection=connection)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:  # Known to be empty whatever the values are.
            return _Made("", (), rows, _Here(rows, compiler))
        names = {_stored(mark): name for name, mark in self._marks.items()}
        columns = [column for column, *_rest in compiler.select[: compiler.col_count]]
        # How values are read follows from the columns: worked out once, not for each run.
        converters = compiler.get_converters(columns)
        compiler.get_converters = lambda _columns: converters
        slots = tuple((names.get(value, ""), value) for value in params)
        if missing := self._marks.keys() - {name for name, _value in slots}:
            raise ValueError(f"the statement has no place for {sorted(missing)}")
        return _Made(sql, slots, rows, _Here(rows, compiler))


def _stored(value: Any) -> Any:
    """Return a value as this database keeps it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return value
