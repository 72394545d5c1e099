"""`phuong load-law`: bring the legal pack into the database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from phuong.kernel.errors import RuleBroken
from phuong.kernel.law.load import load
from phuong.kernel.law.pack import PACKS, read


class Command(BaseCommand):
    """Loads acts, values, calendar decisions and units; a second run changes nothing."""

    help = (
        "Load the legal pack: acts, values, calendar and administrative units. "
        "Idempotent; versions that were in force are closed, never edited. Example: phuong load-law"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take another folder of packs."""
        parser.add_argument("--packs", type=Path, default=PACKS, help="folder with law/ and units/")

    def handle(self, *, packs: Path, **options: Any) -> None:
        """Read, check, load, and say what was done."""
        try:
            summary = load(read(packs))
        except RuleBroken as refusal:
            raise CommandError(str(refusal)) from refusal
        for kind in ("acts", "values", "decisions", "units"):
            count = getattr(summary, kind)
            self.stdout.write(
                f"{kind:<10} +{count.added} added  ~{count.changed} changed"
                f"  ={count.unchanged} unchanged"
            )
