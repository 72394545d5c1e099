"""Writing many rows of many tables: COPY on PostgreSQL, one prepared INSERT on SQLite.

A sheet keeps its rows as plain values, packs them into bytes that another process can hand over
cheaply, and writes packed bytes as they are.
"""

import json
import marshal
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from types import NoneType
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models.base import ModelState

Row = list[Any]
# How many rows, and their bytes: text as COPY takes it, or marshalled values.
Packed = tuple[int, bytes]
M = TypeVar("M", bound=models.Model)

DELIMITER, END, NULL = "\t", "\n", "\x02"
_ESCAPES = str.maketrans({"\\": r"\\", DELIMITER: r"\t", END: r"\n", "\r": r"\r", NULL: r"\x02"})


@lru_cache(maxsize=4096)
def plain_moment(value: datetime) -> str:
    """Return a moment as a column takes it."""
    return value.astimezone(UTC).isoformat(" ")[:-6]


# Both databases take these texts; what is not here is a text or a number already.
_BARE = frozenset({str, int, NoneType})
_PLAIN: dict[type, Callable[[Any], Any]] = {
    UUID: lambda value: value.hex,
    datetime: plain_moment,
    date: date.isoformat,
    bool: int,
    dict: lambda value: json.dumps(value, ensure_ascii=False),
    list: lambda value: json.dumps(value, ensure_ascii=False),
}


class Sheet:
    """Rows of one model that wait to be written; what is not given is the field's default."""

    def __init__(self, model: type[models.Model]) -> None:
        """Read the columns of the model, so that a new column with a default needs no line here."""
        fields = [field for field in model._meta.local_concrete_fields if field.column]
        self.table = connection.ops.quote_name(model._meta.db_table)
        self.columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
        self.names = [field.attname for field in fields]
        self.rows: list[Row] = []
        self._places = {name: place for place, name in enumerate(self.names)}
        self._blank = [_plain(value) for value in _defaults(model).values()]

    def add(self, values: Mapping[str, Any]) -> None:
        """Keep one row."""
        row, places = self._blank.copy(), self._places
        try:
            for name, value in values.items():
                row[places[name]] = value if type(value) in _BARE else _plain(value)
        except KeyError:
            raise ValueError(f"{self.table} has no {set(values) - set(self.names)}") from None
        self.rows.append(row)

    def add_made(self, made: models.Model) -> None:
        """Keep a row that was made in memory."""
        values = made.__dict__
        self.rows.append(
            [
                value if type(value := values[name]) in _BARE else _plain(value)
                for name in self.names
            ]
        )

    def pack(self) -> Packed:
        """Hand over what waits."""
        rows, self.rows = self.rows, []
        if connection.vendor == "postgresql":
            return len(rows), _copy_text(rows).encode()
        return len(rows), marshal.dumps(rows)

    def write(self, packed: Packed) -> int:
        """Write packed rows; the caller's transaction makes it last."""
        count, content = packed
        if not count:
            return 0
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                form = f"DELIMITER E'{DELIMITER}', NULL E'{NULL}'"
                sql = f"COPY {self.table} ({self.columns}) FROM STDIN (FORMAT text, {form})"
                with cursor.copy(sql) as copy:
                    copy.write(content)
            else:
                places = ", ".join(["%s"] * len(self.names))
                sql = f"INSERT INTO {self.table} ({self.columns}) VALUES ({places})"  # noqa: S608
                cursor.executemany(sql, marshal.loads(content))  # noqa: S302  # packed by us
        return count


class Book:
    """The sheets of one load, parents first, written together."""

    def __init__(self, *kinds: type[models.Model]) -> None:
        """Begin with empty sheets."""
        self._sheets = {kind: Sheet(kind) for kind in kinds}
        self.written = 0

    def add(self, kind: type[models.Model], values: Mapping[str, Any]) -> None:
        """Keep one row of a kind."""
        self._sheets[kind].add(values)

    def add_made(self, made: models.Model) -> None:
        """Keep a row that was made in memory."""
        self._sheets[type(made)].add_made(made)

    def rows(self) -> dict[str, list[Row]]:
        """Return what waits, as plain values."""
        return {kind._meta.label: sheet.rows for kind, sheet in self._sheets.items()}

    def pack(self) -> dict[str, Packed]:
        """Hand over what waits, ready for another process."""
        return {kind._meta.label: sheet.pack() for kind, sheet in self._sheets.items()}

    def write(self, packed: Mapping[str, Packed] | None = None) -> int:
        """Write in one transaction what was packed, or what waits; return all rows so far."""
        packed = self.pack() if packed is None else packed
        with transaction.atomic():
            for kind, sheet in self._sheets.items():
                self.written += sheet.write(packed.get(kind._meta.label, (0, b"")))
        return self.written


def blank(model: type[M], **values: Any) -> M:
    """Return a row in memory with its defaults and these values, without a model's ceremony."""
    made = model.__new__(model)
    made._state = ModelState()
    made.__dict__.update(_defaults(model))
    made.__dict__.update(values)
    return made


_defaults_of: dict[type[models.Model], dict[str, Any]] = {}


def _defaults(model: type[models.Model]) -> dict[str, Any]:
    """Return what stands in the columns of a row that says nothing; an id is always given."""
    if model not in _defaults_of:
        _defaults_of[model] = {
            field.attname: _default(field)
            for field in model._meta.local_concrete_fields
            if field.column
        }
    return _defaults_of[model]


def _default(field: "models.Field[Any, Any]") -> Any:
    if field.has_default() and (not callable(field.default) or field.default in {dict, list}):
        default = field.get_default()
        return default.value if isinstance(default, models.TextChoices) else default
    return "" if not field.null and field.empty_strings_allowed and field.blank else None


def _plain(value: Any) -> Any:
    if type(value) in _BARE:
        return value
    if convert := _PLAIN.get(type(value)):
        return convert(value)
    if isinstance(value, models.TextChoices):
        _PLAIN[type(value)] = _value_of
        return value.value
    raise TypeError(f"no column takes {value!r}")


def _value_of(choice: models.TextChoices) -> str:
    return str(choice.value)


def _copy_text(rows: Sequence[Row]) -> str:
    """Return rows as COPY reads them; what needs escapes is rare, and is looked for once."""
    if not rows:
        return ""
    lines = [DELIMITER.join([NULL if v is None else str(v) for v in row]) for row in rows]
    text, between = END.join([*lines, ""]), len(rows[0]) - 1
    bare = text.count(END) == len(rows) and text.count(DELIMITER) == len(rows) * between
    bare = bare and text.count(NULL) == sum(row.count(None) for row in rows)
    if bare and "\\" not in text and "\r" not in text:
        return text
    return "".join(
        DELIMITER.join([NULL if v is None else str(v).translate(_ESCAPES) for v in row]) + END
        for row in rows
    )
