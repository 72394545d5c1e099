"""The tables of wards, laid anew as partitions by hash of the ward.

What runs on these runs on Citus distributed by ward (`scale.md` §5): PostgreSQL itself refuses a
unique key without the ward, and a query that needs the key of one column to be the whole key.
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from django.apps import apps

from phuong.kernel.wards.models import WardOwned

PARTS: Final = 4
CONSTRAINTS = """
SELECT c.conname, c.contype, pg_get_constraintdef(c.oid), t.relname
FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
LEFT JOIN pg_class r ON r.oid = c.confrelid
WHERE t.relname = %s OR r.relname = %s ORDER BY c.contype DESC, c.conname
"""
INDEXES = """
SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype IN ('p', 'u')
WHERE t.relname = %s AND c.oid IS NULL
"""
TRIGGERS = """
SELECT pg_get_triggerdef(g.oid) FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid
WHERE t.relname = %s AND NOT g.tgisinternal
"""


@dataclass(slots=True)
class Laid:
    """How one table was laid before."""

    name: str
    keys: list[tuple[str, str]] = field(default_factory=list)
    links: set[tuple[str, str, str]] = field(default_factory=set)
    indexes: list[str] = field(default_factory=list)
    triggers: list[str] = field(default_factory=list)


@cache
def owned_tables() -> frozenset[str]:
    """Return the names of the tables of the wards' own rows."""
    owned = [model for model in apps.get_models() if issubclass(model, WardOwned)]
    return frozenset(model._meta.db_table for model in owned)


def partition(cursor: Any) -> list[str]:
    """Lay every empty table of the wards' own rows anew; return their names."""
    names = sorted(owned_tables())
    tables = [_read(cursor, name) for name in names]
    links = sorted(set().union(*(table.links for table in tables)))
    for name, _definition, of in links:
        cursor.execute(f'ALTER TABLE "{of}" DROP CONSTRAINT "{name}"')
    for table in tables:
        _lay(cursor, table)
    for name, definition, of in links:
        cursor.execute(f'ALTER TABLE "{of}" ADD CONSTRAINT "{name}" {definition}')
    return names


def _read(cursor: Any, name: str) -> Laid:
    table = Laid(name)
    cursor.execute(CONSTRAINTS, [name, name])
    for constraint, kind, definition, of in cursor.fetchall():
        if kind == "f":
            table.links.add((constraint, definition, of))
        elif of == name and kind == "p":
            # The key of a partitioned table holds what it is partitioned by.
            table.keys.append((constraint, definition.replace("(id)", "(ward_id, id)")))
        elif of == name and kind == "u":
            table.keys.append((constraint, definition))
    cursor.execute(INDEXES, [name])
    table.indexes = [text for (text,) in cursor.fetchall()]
    cursor.execute(TRIGGERS, [name])
    table.triggers = [text for (text,) in cursor.fetchall()]
    return table


def _lay(cursor: Any, table: Laid) -> None:
    name = table.name
    cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{name}")')
    assert not cursor.fetchone()[0], f"{name} has rows already"
    cursor.execute(f'ALTER TABLE "{name}" RENAME TO "{name}_as_it_was"')
    cursor.execute(
        f'CREATE TABLE "{name}" (LIKE "{name}_as_it_was" INCLUDING DEFAULTS INCLUDING CONSTRAINTS'
        " INCLUDING IDENTITY INCLUDING GENERATED) PARTITION BY HASH (ward_id)"
    )
    cursor.execute(f'DROP TABLE "{name}_as_it_was"')
    for part in range(PARTS):
        cursor.execute(
            f'CREATE TABLE "{name}_{part}" PARTITION OF "{name}"'
            f" FOR VALUES WITH (MODULUS {PARTS}, REMAINDER {part})"
        )
    for constraint, definition in table.keys:
        cursor.execute(f'ALTER TABLE "{name}" ADD CONSTRAINT "{constraint}" {definition}')
    for text in (*table.indexes, *table.triggers):
        cursor.execute(text)
