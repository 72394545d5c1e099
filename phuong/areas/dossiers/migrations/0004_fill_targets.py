"""Give every dossier the moment against which its punctuality is counted."""

from typing import Any
from zoneinfo import ZoneInfo

from django.db import migrations
from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
RUNNING = Q(state__in=["received", "in_work", "signing", "supplement"], target_on__isnull=False)


def fill(apps: Any, _schema: Any) -> None:
    """Write the earlier of promise and due date, and move what figures count by it."""
    dossiers = apps.get_model("dossiers", "Dossier").objects
    due = dossiers.filter(due_at__isnull=False)
    due.update(target_at=F("due_at"), target_on=F("due_on"))
    kept = due.filter(shown_promise_at__lt=F("due_at"))
    kept.update(target_at=F("shown_promise_at"))
    kept.update(target_on=TruncDate("target_at", tzinfo=HERE))
    delta = apps.get_model("measures", "Delta").objects
    moved = dossiers.filter(RUNNING).exclude(target_on=F("due_on"))
    _tell(delta, moved, "dossiers.running", "due_on", -1)
    _tell(delta, moved, "dossiers.running", "target_on", 1)
    unkept = dossiers.filter(RUNNING | Q(on_time=False, target_on__isnull=False))
    _tell(delta, unkept, "dossiers.unkept", "target_on", 1)


def forget(apps: Any, _schema: Any) -> None:
    """Take back what figures count by it."""
    dossiers = apps.get_model("dossiers", "Dossier").objects
    delta = apps.get_model("measures", "Delta").objects
    moved = dossiers.filter(RUNNING).exclude(target_on=F("due_on"))
    _tell(delta, moved, "dossiers.running", "due_on", 1)
    _tell(delta, moved, "dossiers.running", "target_on", -1)
    unkept = dossiers.filter(RUNNING | Q(on_time=False, target_on__isnull=False))
    _tell(delta, unkept, "dossiers.unkept", "target_on", -1)


def _tell(delta: Any, rows: Any, measure: str, day: str, sign: int) -> None:
    cells = rows.values("ward_id", "field", "unit_id", day).annotate(n=Count("id")).order_by()
    for cell in cells.iterator():
        delta.create(
            ward_id=cell["ward_id"],
            measure=measure,
            field=cell["field"],
            unit_id=cell["unit_id"],
            day=cell[day],
            change=sign * cell["n"],
        )


class Migration(migrations.Migration):
    """Data alone; the columns were added before, the constraint comes after."""

    dependencies = [
        ("dossiers", "0003_add_targets_and_apologies"),
        ("measures", "0001_create_tables"),
    ]
    operations = [migrations.RunPython(fill, forget)]
