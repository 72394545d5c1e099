"""Rows as they stand in a backup: one JSON list a row, the same from every kind of database."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Self
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

CHUNK = 2000
# What `migrate` makes by itself, and who is logged in: people log in again.
LEFT_OUT = frozenset(
    {"django_migrations", "django_content_type", "auth_permission", "django_session"}
)
_KINDS: Mapping[str, str] = {
    "UUIDField": "uuid",
    "DateTimeField": "moment",
    "DateField": "day",
    "TimeField": "time",
    "BooleanField": "bool",
    "JSONField": "json",
    "BinaryField": "bytes",
}
_PLAIN = (
    models.AutoField, models.IntegerField, models.CharField, models.TextField, models.FloatField,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """A table by name, with the names and kinds of its columns."""

    name: str
    columns: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, model: type[models.Model]) -> Self:
        """Return the table of a model; TypeError for a column that nobody can write down yet."""
        fields = sorted(model._meta.concrete_fields, key=lambda field: str(field.column))
        return cls(model._meta.db_table, tuple((str(f.column), _kind(f)) for f in fields))

    def statement(self, wrapper: BaseDatabaseWrapper, key: Sequence[str]) -> str:
        """Return the statement that reads the whole table in a fixed order."""
        quote = wrapper.ops.quote_name
        names = ", ".join(quote(name) for name, _kind in self.columns)
        order = ", ".join(quote(name) for name in key)
        return f"SELECT {names} FROM {quote(self.name)} ORDER BY {order}"  # noqa: S608


def tables() -> Iterator[tuple[Table, tuple[str, ...]]]:
    """Return every table with the columns of its key, by name."""
    found = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    for name, model in sorted(found.items()):
        if model._meta.managed and not model._meta.proxy and name not in LEFT_OUT:
            yield Table.of(model), _key(model)


def _key(model: type[models.Model]) -> tuple[str, ...]:
    fields = getattr(model._meta, "pk_fields", None) or [model._meta.pk]
    return tuple(str(field.column) for field in fields if field is not None)


def _kind(field: Any) -> str:
    while field.is_relation and field.target_field is not None:
        field = field.target_field
    if kind := _KINDS.get(field.get_internal_type()):
        return kind
    if isinstance(field, _PLAIN):
        return "plain"
    raise TypeError(f"{field}: say how it is written in a backup")


def line(table: Table, row: Sequence[Any]) -> bytes:
    """Return a row of the database as one line."""
    values = [
        None if value is None else _WRITE[kind](value)
        for (_name, kind), value in zip(table.columns, row, strict=True)
    ]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def values(table: Table, text: bytes, vendor: str) -> list[Any]:
    """Return what a database of this vendor stores for a line."""
    read = _READ[vendor]
    return [
        value if value is None or kind not in read else read[kind](value)
        for (_name, kind), value in zip(table.columns, json.loads(text), strict=True)
    ]


def _moment(value: datetime | str) -> str:
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return at.isoformat(timespec="microseconds")


def _same(value: Any) -> Any:
    return value


_WRITE: Mapping[str, Callable[[Any], Any]] = {
    "uuid": lambda value: str(value if isinstance(value, UUID) else UUID(value)),
    "moment": _moment,
    "day": lambda value: value.isoformat() if isinstance(value, date) else value,
    "time": lambda value: value if isinstance(value, str) else value.isoformat(),
    "bool": bool,
    "json": lambda value: json.loads(value) if isinstance(value, str) else value,
    "bytes": lambda value: b64encode(bytes(value)).decode(),
    "plain": _same,
}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


_READ: Mapping[str, Mapping[str, Callable[[Any], Any]]] = {
    "sqlite": {
        "uuid": lambda value: UUID(value).hex,
        # As Django writes it: no offset, a fraction only where there is one.
        "moment": lambda value: str(datetime.fromisoformat(value).replace(tzinfo=None)),
        "json": _json,
        "bytes": b64decode,
    },
    "postgresql": {"json": _json, "bytes": b64decode},
}
