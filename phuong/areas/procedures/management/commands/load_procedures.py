"""`phuong load-procedures`: bring the catalogue of procedures into the database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from phuong.areas.procedures.jobs import load_catalogue
from phuong.kernel.errors import RuleBroken
from phuong.kernel.law.pack import PACKS


class Command(BaseCommand):
    """Loads the catalogue; a second run changes nothing."""

    help = (
        "Load the catalogue of procedures from the legal pack. Idempotent; a changed row makes a "
        "new version, history stays. Example: phuong load-procedures"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take another folder of packs."""
        parser.add_argument("--packs", type=Path, default=PACKS, help="folder with law/ and units/")

    def handle(self, *, packs: Path, **options: Any) -> None:
        """Read, check, load, and say what was done."""
        try:
            loaded = load_catalogue(packs)
        except RuleBroken as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"procedures {loaded.procedures}  +{loaded.new_versions} new versions")
