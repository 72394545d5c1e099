"""`phuong country QUESTION FOLDER…`: a question over the feeds of many installations."""

import csv
import json
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from phuong.delivery.feed import asking
from phuong.kernel.errors import Refusal


class Command(BaseCommand):
    """Checks the newest feed of each folder by its manifest, then answers."""

    help = """Answer a question over the newest feed of each folder. Every file is held to its manifest first.

Example: phuong country --list
Example: phuong country usual_time /srv/feeds/can-tho /srv/feeds/hue --csv"""  # noqa: E501
    requires_system_checks: list[str] = []

    def create_parser(self, *args: Any, **options: Any) -> Any:
        """Keep the lines of the help."""
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the question and the folders."""
        parser.add_argument("question", nargs="?", help="its name; see --list")
        parser.add_argument("folders", nargs="*", type=Path, help="one of each installation")
        parser.add_argument("--list", action="store_true", help="the questions there are")
        kind = parser.add_mutually_exclusive_group()
        kind.add_argument("--csv", action="store_true", help="as lines for a spreadsheet")
        kind.add_argument("--json", action="store_true", help="as one JSON list")

    def handle(self, *, question: str | None, folders: list[Path], **options: Any) -> None:
        """Answer, or list the questions."""
        if options["list"] or not question:
            for name, words in asking.questions().items():
                self.stdout.write(f"{name:<26}{words}")
            return
        if not folders:
            raise CommandError(_("Nêu ít nhất một thư mục số liệu."), returncode=2)
        try:
            feeds = [asking.newest(folder) for folder in folders]
            columns, rows = asking.ask(question, feeds)
        except Refusal as refusal:
            raise CommandError(_(refusal.message) % refusal.facts) from refusal
        self._show(columns, rows, options)

    def _show(
        self, columns: list[str], rows: list[tuple[Any, ...]], options: dict[str, Any]
    ) -> None:
        if options["json"]:
            told = [dict(zip(columns, row, strict=True)) for row in rows]
            self.stdout.write(json.dumps(told, ensure_ascii=False, default=str))
        elif options["csv"]:
            writer = csv.writer(self.stdout)
            writer.writerow(columns)
            writer.writerows(rows)
        else:
            texts = [columns, *([str(value) for value in row] for row in rows)]
            widths = [max(len(row[place]) for row in texts) for place in range(len(columns))]
            for row in texts:
                cells = (text.ljust(width) for text, width in zip(row, widths, strict=True))
                self.stdout.write("  ".join(cells).rstrip())
