"""Writing many rows of many tables: COPY on PostgreSQL, one prepared INSERT on SQLite."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from django.db import connection, models, transaction

Rows = dict[str, list[tuple[Any, ...]]]
Converters = Mapping[type, Callable[[Any], Any]]


@lru_cache(maxsize=1024)
def _plain_moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(" ")[:-6]


_SQLITE: Converters = {
    models.UUIDField: lambda value: value.hex,
    models.DateTimeField: _plain_moment,
    models.DateField: date.isoformat,
    models.BooleanField: int,
    models.JSONField: lambda value: json.dumps(value, ensure_ascii=False),
}
_POSTGRESQL: Converters = {
    models.JSONField: lambda value: json.dumps(value, ensure_ascii=False),
}


class Sheet:
    """Rows of one model that wait to be written; what is not given is the field's default."""

    def __init__(self, model: type[models.Model]) -> None:
        """Read the columns of the model, so that a new column with a default needs no line here."""
        fields = [field for field in model._meta.local_concrete_fields if field.column]
        self.table = connection.ops.quote_name(model._meta.db_table)
        self.columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
        self.names = [field.attname for field in fields]
        self.rows: list[tuple[Any, ...]] = []
        self._blank: dict[str, Any] = dict.fromkeys(self.names)
        for field in fields:
            if field.has_default() and not callable(field.default):
                self._blank[field.attname] = field.get_default()
            elif not field.null and field.empty_strings_allowed and field.blank:
                self._blank[field.attname] = ""
        kinds = _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
        self._converted = [
            (field.attname, convert) for field in fields if (convert := _found(kinds, field))
        ]

    def add(self, values: Mapping[str, Any]) -> None:
        """Keep one row."""
        row = {**self._blank, **values}
        for name, convert in self._converted:
            if row[name] is not None:
                row[name] = convert(row[name])
        if len(row) != len(self.names):
            raise ValueError(f"{self.table} has no {set(row) - set(self.names)}")
        self.rows.append(tuple(row.values()))

    def write(self) -> int:
        """Write what waits; the caller's transaction makes it last."""
        rows, self.rows = self.rows, []
        if not rows:
            return 0
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {self.table} ({self.columns}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                places = ", ".join(["%s"] * len(self.names))
                sql = f"INSERT INTO {self.table} ({self.columns}) VALUES ({places})"  # noqa: S608
                cursor.executemany(sql, rows)
        return len(rows)


class Book:
    """The sheets of one load, parents first, written together."""

    def __init__(self, *kinds: type[models.Model]) -> None:
        """Begin with empty sheets."""
        self._sheets = {kind: Sheet(kind) for kind in kinds}
        self.written = 0

    def add(self, kind: type[models.Model], values: Mapping[str, Any]) -> None:
        """Keep one row of a kind."""
        self._sheets[kind].add(values)

    def rows(self) -> Rows:
        """Return what waits, ready to be handed to another process."""
        return {kind._meta.label: sheet.rows for kind, sheet in self._sheets.items()}

    def take(self, rows: Rows) -> None:
        """Take over what another book had waiting."""
        for kind, sheet in self._sheets.items():
            sheet.rows += rows.get(kind._meta.label, [])

    def write(self) -> int:
        """Write all that waits in one transaction; return how many rows were written in all."""
        with transaction.atomic():
            self.written += sum(sheet.write() for sheet in self._sheets.values())
        return self.written


def values_of(row: models.Model) -> dict[str, Any]:
    """Return a row made in memory as the values of its columns."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def _found(
    kinds: Converters,
    field: "models.Field[Any, Any]",
) -> Callable[[Any], Any] | None:
    """Return the converter of a field's own type, of what it points to, or of a type above it."""
    target: Any = field
    while getattr(target, "target_field", None) is not None and target.remote_field:
        target = target.target_field
    chain: Sequence[type] = type(target).__mro__
    return next((kinds[kind] for kind in chain if kind in kinds), None)
