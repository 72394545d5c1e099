"""Rows found by any part of their folded text, as quickly among a million as among a hundred.

A model with `SEARCHED = True` keeps what it is found by in its column `search`. The database keeps
an index of every three letters of it: PostgreSQL a GIN index, ward first; SQLite a table of full
text beside the model's, filled by triggers. Neither costs an act a statement, and both are made
after every `migrate`: SQLite drops triggers without a word when Django remakes a table.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from phuong.kernel.wards.models import WardOwned
from phuong.kernel.wards.querysets import WardQuerySet

Row = TypeVar("Row", bound=WardOwned)
Rows = TypeVar("Rows", bound="WardQuerySet[Any]")

# What is common stands among the newest. Whatever is not is few, and found by the index; how many
# of these are looked at in one go.
NEWEST, FEW = 2_000, 1_000
LETTERS, WORDS = 3, 6
EXTENSIONS = ("btree_gin", "pg_trgm")


def holding(rows: Rows, words: Sequence[str]) -> Rows:
    """Keep the rows whose text holds each word; short ones only where a word begins.

    Words are folded (`kernel.text.fold`), the first six count. Without words nothing is found.
    """
    for word in words[:WORDS]:
        rows = rows.filter(search__contains=_part(word))
    return rows if words else rows.none()


def found(rows: "WardQuerySet[Row]", ward_id: int, words: Sequence[str], limit: int) -> list[Row]:
    """Return the newest rows, of those given of a ward, whose text holds each word.

    Two statements in a ward of few, four where what is looked for is rare.
    """
    chosen = holding(rows, words).order_by("-id")
    parts = [part for part in map(_part, words[:WORDS]) if len(part) >= LETTERS]
    newest = rows.model.objects.of(ward_id).order_by("-id").values_list("id", flat=True)
    edge = next(iter(newest[NEWEST : NEWEST + 1]), None)
    if edge is None or not parts:
        return list(chosen[:limit])
    seen = list(chosen.filter(id__gt=edge)[:limit])
    ids, size = _older(rows.model, ward_id, parts, edge), limit
    while len(seen) < limit and (some := list(islice(ids, size))):
        # In no order: asked for one, SQLite walks through all rows in it.
        those = chosen.filter(id__in=some).order_by()
        seen += sorted(those, key=lambda row: row.pk, reverse=True)[: limit - len(seen)]
        # Most may be read, and a few are enough; who may read little looks at ever more.
        size *= 2
    return seen


def _part(word: str) -> str:
    # Two letters are in every text; at the begin of a word they say something.
    return word if len(word) >= LETTERS else f" {word}"


def _older(
    model: type[WardOwned], ward_id: int, parts: Sequence[str], edge: UUID
) -> Iterator[UUID]:
    after = None
    while places := _places(model, ward_id, parts, edge, after):
        yield from (one for one, _place in places if one <= edge)
        if len(places) < FEW:
            return
        after = places[-1][1]


def _places(
    model: type[WardOwned], ward_id: int, parts: Sequence[str], edge: UUID, after: Any
) -> list[tuple[UUID, Any]]:
    """Return ids of which some may match, the newest first, each with where it stands."""
    table = connection.ops.quote_name(model._meta.db_table)
    beside = connection.ops.quote_name(_beside(model))
    values: list[Any]
    if connection.vendor == "postgresql":
        alike = " AND ".join(["search LIKE %s"] * len(parts))
        # By itself, so that the index is used and not the order.
        sql = (
            f"WITH found AS MATERIALIZED (SELECT id FROM {table} WHERE ward_id = %s AND id <"  # noqa: S608
            f" %s AND {alike}) SELECT id, id FROM found ORDER BY id DESC LIMIT {FEW}"
        )
        escaped = map(connection.ops.prep_for_like_query, parts)
        values = [ward_id, after or UUID(int=edge.int + 1), *(f"%{part}%" for part in escaped)]
    else:
        sql = (
            f"SELECT id, rowid FROM {beside} WHERE {beside} MATCH %s AND ward_id = %s AND"  # noqa: S608
            f" rowid < %s ORDER BY rowid DESC LIMIT {FEW}"
        )
        # In quotes it is looked for as it stands, whatever is in it.
        asked = " ".join('"' + part.replace('"', '""') + '"' for part in parts)
        values = [asked, ward_id, after or 2**62]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [(one if isinstance(one, UUID) else UUID(one), place) for one, place in cursor]


def ensure() -> None:
    """Make every index that is missing, and on SQLite fill it anew.

    Where the role may not have PostgreSQL's extensions it stays without: finding is slow then,
    `missing` names what is not there, and `doctor` says what to do.
    """
    present = set(connection.introspection.table_names())
    on_server = connection.vendor == "postgresql"
    for model in _searched():
        if model._meta.db_table not in present:
            statements = [] if on_server else [f'DROP TABLE IF EXISTS "{_beside(model)}"']
        elif not missing(model):
            continue
        else:
            statements = _index(model) if on_server else _full_text(model)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
        except DatabaseError:
            if not on_server:
                raise


def missing(*models_: type[models.Model]) -> list[str]:
    """Return the names of what should stand and does not, of these models or of all."""
    with connection.cursor() as cursor:
        return sorted(name for one in models_ or _searched() for name in _lacking(cursor, one))


def astray(ward_id: int) -> Iterator[str]:
    """Return what stands in the table beside and is not, or is otherwise, in the rows of a ward.

    PostgreSQL's index follows the rows by itself.
    """
    if connection.vendor == "postgresql":
        return
    for model in _searched():
        of_ward = 'SELECT id, search FROM "{}" WHERE ward_id = %s'
        rows, found = of_ward.format(model._meta.db_table), of_ward.format(_beside(model))
        both = (
            f"SELECT id FROM ({rows} EXCEPT {found}) UNION SELECT id FROM ({found} EXCEPT {rows})"  # noqa: S608
        )
        with connection.cursor() as cursor:
            cursor.execute(both, [ward_id] * 4)
            yield from (str(UUID(one)) for (one,) in cursor.fetchall())


def _searched() -> Iterator[type[models.Model]]:
    yield from (model for model in apps.get_models() if getattr(model, "SEARCHED", False))


def _beside(model: type[models.Model]) -> str:
    return f"{model._meta.db_table}_search"


def _lacking(cursor: Any, model: type[models.Model]) -> set[str]:
    name = _beside(model)
    if connection.vendor == "postgresql":
        cursor.execute("SELECT indexname FROM pg_indexes WHERE indexname = %s", [name])
        wanted = {name}
    else:
        cursor.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger')")
        wanted = {name, *(f"{name}_{verb}" for verb in ("insert", "update", "delete"))}
    return wanted - {one for (one,) in cursor.fetchall()}


def _index(model: type[models.Model]) -> list[str]:
    columns = f'"{model._meta.db_table}" USING gin (ward_id, search gin_trgm_ops)'
    return [
        *(f"CREATE EXTENSION IF NOT EXISTS {name}" for name in EXTENSIONS),
        f'CREATE INDEX IF NOT EXISTS "{_beside(model)}" ON {columns}',
    ]


def _full_text(model: type[models.Model]) -> list[str]:
    table, beside = model._meta.db_table, _beside(model)
    columns = "search, id UNINDEXED, ward_id UNINDEXED"
    rows = f'SELECT rowid FROM "{beside}" WHERE id = OLD.id AND length(OLD.search)'  # noqa: S608
    # The row that belongs to a row is looked up by the whole of its text, which nearly names it.
    phrase = "'\"' || replace(OLD.search, '\"', '\"\"') || '\"'"
    short, long = f"{rows} < {LETTERS}", f'{rows} >= {LETTERS} AND "{beside}" MATCH {phrase}'
    its = f"rowid IN ({short} UNION ALL {long})"
    acts = {
        "insert": (
            "INSERT",
            f'INSERT INTO "{beside}" VALUES (NEW.search, NEW.id, NEW.ward_id)',  # noqa: S608
        ),
        "update": (
            "UPDATE OF search",
            f'UPDATE "{beside}" SET search = NEW.search WHERE {its} AND OLD.search <> NEW.search',  # noqa: S608
        ),
        "delete": ("DELETE", f'DELETE FROM "{beside}" WHERE {its}'),  # noqa: S608
    }
    return [
        *(f'DROP TRIGGER IF EXISTS "{beside}_{name}"' for name in acts),
        f'DROP TABLE IF EXISTS "{beside}"',
        f"CREATE VIRTUAL TABLE \"{beside}\" USING fts5({columns}, tokenize = 'trigram')",
        f'INSERT INTO "{beside}" SELECT search, id, ward_id FROM "{table}" ORDER BY id',  # noqa: S608
        *(
            f'CREATE TRIGGER "{beside}_{name}" AFTER {verb} ON "{table}" BEGIN {act}; END'
            for name, (verb, act) in acts.items()
        ),
    ]
