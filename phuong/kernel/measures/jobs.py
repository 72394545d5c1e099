"""Folding deltas into summaries. May run twice, late, or in two places at once."""

from collections import Counter
from datetime import date

from django.db import connection, transaction

from phuong.kernel.measures.models import Delta, Summary
from phuong.kernel.wards.identifiers import uuid7

BATCH = 500


def fold(ward_id: int) -> int:
    """Fold the pending changes of a ward; return how many rows went."""
    folded = 0
    while batch := _fold_batch(ward_id):
        folded += batch
    return folded


@transaction.atomic
def _fold_batch(ward_id: int) -> int:
    rows = list(
        Delta.objects.of(ward_id).select_for_update(skip_locked=True).order_by("id")[:BATCH]
    )
    sums: Counter[tuple[str, str, str, date]] = Counter()
    for row in rows:
        unit_key = str(row.unit_id) if row.unit_id else ""
        sums[row.measure, row.field, unit_key, row.day] += row.change
    table = connection.ops.quote_name(Summary._meta.db_table)
    stored_day = connection.ops.adapt_datefield_value
    with connection.cursor() as cursor:
        for (measure, field, unit_key, day), change in sorted(sums.items(), key=str):
            cursor.execute(
                f"INSERT INTO {table} AS cell"  # noqa: S608
                " (ward_id, id, measure, field, unit_id, unit_key, day, value)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
                " ON CONFLICT (ward_id, measure, day, field, unit_key)"
                " DO UPDATE SET value = cell.value + excluded.value",
                [
                    ward_id,
                    _key(uuid7()),
                    measure,
                    field,
                    _key(unit_key) if unit_key else None,
                    unit_key,
                    stored_day(day),
                    change,
                ],
            )
    Delta.objects.of(ward_id).filter(id__in=[row.id for row in rows]).delete()
    return len(rows)


def _key(value: object) -> str:
    """Return a key as the database at hand stores it."""
    text = str(value)
    return text if connection.features.has_native_uuid_field else text.replace("-", "")
