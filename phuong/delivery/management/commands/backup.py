"""`phuong backup FILE`: everything in one file, while people work."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from phuong.delivery.backup.saving import save
from phuong.kernel.errors import Refusal


class Command(BaseCommand):
    """Saves rows, files and keys, and reads them again before it says that it is done."""

    help = """Save the whole installation to a new file: rows, files, keys. People go on working; what they
do meanwhile is in the next one. The file is read again and checked before it gets its name.
It holds private keys and personal data: keep it where nobody else can read it.

Example: phuong backup /srv/backup/phuong-2026-11-22.tar"""  # noqa: E501

    def create_parser(self, *args: Any, **options: Any) -> Any:
        """Keep the lines of the help."""
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where to write."""
        parser.add_argument("file", type=Path, help="a new file")

    def handle(self, *, file: Path, verbosity: int, **options: Any) -> None:
        """Save, and tell how much."""

        def tell(name: str, number: int) -> None:
            if number and verbosity > 0:
                self.stdout.write(f"{number:>12,}  {name}".replace(",", "."))

        try:
            total = save(file, timezone.now(), tell)
        except FileExistsError as error:
            words = _("Đã có tệp %(file)s. Chọn tên khác.") % {"file": file}
            raise CommandError(words, returncode=2) from error
        except Refusal as refusal:
            raise CommandError(_(refusal.message) % refusal.facts) from refusal
        except OSError as error:
            words = _("Không ghi được %(file)s: %(why)s") % {"file": file, "why": error.strerror}
            raise CommandError(words) from error
        size = file.stat().st_size / 1024**2
        words = _("Đã sao lưu %(rows)s dòng vào %(file)s (%(size).1f MB), đã đọc lại và khớp.")
        self.stdout.write(words % {"rows": total, "file": file, "size": size})
