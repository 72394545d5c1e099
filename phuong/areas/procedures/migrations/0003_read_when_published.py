"""Read off the keys of older versions, which hold the moment, on which day they came."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import migrations

HERE = ZoneInfo("Asia/Ho_Chi_Minh")


def fill(apps: Any, _schema: Any) -> None:
    """Write the day of each version."""
    versions = apps.get_model("procedures", "Version").objects
    for version_id in list(versions.values_list("id", flat=True)):
        # The first 48 bits of a UUIDv7 are milliseconds.
        came = datetime.fromtimestamp((version_id.int >> 80) / 1000, UTC).astimezone(HERE)
        versions.filter(id=version_id).update(published_on=came.date())


class Migration(migrations.Migration):
    """Data alone."""

    dependencies = [("procedures", "0002_say_when_published")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
