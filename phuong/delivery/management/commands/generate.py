"""`phuong generate`: synthetic wards for measuring."""

import os
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from datetime import date
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from phuong.delivery.generate.load import Progress, load
from phuong.kernel.access.api import HERE
from phuong.kernel.errors import RuleBroken
from phuong.kernel.wards.api import planner


class Command(BaseCommand):
    """Loads wards nobody lives in: never into an installation that is in use."""

    help = """Make synthetic wards with many dossiers, for measuring; dry unless --apply is given.

Example: phuong generate --dossiers 100000 --apply
Example: phuong generate --wards 10 --dossiers 1000 --seed 7 --apply"""

    def create_parser(self, *args: Any, **options: Any) -> Any:
        """Keep the lines of the help."""
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how much, and out of which seed."""
        parser.add_argument("--wards", type=int, default=1, help="how many wards")
        parser.add_argument("--dossiers", type=int, default=1000, help="dossiers in each ward")
        parser.add_argument("--seed", type=int, default=1, help="the same seed, the same dossiers")
        parser.add_argument(
            "--until",
            type=date.fromisoformat,
            metavar="DATE",
            help="the day before which all of it lies; today if left out",
        )
        parser.add_argument(
            "--jobs", type=int, metavar="N", help="processes that make rows; one a core"
        )
        parser.add_argument("--apply", action="store_true", help="write; without it only say what")

    def handle(
        self,
        *,
        wards: int,
        dossiers: int,
        seed: int,
        until: date | None,
        jobs: int | None,
        apply: bool,
        **options: Any,
    ) -> None:
        """Check the numbers, load, and tell rows and rows a second."""
        if wards < 1 or dossiers < 1:
            raise CommandError("--wards, --dossiers: at least 1", returncode=2)
        if not apply:
            self.stdout.write(
                f"{wards} × {dossiers} dossiers would be made, about {wards * dossiers * 12}"
                " rows; add --apply"
            )
            return
        day = until or timezone.now().astimezone(HERE).date()
        begun = perf_counter()
        try:
            done = load(
                wards_wanted=wards,
                dossiers_each=dossiers,
                seed=seed,
                until=day,
                jobs=jobs or os.cpu_count() or 1,
                tell=self._tell,
            )
        except RuleBroken as refusal:
            raise CommandError(str(refusal)) from refusal
        planner.learn()
        rows, seconds = sum(one.rows for one in done), perf_counter() - begun
        self.stdout.write(
            f"{len(done)} wards, {wards * dossiers} dossiers, {rows} rows in {seconds:.1f} s:"
            f" {rows / max(seconds, 1e-6):.0f} rows/s"
        )

    def _tell(self, progress: Progress) -> None:
        self.stderr.write(
            f"{progress.ward.code_prefix}: {progress.dossiers} dossiers, {progress.rows} rows,"
            f" {progress.rows_a_second} rows/s"
        )
