"""The database's own refusal to change history.

SQLite drops triggers without a word when Django remakes a table, so they are made again after
every `migrate`; start-up and `doctor` refuse to run without them.
"""

from django.apps import apps
from django.db import connection

MESSAGE = "append-only: history is never changed"


def append_only_tables() -> tuple[str, ...]:
    """Return the tables whose rows are added, never changed or removed."""
    return tuple(
        model._meta.db_table for model in apps.get_models() if getattr(model, "APPEND_ONLY", False)
    )


def ensure() -> None:
    """Make the triggers of every append-only table, on SQLite and PostgreSQL alike."""
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION phuong_append_only() RETURNS trigger LANGUAGE plpgsql"
                f" AS $$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"
            )
        for table in append_only_tables():
            if table in present:
                for statement in _statements(table):
                    cursor.execute(statement)


def missing() -> list[str]:
    """Return the names of triggers that should stand and do not."""
    wanted = {f"{table}_no_{verb.lower()}" for table in append_only_tables() for verb in _verbs()}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
            )
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return sorted(wanted - {row[0] for row in cursor.fetchall()})


def _verbs() -> tuple[str, ...]:
    if connection.vendor == "postgresql":
        return ("UPDATE", "DELETE", "TRUNCATE")
    return ("UPDATE", "DELETE")


def _statements(table: str) -> list[str]:
    if connection.vendor == "postgresql":
        return [
            f'CREATE OR REPLACE TRIGGER "{table}_no_{verb.lower()}" BEFORE {verb} ON "{table}"'
            f" FOR EACH {'STATEMENT' if verb == 'TRUNCATE' else 'ROW'}"
            " EXECUTE FUNCTION phuong_append_only()"
            for verb in _verbs()
        ]
    return [
        f'CREATE TRIGGER IF NOT EXISTS "{table}_no_{verb.lower()}" BEFORE {verb} ON "{table}"'
        f" BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        for verb in _verbs()
    ]
