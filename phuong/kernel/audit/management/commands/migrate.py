"""`phuong migrate`: Django's own, then triggers, what is searched in, and the wards' keys."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connection
from django.utils import timezone

from phuong.kernel.audit import forwards, keys, triggers
from phuong.kernel.audit.models import SigningKey
from phuong.kernel.wards import finding, planner

# Django's command takes its executor by this name, and offers no other way to give it one.
vars(migrate)["MigrationExecutor"] = forwards.Executor


class Command(migrate.Command):
    """Migrate, then make again what SQLite loses when a table is remade."""

    help = (
        "Bring the tables up to date, the triggers that keep history as it was, and the index of"
        " the search.\n\n"
        "Example: phuong migrate"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do all of it, the triggers also when a later migration failed."""
        if options.get("plan") or options.get("check_unapplied"):
            super().handle(*args, **options)
            return
        try:
            super().handle(*args, **options)
        finally:
            triggers.ensure()
            finding.ensure()
        planner.learn()
        if SigningKey._meta.db_table in connection.introspection.table_names():
            keys.ensure_all(timezone.now())
