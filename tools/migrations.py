"""Every migration goes back as well as forth, has a verb for a name, and each app has one leaf."""

import os
import re
import sys
import tempfile
from pathlib import Path

GIVEN_NAME = re.compile(r"\d{4}_[a-z0-9]+(_[a-z0-9]+)*")


def main() -> int:
    """Migrate an empty SQLite file forth, app by app back to zero, and forth again."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'empty.sqlite3'}"
        os.environ["PHUONG_DATA"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phuong.settings")
        import django

        django.setup()
        problems = _names() + _back_and_forth()
    print("\n".join(problems) or "every migration goes back and forth")
    return 1 if problems else 0


def _names() -> list[str]:
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader, problems = MigrationLoader(connection), []
    for app, name in sorted(loader.disk_migrations):
        ours = str(loader.disk_migrations[app, name].__module__).startswith("phuong.")
        if ours and (
            not GIVEN_NAME.fullmatch(name) or "_auto_" in name or name.endswith("_initial")
        ):
            problems.append(f"{app} {name}: name it by a verb")
    conflicts = loader.detect_conflicts()
    return problems + [f"{app}: several leaves {names}" for app, names in conflicts.items()]


def _back_and_forth() -> list[str]:
    from django.core.management import CommandError, call_command
    from django.db import connection
    from django.db.migrations.exceptions import IrreversibleError
    from django.db.migrations.loader import MigrationLoader

    call_command("migrate", verbosity=0)
    apps = sorted({app for app, _ in MigrationLoader(connection).disk_migrations})
    problems = []
    for app in apps:
        try:
            call_command("migrate", app, "zero", verbosity=0)
        except (IrreversibleError, CommandError) as error:
            problems.append(f"{app}: does not go back: {error}")
    left = {
        name for name in connection.introspection.table_names() if not name.startswith("sqlite_")
    }
    left -= {"django_migrations"}
    if left and not problems:
        problems.append(f"tables left behind: {', '.join(sorted(left))}")
    call_command("migrate", verbosity=0)
    return problems


if __name__ == "__main__":
    sys.exit(main())
