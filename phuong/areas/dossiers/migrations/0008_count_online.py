"""Count what was filed online before that was counted."""

from typing import Any

from django.db import migrations
from django.db.models import Count

MEASURE = "dossiers.received_online"


def count(apps: Any, _schema: Any) -> None:
    """Write the cells of the figure from the dossiers that are there."""
    delta = apps.get_model("measures", "Delta").objects
    rows = apps.get_model("dossiers", "Dossier").objects.filter(
        origin="online", received_on__isnull=False
    )
    cells = rows.values("ward_id", "field", "unit_id", "received_on").annotate(n=Count("id"))
    for cell in cells.order_by().iterator():
        delta.create(
            ward_id=cell["ward_id"],
            measure=MEASURE,
            field=cell["field"],
            unit_id=cell["unit_id"],
            day=cell["received_on"],
            change=cell["n"],
        )


def forget(apps: Any, _schema: Any) -> None:
    """Take the figure away."""
    for name in ("Delta", "Summary"):
        apps.get_model("measures", name).objects.filter(measure=MEASURE).delete()


class Migration(migrations.Migration):
    """Data alone."""

    dependencies = [
        ("dossiers", "0007_create_undoables"),
        ("measures", "0002_add_what_is_usual"),
    ]
    operations = [migrations.RunPython(count, forget)]
