"""`phuong feed FOLDER`: the day's figures for province and country."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from phuong.delivery.feed.making import write
from phuong.kernel.access.api import HERE
from phuong.kernel.errors import Refusal


class Command(BaseCommand):
    """Writes counts by ward as Parquet files, with a manifest of rows and hashes."""

    help = """Write the figures of all wards of this installation for the province or the country: counts
by field, unit and day, and how long procedures took. No person and no dossier is in it, but small
numbers are: it goes from office to office and is not public.

Example: phuong feed /srv/feed
Example: phuong country on_time_by_province /srv/feed"""  # noqa: E501

    def create_parser(self, *args: Any, **options: Any) -> Any:
        """Keep the lines of the help."""
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where to write, and for which day."""
        parser.add_argument("folder", type=Path, help="where day=… folders stand")
        parser.add_argument("--day", type=date.fromisoformat, help="today if left out")
        parser.add_argument("--demo", action="store_true", help="the demo wards instead")

    def handle(
        self, *, folder: Path, day: date | None, demo: bool, verbosity: int, **options: Any
    ) -> None:
        """Write, and tell how much."""
        now = timezone.now()

        def tell(name: str, number: int) -> None:
            if verbosity > 0:
                self.stdout.write(f"{number:>12,}  {name}".replace(",", "."))

        try:
            place = write(folder, day or now.astimezone(HERE).date(), now, demo=demo, tell=tell)
        except Refusal as refusal:
            raise CommandError(_(refusal.message) % refusal.facts) from refusal
        except OSError as error:
            words = _("Không ghi được %(file)s: %(why)s") % {"file": folder, "why": error.strerror}
            raise CommandError(words) from error
        self.stdout.write(_("Đã kết xuất vào %(folder)s.") % {"folder": place})
