"""What SQLite knows of its tables when it plans a statement.

Every index begins with the ward. Without counts SQLite takes a ward for a handful of rows, and
reads all of a ward's where it could have asked for those of one dossier: unnoticed among
thousands, a tenth of a second a page among a million. PostgreSQL counts by itself.
"""

from django.db import connection

# Of each index so many rows are looked at: enough for a plan, a second at most for a million.
LOOKED_AT = 1_000


def learn() -> None:
    """Count anew; a connection that is open already plans by it when it is opened again."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit = {LOOKED_AT}")
            cursor.execute("ANALYZE")
