"""Say of older dossiers what was digitised, reused and electronic, and count it."""

from typing import Any

from django.db import migrations
from django.db.models import Count, Exists, OuterRef, Q, Value
from django.db.models.functions import Concat

ON_PAPER = ("original", "copy", "photo")
FIGURES = (
    ("dossiers.digitised", "digitised", "received_on"),
    ("dossiers.reused", "reused", "received_on"),
    ("dossiers.electronic", "electronic", "finished_on"),
)


def fill(apps: Any, _schema: Any) -> None:
    """Read it off papers, files and results."""
    paper = apps.get_model("dossiers", "Paper").objects.filter(dossier=OuterRef("pk"))
    result = apps.get_model("dossiers", "Result").objects.filter(dossier=OuterRef("pk"))
    file = apps.get_model("documents", "Attachment").objects.filter(
        ward_id=OuterRef("ward_id"),
        subject_id=OuterRef("dossier_id"),
        purpose=Concat(Value("paper:"), OuterRef("code")),
        withdrawn_at__isnull=True,
    )
    received = apps.get_model("dossiers", "Dossier").objects.filter(received_on__isnull=False)
    received.filter(Exists(paper.filter(form="held"))).update(reused=True)
    loose = paper.filter(Q(form__in=ON_PAPER) & ~Exists(file))
    received.filter(~Exists(loose)).update(digitised=True)
    signed = result.exclude(mark="").exclude(standing="replaced")
    received.filter(Exists(signed), on_time__isnull=False).update(electronic=True)
    for measure, flag, day in FIGURES:
        rows = received.filter(**{flag: True, f"{day}__isnull": False})
        _count(apps, measure, rows, day)


def _count(apps: Any, measure: str, rows: Any, day: str) -> None:
    delta = apps.get_model("measures", "Delta").objects
    for cell in rows.values("ward_id", "field", "unit_id", day).annotate(n=Count("id")).order_by():
        delta.create(
            ward_id=cell["ward_id"],
            measure=measure,
            field=cell["field"],
            unit_id=cell["unit_id"],
            day=cell[day],
            change=cell["n"],
        )


def forget(apps: Any, _schema: Any) -> None:
    """Take the figures away."""
    for name in ("Delta", "Summary"):
        rows = apps.get_model("measures", name).objects
        rows.filter(measure__in=[measure for measure, _flag, _day in FIGURES]).delete()


class Migration(migrations.Migration):
    """Data alone."""

    dependencies = [
        ("dossiers", "0012_add_what_was_electronic"),
        ("measures", "0002_add_what_is_usual"),
    ]
    operations = [migrations.RunPython(fill, forget)]
