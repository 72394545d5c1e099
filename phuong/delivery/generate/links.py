"""Links of tables while very many rows come in: off, and checked all at once at the end.

PostgreSQL asks for each link of each row with a query of its own, which costs more than the row.
Taken off and put on again within the load's transaction, the same links are checked by one join
each; whatever fails undoes the load and leaves the tables as they were.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, models, transaction


@contextmanager
def checked_at_the_end(kinds: Iterable[type[models.Model]]) -> Iterator[None]:
    """Load rows of these kinds in one transaction where that is quicker; else just go on."""
    if connection.vendor != "postgresql":
        yield
        return
    tables = [kind._meta.db_table for kind in kinds]
    with transaction.atomic():
        with connection.cursor() as cursor:
            # What waits to be checked would stand in the way of changing the tables.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            cursor.execute(
                "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)"
                " FROM pg_constraint WHERE contype = 'f' AND conparentid = 0"
                " AND conrelid = ANY(%s::regclass[])",
                [tables],
            )
            links: list[tuple[str, str, str]] = cursor.fetchall()
            for table, name, _meaning in links:
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        yield
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")
            for table, name, meaning in links:
                cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {meaning}")
