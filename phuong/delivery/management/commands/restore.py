"""`phuong restore FILE`: takes a backup up on an empty machine."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from phuong.delivery.backup.restoring import key_differs, restore
from phuong.kernel.errors import Refusal


class Command(BaseCommand):
    """Checks the file, fills the empty database, and verifies what came."""

    help = """Bring a backup back into an empty database, SQLite or PostgreSQL, whichever wrote it. The file is
checked whole before anything is written; rows come in one transaction; chains and seals are
verified at the end.

Example: phuong restore /srv/backup/phuong-2026-11-22.tar"""  # noqa: E501
    # The tables are not there yet.
    requires_system_checks: list[str] = []

    def create_parser(self, *args: Any, **options: Any) -> Any:
        """Keep the lines of the help."""
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to read."""
        parser.add_argument("file", type=Path, help="what `phuong backup` wrote")

    def handle(self, *, file: Path, verbosity: int, **options: Any) -> None:
        """Restore, and tell how much."""

        def tell(name: str, number: int) -> None:
            if number and verbosity > 0:
                self.stdout.write(f"{number:>12,}  {name}".replace(",", "."))

        try:
            contents = restore(file, tell)
        except Refusal as refusal:
            raise CommandError(_(refusal.message) % refusal.facts) from refusal
        except OSError as error:
            words = _("Không đọc được %(file)s: %(why)s") % {"file": file, "why": error.strerror}
            raise CommandError(words, returncode=2) from error
        words = _("Đã khôi phục %(rows)s dòng, lưu lúc %(at)s. Lịch sử và niêm phong khớp.")
        self.stdout.write(words % {"rows": contents.rows, "at": contents.taken_at})
        if key_differs(contents):
            self.stderr.write(
                _("PHUONG_SECRET_KEY không phải khoá của bản sao lưu: mã bí mật đã in sẽ không mở.")
            )
