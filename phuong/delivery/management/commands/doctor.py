"""`phuong doctor`: tells what is misconfigured, with the remedy."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from phuong.delivery.agreement import disagreements
from phuong.delivery.soundness import Fault, Weight, faults


class Command(BaseCommand):
    """Looks at the database, the disk, the keys, the clock and the law."""

    help = (
        "Tell what is misconfigured, in words, with the remedy; exit 1 if anything must be mended."
        "\n\nExample: phuong doctor\nExample: phuong doctor --deep"
    )
    requires_system_checks: list[str] = []

    def create_parser(self, *args: Any, **kwargs: Any) -> Any:
        """Keep the lines of the help."""
        kwargs["formatter_class"] = argparse.RawDescriptionHelpFormatter
        return super().create_parser(*args, **kwargs)

    def add_arguments(self, parser: Any) -> None:
        """Offer the long look."""
        parser.add_argument(
            "--deep",
            action="store_true",
            help="also work figures, open work and due dates out anew from their sources, read"
            " every file by its hash, and check the whole history",
        )

    def handle(self, **options: Any) -> None:
        """Print every fault, errors first."""
        now = timezone.now()
        found = sorted(faults(now), key=lambda fault: fault.weight is Weight.WARNING)
        if options["deep"] and not any(one.code in {"database", "behind"} for one in found):
            found += disagreements(now, tell=self.stdout.write)
        for fault in found:
            self._print(fault)
        errors = sum(fault.weight is Weight.ERROR for fault in found)
        if errors:
            raise CommandError(_("%(number)d điều phải sửa trước khi chạy.") % {"number": errors})
        self.stdout.write(_("Không thấy lỗi nào phải sửa."))

    def _print(self, fault: Fault) -> None:
        heading = _("PHẢI SỬA") if fault.weight is Weight.ERROR else _("Nên xem")
        self.stdout.write(f"{heading}: {fault.words} ({fault.code})\n  → {fault.remedy}")
